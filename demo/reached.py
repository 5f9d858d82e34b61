"""Who reaches the middle of the demonstration town by its invented timetable, and when.

python demo/reached.py            prints the table that stands in docs/algorithms/reach.md
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from geography import AREAS, lon_lat, point_in, read_plan
from numpy.typing import NDArray
from transit import write

from baken.core.kinds import LatLon
from baken.core.reach import Walking, WithBarriers
from baken.core.reach.gtfs import Feed
from baken.core.reach.gtfs.reading import read_feed
from baken.core.reach.matrix import MatrixQuery, between, matrix, walks
from baken.core.reach.timetable import build_timetable
from baken.core.reach.transfers import Transfers

MADE_FOR = date(2026, 11, 23)
MOMENTS = (
    ("Tuesday 9:00", date(2026, 11, 24), 9),
    ("Tuesday 21:00", date(2026, 11, 24), 21),
    ("Sunday 9:00", date(2026, 11, 29), 9),
)
POINTS = 9  # of each neighbourhood
LIMITS_MINUTES = (30, 45, 60)
FARTHEST_WALK_SECONDS = 6 * 3600

Seconds = NDArray[np.float64]


def table() -> str:
    """Markdown."""
    heads = [f"{what}, {limit} min" for limit in LIMITS_MINUTES for what in ("neighbourhoods", "people")]
    rows = [["", *heads], ["---"] * (1 + len(heads))]
    rows += [[name, *(f"{share:.0%}" for share in found)] for name, found in shares().items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def shares() -> dict[str, list[float]]:
    """By moment: for each limit the share of neighbourhoods (by their median place) and that of people within it."""
    features = json.loads(AREAS.read_text(encoding="utf-8"))["features"]
    people = {
        f["properties"]["code"]: sum(f["properties"]["population"].values())
        for f in features
        if f["properties"]["kind"] == "neighbourhood"
    }
    origins = [point_in(code, seed) for code in people for seed in range(POINTS)]
    walking, feed, crowd = _walking(features), _feed(), np.array(list(people.values()), float)
    taken = {"on foot": walking.seconds(_middle(), origins)}
    taken |= {name: _median_hour(feed, day, hour, origins, walking) for name, day, hour in MOMENTS}
    return {name: _within(seconds.reshape(len(people), POINTS), crowd) for name, seconds in taken.items()}


def _within(seconds: Seconds, crowd: Seconds) -> list[float]:
    found = []
    for limit in LIMITS_MINUTES:
        areas = np.median(seconds, axis=1) <= limit * 60
        found += [float(areas.mean()), float(np.average((seconds <= limit * 60).mean(axis=1), weights=crowd))]
    return found


def _median_hour(feed: Feed, day: date, hour: int, origins: Sequence[LatLon], walking: Walking) -> Seconds:
    """Median seconds to the Graanmarkt over departures at every minute of the hour."""
    timetable = build_timetable([feed], day, Transfers(walking=walking))
    site = [_middle()]
    query = MatrixQuery(
        access=walks(timetable, origins, walking),
        egress=walks(timetable, site, walking),
        direct=between(origins, site, walking, FARTHEST_WALK_SECONDS),
        depart=hour * 3600,
        cap_seconds=FARTHEST_WALK_SECONDS,
    )
    return np.concatenate([block for _, block in matrix(timetable, query)]).astype(float)[:, 0]


def _middle() -> LatLon:
    plan = read_plan()
    lon, lat = lon_lat(plan, plan["districts"][0]["quarters"][0]["at"])
    return LatLon(lat, lon)


def _walking(features: Sequence[dict[str, Any]]) -> WithBarriers:
    def of_kind(kind: str) -> list[Any]:
        return [f["geometry"]["coordinates"] for f in features if f["properties"]["kind"] == kind]

    rivers = [[LatLon(lat, lon) for lon, lat in line] for line in of_kind("river")]
    return WithBarriers(rivers, [LatLon(lat, lon) for lon, lat in of_kind("bridge")])


def _feed() -> Feed:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "zandlijn.zip", MADE_FOR)
        return read_feed(Path(folder) / "zandlijn.zip")


if __name__ == "__main__":
    print(table())
