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
    found: list[_Found] = []
    for number, part in enumerate(parts):
        said = lexical[number] if lexical else None
        found += _search_part(part, index.bank.codes, asked, vectors, said, limit, near, least)
    best = heapq.nsmallest(limit, found, key=lambda one: one.place(one.hit.score))
    for code in asked if least else ():
        fitting = [one for one in found if code in one.hit.need_fit]
        best += heapq.nsmallest(least, fitting, key=lambda one: one.place(one.hit.need_fit[code]))
    return tuple({one.hit.id: one.hit for one in best}.values())


def _search_part(
    part: Part,
    codes: Sequence[str],
    asked: Mapping[str, float],
    vectors: Mapping[str, Sequence[Question]],
    lexical: Floats | None,
    limit: int,
    near: LatLon | None,
    least: int,
) -> list[_Found]:
    segment = part.segment
    need_rows, scores = asked_rows(asked, codes)
    usable = {name: questions for name, questions in vectors.items() if name in segment.vectors}
    closeness, countable = _closeness(part, near)
    every = _fits(segment, need_rows, np.arange(segment.size))
    base = _rough_text(segment, usable, lexical) + closeness
    base[~countable] = -np.inf
    rows = rescored(need_part(every, scores) + base, [own + base for own in every], least)
    rows = rows[countable[rows]]
    if not len(rows):
        return []
    fits, close = every[:, rows], closeness[rows]
    text = _text(segment, usable, lexical, rows)
    total = mix(need_part(fits, scores), text, any_need=bool(need_rows))
    chosen = best_first(total + close, limit)
    if least:
        chosen = np.unique(np.concatenate([chosen, *(best_first(own + close, least) for own in fits)]))
    names = [codes[row] for row in need_rows]
    ids = [segment.id_at(row) for row in rows[chosen].tolist()]
    own = [0.0] * len(chosen) if text is None else text[chosen].tolist()
    shares = [1.0 if text is None else _LEAST_NEED_FIT + _TEXT_IN_FIT * fit for fit in own]
    columns = zip(
        ids, fits[:, chosen].T.tolist(), shares, own, total[chosen].tolist(), close[chosen].tolist(), strict=True
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


def _text(
    segment: Segment,
    vectors: Mapping[str, Sequence[Question]],
    lexical: Floats | None,
    rows: NDArray[np.int64],
) -> Floats | None:
    """Text fit 0..1 of the documents `rows`, by the clause that suits each best; None when no words were said."""
    if lexical is None:
        return None
    found = [
        (likeness(questions, segment.vectors[name], rows), questions[0].weight) for name, questions in vectors.items()
    ]
    return text_fit(weighted_mean(found, len(rows)), lexical[rows])


def _need_fit(names: Sequence[str], fits: Sequence[float], share: float) -> dict[str, float]:
    return {name: round(fit * share, 4) for name, fit in zip(names, fits, strict=True) if fit > 0}
