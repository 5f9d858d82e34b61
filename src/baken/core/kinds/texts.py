"""Texts that exist in several languages, each with the state of its translation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class TextState(StrEnum):
    ORIGINAL = "original"
    REVIEWED = "reviewed"
    MACHINE_DRAFTED = "machine-drafted"
    STALE = "stale"  # the original changed after this translation was made


@dataclass(frozen=True, slots=True)
class Text:
    language: str  # BCP-47 tag
    text: str
    state: TextState


@dataclass(frozen=True, slots=True)
class Texts:
    """The languages of one text, as stored: `{"nl": {"text": "…", "state": "original"}}`."""

    by_language: Mapping[str, Text]

    @classmethod
    def from_json(cls, stored: Mapping[str, Mapping[str, str]] | None) -> Texts:
        return cls({tag: Text(tag, part["text"], TextState(part["state"])) for tag, part in (stored or {}).items()})

    def to_json(self) -> dict[str, dict[str, str]]:
        return {tag: {"text": part.text, "state": str(part.state)} for tag, part in self.by_language.items()}

    def __iter__(self) -> Iterator[Text]:
        return iter(self.by_language.values())

    def __bool__(self) -> bool:
        return bool(self.by_language)

    def best(self, *languages: str) -> Text | None:
        """The text in the first language that has one (`fa-af` falls back to `fa`), else the original, else any."""
        for tag in languages:
            found = self.by_language.get(tag) or self.by_language.get(tag.split("-")[0])
            if found is not None:
                return found
        originals = [part for part in self if part.state == TextState.ORIGINAL]
        return next(iter(originals or self), None)
