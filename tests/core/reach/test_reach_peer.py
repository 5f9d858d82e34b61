"""The same answers as the peer's, label by label, on real feeds (a fixed sample; all of them in bench/reach.py).

The peer starts at the origin's own vehicles only, we may walk on from it. So its answer from a stop is the best of its
answers from there and from all stops one walks to; a median over a window is compared where nobody walks.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from reach_feeds import clock, gtfs, seconds, zip_of
from reach_peer import FEEDS, Ints, peer_labels, peer_network, peer_window, with_times_written_out

from baken.core.reach.gtfs import Feed
from baken.core.reach.gtfs.reading import read_feed
from baken.core.reach.searching import UNREACHED, Links, Query, State, one_to_all, window
from baken.core.reach.timetable import Timetable, build_timetable
from baken.core.reach.transfers import Transfers

pytestmark = pytest.mark.shared
RIDES, DAYS = 5, 48 * 3600
NO_WALK = np.zeros(1, np.int32)


@dataclass(frozen=True, slots=True)
class Beside:
    feed: Feed
    timetable: Timetable
    network: Any


@pytest.fixture(scope="module", params=sorted(FEEDS))
def beside(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Beside:
    path = shared / f"data/gtfs/{request.param}.zip"
    feed = read_feed(path)
    written = with_times_written_out(feed, path, tmp_path_factory.mktemp("peer") / "feed.zip")
    timetable = build_timetable([feed], FEEDS[request.param], Transfers(metres=200))
    return Beside(feed, timetable, peer_network(written, timetable))


def sample(timetable: Timetable, count: int, *, walking: bool) -> list[int]:
    used = np.unique(timetable.net.call_stop)
    walks = np.diff(timetable.net.foot_start)[used] > 0
    chosen = used[walks] if walking else used[~walks]
    return chosen[:: max(1, len(chosen) // count)].tolist()


def ours(timetable: Timetable, stop: int, leave: int) -> Ints:
    asked = Query(Links(np.array([stop], np.int32), NO_WALK), leave, RIDES, DAYS)
    found = one_to_all(timetable, asked)
    return np.where(found == UNREACHED, UNREACHED, found - leave)


def theirs(beside: Beside, stop: int, leave: int) -> Ints:
    timetable, net = beside.timetable, beside.timetable.net
    feet = slice(*net.foot_start[stop : stop + 2])
    best = np.full(timetable.stops, UNREACHED, np.int64)
    for start, walk in [(stop, 0), *zip(net.foot_stop[feet].tolist(), net.foot_seconds[feet].tolist(), strict=True)]:
        when = f"{timetable.day} {clock(leave + walk):0>5}"
        found = peer_labels(beside.network, timetable, timetable.labels.stop_ids[start], when, RIDES)
        best = np.minimum(best, found.astype(np.int64) + walk)
    return np.minimum(best, UNREACHED).astype(np.int32)


@pytest.mark.parametrize("leave", ["7:00", "17:15", "23:30"])
def test_every_arrival_is_the_peers(beside: Beside, leave: str) -> None:
    for walking in (True, False):
        for stop in sample(beside.timetable, 4, walking=walking):
            found = ours(beside.timetable, stop, seconds(leave))
            assert np.array_equal(found, theirs(beside, stop, seconds(leave)))


def test_every_median_over_an_hour_is_the_peers(beside: Beside) -> None:
    timetable = beside.timetable
    stops = sample(timetable, 15, walking=False)
    if not stops:
        pytest.skip("one can walk on from every stop of this feed")
    ids = [timetable.labels.stop_ids[stop] for stop in stops]
    expected = peer_window(beside.network, timetable, ids, f"{timetable.day} 08:00", 60, RIDES)
    state = State(timetable, RIDES)
    for row, stop in enumerate(stops):
        asked = Query(Links(np.array([stop], np.int32), NO_WALK), 8 * 3600, RIDES, DAYS)
        assert np.array_equal(window(timetable, asked, 60, state=state)[0], expected[row])


def test_real_feeds_are_read_with_few_complaints(beside: Beside) -> None:
    assert not any(fault.refused for fault in beside.feed.faults)
    assert beside.timetable.valid[0] <= beside.timetable.day <= beside.timetable.valid[1]


def test_blank_times_lie_where_the_peer_puts_them_when_stops_are_evenly_apart(tmp_path: Path) -> None:
    path = zip_of(tmp_path, gtfs({"1": "A 8:00, B -, C -, D -, E 8:13"}))
    timetable = build_timetable([read_feed(path)], FEEDS["kuopio_2016"].replace(year=2026), Transfers(metres=0))
    network = peer_network(path, timetable)
    assert np.array_equal(
        ours(timetable, 0, 8 * 3600), peer_labels(network, timetable, "A", f"{timetable.day} 08:00", RIDES)
    )
