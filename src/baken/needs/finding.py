"""From needs and words to services, over the base and the delta of the index."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

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


def search(
    index: LoadedIndex,
    *,
    asked: Mapping[str, float],
    vectors: Mapping[str, Sequence[Question]],
    words: Sequence[str],
    limit: int,
    near: LatLon | None,
) -> tuple[Hit, ...]:
    """Best first. `near`: services whose place is farther than 100 km are left out; those without a place stay."""
    parts = list(index.parts)
    lexical = document_similarity(words, [part.segment.postings for part in parts]) if words else []
    hits: list[Hit] = []
    for number, part in enumerate(parts):
        found = lexical[number] if lexical else None
        hits += _search_part(part, index.bank.codes, asked, vectors, found, limit, near)
    return tuple(heapq.nsmallest(limit, hits, key=lambda hit: (-hit.score, hit.id)))


def _search_part(
    part: Part,
    codes: Sequence[str],
    asked: Mapping[str, float],
    vectors: Mapping[str, Sequence[Question]],
    lexical: Floats | None,
    limit: int,
    near: LatLon | None,
) -> list[Hit]:
    segment = part.segment
    need_rows, scores = asked_rows(asked, codes)
    usable = {name: questions for name, questions in vectors.items() if name in segment.vectors}
    every = np.arange(segment.size)
    rough = need_part(_fits(segment, need_rows, every), scores) + _rough_text(segment, usable, lexical)
    rough[~_countable(part, near)] = -1.0
    rows = rescored(rough)
    rows = rows[rough[rows] >= 0]
    if not len(rows):
        return []
    fits = _fits(segment, need_rows, rows)
    text = _text(segment, usable, lexical, rows)
    total = mix(need_part(fits, scores), text, any_need=bool(need_rows))
    shown = [row for row in best_first(total, limit) if total[row] > 0]
    names = [codes[row] for row in need_rows]
    return [_hit(segment, rows, fits, text, total, names, row) for row in shown]


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
    return rough + 1.0  # never below zero for a document that counts: cosines reach down to -1


def _countable(part: Part, near: LatLon | None) -> NDArray[np.bool_]:
    if near is None:
        return part.keep
    north = (part.segment.places[:, 0] - near.lat) * _METRES_A_DEGREE
    east = (part.segment.places[:, 1] - near.lon) * _METRES_A_DEGREE * np.cos(np.radians(near.lat))
    return np.asarray(part.keep & ~(north**2 + east**2 > _NEAR_METRES**2))  # NaN is not far


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


def _hit(
    segment: Segment,
    rows: NDArray[np.int64],
    fits: Floats,
    text: Floats | None,
    total: Floats,
    names: Sequence[str],
    row: int,
) -> Hit:
    own = 0.0 if text is None else float(text[row])
    share = _LEAST_NEED_FIT + _TEXT_IN_FIT * own if text is not None else 1.0
    need_fit = {name: round(float(fit) * share, 4) for name, fit in zip(names, fits[:, row], strict=True) if fit > 0}
    return Hit(segment.id_at(int(rows[row])), need_fit, round(own, 4), round(float(total[row]), 4))
