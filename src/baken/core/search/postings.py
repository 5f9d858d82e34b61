"""Sparse features to rows: four arrays that can be mapped from disk, for phrasings and documents alike."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Features = Mapping[int, float]  # hash of the feature -> weight

_GRAMS = (3, 4, 5)
_WORD_WEIGHT = 2.0
_STEM_LETTERS = 5
_SATURATION, _LENGTH_SHARE, _USUAL_LENGTH = 1.2, 0.5, 60.0  # BM25's k1 and b; words a description usually has
_TOO_COMMON = 0.25  # a word in more than this share of many documents tells nothing


@dataclass(frozen=True, slots=True)
class Postings:
    """`terms` sorted feature hashes; term i has rows[offsets[i]:offsets[i+1]] with their weights."""

    terms: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: Floats
    size: int  # how many rows there are

    def frequency(self, hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
        """In how many rows each feature stands."""
        if not len(self.terms):
            return np.zeros(len(hashes), np.int64)
        at, known = self._find(hashes)
        return np.where(known, self.offsets[at + 1] - self.offsets[at], 0)

    def score(self, hashes: NDArray[np.uint32], weights: Floats) -> Floats:
        """Sum of weight x stored weight over shared features: float32 (size,)."""
        if not len(self.terms):
            return np.zeros(self.size, np.float32)
        at, known = self._find(hashes)
        spans = [(int(self.offsets[i]), int(self.offsets[i + 1])) for i in at[known]]
        if not spans:
            return np.zeros(self.size, np.float32)
        rows = np.concatenate([self.rows[first:last] for first, last in spans])
        lengths = [last - first for first, last in spans]
        stored = np.concatenate([self.weights[first:last] for first, last in spans])
        summed = np.bincount(rows, stored * np.repeat(weights[known], lengths), minlength=self.size)
        return summed.astype(np.float32)

    def _find(self, hashes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        if not len(self.terms):
            return np.zeros(len(hashes), np.int64), np.zeros(len(hashes), bool)
        at = np.minimum(np.searchsorted(self.terms, hashes), len(self.terms) - 1)
        return at, self.terms[at] == hashes


def build_postings(features: Iterable[Features]) -> Postings:
    """Row by row: only one row's features need lie in memory as a mapping."""
    hashes, weights, counts = array("I"), array("f"), array("i")
    for row in features:
        hashes.extend(row)
        weights.extend(row.values())
        counts.append(len(row))
    rows = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return _from_triples(np.array(hashes, np.uint32), rows, np.array(weights, np.float32), len(counts))


def _from_triples(hashes: NDArray[np.uint32], rows: NDArray[np.int32], weights: Floats, size: int) -> Postings:
    """`rows` ascend within each hash, and so they do afterwards."""
    order = np.argsort(hashes, kind="stable")
    ascending = hashes[order]
    starts = np.flatnonzero(np.diff(ascending, prepend=ascending[:1] + np.uint32(1)))
    offsets = np.append(starts, len(ascending)).astype(np.int64)
    return Postings(ascending[starts], offsets, rows[order], weights[order], size)


def merge_postings(parts: Sequence[tuple[Postings, NDArray[np.bool_]]]) -> Postings:
    """One after another, without the rows whose flag is False; rows are numbered anew."""
    total = sum(int(keep[part.rows].sum()) for part, keep in parts)
    hashes, rows, weights = np.empty(total, np.uint32), np.empty(total, np.int32), np.empty(total, np.float32)
    before = at = 0
    for part, keep in parts:
        kept = keep[part.rows]
        here = slice(at, at := at + int(kept.sum()))
        hashes[here] = np.repeat(part.terms, np.diff(part.offsets))[kept]
        rows[here] = (np.cumsum(keep) - 1 + before)[part.rows[kept]]
        weights[here] = part.weights[kept]
        before += int(keep.sum())
    return _from_triples(hashes, rows, weights, before)


# --- phrasings: words and letter n-grams, cosine ---


def gram_counts(words: Sequence[str]) -> dict[int, float]:
    """Words and their 3- to 5-letter pieces with both ends marked, counted: typos and inflections still match."""
    counted: defaultdict[str, float] = defaultdict(float)
    for word in words:
        counted[f"={word}"] += _WORD_WEIGHT
        marked = f"^{word}$"
        for length in _GRAMS:
            for at in range(len(marked) - length + 1):
                counted[marked[at : at + length]] += 1
    return _hashed(counted)


def gram_postings(counts: Iterable[Features]) -> tuple[Postings, NDArray[np.float32]]:
    """Phrasings as unit vectors over n-grams; also the idf of each term, which a question needs."""
    counted = build_postings(counts)
    frequency = np.diff(counted.offsets)
    idf = np.log((1 + counted.size) / frequency)
    weights = np.sqrt(counted.weights) * np.repeat(idf, frequency)
    lengths = np.sqrt(np.bincount(counted.rows, weights * weights, minlength=counted.size))
    lengths[lengths == 0] = 1
    unit = (weights / lengths[counted.rows]).astype(np.float32)
    return replace(counted, weights=unit), idf.astype(np.float32)


def gram_similarity(words: Sequence[str], postings: Postings, idf: Floats) -> Floats:
    """Cosine of a question with every phrasing: float32 (phrasings,), 0..1. What no phrasing has counts against it."""
    counts = gram_counts(words)
    hashes = np.fromiter(counts, np.uint32, len(counts))
    at, known = postings._find(hashes)
    rarest = float(np.log(1 + postings.size))
    weights = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts))) * np.where(known, idf[at], rarest)
    return postings.score(hashes, (weights / max(float(np.linalg.norm(weights)), 1e-9)).astype(np.float32))


def _hashed(counted: Mapping[str, float]) -> dict[int, float]:
    return {zlib.crc32(feature.encode()): float(times) for feature, times in counted.items()}


# --- documents: words and their beginnings, BM25 ---


def document_features(words: Sequence[str]) -> dict[int, float]:
    """Words and first five letters (a stem in any language), with BM25's weight for times and length."""
    counted: defaultdict[str, float] = defaultdict(float)
    for word in words:
        counted[f"={word}"] += 1
        if len(word) > _STEM_LETTERS:
            counted[f"^{word[:_STEM_LETTERS]}"] += 1
    damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * len(words) / _USUAL_LENGTH)
    return {key: times * (_SATURATION + 1) / (times + damping) for key, times in _hashed(counted).items()}


def document_similarity(words: Sequence[str], parts: Sequence[Postings]) -> list[Floats]:
    """BM25 of a question over several parts of one collection, as a share of the best reachable: each (size,), 0..1."""
    hashes = np.fromiter(document_features(words), np.uint32)
    total = sum(part.size for part in parts)
    frequency = sum((part.frequency(hashes) for part in parts), np.zeros(len(hashes), np.int64))
    idf = np.log1p((total - frequency + 0.5) / (frequency + 0.5))
    best = max(float(idf.sum()), 1e-9) * (_SATURATION + 1)
    telling = (frequency > 0) & ((frequency <= _TOO_COMMON * total) | (total < 1000))
    weights = (idf[telling] / best).astype(np.float32)
    return [part.score(hashes[telling], weights) for part in parts]
