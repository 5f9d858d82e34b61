"""What the other rooms ask: which feeds are in force, and stops by what people call them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from rapidfuzz import fuzz, process

from baken.core.kinds import LatLon
from baken.core.wording import fold_name
from baken.timetables.models import FeedVersion, Stop

ALIKE = 84  # of 100, rapidfuzz ratio: one wrong letter in six still finds the name
NEAR_DEGREES = 0.006  # stops of one name this near (some 500 metres) are one place to whoever looks for it


@dataclass(frozen=True, slots=True)
class FeedCard:
    """A feed in force. `first_day` to `last_day`: when anything in it runs."""

    name: str
    source: str
    licence: str
    invented: bool
    timezone: str
    first_day: date
    last_day: date
    sha256: str
    stops: int
    trips: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class FoundStop:
    name: str
    at: LatLon


@dataclass(frozen=True, slots=True)
class _Named:
    folded: str
    name: str
    at: LatLon


def feeds() -> tuple[FeedCard, ...]:
    """All that are in force, in order of name."""
    return tuple(_card(version) for version in FeedVersion.objects.in_force())


def validity() -> tuple[date, date] | None:
    """First and last day of the feeds in force together; None without any."""
    found = feeds()
    return (min(feed.first_day for feed in found), max(feed.last_day for feed in found)) if found else None


def stops_named(text: str, limit: int = 5) -> tuple[FoundStop, ...]:
    """Stops by name in any script, accents and typing errors forgiven, best first; a station or a pair of stops across
    the street is one."""
    wanted = fold_name(text.strip()[:200])
    if len(wanted) < 2:
        return ()
    places = _places(tuple(FeedVersion.objects.in_force().values_list("pk", "sha256")))
    alike = {at: score for _, score, at in _alike(wanted, [place.folded for place in places])}
    ranked = [
        (rank, place) for at, place in enumerate(places) if (rank := _rank(wanted, place.folded, alike.get(at))) >= 0
    ]
    ranked.sort(key=lambda row: (row[0], len(row[1].folded), row[1].folded, row[1].at.lat))
    return tuple(FoundStop(place.name, place.at) for _, place in ranked[:limit])


def stop_near(place: LatLon, *, within_metres: float) -> FoundStop | None:
    """The nearest stop or station, as the crow flies."""
    degrees = within_metres / 50_000  # of longitude too, as far north as people live
    found = (
        stop
        for stop in _places(tuple(FeedVersion.objects.in_force().values_list("pk", "sha256")))
        if abs(stop.at.lat - place.lat) < degrees and abs(stop.at.lon - place.lon) < degrees
    )
    nearest = min(found, key=lambda stop: place.metres_to(stop.at), default=None)
    if nearest is None or place.metres_to(nearest.at) > within_metres:
        return None
    return FoundStop(nearest.name, nearest.at)


def _alike(wanted: str, names: list[str]) -> list[tuple[str, float, int]]:
    return process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)


def _rank(wanted: str, name: str, alike: float | None) -> int:
    """0: the name itself. More: less alike. -1: another name."""
    if wanted == name:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name or (len(wanted) >= 4 and wanted in name):
        return 2
    if len(name) >= 4 and re.search(rf"\b{re.escape(name)}\b", wanted):
        return 3
    return -1 if alike is None else 4 + round(100 - alike)


@lru_cache(maxsize=2)
def _places(versions: tuple[tuple[int, str], ...]) -> tuple[_Named, ...]:
    """Stations, and stops without one; those of one name near each other once. Read again when a feed changes."""
    rows = (
        Stop.objects.filter(feed__in=[key for key, _ in versions], station="")
        .exclude(folded="")
        .order_by("folded", "lat", "lon")
    )
    places: list[_Named] = []
    for folded, name, lat, lon in rows.values_list("folded", "name", "lat", "lon"):
        here = LatLon(lat, lon)
        if not any(_same(place, folded, here) for place in _last_named(places, folded)):
            places.append(_Named(folded, name, here))
    return tuple(places)


def _last_named(places: list[_Named], folded: str) -> list[_Named]:
    """Those of this name: they stand together at the end."""
    start = len(places)
    while start and places[start - 1].folded == folded:
        start -= 1
    return places[start:]


def _same(place: _Named, folded: str, here: LatLon) -> bool:
    near = abs(place.at.lat - here.lat) < NEAR_DEGREES and abs(place.at.lon - here.lon) < 2 * NEAR_DEGREES
    return near and place.folded == folded


def _card(version: FeedVersion) -> FeedCard:
    return FeedCard(
        name=version.name,
        source=version.source,
        licence=version.licence,
        invented=version.invented,
        timezone=version.timezone,
        first_day=version.first_day,
        last_day=version.last_day,
        sha256=version.sha256,
        stops=version.stop_count,
        trips=version.trip_count,
        imported_at=version.imported_at,
    )
