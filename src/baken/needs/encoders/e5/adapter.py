"""E5 behind the Encoder seam."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from baken.needs.encoders.e5.forward import mean_vectors
from baken.needs.encoders.e5.tokens import readable, tokenise
from baken.needs.encoders.e5.weights import Floats, bundled_path, load_weights

_TOKENS_AT_ONCE = 512  # the activations of a batch stay within a core's cache


class E5:
    """multilingual-e5-small, 384 dimensions, 100 languages. Safe to share between threads: it holds no state."""

    id = "e5"
    dim = 384
    languages: frozenset[str] | None = None
    max_chars = 1500

    def __init__(self, *, cache: Path, weights: Path | None = None) -> None:
        self._weights = load_weights(weights or bundled_path(), cache=cache)

    @property
    def fingerprint(self) -> str:
        return f"e5:{self._weights.sha256[:16]}:query-passage:nfkc-1"

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        return self._encode(texts, "query: ")

    def encode_documents(self, texts: Sequence[str]) -> Floats:
        return self._encode(texts, "passage: ")

    def _encode(self, texts: Sequence[str], prefix: str) -> Floats:
        vocabulary, most = self._weights.vocabulary, self._weights.max_tokens - 4
        sequences = [
            [vocabulary.begin, *tokenise(prefix + readable(text)[: self.max_chars], vocabulary)[:most], vocabulary.end]
            for text in texts
        ]
        vectors = np.empty((len(texts), self.dim), np.float32)
        for batch in _batches(sequences):
            vectors[batch] = mean_vectors([sequences[number] for number in batch], self._weights)
        return vectors


def _batches(sequences: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Indices by length, shortest first, about `_TOKENS_AT_ONCE` tokens a batch."""
    batch: list[int] = []
    held = 0
    for number in sorted(range(len(sequences)), key=lambda index: len(sequences[index])):
        if batch and held + len(sequences[number]) > _TOKENS_AT_ONCE:
            yield batch
            batch, held = [], 0
        batch.append(number)
        held += len(sequences[number])
    if batch:
        yield batch
