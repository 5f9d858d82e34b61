"""Which services around here answer which needs: among whom the people who ask for something are shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import LatLon
from baken.needs.finding import metres_from
from baken.needs.index.reader import LoadedIndex, Part

AROUND_METRES = 10_000.0
MOST = 400  # services looked at; those that answer the asked needs come first
_FULL_FIT = 255


@dataclass(frozen=True, slots=True)
class Around:
    """`answers`: bool (needs, services), of each need that one of those who answer the asked ones answers too."""

    ids: tuple[UUID, ...]
    answers: NDArray[np.bool_]


def around(index: LoadedIndex, asked: Iterable[str], *, near: LatLon | None, enough: float) -> Around:
    """Services within 10 km of `near` (anywhere when None) that answer an asked need at `enough` (0 to 1) or more, or
    another need that one of those answers: they share the same people."""
    rows = [index.bank.codes.index(code) for code in asked if code in index.bank.codes]
    parts = [(part, _counting(part, near)) for part in index.parts]
    least = round(enough * _FULL_FIT)
    direct = [counting & (part.segment.fits[rows] >= least).any(axis=0) for part, counting in parts]
    shared = np.zeros(len(index.bank.codes), bool)
    for (part, _), own in zip(parts, direct, strict=True):
        shared |= (part.segment.fits[:, np.flatnonzero(own)[:MOST]] >= least).any(axis=1)
    needs = np.flatnonzero(shared)
    found = [_found(part, counting, own, needs, least) for (part, counting), own in zip(parts, direct, strict=True)]
    ids = [id_ for some, _ in found for id_ in some]
    columns = [column for _, column in found] or [np.zeros((len(needs), 0), bool)]
    return Around(tuple(ids), np.concatenate(columns, axis=1))


def _counting(part: Part, near: LatLon | None) -> NDArray[np.bool_]:
    """A service without a place is everywhere."""
    return part.keep if near is None else part.keep & ~(metres_from(part.segment, near) > AROUND_METRES)


def _found(
    part: Part, counting: NDArray[np.bool_], direct: NDArray[np.bool_], needs: NDArray[np.intp], least: int
) -> tuple[list[UUID], NDArray[np.bool_]]:
    """At most so many of one part, and which of `needs` each answers."""
    also = counting & ~direct & (part.segment.fits[needs] >= least).any(axis=0)
    rows = np.concatenate([np.flatnonzero(direct), np.flatnonzero(also)])[:MOST]
    return [part.segment.id_at(row) for row in rows.tolist()], part.segment.fits[np.ix_(needs, rows)] >= least
