"""What the room and its doors say to each other."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Verdict(StrEnum):
    """What a reviewer says of one message. A doubt leaves the words as they are, and unreviewed."""

    RIGHT = "right"
    CORRECTED = "corrected"
    DOUBT = "doubt"


REVIEWED = frozenset({Verdict.RIGHT, Verdict.CORRECTED})


class Audience(StrEnum):
    """Who reads a message first; in this order they are reviewed."""

    URGENT = "urgent"
    PLAN = "plan"
    READERS = "readers"
    KEEPERS = "keepers"


@dataclass(frozen=True, slots=True)
class Message:
    """One English message of the source. `plural` empty: it has one form. `places`: files of the package."""

    context: str
    english: str
    plural: str
    places: tuple[str, ...]
    audience: Audience

    @property
    def key(self) -> str:
        return key_of(self.context, self.english, self.plural)

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.english, self.plural) if self.plural else (self.english,)


def key_of(context: str, english: str, plural: str) -> str:
    """The same for the same English words, and another as soon as one changes: then nobody has reviewed it yet."""
    return sha256("\x04".join((context, english, plural)).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Form:
    """One plural form of a language: `examples` of the numbers that ask for it; `single`: there is no other."""

    examples: tuple[int, ...]
    single: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How far a language is: messages of the pages, and of them the urgent ones."""

    messages: int = 0
    translated: int = 0
    reviewed: int = 0
    doubts: int = 0
    urgent: int = 0
    urgent_reviewed: int = 0

    @property
    def all_reviewed(self) -> bool:
        return 0 < self.messages == self.reviewed

    @property
    def urgent_done(self) -> bool:
        return 0 < self.urgent == self.urgent_reviewed
