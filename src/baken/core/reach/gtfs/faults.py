"""What is wrong with a feed, said with file, line and field."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """`line`: of the file, the header is line 1; None where the whole file is meant. `refused`: the feed cannot be
    used; otherwise the row was left out or mended, as `message` says, and the rest of the feed is good."""

    file: str
    line: int | None
    field: str | None
    message: str
    refused: bool = True

    def __str__(self) -> str:
        where = self.file + (f", line {self.line}" if self.line is not None else "")
        return f"{where}{f', {self.field}' if self.field else ''}: {self.message}"


class GtfsError(ValueError):
    """The feed cannot be used. `faults` holds everything found; the message says the first of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        refused = [str(fault) for fault in faults if fault.refused]
        others = f"\n… and {len(refused) - MOST_SAID} more" if len(refused) > MOST_SAID else ""
        super().__init__("\n".join(refused[:MOST_SAID]) + others)
