"""Folders of arrays, and the pointer that names those in force.

`index/current` is a small JSON file, replaced in one step: a reader sees the old index or the new one, never half of
one, and a writer that is killed leaves the old one in force.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FORMAT: Final = 3

Arrays = Mapping[str, NDArray[Any]]


class IndexProblem(Exception):
    """The index cannot be used; the message says what to do."""


class IndexMissing(IndexProblem):
    pass


class IndexMismatch(IndexProblem):
    pass


@dataclass(frozen=True, slots=True)
class Current:
    """The names of the folders in force; None: that part has not been built."""

    needs: str | None = None
    documents: str | None = None
    delta: str | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when `current` is replaced."""

    inode: int
    changed_ns: int


class IndexFolder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def _pointer(self) -> Path:
        return self.path / "current"

    def stamp(self) -> Stamp | None:
        try:
            stat = self._pointer.stat()
        except FileNotFoundError:
            return None
        return Stamp(stat.st_ino, stat.st_mtime_ns)

    def current(self) -> Current:
        """Raises IndexMissing, or IndexMismatch for an index of another format."""
        try:
            stored = json.loads(self._pointer.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise IndexMissing("there is no search index yet: run «baken index»") from error
        except json.JSONDecodeError as error:
            raise IndexMismatch("the search index is damaged: run «baken index»") from error
        if stored.pop("format", None) != FORMAT:
            raise IndexMismatch("the search index was made by another version of Baken: run «baken index»")
        return Current(**stored)

    def publish(self, current: Current) -> None:
        """Put `current` in force in one step, then remove folders that neither it nor the one before names."""
        try:
            before = self.current()
        except IndexProblem:
            before = Current()
        beside = self._pointer.with_name(f"current.{os.getpid()}.part")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(asdict(current) | {"format": FORMAT}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._pointer)
        self._remove_all_but({*asdict(current).values(), *asdict(before).values()})

    def _remove_all_but(self, kept: set[str | None]) -> None:
        for folder in self.path.iterdir():
            if folder.is_dir() and folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def write(self, kind: str, arrays: Arrays, meta: Mapping[str, Any]) -> str:
        """A new folder with these arrays; not in force before `publish` names it."""
        name = f"{kind}-{uuid.uuid4().hex[:12]}"
        folder = self.path / name
        folder.mkdir(parents=True)
        for key, array in arrays.items():
            np.save(folder / f"{key}.npy", array)
        (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        return name

    def read(self, name: str) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
        """All arrays of a folder, mapped, and its meta data. Raises FileNotFoundError when it is already gone, and
        IndexMissing when it is damaged."""
        folder = self.path / name
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            arrays = {file.stem: _mapped(file) for file in folder.glob("*.npy")}
        except (ValueError, EOFError) as error:
            raise IndexMissing(f"the search index is damaged ({name}): run «baken index»") from error
        return arrays, meta

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time, over all processes."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _mapped(file: Path) -> NDArray[Any]:
    array = np.load(file, mmap_mode="r")
    return np.asarray(array)  # a plain view on the map: no memmap bookkeeping on every slice
