"""What an import says back."""

from dataclasses import dataclass


class FeedError(ValueError):
    """The import cannot be done at all: an unknown kind, a missing path, a database that cannot be written."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that must be mended first. `row` is file and number (`services.ndjson 12`), `field` a path in it."""

    row: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Counts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """`rows` services were read; with any refusal, or in a dry run, nothing was written.

    The counts are of services; `organisations` and `locations` count theirs.
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

    @property
    def written(self) -> bool:
        return not self.dry_run and not self.refused
