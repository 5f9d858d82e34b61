"""The seam behind which a text encoder can be swapped."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Texts to unit vectors. Adapters live in `needs/encoders/`.

    `fingerprint` names weights (sha256), prefix scheme and normaliser version; an index made with another
    fingerprint is refused. `languages` is None for «any». Texts over `max_chars` are cut by the adapter.
    """

    @property
    def id(self) -> str: ...
    @property
    def dim(self) -> int: ...
    @property
    def languages(self) -> frozenset[str] | None: ...
    @property
    def max_chars(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (len(texts), dim), rows of unit length, in order."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (len(texts), dim), rows of unit length, in order."""
        ...
