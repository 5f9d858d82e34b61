"""Small feeds made by hand: trips as «A 8:00, B 8:10/8:12», and the questions that tests ask of them."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from math import cos, radians
from pathlib import Path

import numpy as np

from baken.core.kinds import LatLon
from baken.core.reach.gtfs.reading import read_feed
from baken.core.reach.searching import UNREACHED, Links, Mask, Query, one_to_all
from baken.core.reach.timetable import Timetable, build_timetable
from baken.core.reach.transfers import Transfers

TUESDAY = date(2026, 11, 24)
NO_WALKS = Transfers(metres=0)
FAR_APART = 10_000  # metres between stops whose place does not matter

CALENDAR = (
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "daily,1,1,1,1,1,1,1,20260101,20261231\n"
)


def place(metres_east: float, metres_north: float = 0) -> LatLon:
    return LatLon(51 + metres_north / 111_195, 4 + metres_east / (111_195 * cos(radians(51))))


def gtfs(runs: Mapping[str, str], *, stops: Mapping[str, float] | None = None, **files: str) -> dict[str, str]:
    """File name -> text. `runs`: trip -> calls, «stop time» or «stop arrival/departure», «-» for a blank time; a trip
    «line:name» is of that line. `stops`: metres east; by default all are far apart. `files`: whole files, by name
    without .txt, instead of what would be written."""
    calls = {trip: _calls(text) for trip, text in runs.items()}
    names = dict.fromkeys(stop for rows in calls.values() for stop, _, _ in rows)
    places = stops or {stop: FAR_APART * number for number, stop in enumerate(names)}
    lines = dict.fromkeys(_line(trip) for trip in runs)
    made = {
        "agency": "agency_name,agency_url,agency_timezone\nTown,https://town.example,Europe/Brussels\n",
        "calendar": CALENDAR,
        "stops": table("stop_id,stop_name,stop_lat,stop_lon", *map(_stop, places.items())),
        "routes": table("route_id,route_short_name,route_type", *((line, line, 3) for line in lines)),
        "trips": table("route_id,service_id,trip_id", *((_line(trip), "daily", trip) for trip in runs)),
        "stop_times": table(
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence",
            *(
                (trip, arrival, departure, stop, number)
                for trip, rows in calls.items()
                for number, (stop, arrival, departure) in enumerate(rows)
            ),
        ),
    }
    return {f"{name}.txt": text for name, text in (made | files).items()}


def table(header: str, *rows: Sequence[object]) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"


def folder_of(tmp_path: Path, files: Mapping[str, str], name: str = "feed") -> Path:
    folder = tmp_path / name
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def zip_of(tmp_path: Path, files: Mapping[str, bytes | str], name: str = "feed.zip") -> Path:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files.items():
            archive.writestr(file, content)
    return tmp_path / name


def timetable_of(
    tmp_path: Path, *feeds: Mapping[str, str], day: date = TUESDAY, transfers: Transfers = NO_WALKS
) -> Timetable:
    read = [read_feed(folder_of(tmp_path, files, f"feed{number}")) for number, files in enumerate(feeds)]
    return build_timetable(read, day, transfers)


def seconds(clock: str) -> int:
    sign, parts = (-1, clock[1:]) if clock.startswith("-") else (1, clock)
    hours, minutes, *rest = map(int, parts.split(":"))
    return sign * (hours * 3600 + minutes * 60 + sum(rest))


def clock(time: int) -> str:
    sign, time = ("-", -time) if time < 0 else ("", time)
    rest = f":{time % 60:02}" if time % 60 else ""
    return f"{sign}{time // 3600}:{time // 60 % 60:02}{rest}"


def at(timetable: Timetable, **walks: int) -> Links:
    """Stops by name, and the seconds to walk there."""
    return Links(
        np.array(timetable.rows_of(list(walks)), np.int32),
        np.array(list(walks.values()), np.int32),
    )


def query(
    timetable: Timetable, origin: str, leave: str, *, rides: int = 5, cap: int = 24 * 3600, mask: Mask | None = None
) -> Query:
    return Query(at(timetable, **{origin: 0}), seconds(leave), rides, cap, mask)


def arrivals(
    timetable: Timetable, origin: str, leave: str, *, rides: int = 5, cap: int = 24 * 3600, mask: Mask | None = None
) -> dict[str, str]:
    """Stop -> when one is there, for the stops that can be reached; the origin left out."""
    found = one_to_all(timetable, query(timetable, origin, leave, rides=rides, cap=cap, mask=mask))
    return shown(timetable, found, origin)


def shown(timetable: Timetable, found: np.ndarray, origin: str) -> dict[str, str]:
    named = zip(timetable.labels.stop_ids, found.tolist(), strict=True)
    return {stop: clock(time) for stop, time in named if time != UNREACHED and stop != origin}


def _calls(text: str) -> list[tuple[str, str, str]]:
    return [_call(part) for part in text.split(", ")]


def _call(part: str) -> tuple[str, str, str]:
    stop, times = part.split()
    arrival, _, departure = times.partition("/")
    return stop, _written(arrival), _written(departure or arrival)


def _written(time: str) -> str:
    return "" if time == "-" else time if time.count(":") == 2 else f"{time}:00"


def _line(trip: str) -> str:
    return trip.split(":")[0] if ":" in trip else "1"


def _stop(row: tuple[str, float]) -> tuple[str, str, float, float]:
    name, metres = row
    where = place(metres)
    return name, f"Stop {name}", where.lat, where.lon
