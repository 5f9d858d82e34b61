"""A linear reader of needs: softmax regression from a question's vector to the need it names.

The nearest phrasings tell much when one of them is like the question; a head learns from all of them at once which
directions tell needs apart. On 2,064 phrasings left out of the bank, nearest phrasings and letters gave the right need
among three in .734, together with heads in .755 (`./baken bench calibrating` prints both).
Fitted by Adam (Kingma & Ba, ICLR 2015) in small batches with a falling step; the same texts give the same head.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_PASSES, _BATCH = 10, 512
_STEP, _OFFSET_STEP, _SHRINK = 0.3, 0.02, 1e-5
_FADE, _FADE_SQUARES, _TINY = 0.9, 0.99, 1e-5


def fit_head(vectors: Floats, labels: NDArray[np.int64], needs: int) -> Floats:
    """`vectors` (n, dim) with a need number each -> (dim + 1, needs); the last row is each need's offset."""
    order = np.random.default_rng(0)
    head = np.zeros((vectors.shape[1] + 1, needs), np.float32)
    mean, square = np.zeros_like(head[:-1]), np.zeros_like(head[:-1])
    batch = min(_BATCH, max(len(vectors), 1))
    steps = _PASSES * (len(vectors) // batch)
    at = 0
    for _ in range(_PASSES):
        shuffled = order.permutation(len(vectors))
        for first in range(0, len(vectors) - batch + 1, batch):
            rows = shuffled[first : first + batch]
            error = _softmax(read_head(vectors[rows], head))
            error[np.arange(batch), labels[rows]] -= 1
            slope = vectors[rows].T @ error / batch + _SHRINK * head[:-1]
            at += 1
            mean = _FADE * mean + (1 - _FADE) * slope
            square = _FADE_SQUARES * square + (1 - _FADE_SQUARES) * slope * slope
            left = 1 - at / steps
            head[:-1] -= left * _STEP * (mean / (1 - _FADE**at)) / (np.sqrt(square / (1 - _FADE_SQUARES**at)) + _TINY)
            head[-1] -= left * _OFFSET_STEP * error.mean(0)
    return head


def read_head(vectors: Floats, head: Floats) -> Floats:
    """(n, dim) vectors -> (n, needs), higher is likelier."""
    return np.asarray(vectors @ head[:-1] + head[-1], np.float32)


def _softmax(logits: Floats) -> Floats:
    exponent = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponent / exponent.sum(axis=1, keepdims=True), np.float32)
