"""What a feed hands over: organisations, sites and services as unsaved rows, each with the row it was read from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from baken.directory.feeds.entries import Entries, Entry
from baken.directory.feeds.report import Note, Refusal, Refusals

BAKEN: Final = UUID("8c2d7f0e-6c1b-5d53-9a0e-5f7d4a3f2b11")  # the namespace of ids made here


@dataclass(frozen=True, slots=True)
class Options:
    """`language` of texts that do not say theirs; `today` for dates given as days from loading; `source` of entries
    that do not name theirs; `encoding` of tables; `mapping` of the columns of a table, as it is saved; `on_read` is
    told how many rows were read, of how many, where the files are read row by row."""

    language: str
    country: str
    timezone: str
    today: date
    source: str = ""
    encoding: str = ""
    mapping: Mapping[str, Any] | None = None
    on_read: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: what it hashes to, the entries that it speaks of and who gives them, both packed."""

    key: bytes
    names: bytes
    sources: str


@dataclass(slots=True)
class Batch:
    """`languages`: the only ones in which the files could say something; None: in any. `whole`: what the source has is
    all here, so that what is not here is gone. `lines`: what was read line by line, to be remembered once it is
    written (feeds/standing.py)."""

    organisations: Entries = field(default_factory=Entries)
    locations: Entries = field(default_factory=Entries)
    services: Entries = field(default_factory=Entries)
    refusals: Refusals = field(default_factory=Refusals)
    rows: int = 0
    languages: set[str] | None = None
    merged: list[Entry] = field(default_factory=list)
    whole: bool = True
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add_once(self, kind: Entries, entry: Entry, given_as: str) -> None:
        """Refuses a second entry with the same id."""
        if (first := kind.get(entry.root.id)) is not None:
            message = f"«{given_as}» is given twice; it stands in {first.row} too"
            self.refusals.append(Refusal(entry.row, "id", message))
        else:
            kind[entry.root.id] = entry


def made_id(*parts: object) -> UUID:
    """The same id for the same words, in every import."""
    return uuid5(BAKEN, "/".join(str(part) for part in parts))
