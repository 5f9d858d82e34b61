"""The index in force, as this process sees it: looked at on every request, mapped anew only when it changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baken.needs.index.bank import Bank, read_bank
from baken.needs.index.documents import Segment, read_segment
from baken.needs.index.folders import Current, IndexFolder, IndexMismatch, IndexMissing, Stamp

_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, which of its documents count, and which have vectors."""

    segment: Segment
    keep: NDArray[np.bool_]
    encoded: NDArray[np.bool_]

    @classmethod
    def of(cls, segment: Segment, keep: NDArray[np.bool_]) -> Part:
        return cls(segment, keep, segment.encoded)

    @property
    def waiting(self) -> NDArray[np.bool_]:
        """Which count and have no vectors yet."""
        return self.keep & ~self.encoded


@dataclass(frozen=True, slots=True)
class LoadedIndex:
    current: Current
    bank: Bank
    base: Part | None
    delta: Part | None

    @property
    def parts(self) -> Iterator[Part]:
        return (part for part in (self.base, self.delta) if part is not None and part.segment.size)

    @property
    def documents(self) -> int:
        return sum(int(part.keep.sum()) for part in self.parts)

    @property
    def waiting(self) -> int:
        """How many documents are found by words and needs only, since an encoder has not seen them yet."""
        return sum(int(part.waiting.sum()) for part in self.parts) if self.bank.encoded else 0


def load_index(folder: IndexFolder) -> LoadedIndex:
    """Raises IndexMissing or IndexMismatch. A folder that vanishes under us means a newer index: look again."""
    for _attempt in range(_ATTEMPTS):
        current = folder.current()
        if current.needs is None:
            raise IndexMissing("the search index holds no needs: run «baken index»")
        try:
            return _load(folder, current, current.needs)
        except FileNotFoundError:
            continue
    raise IndexMissing("the search index is incomplete: run «baken index»")


def _load(folder: IndexFolder, current: Current, needs: str) -> LoadedIndex:
    bank = read_bank(folder, needs)
    base, _gone = _segment(folder, current.documents, needs)
    delta, gone = _segment(folder, current.delta, needs)
    if base is None:
        return LoadedIndex(current, bank, None, None)
    keep = np.ones(base.size, bool)
    keep[gone] = False
    return LoadedIndex(
        current,
        bank,
        Part.of(base, keep),
        None if delta is None else Part.of(delta, np.ones(delta.size, bool)),
    )


def _segment(folder: IndexFolder, name: str | None, needs: str) -> tuple[Segment | None, NDArray[np.int64]]:
    if name is None:
        return None, np.zeros(0, np.int64)
    segment, gone, bank = read_segment(folder, name)
    if bank != needs:
        raise IndexMismatch("the needs changed after the services were indexed: run «baken index»")
    return segment, gone


class IndexReader:
    """Keeps the loaded index; safe to share between threads."""

    def __init__(self, folder: IndexFolder) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[Stamp, LoadedIndex] | None = None

    def loaded(self) -> LoadedIndex:
        stamp, seen = self.folder.stamp(), self._seen
        if seen is not None and seen[0] == stamp:
            return seen[1]
        with self._lock:
            stamp = self.folder.stamp()
            if self._seen is None or self._seen[0] != stamp:
                index = load_index(self.folder)
                if stamp is None:
                    return index
                self._seen = (stamp, index)
            return self._seen[1]
