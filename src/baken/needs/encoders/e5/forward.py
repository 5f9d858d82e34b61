"""The forward pass: tokens of many texts lie side by side in one matrix, so nothing is padded.

Matrices are feature-major, (features, tokens), and weights (out, in): `weights @ hidden` was measured 1.7 times as
fast as `hidden @ weights.T` for a question's dozen tokens, because BLAS repacks the right-hand matrix each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from baken.needs.encoders.e5.weights import Floats, Layer, Weights, dequantise

_FEW_TOKENS = 20  # up to here BLAS's kernels for small matrices win: 16 against 24 ms a question
_BLOCK_ROWS = 32


def mean_vectors(sequences: Sequence[Sequence[int]], weights: Weights) -> Floats:
    """Mean of the last layer over each sequence's tokens, unit length: float32 (len(sequences), width).

    Sequences should come sorted by length: those of equal length are attended to in one go.
    """
    lengths = np.array([len(sequence) for sequence in sequences])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    hidden = _embed(np.concatenate(sequences), lengths, weights)
    runs = _runs_of_equal_length(lengths)
    for layer in weights.layers:
        hidden = _through(layer, hidden, runs, weights)
    means = (np.add.reduceat(hidden, starts, axis=1) / lengths).T
    unit: Floats = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _embed(tokens: NDArray[np.int64], lengths: NDArray[np.int64], weights: Weights) -> Floats:
    positions = np.concatenate([weights.positions[:length] for length in lengths])
    embedded = dequantise(weights.words[tokens]) + positions + weights.token_type
    return _normalise(np.ascontiguousarray(embedded.T), weights.embedding_norm, weights.epsilon)


def _runs_of_equal_length(lengths: NDArray[np.int64]) -> list[tuple[slice, int]]:
    """Columns of the token matrix in which all texts have one length: [(columns, length)]."""
    runs, at = [], 0
    for length, group in groupby(lengths.tolist()):
        columns = length * len(list(group))
        runs.append((slice(at, at + columns), length))
        at += columns
    return runs


def _through(layer: Layer, hidden: Floats, runs: list[tuple[slice, int]], weights: Weights) -> Floats:
    mixed = _attend(_project(layer.qkv, layer.qkv_bias, hidden), runs, weights.heads)
    attended = _project(layer.attended, layer.attended_bias, mixed)
    attended += hidden
    hidden = _normalise(attended, layer.attended_norm, weights.epsilon)
    narrow = _project(layer.narrow, layer.narrow_bias, _gelu(_project(layer.widen, layer.widen_bias, hidden)))
    narrow += hidden
    return _normalise(narrow, layer.norm, weights.epsilon)


def _project(matrix: Floats, bias: Floats, hidden: Floats) -> Floats:
    tokens = hidden.shape[1]
    if tokens <= _FEW_TOKENS:
        blocks = matrix.reshape(-1, _BLOCK_ROWS, matrix.shape[1])
        out: Floats = np.matmul(blocks, hidden).reshape(-1, tokens)
    else:
        out = matrix @ hidden
    out += bias[:, None]
    return out


def _attend(qkv: Floats, runs: list[tuple[slice, int]], heads: int) -> Floats:
    """(3 width, tokens) -> (width, tokens); every text attends to itself only."""
    width = qkv.shape[0] // 3
    head = width // heads
    out = np.empty((width, qkv.shape[1]), np.float32)
    for columns, length in runs:
        query, key, value = qkv[:, columns].reshape(3, heads, head, -1, length).swapaxes(2, 3)
        weight = query.swapaxes(-1, -2) @ key
        weight *= np.float32(head**-0.5)
        weight -= weight.max(-1, keepdims=True)
        np.exp(weight, out=weight)
        weight /= weight.sum(-1, keepdims=True)
        out[:, columns] = (value @ weight.swapaxes(-1, -2)).swapaxes(1, 2).reshape(width, -1)
    return out


def _gelu(wide: Floats) -> Floats:
    """The tanh form of GELU, in place: within 5e-4 of the exact one, and numpy's float32 tanh is vectorised."""
    inner = wide * wide
    inner *= np.float32(0.044715 * 0.7978845608)
    inner += np.float32(0.7978845608)
    inner *= wide
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    wide *= np.float32(0.5)
    wide *= inner
    return wide


def _normalise(hidden: Floats, norm: tuple[Floats, Floats], epsilon: float) -> Floats:
    """Layer normalisation over the features, in place."""
    hidden -= hidden.mean(0)
    variance = np.einsum("ij,ij->j", hidden, hidden) / np.float32(hidden.shape[0])
    hidden *= np.float32(1) / np.sqrt(variance + np.float32(epsilon))
    hidden *= norm[0][:, None]
    hidden += norm[1][:, None]
    return hidden
