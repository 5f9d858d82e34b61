"""What an import says back: counts that are exact, and the first details of each kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self, SupportsIndex
from uuid import UUID

MOST_DETAILS: Final = 1_000  # of each outcome; the counts go on


class FeedError(ValueError):
    """The import cannot be done at all: an unknown kind, a missing path, a database that cannot be written."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that must be mended first. `row` is file and number (`services.ndjson 12`), `field` a path in it."""

    row: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """A cell that says neither yes nor no, taken as «not known». `row` as of a refusal, `said` in the cell's words."""

    row: str
    field: str
    said: str


class Refusals(list[Refusal]):
    """The first MOST_DETAILS that were found; `total` counts them all."""

    def __init__(self, found: Iterable[Refusal] = ()) -> None:
        super().__init__()
        self.total = 0
        self.extend(found)

    def append(self, refusal: Refusal, /) -> None:
        self.total += 1
        if self.total <= MOST_DETAILS:
            super().append(refusal)

    def insert(self, _: SupportsIndex, refusal: Refusal, /) -> None:
        self.append(refusal)

    def extend(self, found: Iterable[Refusal], /) -> None:
        for refusal in found:
            self.append(refusal)

    def __iadd__(self, found: Iterable[Refusal], /) -> Self:  # type: ignore[misc, override] # as narrow as ours are
        self.extend(found)
        return self


class What(StrEnum):
    """The kinds of entries of the directory."""

    ORGANISATION = "organisation"
    SITE = "site"
    SERVICE = "service"


class Outcome(StrEnum):
    """What an import does with an entry. «removed»: it stands in the directory from the same source and is no longer
    in the feed; it is left as it is, or taken out of use where the operator asks for that. «disputed»: somebody else
    said otherwise; what stands is kept, and a conflict waits for a person. The rest of it may be changed too."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RETIRED = "retired"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Both in short words; empty is «nothing said». Where it is disputed, `after` is what is offered; who said what
    stands, and when (ISO), is in `by` (a source, «organisation» or «coordinator») and `on`."""

    field: str
    before: str
    after: str
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What happens to one entry. `row` is where the feed says it; empty for what the feed no longer says."""

    what: What
    outcome: Outcome
    id: UUID
    name: str
    row: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Of entries. Those that are `disputed` are among the changed or the unchanged too."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    disputed: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """`rows` services were read; with any refusal, or in a dry run, nothing was written.

    The counts are of services; `organisations` and `locations` count theirs. `lines` and `refused` hold the first
    details of each outcome, `refusals` counts all of what was refused; `notes` are the first that `noted` counts. What
    is removed is known only where the feed is whole and nothing in it was refused.
    """

    kind: str
    dry_run: bool
    rows: int
    added: int
    changed: int
    unchanged: int
    organisations: Counts
    locations: Counts
    refused: tuple[Refusal, ...]
    removed: int = 0
    retired: int = 0
    refusals: int = 0
    disputed: int = 0
    noted: int = 0
    notes: tuple[Note, ...] = ()
    lines: tuple[Line, ...] = field(default=())

    @property
    def written(self) -> bool:
        return not self.dry_run and not self.refused

    @property
    def services(self) -> Counts:
        return Counts(self.added, self.changed, self.unchanged, self.removed, self.disputed)
