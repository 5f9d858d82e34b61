"""A space in which phrasings of one need lie together whatever their language.

Learnt from the fixed bank of phrasings (never from the live index): subtract the mean of the text's language, then
whiten by the covariance within needs (WCCN: Hatch, Kajarekar, Stolcke, «Within-class covariance normalization for
SVM-based speaker recognition», Interspeech 2006). What differs between phrasings of one need (language, register,
length) is pressed flat; what differs between needs stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_SHRINK = 2.0  # towards the identity; on the tuning part with letters: .5 gave MRR .805, 1 .809, 2 .816, 4 .816
NARROW_DIM = 64  # the directions that tell needs apart best, for a first pass over many documents


@dataclass(frozen=True, slots=True)
class Space:
    """`means`: (languages, dim); `transform`: (dim, dim), the columns that part needs best come first."""

    languages: tuple[str, ...]
    means: Floats
    transform: Floats

    def project(self, vectors: Floats, languages: Sequence[str], shift: Floats | None = None) -> Floats:
        """Unit rows (len(vectors), dim) in this space. An unknown language is centred on the mean of all.

        `shift` is added to the means: passages lie elsewhere than questions in an encoder with prefixes.
        """
        row = {language: number for number, language in enumerate(self.languages)}
        overall = self.means.mean(0)
        means = np.stack([self.means[row[tag]] if tag in row else overall for tag in languages])
        return unit((vectors - (means if shift is None else means + shift)) @ self.transform)


def unit(rows: Floats) -> Floats:
    """Rows of length one; a row of zeros stays zeros."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Floats = (rows / np.maximum(length, 1e-12)).astype(np.float32)
    return scaled


def fit_space(vectors: Floats, labels: NDArray[np.int64], languages: Sequence[str]) -> Space:
    """`vectors` (n, dim) with a need number and a language each. Works from one vector on, then it only centres."""
    known = tuple(sorted(set(languages)))
    tags = np.array(languages)
    means = np.stack([vectors[tags == tag].mean(0) for tag in known]).astype(np.float32)
    centred = unit(vectors - means[np.searchsorted(np.array(known), tags)])
    need_means = _means_by_label(centred, labels)
    within = _whitener(centred - need_means[labels])
    return Space(known, means, (within @ _most_telling_first(need_means @ within)).astype(np.float32))


def _means_by_label(vectors: Floats, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    count = int(labels.max()) + 1
    sums = np.zeros((count, vectors.shape[1]))
    np.add.at(sums, labels, vectors)
    return np.asarray(sums / np.maximum(np.bincount(labels, minlength=count), 1)[:, None])


def _whitener(deviations: NDArray[np.float64]) -> NDArray[np.float64]:
    dim = deviations.shape[1]
    covariance = deviations.T @ deviations / len(deviations)
    level = np.trace(covariance) / dim
    if level < 1e-12:
        return np.eye(dim)
    values, vectors = np.linalg.eigh(covariance + _SHRINK * level * np.eye(dim))
    return np.asarray(vectors / np.sqrt(values / level))


def _most_telling_first(need_means: NDArray[np.float64]) -> NDArray[np.float64]:
    """A rotation (it changes no cosine) whose first axes carry the differences between needs."""
    spread = need_means - need_means.mean(0)
    _values, vectors = np.linalg.eigh(spread.T @ spread)
    return np.asarray(vectors[:, ::-1])


def mean_shift(passages: Mapping[str, Floats], space: Space) -> Floats:
    """How far an encoder's passages lie from its questions, on average over the languages given: (dim,)."""
    row = {language: number for number, language in enumerate(space.languages)}
    differences = [vectors.mean(0) - space.means[row[tag]] for tag, vectors in passages.items() if tag in row]
    shift: Floats = np.mean(differences, axis=0).astype(np.float32) if differences else np.zeros_like(space.means[0])
    return shift
