"""Services by how well they fit the asked needs and the words themselves; see docs/algorithms/own-words.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baken.core.search.spaces import NARROW_DIM

Floats = NDArray[np.float32]

FIRST_PASS_ABOVE = 4000  # exact over all documents up to here
_RESCORED = 500
_NEED_SHARE, _TEXT_SHARE = 0.65, 0.35
_WHOLE_SHARE = 0.5  # best chunk + 0.5 whole text
_LEXICAL_WEIGHT = 3.0  # z points for a document that has every word of the question
_MIDDLE_Z, _STEEPNESS = 2.5, 1.0  # a z of 2.5 above the bank is a text fit of one half
_HELD_BACK = 1.0  # as if one more document had shown that features tell nothing
_STEPS = 127  # of an int8
_NEAR_SHARE, _HALF_WORTH_METRES = 0.16, 1500.0  # as much as the walk counts beside the need in the ranking of doors


@dataclass(frozen=True, slots=True)
class Vectors:
    """Documents in one encoder's space. `starts`: (documents + 1,) into `chunks`; the first chunk is the whole text.

    A document without chunks waits to be encoded. A chunk is int8 with a scale, a quarter of the memory: a cosine
    is off by under 0.005.
    """

    chunks: NDArray[np.int8]
    scales: Floats
    starts: NDArray[np.int64]
    narrow: Floats  # (documents, NARROW_DIM): the whole text's most telling axes


@dataclass(frozen=True, slots=True)
class Question:
    """The question in one encoder's space, with its mean and spread of likeness over the bank of phrasings."""

    vector: Floats
    bank_mean: float
    bank_spread: float
    weight: float


def packed(rows: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rows as int8 and one scale each, for `Vectors`."""
    scales = np.maximum(np.abs(rows).max(axis=1, initial=0.0), 1e-9) / _STEPS
    return np.rint(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def likeness(questions: Sequence[Question], vectors: Vectors, rows: NDArray[np.int64]) -> Floats:
    """z of «best chunk + 0.5 whole» for the documents `rows`, measured against the bank: float32 (len(rows),), NaN for
    those that wait to be encoded.

    `questions`: the whole and its clauses; the one that suits a document best counts.
    """
    encoded = vectors.starts[rows + 1] > vectors.starts[rows]
    z = np.full(len(rows), np.nan, np.float32)
    if encoded.any():
        z[encoded] = _likeness(questions, vectors, rows[encoded])
    return z


def _likeness(questions: Sequence[Question], vectors: Vectors, rows: NDArray[np.int64]) -> Floats:
    starts, ends = vectors.starts[rows], vectors.starts[rows + 1]
    lengths = ends - starts
    first = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    at = np.repeat(starts - first, lengths) + np.arange(int(lengths.sum()))
    cosines = vectors.chunks[at].astype(np.float32) @ np.stack([question.vector for question in questions], axis=1)
    cosines *= vectors.scales[at][:, None]
    best = np.maximum.reduceat(cosines, first, axis=0)
    mixed = (best + _WHOLE_SHARE * cosines[first]) / (1 + _WHOLE_SHARE)
    means = np.array([question.bank_mean for question in questions], np.float32)
    spreads = np.array([max(question.bank_spread, 1e-6) for question in questions], np.float32)
    return np.asarray(((mixed - means) / spreads).max(axis=1), np.float32)


def guessed(z: Floats, features: Floats) -> Floats:
    """`z` with a guess where it is NaN, since that document waits to be encoded: what documents with such `features`
    (documents, k) have on average, so that waiting neither lifts nor sinks it.

    Least squares (ridge: Hoerl, Kennard, Technometrics 1970), whose slopes are held back while few are encoded.
    """
    known = np.isfinite(z)
    if known.all() or not known.any():
        return np.nan_to_num(z)
    centred = features - features[known].mean(0)
    told, mean = centred[known], z[known].mean()
    slopes = np.linalg.solve(told.T @ told + _HELD_BACK * np.eye(features.shape[1]), told.T @ (z[known] - mean))
    return np.where(known, z, np.clip(mean + centred @ slopes, z[known].min(), z[known].max())).astype(np.float32)


def first_pass(question: Question, vectors: Vectors) -> Floats:
    """A cheap z over all documents by the most telling axes only."""
    narrow = question.vector[:NARROW_DIM]
    length = max(float(np.linalg.norm(narrow)), 1e-6)
    cosines = vectors.narrow @ (narrow / length)
    return np.asarray(cosines * 4, np.float32)  # a cosine of .6 is about as telling as a z of 2.5


def need_part(fits: Floats, asked: Floats) -> Floats:
    """(asked, documents) fits 0..1 and (asked,) scores -> (documents,) 0..1: the best answered need counts."""
    if not len(asked):
        return np.zeros(fits.shape[1], np.float32)
    return np.asarray((fits * (asked / max(float(asked.max()), 1e-9))[:, None]).max(0), np.float32)


def text_fit(z: Floats, lexical: Floats) -> Floats:
    """0..1 from z and the share of words found."""
    return np.asarray(1 / (1 + np.exp(-_STEEPNESS * (z + _LEXICAL_WEIGHT * lexical - _MIDDLE_Z))), np.float32)


def mix(need: Floats, text: Floats | None, *, any_need: bool) -> Floats:
    """The score 0..1: needs and words; words alone where no need is known, needs alone where no word was said."""
    if text is None:
        return need
    return np.asarray(_NEED_SHARE * need + _TEXT_SHARE * text if any_need else text, np.float32)


def nearness(metres: Floats) -> Floats:
    """What closeness adds to a score when candidates are chosen; NaN (no place) is neither near nor far."""
    worth = _HALF_WORTH_METRES / (_HALF_WORTH_METRES + np.nan_to_num(metres, nan=_HALF_WORTH_METRES))
    return np.asarray(_NEAR_SHARE * worth, np.float32)


def rescored(
    scores: Floats, of_each: Sequence[Floats] = (), least: int = 0, encoded: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """The rows worth an exact look, all of them while they are few: the best by `scores`, and of each further list of
    scores (one need alone) the best `least`. Those that are not `encoded` are chosen among themselves, since the others
    have scored by meaning already."""
    if len(scores) <= FIRST_PASS_ABOVE:
        return np.arange(len(scores))
    lists = [(scores, _RESCORED), *((own, least) for own in of_each if least)]
    if encoded is not None and not encoded.all():
        lists = [(np.where(group, own, -np.inf), most) for own, most in lists for group in (encoded, ~encoded)]
    return np.unique(np.concatenate([np.argpartition(-values, most)[:most] for values, most in lists]))


def weighted_mean(parts: Sequence[tuple[Floats, float]], size: int) -> Floats:
    """Mean of z by encoder weight; zeros where no encoder ran, NaN for documents that wait to be encoded."""
    total = sum(weight for _values, weight in parts)
    if not total:
        return np.zeros(size, np.float32)
    return np.asarray(sum(values * weight for values, weight in parts) / total, np.float32)


def best_first(scores: Floats, limit: int) -> NDArray[np.int64]:
    """Row numbers of the `limit` highest scores; equal scores keep the order of the rows."""
    return np.argsort(-scores, kind="stable")[:limit]


def asked_rows(asked: Mapping[str, float], codes: Sequence[str]) -> tuple[list[int], Floats]:
    """Asked needs that the index knows: their rows and scores."""
    row = {code: number for number, code in enumerate(codes)}
    known = [(row[code], score) for code, score in asked.items() if code in row]
    return [number for number, _score in known], np.array([score for _number, score in known], np.float32)
