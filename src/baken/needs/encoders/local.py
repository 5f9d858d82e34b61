"""Bring your own: a sentence-transformers model in a folder on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from baken.needs.encoders.errors import EncoderError


class Local:
    """`query_prefix` and `document_prefix` as the model's card says, for instance «query: »."""

    id = "local"
    languages: frozenset[str] | None = None
    max_chars = 4000

    def __init__(self, *, folder: Path, query_prefix: str = "", document_prefix: str = "") -> None:
        if not folder.is_dir():
            raise EncoderError(f"there is no model folder {folder}")
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError("a local model needs: pip install sentence-transformers") from error
        self._folder, self._prefixes = folder, (query_prefix, document_prefix)
        self._model = SentenceTransformer(str(folder), local_files_only=True)
        self.dim = int(self._model.get_sentence_embedding_dimension())

    @property
    def fingerprint(self) -> str:
        """Names and sizes of the model's files: hashing gigabytes at each start would take a minute."""
        files = sorted((path.name, path.stat().st_size) for path in self._folder.rglob("*") if path.is_file())
        return f"local:{hashlib.sha256(repr((files, self._prefixes)).encode()).hexdigest()[:16]}"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encode(texts, self._prefixes[0])

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encode(texts, self._prefixes[1])

    def _encode(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        clean = [prefix + text[: self.max_chars].replace("\x00", " ") for text in texts]
        return np.asarray(self._model.encode(clean, normalize_embeddings=True), np.float32)
