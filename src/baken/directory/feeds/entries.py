"""Entries of an import by their id, of which only those in use lie in memory: a country has hundreds of thousands."""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import mkstemp
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import Model
from django.db.models.base import ModelState

from baken.directory.entries import Root

NOT_CONTENT: Final = frozenset({"feed_digest", "last_modified", "field_sources"})
IN_MEMORY: Final = 2_000  # entries at least; twice as many at most


@dataclass(slots=True)
class Entry:
    """A row of the directory with the rows that belong to it. `merged`: into the entry of which `root` has the id."""

    row: str
    root: Root
    parts: list[Model] = field(default_factory=list)
    merged: bool = False

    def digest(self) -> str:
        """Changes when anything the feed says changes."""
        content = [_content(self.root), *(_content(part) for part in self.parts)]
        return sha256(orjson.dumps(content, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()


class Entries(MutableMapping[UUID, Entry]):
    """In the order in which they were first put in.

    An entry that was got by its id may be changed while fewer than `IN_MEMORY` others are put in or got. What does not
    fit lies in a file of BAKEN_HOME/cache that nothing but this object can reach and that is gone with it, also when
    the process is killed.
    """

    def __init__(self) -> None:
        self._in_memory: dict[UUID, Entry] = {}  # used longest ago first
        self._ids: dict[UUID, None] = {}
        self.sources: set[str] = set()  # of all entries, without that of those that name none
        self.standing: set[UUID] = set()  # in the feed too, but known to say nothing new, and therefore not read
        self._file: sqlite3.Connection | None = None

    def __getitem__(self, key: UUID) -> Entry:
        entry = self._in_memory.pop(key, None) or self._from_file(key)
        self._in_memory[key] = entry
        self._make_room()
        return entry

    def __setitem__(self, key: UUID, entry: Entry) -> None:
        self._in_memory.pop(key, None)
        self._in_memory[key] = entry
        self._ids[key] = None
        self.sources |= {entry.root.source} - {""}
        self._make_room()

    def get(self, key: UUID, default: Any = None) -> Any:
        return self[key] if key in self._ids else default

    def __delitem__(self, key: UUID) -> None:
        del self._ids[key]
        self._in_memory.pop(key, None)

    def __contains__(self, key: object) -> bool:
        """Also of those that stand."""
        return key in self._ids or key in self.standing

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def in_parts(self, size: int) -> Iterator[list[Entry]]:
        """All entries, so many at a time; for reading."""
        ids = iter(list(self._ids))
        while some := list(islice(ids, size)):
            yield [self._in_memory.get(key) or self._from_file(key) for key in some]

    def _from_file(self, key: UUID) -> Entry:
        if self._file is None or key not in self._ids:
            raise KeyError(key)
        (packed,) = self._file.execute("SELECT packed FROM entries WHERE id = ?", (key.bytes,)).fetchone()
        return _unpacked(packed)

    def _make_room(self) -> None:
        if len(self._in_memory) <= 2 * IN_MEMORY:
            return
        oldest = list(islice(self._in_memory, IN_MEMORY))
        packed = ((key.bytes, _packed(self._in_memory.pop(key))) for key in oldest)
        self._file = self._file or _file_without_name()
        self._file.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", packed)


def _packed(entry: Entry) -> bytes:
    """Its columns only: pickled whole, every row would bring the machinery of its model along."""
    rows = [(type(row), {name: row.__dict__[name] for name in _all_columns(type(row))}) for row in _rows(entry)]
    return pickle.dumps((entry.row, entry.merged, rows), pickle.HIGHEST_PROTOCOL)


def _rows(entry: Entry) -> tuple[Model, ...]:
    return (entry.root, *entry.parts)


def _unpacked(packed: bytes) -> Entry:
    place, merged, rows = pickle.loads(packed)
    root, *parts = (_row(model, columns) for model, columns in rows)
    return Entry(place, root, parts, merged)


def _row(model: type[Model], columns: dict[str, Any]) -> Any:
    row = model.__new__(model)
    row._state = ModelState()
    row.__dict__.update(columns)
    return row


def _file_without_name() -> sqlite3.Connection:
    folder = Path(settings.BAKEN_HOME) / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(prefix="import-", dir=folder)
    os.close(handle)
    file = sqlite3.connect(name, isolation_level=None)
    for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA locking_mode=EXCLUSIVE"):
        file.execute(statement)
    file.execute("CREATE TABLE entries (id BLOB PRIMARY KEY, packed BLOB)")
    with suppress(OSError):  # where an open file cannot be removed it stays in the cache
        Path(name).unlink()
    return file


def _content(row: Model) -> list[object]:
    values = {name: getattr(row, name) for name in _columns(type(row))}
    if row.pk is None:
        del values[row._meta.pk.attname]
    return [row._meta.model_name, values]


@cache
def _all_columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(column.attname for column in model._meta.concrete_fields)


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(column.attname for column in model._meta.concrete_fields if column.name not in NOT_CONTENT)
