"""Lines of a feed that were imported before and still stand in the directory as they were written then.

A weekly feed of a country is a gigabyte of which one line in a hundred is new. Of every line that was imported a file
of BAKEN_HOME/cache keeps what it hashed to, which entries it spoke of, and what their digests were afterwards. While
all of those digests stand in the directory, the line has nothing to say and is not read again; any doubt, and it is.
The file holds nothing that cannot be made again.
"""

import json
import logging
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from baken import __version__
from baken.directory import models
from baken.directory.entries import Root
from baken.directory.feeds.batch import Batch, Line, Options

log = logging.getLogger(__name__)

_KINDS: Final[tuple[type[Root], ...]] = (models.Organisation, models.Location, models.Service)
_AT_ONCE: Final = 500
_KEY_BYTES, _NAME_BYTES, _DIGEST_BYTES = 16, 17, 8
_LEAST_SHARE: Final = 0.5  # of lines that stand; with fewer all are read
_READ_AS: Final = "1"  # to be raised when lines are read otherwise than before

Name = bytes  # of an entry: the number of its kind, and its id
Source = tuple[int, str]  # the number of a kind, and who gives entries of it


@dataclass(frozen=True, slots=True)
class Place:
    """A line, by the number of its file in the order of reading, and its own."""

    file: int
    line: int


@dataclass(slots=True)
class Standing:
    """`lines` need not be read; each with the names, one after another, of the entries that it speaks of. `sources` are
    those that the lines gave for entries, by kind; in the directory an entry may belong to another. `total`: all lines
    there are, also those that do not stand."""

    lines: dict[Place, bytes] = field(default_factory=dict)
    sources: set[Source] = field(default_factory=set)
    total: int = 0

    def read_with(self, names: Collection[Name]) -> None:
        """Lines that speak of one of these entries are read after all."""
        spoken = frozenset(names)
        for place in [place for place, said in self.lines.items() if not spoken.isdisjoint(cut(said))]:
            del self.lines[place]

    def stand_in(self, batch: Batch) -> None:
        """The batch knows of the entries of these lines that they stand as they are."""
        for number, entries in enumerate((batch.organisations, batch.locations, batch.services)):
            ids = {UUID(bytes=name[1:]) for said in self.lines.values() for name in cut(said) if name[0] == number}
            entries.standing |= ids - set(entries)
            entries.sources |= {source for kind, source in self.sources if kind == number} - {""}
        batch.rows += sum(any(name[0] == 2 for name in cut(said)) for said in self.lines.values())


def standing_lines(keys: Iterable[tuple[Place, bytes]]) -> Standing:
    """Which of the lines with these keys say nothing new; none where that would be few."""
    there, found = _digests(), Standing()
    ahead = iter(keys)
    with closing(_file()) as file:
        while some := dict(islice(ahead, _AT_ONCE)):
            found.total += len(some)
            marks = ",".join("?" * len(some))
            query = f"SELECT key, spoken, sources FROM lines WHERE key IN ({marks})"
            known = {key: (spoken, sources) for key, spoken, sources in file.execute(query, list(some.values()))}
            for place, key in some.items():
                spoken, sources = known.get(key, (b"", "[]"))
                if names := _standing_names(spoken, there):
                    found.lines[place] = names
                    found.sources.update((kind, source) for kind, source in json.loads(sources))
    return found if len(found.lines) >= _LEAST_SHARE * found.total else Standing(total=found.total)


def keep_lines(lines: Sequence[Line]) -> None:
    """Imported lines as they stand in the directory now."""
    if not lines:
        return
    there = _digests()
    rows = (
        (line.key, b"".join(name + there[name] for name in cut(line.names)), line.sources)
        for line in lines
        if line.names and all(name in there for name in cut(line.names))
    )
    try:
        with closing(_file()) as file, file:
            file.executemany("INSERT OR REPLACE INTO lines VALUES (?, ?, ?)", rows)
    except sqlite3.Error as problem:
        log.warning("what was imported is not remembered, and will be read again: %s", problem)


def key_of(line: str, language: str, options: Options) -> bytes:
    """Another line, language, way of reading or version of Baken is another key."""
    way = (__version__, _READ_AS, language, options.country, options.timezone, options.source)
    digest = blake2b("\0".join(way).encode(), digest_size=_KEY_BYTES)
    digest.update(b"\0" + line.encode())
    return digest.digest()


def name_of(model: type[Root], pk: UUID) -> Name:
    return bytes([_KINDS.index(model)]) + pk.bytes


def source_of(root: Root) -> Source:
    """Who gives it, as it was read."""
    return _KINDS.index(type(root)), root.source


def packed_sources(sources: Collection[Source]) -> str:
    """For `Line`."""
    return json.dumps(sorted(sources))


def cut(names: bytes) -> list[Name]:
    """Names that were put one after another."""
    return [names[at : at + _NAME_BYTES] for at in range(0, len(names), _NAME_BYTES)]


def _standing_names(packed: bytes, there: Mapping[Name, bytes]) -> bytes:
    """The entries of a line while all their digests are as they were; else nothing."""
    size = _NAME_BYTES + _DIGEST_BYTES
    said = [packed[at : at + size] for at in range(0, len(packed), size)]
    if any(there.get(one[:_NAME_BYTES]) != one[_NAME_BYTES:] for one in said):
        return b""
    return b"".join(one[:_NAME_BYTES] for one in said)


def _digests() -> dict[Name, bytes]:
    """How the digest of every entry begins that a feed wrote."""
    return {
        name_of(model, pk): bytes.fromhex(digest[: 2 * _DIGEST_BYTES])
        for model in _KINDS
        for pk, digest in _column(model, "feed_digest")
        if digest
    }


def _column(model: Any, column: str) -> Iterator[tuple[UUID, str]]:
    rows: Iterator[tuple[UUID, str]] = model.objects.values_list("pk", column).iterator(chunk_size=5_000)
    return rows


def _file() -> sqlite3.Connection:
    """One that is damaged is thrown away."""
    path = Path(settings.BAKEN_HOME) / "cache/lines.sqlite3"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _opened(path)
    except sqlite3.OperationalError:
        raise  # locked or not writable: not the file's fault
    except sqlite3.DatabaseError:
        path.unlink()
        return _opened(path)


def _opened(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=30)
    file.execute("CREATE TABLE IF NOT EXISTS lines (key BLOB PRIMARY KEY, spoken BLOB, sources TEXT)")
    return file
