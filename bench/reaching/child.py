"""One figure from a fresh process: `first` seconds of an answer, or megabytes of a timetable `built` or `mapped`."""

import os
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import psutil

sys.path.append(str(Path(__file__).parent.parent))
from baken.core.reach.searching import Links, Query, State, one_to_all, window
from baken.core.reach.storing import read_timetable
from baken.core.reach.timetable import Timetable, build_timetable
from reaching.country import country


def main(kind: str, folder: Path) -> None:
    if kind == "first":
        started = perf_counter()
        ask(read_timetable(folder))
        print(perf_counter() - started)
        return
    before = megabytes()
    if kind == "built":
        timetable = build_timetable([country(67, date(2026, 11, 24))], date(2026, 11, 24))
    else:
        ask(timetable := read_timetable(folder))
    print(megabytes() - before)
    assert timetable.stops


def ask(timetable: Timetable) -> None:
    links = Links(timetable.net.call_stop[:1].copy(), np.zeros(1, np.int32))
    state = State(timetable)
    one_to_all(timetable, Query(links, 8 * 3600), state)
    window(timetable, Query(links, 8 * 3600), 60, state=state)


def megabytes() -> float:
    return float(psutil.Process(os.getpid()).memory_info().rss) / 1e6


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
