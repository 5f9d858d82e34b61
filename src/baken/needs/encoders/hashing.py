"""An encoder without a model, for tests: letter n-grams hashed into a vector, so that alike spellings lie near."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baken.core.wording import tokens

_GRAMS = (3, 4)


class Hashing:
    id = "hash"
    dim = 256
    languages: frozenset[str] | None = None
    max_chars = 2000
    fingerprint = "hash:256:v1"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_documents(texts)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for gram in _grams(text[: self.max_chars]):
                place = zlib.crc32(gram.encode())
                row[place % self.dim] += 1 if place & 1 << 16 else -1
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(length, 1e-12), np.float32)


def _grams(text: str) -> list[str]:
    marked = [f"^{word}$" for word in tokens(text)]
    return [word[at : at + length] for word in marked for length in _GRAMS for at in range(len(word) - length + 1)]
