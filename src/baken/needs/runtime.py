"""What one process keeps between requests: the encoders, the index, the vector cache. Loaded on first use."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from baken.core.kinds import Encoder
from baken.needs.encoders.registry import Registry
from baken.needs.encoders.vectors import VectorCache
from baken.needs.index.folders import IndexFolder, IndexMismatch
from baken.needs.index.kinds import Engine
from baken.needs.index.reader import IndexReader, LoadedIndex


@dataclass(frozen=True, slots=True)
class Runtime:
    registry: Registry
    reader: IndexReader
    cache: VectorCache

    @property
    def folder(self) -> IndexFolder:
        return self.reader.folder

    def ready_encoders(self, index: LoadedIndex) -> dict[str, Encoder]:
        """The encoders that work and that the index was made with. Raises IndexMismatch where they differ."""
        encoders = self.registry.load()
        if index.current.documents is None and not index.bank.encoded:
            return {}  # the quick index of a fresh machine: letters only, and said so
        for name, encoder in encoders.items():
            made_with = index.bank.encoded.get(name)
            if made_with is None or made_with.fingerprint != encoder.fingerprint:
                raise IndexMismatch(
                    f"the search index was not made with the encoder {encoder.fingerprint}: run «baken index»"
                )
        return encoders

    def engine(self, encoders: dict[str, Encoder]) -> Engine:
        if any(encoder.languages is None for encoder in encoders.values()):
            return Engine.FULL
        return Engine.WITHOUT_E5 if encoders else Engine.LEXICAL


_lock = threading.Lock()


def runtime() -> Runtime:
    """This process's runtime for the settings in force."""
    names = tuple(name for name in settings.BAKEN_ENCODERS if name)
    with _lock:
        return _runtime(Path(settings.BAKEN_HOME), names)


@lru_cache(maxsize=4)
def _runtime(home: Path, encoders: tuple[str, ...]) -> Runtime:
    cache = home / "cache"
    return Runtime(
        registry=Registry(encoders, cache=cache),
        reader=IndexReader(IndexFolder(home / "index")),
        cache=VectorCache(cache / "vectors.sqlite3"),
    )
