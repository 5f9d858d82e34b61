"""Vectors of synthetic texts, composed from those of their parts.

A hundred thousand texts would take E5 hours; their few thousand parts take half a minute. A text's vector is the mean
of its parts' vectors, weighted by their length, scaled to one: the mean over tokens that E5 itself takes, except that
the parts have not seen each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import Encoder
from baken.needs.encoders.vectors import VectorCache
from finding.country import parts_of

Floats = NDArray[np.float32]


class Composing:
    """An encoder with a stopwatch. Texts that consist of known parts are composed, all others really encoded.

    It has the fingerprint of the encoder behind it: the index and the vector cache cannot tell them apart.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: Mapping[str, Floats] = {}
        self.id, self.dim, self.languages = encoder.id, encoder.dim, encoder.languages
        self.max_chars, self.fingerprint = encoder.max_chars, encoder.fingerprint
        self.seconds, self.encoded, self.composed = 0.0, 0, 0

    def learn(self, parts: Iterable[str], cache: VectorCache) -> None:
        """From now on texts made of these parts are composed."""
        wanted = sorted(parts)
        self._known = dict(zip(wanted, cache.encode(self._encoder, "document", wanted), strict=True))

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        return self._encoder.encode_queries(texts)

    def encode_documents(self, texts: Sequence[str]) -> Floats:
        started = perf_counter()
        split = [parts_of(text) for text in texts]
        strange = [number for number, parts in enumerate(split) if not all(part in self._known for part in parts)]
        vectors = np.zeros((len(texts), self.dim), np.float32)
        vectors[strange] = self._encoder.encode_documents([texts[number] for number in strange])
        for number in sorted(set(range(len(texts))) - set(strange)):
            vectors[number] = self._composed(split[number])
        self.seconds += perf_counter() - started
        self.encoded += len(strange)
        self.composed += len(texts) - len(strange)
        return vectors

    def _composed(self, parts: Sequence[str]) -> Floats:
        summed = np.sum([len(part) * self._known[part] for part in parts], axis=0)
        return np.asarray(summed / max(float(np.linalg.norm(summed)), 1e-9), np.float32)
