"""From needs and words to services, over the base and the delta of the index."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import LatLon
from baken.core.search.documents_ranking import (
    FIRST_PASS_ABOVE,
    Question,
    asked_rows,
    best_first,
    first_pass,
    guessed,
    likeness,
    mix,
    nearness,
    need_part,
    rescored,
    text_fit,
    weighted_mean,
)
from baken.core.search.postings import document_similarity
from baken.needs.index.documents import Segment
from baken.needs.index.kinds import Hit
from baken.needs.index.reader import LoadedIndex, Part

Floats = NDArray[np.float32]

_NEAR_METRES = 100_000.0
_METRES_A_DEGREE = 111_320.0
_LEAST_NEED_FIT, _TEXT_IN_FIT = 0.75, 0.25


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit and what its closeness adds when hits are chosen."""

    hit: Hit
    near: float

    def place(self, score: float) -> tuple[float, UUID]:
        return -(score + self.near), self.hit.id


def search(
    index: LoadedIndex,
    *,
    asked: Mapping[str, float],
    vectors: Mapping[str, Sequence[Question]],
    words: Sequence[str],
    limit: int,
    near: LatLon | None,
    least: int = 0,
) -> tuple[Hit, ...]:
    """Best first, of equally good ones the nearest. `near`: services whose place is farther than 100 km are left out;
    those without a place stay. `least`: so many of each asked need come along, where others would crowd them out."""
    parts = list(index.parts)
    lexical = document_similarity(words, [part.segment.postings for part in parts]) if words else []
    looked = [
        _look_at(part, index.bank.codes, asked, vectors, lexical[number] if lexical else None, near, least)
        for number, part in enumerate(parts)
    ]
    meant = _meant(looked)
    found = [
        one for at, z in zip(looked, meant, strict=True) for one in _best_of(at, z, index.bank.codes, limit, least)
    ]
    best = heapq.nsmallest(limit, found, key=lambda one: one.place(one.hit.score))
    for code in asked if least else ():
        fitting = [one for one in found if code in one.hit.need_fit]
        best += heapq.nsmallest(least, fitting, key=lambda one: one.place(one.hit.need_fit[code]))
    return tuple({one.hit.id: one.hit for one in best}.values())


@dataclass(frozen=True, slots=True)
class _Looked:
    """The rows of one part that are worth an exact look. `fits` (asked, rows); `z` NaN for those that wait to be
    encoded; `z` and `lexical` None when no words were said."""

    part: Part
    rows: NDArray[np.int64]
    need_rows: Sequence[int]
    fits: Floats
    need: Floats
    close: Floats
    lexical: Floats | None
    z: Floats | None


def _look_at(
    part: Part,
    codes: Sequence[str],
    asked: Mapping[str, float],
    vectors: Mapping[str, Sequence[Question]],
    lexical: Floats | None,
    near: LatLon | None,
    least: int,
) -> _Looked:
    segment = part.segment
    need_rows, scores = asked_rows(asked, codes)
    closeness, countable = _closeness(part, near)
    every = _fits(segment, need_rows, np.arange(segment.size))
    base = _rough_text(segment, vectors, lexical) + closeness
    base[~countable] = -np.inf
    waits = part.encoded if vectors else None
    rows = rescored(need_part(every, scores) + base, [own + base for own in every], least, waits)
    rows = rows[countable[rows]]
    fits = every[:, rows]
    return _Looked(
        part=part,
        rows=rows,
        need_rows=need_rows,
        fits=fits,
        need=need_part(fits, scores),
        close=closeness[rows],
        lexical=None if lexical is None else lexical[rows],
        z=None if lexical is None else _z(segment, vectors, rows),
    )


