"""The peer of tests and bench, cafein (MIT), on our conventions: the same footpaths, and blank times written out."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baken.core.reach.gtfs import Feed
from baken.core.reach.searching import UNREACHED
from baken.core.reach.timetable import Timetable

Ints = NDArray[np.int32]

FEEDS = {
    "kuopio_2016": date(2016, 11, 8),
    "porto_alegre_bus_2019": date(2019, 5, 14),
    "porto_alegre_rail_2019": date(2019, 5, 14),
    "sao_paulo_freq_2019": date(2019, 5, 14),
}


def peer_network(path: Path, timetable: Timetable) -> Any:
    """The peer over the same file, with the timetable's own closed set of walks."""
    with quietly() as cafein:
        network = cafein.TransportNetwork.from_gtfs(str(path), trip_distances=False, leg_geometries=False)
        network.set_transfers(footpaths(timetable))
    return network


@contextmanager
def quietly() -> Iterator[Any]:
    """It warns of the feed, and its imports of themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import cafein

        yield cafein


def footpaths(timetable: Timetable) -> list[tuple[str, str, int, float]]:
    ids, net = timetable.labels.stop_ids, timetable.net
    origins = np.repeat(np.arange(timetable.stops), np.diff(net.foot_start)).tolist()
    rows = zip(origins, net.foot_stop.tolist(), net.foot_seconds.tolist(), strict=True)
    return [(ids[origin], ids[target], seconds, float(seconds)) for origin, target, seconds in rows]


def with_times_written_out(feed: Feed, path: Path, target: Path) -> Path:
    """The feed with our interpolated times: the peer shares blank ones out evenly over the stops, we by the way between
    them, which is nearer to what vehicles do."""
    calls = feed.calls
    trips = np.repeat(np.arange(len(feed.trips.ids)), np.diff(calls.starts)).tolist()
    place = (np.arange(len(calls.stop)) - calls.starts[trips]).tolist()
    lines = ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"]
    columns = (trips, calls.arrival.tolist(), calls.departure.tolist(), calls.stop.tolist(), place)
    for trip, arrives, leaves, stop, number in zip(*columns, strict=True):
        lines.append(f"{feed.trips.ids[trip]},{_time(arrives)},{_time(leaves)},{feed.stops.ids[stop]},{number}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, "\n".join(lines) + "\n" if name == "stop_times.txt" else source.read(name))
    return target


def peer_labels(network: Any, timetable: Timetable, origin: str, leave: str, rides: int) -> Ints:
    """Travel seconds to each stop, by the peer."""
    found = network.travel_times_from_stop(origin, leave, rides)
    return np.array([found.get(stop, UNREACHED) for stop in timetable.labels.stop_ids], np.int64).astype(np.int32)


def peer_window(network: Any, timetable: Timetable, origins: list[str], leave: str, minutes: int, rides: int) -> Ints:
    """(origins, stops) median travel seconds, by the peer."""
    found = network.travel_time_matrix(origins, leave, rides, departure_time_window=minutes, percentiles=[50])
    named = {stop[0]: column for column, stop in enumerate(network.stops)}
    columns = [named[stop] for stop in timetable.labels.stop_ids]
    plane = np.asarray(found, np.int64).reshape(len(origins), len(columns))[:, columns]
    return np.where(plane == 2**32 - 1, UNREACHED, plane).astype(np.int32)


def _time(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
