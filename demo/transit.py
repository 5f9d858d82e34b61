"""The timetable of the demonstration town: an invented public transport company as a GTFS feed.

    python demo/transit.py --today 2026-11-23 --out zandlijn.zip
    python demo/transit.py --today 2026-11-23 --svg FILE      draws the lines over the map, to look at

Lines, hours and places stand in transit.yaml. The feed is never committed: it is valid from a week before the day it
is made for until a year after it, and public holidays run as Sundays. The same day gives the same bytes.

Badly served on purpose, as the edges of cities often are: the quarters of `BADLY_SERVED` have a bus an hour at most,
until seven in the evening, and nothing on Sundays and holidays.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import cos, hypot, sin, tau
from pathlib import Path
from random import Random
from typing import Any

import holidays
import numpy as np
import yaml
from geography import HERE, Point, draw, lon_lat, pixels, read_plan, river_line
from numpy.typing import NDArray

SEED = 20_261
COMPANY = "Zandlijn (invented)"
LABEL = "INVENTED for demonstration: no such company, no such lines"
BADLY_SERVED = {
    "N19": "Stokerspolder",
    "N52": "Eikenhorst",
    "N53": "Vossenberm",
    "N55": "Containerpolder",
    "N56": "Zwaneschoor",
    "N57": "Hoevepolder",
    "N58": "Zonnedries",
    "N59": "Vijverlaar",
    "N60": "Wilgenoord",
}
DAYS_BEFORE, DAYS_AFTER = 7, 370
STREETS = 1.2  # a street is longer than the straight line
INNER_KM = 3.2  # from the Graanmarkt
SPACING_KM = {True: 0.36, False: 0.47}  # between stops, inner or not
TRAM_KMH, BUS_KMH = 16, {True: 18, False: 25}
ROUTE_TYPE = {"tram": 0, "bus": 3}
CHANGE_SECONDS = 120  # between the platforms of a station
DAY_TYPES = {
    "weekday": (1, 1, 1, 1, 1, 0, 0),
    "saturday": (0, 0, 0, 0, 0, 1, 0),
    "sunday": (0, 0, 0, 0, 0, 0, 1),
    "night": (1, 1, 1, 1, 1, 1, 1),
}
WHEELCHAIR = (1, 1, 1, 1, 0, 0, 0, 2, 2)  # of stops: known to be, not said, known not to be

FIRST_WORDS = (
    "Aalbes Aimée Anker Appelaar Balsem Berken Blauwe-Emmer Bleek Brem Coöperatie Distel Doornappel Drukkers Duiven "
    "Engelen Esdoorn Fluit Fuik Garen Ganzen Glazeniers Goudvink Haring Havik Hélène Hemelsleutel Honing Hoorn Iepen "
    "Joséphine Kaars Kamille Karmijn Kastanje Klaver Klompen Knopen Kraanvogel Kruisbes Kuipers Lantaarn Leeuwerik "
    "Lijsterbes Linnen Maagden Mariëtte Meekrap Merel Mispel Mosterd Mussen Naald Noël Noten Oriënt Otter Parel Peren "
    "Pluim Populieren Reigers Ruïne Rogge Roodborst Salie Schapen Schelp Sering Spelden Spin Sterren Tarwe Tijm Touw "
    "Uilen Varens Vijgen Vlier Vuurtoren Wikke Wouw Zadel Zeisen Zilvermeeuw Zoë Zonnebloem Zwanen"
).split()
SECOND_WORDS = "straat laan weg dreef plein hof pad veld wal gracht akker bos".split()


@dataclass(frozen=True, slots=True)
class Place:
    """Where vehicles stop, a platform for each way. `at`: kilometres. `wheelchair`: as GTFS says it."""

    key: str
    name: str
    at: Point
    station: bool
    wheelchair: int
    angle: float

    def platform(self, mode: str, onward: bool) -> str:
        """At stations trams and buses have platforms of their own."""
        return f"{self.key}-{mode[0] if self.station else ''}{'a' if onward else 'b'}"

    def platforms(self) -> Iterator[tuple[str, Point]]:
        east, north = self.at
        for mode, metres in (("tram", 20), ("bus", 45)) if self.station else (("bus", 12),):
            for onward, side in ((True, 1), (False, -1)):
                away = side * metres / 1000
                yield self.platform(mode, onward), (east + away * cos(self.angle), north + away * sin(self.angle))


@dataclass(frozen=True, slots=True)
class Call:
    """`minutes` since the line's first stop."""

    place: Place
    platform: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Line:
    """`ways`: the calls of the way out and of the way back."""

    number: str
    mode: str
    every: int
    hours: dict[str, str]  # kind of day -> spans of departures
    ways: tuple[tuple[Call, ...], tuple[Call, ...]]

    @property
    def name(self) -> str:
        return " - ".join(calls[-1].place.name for calls in reversed(self.ways))