def _z(segment: Segment, vectors: Mapping[str, Sequence[Question]], rows: NDArray[np.int64]) -> Floats:
    """Likeness in meaning by the clause that suits each document best."""
    waits = np.full(len(rows), np.nan, np.float32)
    found = [
        (likeness(asked, segment.vectors[name], rows) if name in segment.vectors else waits, asked[0].weight)
        for name, asked in vectors.items()
    ]
    return weighted_mean(found, len(rows))


def _meant(looked: Sequence[_Looked]) -> list[Floats | None]:
    """The z of each part's rows. Those that wait are given what documents like them have, wherever those lie."""
    told = [
        (at.z, np.stack([at.need, at.lexical], axis=1)) for at in looked if at.z is not None and at.lexical is not None
    ]
    if not told:
        return [None] * len(looked)
    whole = guessed(np.concatenate([z for z, _ in told]), np.concatenate([features for _, features in told]))
    return list(np.split(whole, np.cumsum([len(z) for z, _ in told])[:-1]))


def _best_of(at: _Looked, z: Floats | None, codes: Sequence[str], limit: int, least: int) -> list[_Found]:
    """`codes`: of all needs in order."""
    text = None if z is None or at.lexical is None else text_fit(z, at.lexical)
    total = mix(at.need, text, any_need=bool(at.need_rows))
    chosen = best_first(total + at.close, limit)
    if least:
        chosen = np.unique(np.concatenate([chosen, *(best_first(own + at.close, least) for own in at.fits)]))
    names = [codes[row] for row in at.need_rows]
    ids = [at.part.segment.id_at(row) for row in at.rows[chosen].tolist()]
    own = [0.0] * len(chosen) if text is None else text[chosen].tolist()
    shares = [1.0 if text is None else _LEAST_NEED_FIT + _TEXT_IN_FIT * fit for fit in own]
    columns = zip(
        ids, at.fits[:, chosen].T.tolist(), shares, own, total[chosen].tolist(), at.close[chosen].tolist(), strict=True
    )
    return [
        _Found(Hit(id_, _need_fit(names, found, share), round(fit, 4), round(score, 4)), nearby)
        for id_, found, share, fit, score, nearby in columns
        if score > 0
    ]


def _fits(segment: Segment, need_rows: Sequence[int], rows: NDArray[np.int64]) -> Floats:
    """(asked, rows) 0..1."""
    whole = segment.fits[list(need_rows)]
    chosen = whole if len(rows) == segment.size else whole[:, rows]
    return np.asarray(chosen.astype(np.float32) / 255)


def _rough_text(segment: Segment, vectors: Mapping[str, Sequence[Question]], lexical: Floats | None) -> Floats:
    """Only to choose whom to look at closely; all are looked at while they are few."""
    rough = np.zeros(segment.size, np.float32) if lexical is None else lexical.copy()
    if segment.size > FIRST_PASS_ABOVE and vectors:
        name = next(iter(vectors))
        if name not in segment.vectors:
            return rough
        rough += 0.25 * first_pass(vectors[name][0], segment.vectors[name])
    return rough


def _closeness(part: Part, near: LatLon | None) -> tuple[Floats, NDArray[np.bool_]]:
    """What being near adds to each document, and which count at all."""
    if near is None:
        return np.zeros(part.segment.size, np.float32), part.keep
    metres = metres_from(part.segment, near)
    return nearness(metres), part.keep & ~(metres > _NEAR_METRES)  # NaN is not far


def metres_from(segment: Segment, near: LatLon) -> Floats:
    """(documents,) as the crow flies, NaN where a document has no place."""
    north = (segment.places[:, 0] - near.lat) * _METRES_A_DEGREE
    east = (segment.places[:, 1] - near.lon) * _METRES_A_DEGREE * np.cos(np.radians(near.lat))
    metres: Floats = np.sqrt(north * north + east * east)
    return metres


def _need_fit(names: Sequence[str], fits: Sequence[float], share: float) -> dict[str, float]:
    return {name: round(fit * share, 4) for name, fit in zip(names, fits, strict=True) if fit > 0}
