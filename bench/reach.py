"""How fast travel times are found, and how much memory that takes, beside the peer cafein in the same run.

    ./baken bench reach [--feeds kuopio_2016,…] [--minutes 60] [--workers 2] [--without-country] [--whole-country]

On each real feed of ../shared/data/gtfs: build; from every third stop as origin to all stops, at one departure and over
a window of departures; 500 x 1,000 x 60. The peer gets our set of walks and, as it shares blank times out otherwise,
our times. It does not walk on from an origin, we do: so answers are compared from stops where nobody can (all of the
others: `theirs` in tests/core/reach/test_reach_peer.py), while the times are those of all origins. Then memory and
first calls in processes of their own, and an invented country (bench/reaching/country.py).
"""

import argparse
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests/core/reach"))
warnings.filterwarnings("ignore", module="cafein")

from reach_peer import FEEDS, peer_labels, peer_network, peer_window, with_times_written_out
from reaching.country import country, places_near

from baken.core.reach import StraightLine
from baken.core.reach.gtfs.reading import read_feed
from baken.core.reach.matrix import BLOCK, MatrixQuery, Sparse, between, matrix, walks
from baken.core.reach.searching import UNREACHED, Links, Query, State, one_to_all, window
from baken.core.reach.storing import write_timetable
from baken.core.reach.timetable import Timetable, build_timetable

RIDES, CAP = 5, 48 * 3600
LEAVE = 8 * 3600
NO_WALK = np.zeros(1, np.int32)


@dataclass(frozen=True, slots=True)
class Side:
    """One feed, read by both. `origins`: every third stop where vehicles call."""

    timetable: Timetable
    network: Any
    origins: list[int]
    lonely: list[int]  # of those, where nobody walks on

    def id(self, stop: int) -> str:
        return self.timetable.labels.stop_ids[stop]

    @property
    def moment(self) -> str:
        return f"{self.timetable.day} {LEAVE // 3600:02}:00"


def main() -> int:
    arguments = _arguments()
    print(f"{os.cpu_count()} processors, {arguments.workers} workers for matrices")
    print(
        f"Processor seconds, of all threads together, the best of {arguments.rounds}: other work does not disturb them"
    )
    missed = 0
    with TemporaryDirectory(prefix="baken-bench-reach-") as folder:
        for name in arguments.feeds:
            missed += _feed(name, Path(folder), arguments)
        missed += _processes(Path(folder))
    if not arguments.without_country:
        missed += _country(arguments)
    print(f"\n{missed} aims missed" if missed else "\nall aims met")
    return 1 if missed else 0


def _feed(name: str, folder: Path, arguments: argparse.Namespace) -> int:
    path = arguments.gtfs / f"{name}.zip"
    ours, feed = _best(lambda: (parsed := read_feed(path), build_timetable([parsed], FEEDS[name])), arguments.rounds)
    parsed, timetable = feed
    written = with_times_written_out(parsed, path, folder / f"{name}.zip")
    theirs, network = _best(lambda: peer_network(path, timetable), arguments.rounds)
    network = peer_network(written, timetable)
    used = np.unique(timetable.net.call_stop)[::3]
    lonely = used[np.diff(timetable.net.foot_start)[used] == 0]
    side = Side(timetable, network, used.tolist(), lonely.tolist())
    events = len(timetable.net.arrival)
    print(f"\n{name}: {timetable.stops:,} stops, {timetable.trips:,} trips, {events:,} stop times, ", end="")
    print(f"{len(timetable.net.foot_stop):,} walks; {len(used)} origins, {len(lonely)} compared")
    missed = _line("build, s", ours, theirs, "<= 1.5 times", ours <= 1.5 * theirs)
    missed += _one_to_all(side, arguments)
    missed += _window(side, arguments)
    return missed + _matrix(side, arguments)