@dataclass(frozen=True, slots=True)
class Network:
    places: tuple[Place, ...]
    lines: tuple[Line, ...]


def lay() -> Network:
    """The town's stops and lines; the same every time."""
    plan, wanted = read_plan(), yaml.safe_load((HERE / "transit.yaml").read_text(encoding="utf-8"))
    corners = _corners(plan, wanted)
    paths = {line["number"]: _along(line["path"].split(), corners) for line in wanted["lines"]}
    places = _places(plan, wanted, {stop for path in paths.values() for stop in path})
    lines = tuple(_line(line, wanted["services"], paths[line["number"]], places) for line in wanted["lines"])
    return Network(tuple(places.values()), lines)


Stop = tuple[str, Point]  # a key, and kilometres


def _corners(plan: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Point]:
    """Everything that a path may name."""
    river = river_line(plan)
    corners = {quarter["code"]: tuple(quarter["at"]) for d in plan["districts"] for quarter in d["quarters"]}
    corners |= {code: tuple(place["at"]) for code, place in wanted["places"].items()}
    for bridge in plan["bridges"]:
        corners[bridge["code"]] = (float(np.interp(bridge["north"], river[:, 1], river[:, 0])), bridge["north"])
    return corners


def _along(path: list[str], corners: dict[str, Point]) -> tuple[Stop, ...]:
    """The stops of a path in order; bridges stay in it as corners to turn at."""
    stops = [(path[0], corners[path[0]])]
    for one, other in pairwise(path):
        low, high = sorted((one, other))
        between = _between(low, high, corners)
        stops += between if one == low else between[::-1]
        stops.append((other, corners[other]))
    return tuple(stops)


