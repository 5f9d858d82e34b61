"""Yes, no, ask: and always why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    YES = "yes"
    ASK = "ask"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as data. `code` picks the sentence in the reader's language, `facts` fill it.

    Codes are dotted: `papers.none-asked`, `age.too-old`, `open.until`. Facts hold only str, int, float, bool,
    date, time or datetime values; a renderer translates and formats them.
    """

    code: str
    verdict: Verdict | None = None  # None: information, it neither opens nor closes the door
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