def _one_to_all(side: Side, arguments: argparse.Namespace) -> int:
    state = State(side.timetable, RIDES)
    own = {stop: _from(stop) for stop in side.origins}
    ours, found = _best(lambda: {s: one_to_all(side.timetable, q, state) for s, q in own.items()}, arguments.rounds)
    ask = side.network.travel_times_from_stop
    theirs, _ = _best(lambda: [ask(side.id(stop), side.moment, RIDES) for stop in side.origins], arguments.rounds)
    each = 1000 / len(side.origins)
    missed = _line("one to all, ms", ours * each, theirs * each, ">= 5 times faster", theirs >= 5 * ours)
    events = len(side.timetable.net.arrival)
    print(f"  {'   ns per stop time of the day':34} {ours * 1e9 / len(side.origins) / events:10.2f}")
    expected = (peer_labels(side.network, side.timetable, side.id(s), side.moment, RIDES) for s in side.lonely)
    took = (np.where(found[s] == UNREACHED, UNREACHED, found[s] - LEAVE) for s in side.lonely)
    return missed + _same(sum(int((a != b).sum()) for a, b in zip(took, expected, strict=True)), side)


def _window(side: Side, arguments: argparse.Namespace) -> int:
    state, minutes = State(side.timetable, RIDES), arguments.minutes
    own = {stop: _from(stop) for stop in side.origins}
    ours, found = _best(lambda: {s: window(side.timetable, q, minutes, (50,), state) for s, q in own.items()}, 1)
    ids = [side.id(stop) for stop in side.origins]
    ask = side.network.travel_time_matrix
    how = {"departure_time_window": minutes, "percentiles": [50], "router": "raptor", "workers": 1}
    theirs, _ = _best(lambda: ask(ids, side.moment, RIDES, **how), 1)
    each = 1000 / len(ids)
    missed = _line(f"window of {minutes}, ms", ours * each, theirs * each, ">= 5 times faster", theirs >= 5 * ours)
    if not side.lonely:
        return missed
    expected = peer_window(side.network, side.timetable, [side.id(s) for s in side.lonely], side.moment, minutes, RIDES)
    differ = sum(int((found[stop][0] != row).sum()) for stop, row in zip(side.lonely, expected, strict=True))
    return missed + _same(differ, side)


def _matrix(side: Side, arguments: argparse.Namespace) -> int:
    """At stops, so that both do the same; the peer's faster engine counts, its day's set-up left out."""
    used = np.unique(side.timetable.net.call_stop)
    origins, sites = np.resize(side.origins, 500), np.resize(used, 1000)
    rows, ends = _at_stops(origins), _at_stops(sites)
    nowhere = Sparse(np.zeros(501, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))
    asked = MatrixQuery(rows, ends, nowhere, LEAVE, arguments.minutes, 50, RIDES, CAP)
    ours, _ = _best(lambda: list(matrix(side.timetable, asked, workers=arguments.workers)), arguments.rounds)
    ids = [side.id(stop) for stop in origins.tolist()]
    side.network.compute_tbtr_transfers(str(side.timetable.day))
    how = {"departure_time_window": arguments.minutes, "percentiles": [50], "workers": arguments.workers}
    ask = side.network.travel_time_matrix
    spans = {
        router: _best(lambda router=router: ask(ids, side.moment, RIDES, router=router, **how), 1)[0]
        for router in ("raptor", "tbtr")
    }
    theirs = min(spans.values())
    print(f"  {'   the peer: ' + ', '.join(f'{router} {span:.2f}' for router, span in spans.items())}")
    return _line(f"500 x 1,000 x {arguments.minutes}, s", ours, theirs, ">= 2 times faster", theirs >= 2 * ours)


def _from(stop: int) -> Query:
    return Query(Links(np.array([stop], np.int32), NO_WALK), LEAVE, RIDES, CAP)


def _at_stops(stops: np.ndarray) -> Sparse:
    count = len(stops)
    return Sparse(np.arange(count + 1, dtype=np.int64), stops.astype(np.int32), np.zeros(count, np.int32))