def _between(low: str, high: str, corners: dict[str, Point]) -> list[Stop]:
    """Evenly spread over the way between two corners, and the same for every line that goes there."""
    (x1, y1), (x2, y2) = corners[low], corners[high]
    inner = hypot(x1 + x2, y1 + y2) / 2 < INNER_KM
    parts = max(1, round(hypot(x2 - x1, y2 - y1) / SPACING_KM[inner]))
    shares = [part / parts for part in range(1, parts)]
    return [
        (f"{low}{high}{number}", (x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
        for number, share in enumerate(shares, start=1)
    ]


def _places(plan: dict[str, Any], wanted: dict[str, Any], stops: set[Stop]) -> dict[str, Place]:
    halting = sorted(stop for stop in stops if not stop[0].startswith("B") or len(stop[0]) > 3)
    names = _names(plan, wanted, halting)
    places = {}
    for key, at in halting:
        random = Random(f"{SEED}:{key}")
        station = key in wanted["stations"]
        flag = 1 if station else random.choice(WHEELCHAIR)
        places[key] = Place(key, names[key], at, station, flag, random.uniform(0, tau))
    return places


def _names(plan: dict[str, Any], wanted: dict[str, Any], stops: list[Stop]) -> dict[str, str]:
    """Of quarters, those asked for near a point, and for the rest invented words, each once."""
    names = {quarter["code"]: quarter["name"] for d in plan["districts"] for quarter in d["quarters"]}
    names |= {code: place["name"] for code, place in wanted["places"].items()} | wanted["names"]
    for name, (east, north) in wanted["stops"].items():
        free = [(hypot(x - east, y - north), key) for key, (x, y) in stops if key not in names]
        away, key = min(free)
        if away > 0.8:
            raise ValueError(f"no stop lies near {name}")
        names[key] = name
    words = [first + second for first in FIRST_WORDS for second in SECOND_WORDS]
    Random(SEED).shuffle(words)
    rest = (key for key, _ in stops if key not in names)
    return names | dict(zip(rest, words, strict=False))


def _line(
    line: dict[str, Any], services: dict[str, dict[str, str]], path: tuple[Stop, ...], places: dict[str, Place]
) -> Line:
    ways = tuple(_calls(line["mode"], way, places) for way in (path, path[::-1]))
    return Line(line["number"], line["mode"], line["every"], services[line["service"]], (ways[0], ways[1]))


def _calls(mode: str, path: tuple[Stop, ...], places: dict[str, Place]) -> tuple[Call, ...]:
    """Times in whole minutes, as timetables print them."""
    calls, minutes = [], 0.0
    for at, (key, here) in enumerate(path):
        before, after = path[max(at - 1, 0)][1], path[min(at + 1, len(path) - 1)][1]
        minutes += _minutes(mode, before, here) if at else 0
        if key in places:
            calls.append(Call(places[key], places[key].platform(mode, after > before), int(minutes)))
    return tuple(calls)


def _minutes(mode: str, one: Point, other: Point) -> float:
    inner = hypot(one[0] + other[0], one[1] + other[1]) / 2 < INNER_KM
    speed = TRAM_KMH if mode == "tram" else BUS_KMH[inner]
    return hypot(one[0] - other[0], one[1] - other[1]) * STREETS / speed * 60


def departures(hours: str, every: int, phase: float) -> list[int]:
    """Minutes since midnight. `hours`: as in transit.yaml; `phase`: 0 to 1 of the first time between departures."""
    times: list[int] = []
    following = 0
    for span in hours.split():
        (start, end), minutes = (_clock(part) for part in span.split("/")[0].split("-")), span.split("/")[1]
        headway = every if minutes == "*" else int(minutes)
        following = max(following, start) if times else start + int(phase * headway)
        times += range(following, end, headway)
        following = times[-1] + headway
    return times


def _clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def feed(today: date) -> dict[str, str]:
    """The files of the feed, by their names."""
    network, plan = lay(), read_plan()
    trips, times = _trips(network)
    first, last = today - timedelta(days=DAYS_BEFORE), today + timedelta(days=DAYS_AFTER)
    spans = f"{first:%Y%m%d},{last:%Y%m%d}"
    return {
        "agency.txt": _table(
            "agency_id,agency_name,agency_url,agency_timezone,agency_lang",
            [f"ZL,{COMPANY},https://example.org/zandlijn,Europe/Brussels,nl"],
        ),
        "feed_info.txt": _table(
            "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version",
            [f'{COMPANY},https://example.org/zandlijn,nl,{spans},"{LABEL}"'],
        ),
        "stops.txt": _table(
            "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding",
            (row for place in network.places for row in _stop_rows(plan, place)),
        ),
        "routes.txt": _table(
            "route_id,agency_id,route_short_name,route_long_name,route_type",
            (f"{line.number},ZL,{line.number},{line.name},{ROUTE_TYPE[line.mode]}" for line in network.lines),
        ),
        "trips.txt": _table(
            "trip_id,route_id,service_id,direction_id,trip_headsign,wheelchair_accessible",
            trips,
        ),
        "stop_times.txt": _table("trip_id,arrival_time,departure_time,stop_id,stop_sequence", times),
        "calendar.txt": _table(
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
            (f"{name},{','.join(map(str, days))},{spans}" for name, days in DAY_TYPES.items()),
        ),
        "calendar_dates.txt": _table("service_id,date,exception_type", _holidays(first, last)),
        "transfers.txt": _table(
            "from_stop_id,to_stop_id,transfer_type,min_transfer_time",
            (f"{place.key},{place.key},2,{CHANGE_SECONDS}" for place in network.places if place.station),
        ),
    }


def _table(header: str, rows: Iterable[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def _stop_rows(plan: dict[str, Any], place: Place) -> Iterator[str]:
    """A station says of itself what its platforms then leave out."""
    parent, flag = (place.key, "") if place.station else ("", place.wheelchair)
    if place.station:
        lon, lat = lon_lat(plan, place.at)
        yield f"{place.key},{place.name},{lat},{lon},1,,{place.wheelchair}"
    for key, at in place.platforms():
        lon, lat = lon_lat(plan, at)
        yield f"{key},{place.name},{lat},{lon},0,{parent},{flag}"


def _trips(network: Network) -> tuple[list[str], list[str]]:
    """Rows of trips.txt and of stop_times.txt."""
    clock = [f"{minute // 60:02}:{minute % 60:02}:00" for minute in range(30 * 60)]
    trips, times = [], []
    for line in network.lines:
        random = Random(f"{SEED}:{line.number}")
        vehicles = random.choice(((1, 1, 1, 0), (1, 1, 1, 2), (1, 1, 1, 1)))
        for way, calls in enumerate(line.ways):
            phase = random.random()
            stops = [(call.minutes, f"{call.platform},{order}") for order, call in enumerate(calls)]
            for day, hours in line.hours.items():
                for number, leaves in enumerate(departures(hours, line.every, phase)):
                    trip = f"{line.number}-{day}-{way}-{number}"
                    trips.append(f"{trip},{line.number},{day},{way},{calls[-1].place.name},{random.choice(vehicles)}")
                    for minutes, stop in stops:
                        time = clock[leaves + minutes]
                        times.append(f"{trip},{time},{time},{stop}")
    return trips, times


def _holidays(first: date, last: date) -> Iterator[str]:
    """As a Sunday each. A holiday on a Sunday changes nothing."""
    known = holidays.country_holidays("BE", years=range(first.year, last.year + 1))
    for day in sorted(day for day in known if first <= day <= last and day.weekday() != 6):
        usual = "saturday" if day.weekday() == 5 else "weekday"
        yield f"{usual},{day:%Y%m%d},2"
        yield f"sunday,{day:%Y%m%d},1"


def write(path: Path, today: date) -> None:
    """A zip with the same bytes for the same day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, text in feed(today).items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED, 3)
    path.write_bytes(packed.getvalue())


def draw_lines(path: Path) -> None:
    """The lines and stops over the drawing of the map: trams red, buses blue, hourly ones thin."""
    plan, network = read_plan(), lay()
    drawn = []
    for line in network.lines:
        points = pixels([lon_lat(plan, call.place.at) for call in line.ways[0]])
        colour, width = ("#b3261e", 5) if line.mode == "tram" else ("#1d4ed8", 1.2 if line.every >= 60 else 2.5)
        track = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        drawn.append(f'<polyline points="{track}" fill="none" stroke="{colour}" stroke-width="{width}"/>')
    for x, y in pixels([lon_lat(plan, place.at) for place in network.places]):
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#fff" stroke="#111"/>')
    draw(path)
    path.write_text(path.read_text(encoding="utf-8").replace("</svg>", "\n".join([*drawn, "</svg>"])), encoding="utf-8")


def river_and_bridges() -> tuple[NDArray[np.float64], list[Point]]:
    """Kilometres: (n, 2) of the river, and the bridges."""
    plan = read_plan()
    corners = _corners(plan, {"places": {}})
    return river_line(plan), [corners[bridge["code"]] for bridge in plan["bridges"]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the invented timetable of the demonstration town.")
    parser.add_argument("--today", type=date.fromisoformat, required=True, help="the day it is made for, as 2026-11-23")
    parser.add_argument("--out", type=Path, help="write the GTFS feed into this zip")
    parser.add_argument("--svg", type=Path, help="draw the lines into this file")
    options = parser.parse_args()
    if options.out:
        write(options.out, options.today)
    if options.svg:
        draw_lines(options.svg)


if __name__ == "__main__":
    main()
