"""Feeds in: read, judged, kept and put in force in one step, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from django.db import transaction
from django.utils import timezone

from baken.core.reach.gtfs import Fault, Feed, GtfsError
from baken.core.reach.gtfs.reading import read_feed
from baken.core.reach.gtfs.storing import StoredFeedError, read_stored_feed, write_feed
from baken.core.wording import fold_name
from baken.timetables import keeping
from baken.timetables.models import FeedVersion, Stop

OnProgress = Callable[[int, int], None]

_NAME_LETTERS = 80
_FILES = 10  # that are read of a feed, about: for the bar
_PLACES = (0, 1)  # location_type of what people look for: stops and stations, not entrances


class BadImport(ValueError):
    """What was asked cannot be done; the message says what to give instead."""


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One file. `faults` that are `refused` keep it out; others were mended.

    `state`: new, changed, unchanged or refused.
    """

    file: str
    name: str
    state: str
    faults: tuple[Fault, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    stops: int = 0
    routes: int = 0
    trips: int = 0
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """Of all files together: when any is refused, nothing was imported."""

    feeds: tuple[FeedReport, ...]
    dry_run: bool

    @property
    def refused(self) -> bool:
        return any(feed.state == "refused" for feed in self.feeds)


@dataclass(frozen=True, slots=True)
class _Given:
    """A file as read. `feed` None: it cannot be used, or is in force already as it is."""

    path: Path
    name: str
    digest: str
    feed: Feed | None
    report: FeedReport


def import_feeds(
    *,
    paths: Sequence[Path],
    name: str = "",
    licence: str = "",
    source: str = "",
    invented: bool = False,
    dry_run: bool = False,
    on_progress: OnProgress = lambda done, total: None,
) -> Report:
    """Zips or folders of GTFS, each a feed of its own; what is in force under the same name is replaced.

    `name`: of the one feed (by default that of its file). The same file again changes nothing. A failure or a kill at
    any point leaves in force what was. Raises BadImport for names that cannot be.
    """
    names = _names(paths, name)
    with keeping.alone():
        given = [
            _read(path, named, _steps(on_progress, number, len(paths)))
            for number, (path, named) in enumerate(zip(paths, names, strict=True))
        ]
        given = _alike(given)
        report = Report(tuple(each.report for each in given), dry_run)
        if not report.refused and not dry_run:
            _put_in_force(given, licence=licence, source=source, invented=invented)
    on_progress(1, 1)
    return report


def retire_feed(*, name: str) -> None:
    """Takes a feed out of force. Raises BadImport where none has that name."""
    with keeping.alone():
        with transaction.atomic():
            version = FeedVersion.objects.in_force().filter(name=name).first()
            if version is None:
                known = ", ".join(FeedVersion.objects.in_force().values_list("name", flat=True)) or "none"
                raise BadImport(f"no feed «{name}» is in force; there are: {known}")
            _retire(version)
        _sweep()


def _names(paths: Sequence[Path], name: str) -> list[str]:
    if name and len(paths) != 1:
        raise BadImport("a name is for one file; give several files without it")
    names = [name.strip() or path.stem for path in paths]
    for one in names:
        if not one or len(one) > _NAME_LETTERS:
            raise BadImport(f"«{one[:60]}» cannot be the name of a feed: 1 to {_NAME_LETTERS} letters")
    if len(set(names)) < len(names):
        raise BadImport("two of the files have the same name; import them one by one with names of their own")
    return names


def _steps(on_progress: OnProgress, number: int, count: int) -> Callable[[str], None]:
    done = [number * _FILES]

    def step(file: str) -> None:
        done[0] = min(done[0] + 1, (number + 1) * _FILES - 1)
        on_progress(done[0], count * _FILES)

    return step


def _read(path: Path, name: str, on_file: Callable[[str], None]) -> _Given:
    version = FeedVersion.objects.in_force().filter(name=name).first()
    try:
        digest = _digest(path)
        if version is not None and version.sha256 == digest and _is_kept(digest):
            return _Given(path, name, digest, None, _as_it_is(path, version))
        feed = read_feed(path, name=name, on_file=on_file)
        _usable(feed, name)
    except GtfsError as error:
        return _Given(path, name, "", None, FeedReport(path.name, name, "refused", error.faults))
    return _Given(path, name, digest, feed, _as_read(path, feed, "new" if version is None else "changed"))


def _digest(path: Path) -> str:
    """Of the file, or of all files of a folder with their names."""
    if path.is_dir():
        known = sha256()
        for file in sorted(each for each in path.iterdir() if each.is_file()):
            known.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            known.update(file.read_bytes())
        return known.hexdigest()
    try:
        with path.open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise GtfsError([Fault(path.name, None, None, "there is no such file")]) from error


def _is_kept(digest: str) -> bool:
    try:
        read_stored_feed(keeping.feed_folder(digest))
    except StoredFeedError:
        return False
    return True


def _usable(feed: Feed, name: str) -> None:
    """Raises GtfsError for a feed that is well formed and of no use, or does not go with the others."""
    if not (feed.trips.service >= 0).any():
        raise GtfsError([*feed.faults, Fault("trips.txt", None, None, "not one trip can be used")])
    if feed.calendar.validity() is None:
        raise GtfsError([Fault("calendar.txt", None, None, "no service ever runs")])
    others = FeedVersion.objects.in_force().exclude(name=name).exclude(timezone="").first()
    if others is not None and feed.timezone and others.timezone != feed.timezone:
        message = f"{feed.timezone} is not the time zone of «{others.name}», which is in force: {others.timezone}"
        raise GtfsError([Fault("agency.txt", 2, "agency_timezone", message)])
    try:
        ZoneInfo(feed.timezone or "UTC")
    except (ValueError, ZoneInfoNotFoundError) as error:
        message = f"«{feed.timezone[:60]}» is no time zone such as Europe/Brussels"
        raise GtfsError([Fault("agency.txt", 2, "agency_timezone", message)]) from error


def _alike(given: list[_Given]) -> list[_Given]:
    """The same file under two names would run every trip twice: refused."""
    names = dict(FeedVersion.objects.in_force().values_list("sha256", "name"))
    judged = []
    for each in given:
        if each.digest and names.setdefault(each.digest, each.name) != each.name:
            fault = Fault(each.path.name, None, None, f"this very file is in force already as «{names[each.digest]}»")
            each = replace(each, feed=None, report=FeedReport(each.path.name, each.name, "refused", (fault,)))
        judged.append(each)
    return judged


def _as_read(path: Path, feed: Feed, state: str) -> FeedReport:
    first, last = feed.calendar.validity() or (None, None)
    return FeedReport(
        file=path.name,
        name=feed.name,
        state=state,
        faults=feed.faults,
        first_day=first,
        last_day=last,
        stops=len(feed.stops.ids),
        routes=len(feed.routes.ids),
        trips=len(feed.trips.ids),
        calls=len(feed.calls.stop),
    )


def _as_it_is(path: Path, version: FeedVersion) -> FeedReport:
    return FeedReport(
        file=path.name,
        name=version.name,
        state="unchanged",
        first_day=version.first_day,
        last_day=version.last_day,
        stops=version.stop_count,
        routes=version.route_count,
        trips=version.trip_count,
        calls=version.call_count,
    )


def _put_in_force(given: Sequence[_Given], *, licence: str, source: str, invented: bool) -> None:
    """Holding the lock. Files first, then the rows that make them count, then what is no longer wanted is swept."""
    for each in given:
        if each.feed is not None:
            write_feed(each.feed, keeping.feed_folder(each.digest))
    with transaction.atomic():
        for each in given:
            before = FeedVersion.objects.in_force().filter(name=each.name).first()
            if each.feed is None:
                assert before is not None
                _describe(before, licence=licence, source=source, invented=invented)
                continue
            version = _version(each, before, licence=licence, source=source, invented=invented)
            if before is not None:
                _retire(before)
            version.save()
            Stop.objects.bulk_create(_stops(version, each.feed), batch_size=1000)
    _sweep()


def _describe(version: FeedVersion, *, licence: str, source: str, invented: bool) -> None:
    """What is said of a feed may change without it."""
    version.licence, version.source = licence or version.licence, source or version.source
    version.invented = invented or version.invented
    version.save(update_fields=["licence", "source", "invented"])


def _version(given: _Given, before: FeedVersion | None, *, licence: str, source: str, invented: bool) -> FeedVersion:
    """What is not said is as it was of the version before; only that it is invented must be said again."""
    read, feed = given.report, given.feed
    assert feed is not None and read.first_day is not None and read.last_day is not None
    return FeedVersion(
        name=given.name,
        source=source or (before.source if before else given.path.name),
        licence=licence or (before.licence if before else ""),
        invented=invented,
        timezone=feed.timezone,
        first_day=read.first_day,
        last_day=read.last_day,
        sha256=given.digest,
        stop_count=read.stops,
        route_count=read.routes,
        trip_count=read.trips,
        call_count=read.calls,
        imported_at=timezone.now(),
    )


def _retire(version: FeedVersion) -> None:
    version.in_force = False
    version.save(update_fields=["in_force"])
    version.stops.all().delete()


def _sweep() -> None:
    keeping.sweep_feeds(set(FeedVersion.objects.in_force().values_list("sha256", flat=True)))


def _stops(version: FeedVersion, feed: Feed) -> Iterator[Stop]:
    stops = feed.stops
    for row in np.flatnonzero(np.isin(stops.kind, _PLACES) & np.isfinite(stops.lat) & np.isfinite(stops.lon)).tolist():
        parent = int(stops.parent[row])
        yield Stop(
            feed=version,
            stop_id=stops.ids[row][:255],
            station=stops.ids[parent][:255] if parent >= 0 else "",
            name=stops.names[row][:255],
            folded=fold_name(stops.names[row])[:255],
            lat=float(stops.lat[row]),
            lon=float(stops.lon[row]),
        )
