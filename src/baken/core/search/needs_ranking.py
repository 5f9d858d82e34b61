"""A question's likeness to every phrasing -> how likely each need is meant.

Per kind of evidence (an encoder, letter n-grams): the mean of the three likest phrasings and the mean over all
phrasings of the need, each as z over the needs, added; then weighted over the kinds and turned into shares by softmax.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_LIKEST = 3


@dataclass(frozen=True, slots=True)
class Groups:
    """Which phrasings belong to which need: `members` (needs, most) row numbers, padded with -1."""

    members: NDArray[np.int32]

    @classmethod
    def of(cls, labels: NDArray[np.int64], needs: int) -> Groups:
        rows = [np.flatnonzero(labels == need) for need in range(needs)]
        members = np.full((needs, max(map(len, rows), default=1) or 1), -1, np.int32)
        for need, found in enumerate(rows):
            members[need, : len(found)] = found
        return cls(members)

    def only(self, rows: NDArray[np.bool_]) -> Groups:
        """Without the phrasings whose flag is False (languages an encoder does not know)."""
        return Groups(np.where((self.members >= 0) & rows[self.members], self.members, -1).astype(np.int32))


def evidence(similarity: Floats, groups: Groups) -> Floats:
    """(phrasings,) likenesses -> (needs,) evidence: z of the likest three plus z of the mean."""
    known = groups.members >= 0
    count = known.sum(1)
    filled = np.where(known, similarity[groups.members], -np.inf)
    most = min(_LIKEST, filled.shape[1])
    likest = np.partition(filled, filled.shape[1] - most, axis=1)[:, -most:]
    top = np.where(np.isfinite(likest), likest, 0).sum(1) / np.maximum(np.minimum(count, _LIKEST), 1)
    mean = np.where(known, filled, 0).sum(1) / np.maximum(count, 1)
    summed: Floats = (standardise(top) + standardise(mean)).astype(np.float32)
    return summed


def standardise(values: NDArray[np.float64] | Floats) -> NDArray[np.float64]:
    """z over the needs; all zeros where nothing differs (a taxonomy of one need)."""
    spread = float(values.std())
    return np.zeros(len(values)) if spread < 1e-9 else np.asarray((values - values.mean()) / spread, np.float64)


def shares(found: Mapping[str, Floats], weights: Mapping[str, float], sharpness: float) -> NDArray[np.float64]:
    """Evidence by kind -> (needs,) shares that add up to 1."""
    logits = sharpness * sum(weights.get(kind, 0.0) * values for kind, values in found.items())
    exponent = np.exp(logits - np.max(logits))
    return np.asarray(exponent / exponent.sum(), np.float64)
