"""Feed files to a `Feed`. What makes a feed unusable is refused with file, line and field; a single bad trip is left
out and said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from baken.core.reach.gtfs.calendar import Calendar
from baken.core.reach.gtfs.faults import Fault, GtfsError
from baken.core.reach.gtfs.feed import Calls, Feed, Frequencies, Routes, Stops, TransferRules, Trips
from baken.core.reach.gtfs.files import FeedFiles, Table, Words, open_files
from baken.core.reach.gtfs.times import WRONG, fill_blanks, seconds_of

Ints = NDArray[np.int32]
OnFile = Callable[[str], None]

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
REQUIRED: Final = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
_CALENDARS: Final = ("calendar.txt", "calendar_dates.txt")
MOST_FAULTS = 1000  # of one kind; more tell nothing new
_METRES_A_DEGREE = 111_195.0
_FORBIDDEN = 3
_IN_SEAT = (4, 5)  # staying in the vehicle is not offered as a change: left out


def read_feed(path: Path, *, name: str | None = None, on_file: OnFile = lambda file: None) -> Feed:
    """A zip or a folder to a feed. `on_file` is called before each file is read. Raises GtfsError."""
    with open_files(path) as files:
        missing = [Fault(file, None, None, "this file is missing") for file in REQUIRED if file not in files]
        if not any(file in files for file in _CALENDARS):
            missing.append(Fault("calendar.txt", None, None, "this file and calendar_dates.txt are both missing"))
        if missing:
            raise GtfsError(missing)
        return _Reader(files, on_file).feed(name or path.stem)


class _Reader:
    def __init__(self, files: FeedFiles, on_file: OnFile) -> None:
        self._files, self._on_file = files, on_file
        self.faults: list[Fault] = []

    def feed(self, name: str) -> Feed:
        stops, stop_rows = self._stops()
        routes, route_rows = self._routes()
        calendar = self._calendar()
        trips, trip_rows = self._trips(route_rows, calendar)
        calls, kept = self._calls(trip_rows, stop_rows, stops)
        frequencies = self._frequencies(trip_rows, kept)
        feed = Feed(
            name=name,
            timezone=self._timezone(),
            stops=stops,
            routes=routes,
            trips=_trips_at(trips, kept),
            calls=calls,
            frequencies=frequencies,
            transfers=self._transfers(stop_rows, stops),
            calendar=calendar,
            faults=tuple(self.faults),
        )
        if any(fault.refused for fault in self.faults):
            raise GtfsError(self.faults)
        return feed

    def _table(self, name: str, columns: str, required: str = "") -> Table | None:
        self._on_file(name)
        return self._files.table(name, columns.split(), required=required.split())

    def _needed(self, name: str, columns: str, required: str) -> Table:
        table = self._table(name, columns, required)
        if table is None or not len(table):
            raise GtfsError([Fault(name, None, None, "this file is empty")])
        return table

    def _say(self, table: Table, rows: NDArray[np.bool_], field: str, message: str, *, refused: bool = True) -> None:
        """A fault for every row that is True; `{}` in the message is what stands there."""
        for row in np.flatnonzero(rows)[:MOST_FAULTS].tolist():
            said = message.format(_quoted(table[field][row]))
            self.faults.append(table.fault(row, field, said, refused=refused))

    def _unique(self, table: Table, field: str) -> pd.Index[str]:
        ids = pd.Index(table[field])
        self._say(table, table[field] == "", field, "an id is missing")
        self._say(table, ids.duplicated() & (table[field] != ""), field, "{} stands here twice")
        return ids[~ids.duplicated()] if ids.has_duplicates else ids

    def _numbers(self, table: Table, field: str, *, default: float = np.nan) -> NDArray[np.float64]:
        words = table[field]
        codes, distinct = pd.factorize(words)
        parsed = [default if text == "" else _number(text) for text in distinct]
        values = np.array([np.inf if value is None else value for value in parsed] or [default])[codes]
        self._say(table, np.isinf(values), field, "{} is not a number")
        return np.asarray(np.where(np.isinf(values), default, values), np.float64)

    def _flags(self, table: Table, field: str, most: int) -> NDArray[np.int8]:
        values = self._numbers(table, field, default=0)
        wrong = (values < 0) | (values > most) | (values != np.floor(values))
        self._say(table, wrong, field, f"{{}} is none of 0 to {most}; taken as 0", refused=False)
        return np.where(wrong, 0, values).astype(np.int8)

    def _timezone(self) -> str:
        agency = self._table("agency.txt", "agency_timezone")
        return str(agency["agency_timezone"][0]) if agency is not None and len(agency) else ""

    def _stops(self) -> tuple[Stops, pd.Index[str]]:
        table = self._needed(
            "stops.txt",
            "stop_id stop_name stop_lat stop_lon location_type parent_station wheelchair_boarding",
            "stop_id",
        )
        ids = self._unique(table, "stop_id")
        lat, lon = self._degrees(table, "stop_lat", 90), self._degrees(table, "stop_lon", 180)
        parent = _rows_of(ids, table["parent_station"])
        lost = (parent < 0) & (table["parent_station"] != "")
        self._say(table, lost, "parent_station", "there is no stop {}; taken as none", refused=False)
        nowhere = ~np.isfinite(lat) | ~np.isfinite(lon) | ((lat == 0) & (lon == 0))
        lat[nowhere], lon[nowhere] = np.nan, np.nan
        inherits = nowhere & (parent >= 0)
        lat[inherits], lon[inherits] = lat[parent[inherits]], lon[parent[inherits]]
        without = ~np.isfinite(lat)
        self._say(table, without, "stop_lat", "no coordinates: nobody walks to this stop", refused=False)
        wheelchair = self._flags(table, "wheelchair_boarding", 2)
        as_station = (wheelchair == 0) & (parent >= 0)
        wheelchair[as_station] = wheelchair[parent[as_station]]
        kind = self._flags(table, "location_type", 4)
        names = tuple(map(str, table["stop_name"]))
        return Stops(tuple(map(str, table["stop_id"])), names, lat, lon, parent, wheelchair, kind), ids

    def _degrees(self, table: Table, field: str, most: int) -> NDArray[np.float64]:
        values = self._numbers(table, field)
        self._say(table, np.abs(values) > most, field, f"{{}} lies outside the world (-{most} to {most})")
        return values

    def _routes(self) -> tuple[Routes, pd.Index[str]]:
        table = self._needed("routes.txt", "route_id route_short_name route_long_name route_type", "route_id")
        ids = self._unique(table, "route_id")
        names = np.where(table["route_short_name"] != "", table["route_short_name"], table["route_long_name"])
        kind = self._numbers(table, "route_type", default=3).astype(np.int32)
        return Routes(tuple(map(str, table["route_id"])), tuple(map(str, names)), kind), ids

    def _calendar(self) -> Calendar:
        weekly = self._table("calendar.txt", " ".join(("service_id", *DAYS, "start_date", "end_date")), "service_id")
        extra = self._table("calendar_dates.txt", "service_id date exception_type", "service_id date exception_type")
        said = [table["service_id"] for table in (weekly, extra) if table is not None]
        services = pd.Index(np.concatenate(said) if said else np.array([], object)).unique()
        service, days = np.zeros(0, np.int32), np.zeros((0, 7), bool)
        first, last = np.zeros(0, np.int32), np.zeros(0, np.int32)
        if weekly is not None:
            service = _rows_of(services, weekly["service_id"])
            days = np.stack([self._flags(weekly, day, 1) == 1 for day in DAYS], axis=1)
            first, last = self._days(weekly, "start_date"), self._days(weekly, "end_date")
        exceptions = np.zeros((0, 3), np.int32)
        if extra is not None:
            kind = self._flags(extra, "exception_type", 2)
            row = _rows_of(services, extra["service_id"])
            exceptions = np.stack([self._days(extra, "date"), row, kind], axis=1).astype(np.int32)
        return Calendar(tuple(map(str, services)), service, days, first, last, exceptions)

    def _days(self, table: Table, field: str) -> Ints:
        codes, distinct = pd.factorize(table[field])
        parsed = np.array([_day(str(text)) for text in distinct] or [0], np.int32)[codes]
        self._say(table, parsed == 0, field, "{} is not a date such as 20261124")
        return np.asarray(parsed, np.int32)

    def _trips(self, routes: pd.Index[str], calendar: Calendar) -> tuple[Trips, pd.Index[str]]:
        table = self._needed(
            "trips.txt",
            "trip_id route_id service_id trip_headsign wheelchair_accessible",
            "trip_id route_id service_id",
        )
        ids = self._unique(table, "trip_id")
        route = _rows_of(routes, table["route_id"])
        self._say(table, route < 0, "route_id", "there is no route {} in routes.txt")
        service = _rows_of(pd.Index(calendar.services), table["service_id"])
        never = "no calendar says when {} runs; the trip is left out"
        self._say(table, service < 0, "service_id", never, refused=False)
        wheelchair = self._flags(table, "wheelchair_accessible", 2)
        words = tuple(map(str, table["trip_id"])), tuple(map(str, table["trip_headsign"]))
        return Trips(*words, route, service, wheelchair), ids

    def _calls(self, trips: pd.Index[str], stops: pd.Index[str], places: Stops) -> tuple[Calls, Ints]:
        """The calls of usable trips, and the rows of those trips."""
        table = self._needed(
            "stop_times.txt",
            "trip_id arrival_time departure_time stop_id stop_sequence pickup_type drop_off_type",
            "trip_id stop_id stop_sequence",
        )
        trip = _rows_of(trips, table["trip_id"])
        stop = _rows_of(stops, table["stop_id"])
        sequence = self._numbers(table, "stop_sequence")
        arrival, departure = seconds_of(table["arrival_time"]), seconds_of(table["departure_time"])
        self._say(table, trip < 0, "trip_id", "there is no trip {} in trips.txt")
        self._say(table, stop < 0, "stop_id", "there is no stop {} in stops.txt")
        self._say(table, np.isnan(sequence), "stop_sequence", "a number is missing")
        self._say(table, arrival == WRONG, "arrival_time", "{} is not a time such as 07:05:00")
        self._say(table, departure == WRONG, "departure_time", "{} is not a time such as 07:05:00")
        board = self._flags(table, "pickup_type", 3) != 1
        alight = self._flags(table, "drop_off_type", 3) != 1
        if any(fault.refused for fault in self.faults):
            raise GtfsError(self.faults)
        order = np.lexsort((sequence, trip))
        self._twice(table, order, trip, sequence)
        times = arrival[order], departure[order]
        return self._timed(table, order, trip[order], stop[order], *times, board[order], alight[order], places)

    def _twice(self, table: Table, order: NDArray[np.int64], trip: Ints, sequence: NDArray[np.float64]) -> None:
        again = (trip[order][1:] == trip[order][:-1]) & (sequence[order][1:] == sequence[order][:-1])
        rows = np.zeros(len(table), bool)
        rows[order[1:][again]] = True
        self._say(table, rows, "stop_sequence", "{} stands twice in this trip")

    def _timed(
        self,
        table: Table,
        order: NDArray[np.int64],
        trip: Ints,
        stop: Ints,
        arrival: Ints,
        departure: Ints,
        board: NDArray[np.bool_],
        alight: NDArray[np.bool_],
        places: Stops,
    ) -> tuple[Calls, Ints]:
        starts = np.append(np.flatnonzero(np.append(True, trip[1:] != trip[:-1])), len(trip)).astype(np.int64)
        usable = np.zeros(len(starts) - 1, bool)
        fill_blanks(starts, arrival, departure, _metres_along(stop, places), usable)
        lines = np.zeros(len(table), bool)
        lines[order[starts[:-1][~usable]]] = True
        unusable = "trip {} has no time at its first or last stop, or one stop only; it is left out"
        self._say(table, lines, "trip_id", unusable, refused=False)
        self._rising(table, order, starts, arrival, departure)
        kept = np.repeat(usable, np.diff(starts))
        lengths = np.diff(starts)[usable]
        calls = Calls(
            np.append(0, np.cumsum(lengths)).astype(np.int64),
            *(column[kept] for column in (stop, arrival, departure, board, alight)),
        )
        return calls, trip[starts[:-1][usable]]

    def _rising(
        self, table: Table, order: NDArray[np.int64], starts: NDArray[np.int64], arrival: Ints, departure: Ints
    ) -> None:
        """Time never runs backwards on board."""
        early = departure < arrival
        same_trip = np.ones(len(arrival), bool)
        same_trip[starts[:-1]] = False
        early[1:] |= same_trip[1:] & (arrival[1:] < departure[:-1]) & (arrival[1:] >= 0)
        rows = np.zeros(len(table), bool)
        rows[order[early]] = True
        self._say(table, rows, "arrival_time", "{} is earlier than the time before it")

    def _frequencies(self, trips: pd.Index[str], kept: Ints) -> Frequencies:
        table = self._table(
            "frequencies.txt", "trip_id start_time end_time headway_secs", "trip_id start_time end_time headway_secs"
        )
        if table is None:
            return Frequencies(*(np.zeros(0, np.int32) for _ in range(4)))
        trip = _rows_of(trips, table["trip_id"])
        start, end = seconds_of(table["start_time"]), seconds_of(table["end_time"])
        headway = self._numbers(table, "headway_secs")
        self._say(table, trip < 0, "trip_id", "there is no trip {} in trips.txt")
        self._say(table, start < 0, "start_time", "{} is not a time such as 07:05:00")
        self._say(table, end < 0, "end_time", "{} is not a time such as 07:05:00")
        self._say(table, ~(headway >= 1), "headway_secs", "{} is not a number of seconds from 1")
        row = np.full(len(trips) + 1, -1, np.int32)
        row[kept] = np.arange(len(kept))
        here = row[trip] >= 0
        seconds = np.nan_to_num(headway, nan=1).astype(np.int32)
        return Frequencies(row[trip][here], start[here], end[here], seconds[here])

    def _transfers(self, stops: pd.Index[str], places: Stops) -> TransferRules:
        table = self._table("transfers.txt", "from_stop_id to_stop_id transfer_type min_transfer_time", "from_stop_id")
        nothing = np.zeros(0, np.int32)
        if table is None:
            return TransferRules(nothing, nothing, nothing)
        kind = self._flags(table, "transfer_type", 5)
        table, kind = table.only(~np.isin(kind, _IN_SEAT)), kind[~np.isin(kind, _IN_SEAT)]
        origin, target = _rows_of(stops, table["from_stop_id"]), _rows_of(stops, table["to_stop_id"])
        self._say(table, origin < 0, "from_stop_id", "there is no stop {}; the rule is left out", refused=False)
        self._say(table, target < 0, "to_stop_id", "there is no stop {}; the rule is left out", refused=False)
        least = self._numbers(table, "min_transfer_time", default=0)
        self._say(table, least < 0, "min_transfer_time", "{} is less than nothing")
        seconds = np.where(kind == _FORBIDDEN, -1, np.where(kind == 2, least, 0)).astype(np.int32)
        spread = [
            (one, other, second)
            for start, end, second in zip(origin.tolist(), target.tolist(), seconds.tolist(), strict=True)
            if start >= 0 and end >= 0
            for one in _platforms(start, places)
            for other in _platforms(end, places)
        ]
        columns = np.array(spread, np.int32).reshape(-1, 3)
        return TransferRules(columns[:, 0], columns[:, 1], columns[:, 2])


def _platforms(row: int, places: Stops) -> Iterator[int]:
    """A rule for a station holds for each of its platforms."""
    if places.kind[row] != 1:
        yield row
    else:
        yield from np.flatnonzero((places.parent == row) & (places.kind == 0)).tolist()


def _trips_at(trips: Trips, rows: Ints) -> Trips:
    chosen = rows.tolist()
    return Trips(
        tuple(trips.ids[row] for row in chosen),
        tuple(trips.headsigns[row] for row in chosen),
        trips.route[rows],
        trips.service[rows],
        trips.wheelchair[rows],
    )


def _metres_along(stop: Ints, places: Stops) -> NDArray[np.float64]:
    """How far along all calls, as the crow flies; a stop without coordinates lies where the one before it lies."""
    east = places.lon * np.cos(np.radians(np.nanmean(places.lat))) if np.isfinite(places.lat).any() else places.lon
    steps = np.hypot(np.diff(places.lat[stop]), np.diff(east[stop])) * _METRES_A_DEGREE
    return np.append(0, np.cumsum(np.nan_to_num(steps)))


def _rows_of(index: pd.Index[str], words: Words) -> Ints:
    """Each distinct id is looked up once."""
    codes, distinct = pd.factorize(words)
    found = index.get_indexer(pd.Index(distinct, dtype=object)) if len(distinct) else np.array([-1])
    return np.asarray(found[codes], np.int32)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _day(text: str) -> int:
    """0 where it is no date."""
    if len(text) != 8 or not text.isdecimal():
        return 0
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).toordinal()
    except ValueError:
        return 0


def _quoted(text: object) -> str:
    shown = str(text)
    return f"«{shown[:60]}{'…' if len(shown) > 60 else ''}»"