def _processes(folder: Path) -> int:
    """Memory of 200,000 stop times above the imports, and the first call after a start."""
    large = build_timetable([country(67, date(2026, 11, 24))], date(2026, 11, 24))
    write_timetable(large, folder / "stored")
    cache = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "compiled")}
    print(f"\nIn a process of its own ({len(large.net.arrival):,} stop times)")
    cold = _child("first", folder / "stored", cache)
    warm = min(_child("first", folder / "stored", cache) for _ in range(3))
    print(f"  {'first call, nothing compiled, s':34} {cold:10.2f}")
    missed = _line("first call, compiled, s", warm, None, "< 1", warm < 1)
    for kind, what in (("built", "built there"), ("mapped", "mapped and asked")):
        megabytes = _child(kind, folder / "stored", cache)
        missed += _line(f"memory, {what}, MB", megabytes, None, "< 150", megabytes < 150)
    return missed


def _child(kind: str, folder: Path, environment: dict[str, str]) -> float:
    script = [sys.executable, str(HERE / "reaching/child.py"), kind, str(folder)]
    return float(subprocess.run(script, env=environment, check=True, capture_output=True, text=True).stdout)


def _country(arguments: argparse.Namespace) -> int:
    day, count = date(2026, 11, 24), 20_000
    feed = country(1000, day)
    started = perf_counter()
    timetable = build_timetable([feed], day)
    print(f"\nAn invented country: {timetable.stops:,} stops, {len(timetable.net.arrival):,} stop times, ", end="")
    print(f"built in {perf_counter() - started:.1f} s")
    origins, sites = places_near(feed, count, seed=2), places_near(feed, count, seed=3)
    line = StraightLine()
    started = perf_counter()
    access, egress = (walks(timetable, places, line, 600) for places in (origins, sites))
    direct = between(origins, sites, line, 1200)
    print(f"  {'walks of 20,000 and 20,000, s':34} {perf_counter() - started:10.1f}")
    asked = MatrixQuery(access, egress, direct, LEAVE, 60, 50, RIDES, 120 * 60)
    most = count if arguments.whole_country else BLOCK * arguments.blocks
    done, reached = 0, 0
    started_processor = process_time()
    for _, block in _until(matrix(timetable, asked, workers=1), most):
        done += len(block)
        reached += int((block != UNREACHED).sum())
    spent = (process_time() - started_processor) / 60
    print(f"  {f'{done:,} x 20,000 x 60, core-minutes':34} {spent:10.2f}  ({reached / done:,.0f} sites within 120 min)")
    name = "20,000 x 20,000 x 60, core-minutes" + ("" if done == count else " (extrapolated)")
    return _line(name, spent * count / done, None, "< 5", spent * count / done < 5)


def _until(blocks: Iterator[tuple[int, np.ndarray]], most: int) -> Iterator[tuple[int, np.ndarray]]:
    for start, block in blocks:
        yield start, block
        if start + len(block) >= most:
            return


def _same(differ: int, side: Side) -> int:
    labels = len(side.lonely) * side.timetable.stops
    print(f"  {'   answers that differ':34} {differ:10,} of {labels:,}{'' if differ == 0 else '  NO'}")
    return int(differ > 0)


def _line(name: str, ours: float, theirs: float | None, aim: str, met: bool) -> int:
    peer = "" if theirs is None else f"   peer {theirs:10.3f}   {theirs / ours:5.1f} times"
    print(f"  {name:34} {ours:10.3f}{peer}   {aim} {'ok' if met else 'NO'}")
    return int(not met)


def _best(call: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    spans = []
    call()  # compiled, and its files read
    for _ in range(rounds):
        started = process_time()
        found = call()
        spans.append(process_time() - started)
    return min(spans), found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=lambda text: text.split(","), default=list(FEEDS))
    parser.add_argument("--gtfs", type=Path, default=HERE.parent.parent / "shared/data/gtfs")
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-country", action="store_true")
    parser.add_argument("--whole-country", action="store_true", help="all 20,000 origins instead of a part of them")
    parser.add_argument("--blocks", type=int, default=10, help=f"of {BLOCK} origins, when it is not the whole country")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
