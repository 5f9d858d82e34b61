"""Which services run on a date: calendar.txt, calendar_dates.txt, or either alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Calendar:
    """`weekly` (rows, 7) from Monday, each of a `service`; `first`, `last` and the days of exceptions as proleptic
    ordinals. A service may have several rows: then it runs when any of them says so.

    `exceptions` (n, 3): day, service, 1 added or 2 removed.
    """

    services: tuple[str, ...]
    service: NDArray[np.int32]
    weekly: NDArray[np.bool_]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    exceptions: NDArray[np.int32]

    def running(self, day: date) -> NDArray[np.bool_]:
        """(services,)"""
        number = day.toordinal()
        rows = self.weekly[:, day.weekday()] & (self.first <= number) & (number <= self.last)
        runs = np.zeros(len(self.services), bool)
        runs[self.service[rows]] = True
        today = self.exceptions[self.exceptions[:, 0] == number]
        runs[today[today[:, 2] == 1, 1]] = True
        runs[today[today[:, 2] == 2, 1]] = False
        return runs

    def validity(self) -> tuple[date, date] | None:
        """The first and the last day on which anything may run; None where nothing ever does."""
        weekly = self.weekly.any(axis=1) & (self.first <= self.last)
        added = self.exceptions[self.exceptions[:, 2] == 1, 0]
        firsts = [*self.first[weekly], *added]
        lasts = [*self.last[weekly], *added]
        if not firsts:
            return None
        return date.fromordinal(int(min(firsts))), date.fromordinal(int(max(lasts)))
