"""Words of danger: found in the whole text, before anything else, by lists that people can read and add to.

A pattern is a row of folded words. `word*` also takes endings, `*word` also beginnings, `one|other` either of two
(`one|two_words` where one is longer), `..` up to three words in between. Patterns of every language are tried on every
text: people mix languages, most of all in distress. A missed danger is worse than a helpline shown without need, so
nothing here looks for «not».
docs/algorithms/danger.md says what that gives and what not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from baken.core.wording import tokens

KINDS: Final = ("suicide", "violence", "homeless-tonight", "medical")
FOLDER: Final = Path(__file__).parent
GAP: Final = ".."
MOST_BETWEEN: Final = 3
# The Persian sign of the present is written apart, joined or with a joiner that shows nothing: patterns join it.
_JOINED: Final = frozenset({"می", "نمی"})


class DangerListError(ValueError):
    """A list of danger words cannot be read; the message names the file and the entry."""


Row = tuple[str, ...]  # words that follow each other, with their marks


@dataclass(frozen=True, slots=True)
class Part:
    """One of these stands there: a whole word, one with such a beginning, one with such an end, or a row of words."""

    words: frozenset[str] = frozenset()
    beginnings: Row = ()
    ends: Row = ()
    rows: tuple[Row, ...] = ()

    def stands(self, word: str) -> bool:
        return word in self.words or word.startswith(self.beginnings) or word.endswith(self.ends)


@dataclass(frozen=True, slots=True)
class Pattern:
    """`parts`: None is a gap of up to MOST_BETWEEN words."""

    kind: str
    parts: tuple[Part | None, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Patterns by their first word, by the first two letters of one that may end otherwise, and those whose first word
    may begin with anything: at each word of a text nearly all can be left aside."""

    whole: dict[str, list[Pattern]]
    begun: dict[str, list[Pattern]]
    others: list[Pattern]


def danger_in(text: str) -> tuple[str, ...]:
    """The kinds of danger that the text speaks of, in the order of KINDS."""
    words = tokens(text)
    found = _kinds_in(words)
    if not _JOINED.isdisjoint(words):
        found |= _kinds_in(list(_joined(words)))
    return tuple(kind for kind in KINDS if kind in found)


def _kinds_in(words: Sequence[str]) -> set[str]:
    shelf = _shelf()
    found: set[str] = set()
    for at, word in enumerate(words):
        for pattern in (*shelf.whole.get(word, ()), *shelf.begun.get(word[:2], ()), *shelf.others):
            if pattern.kind not in found and _stands(pattern.parts, words, at):
                found.add(pattern.kind)
    return found


def _stands(parts: Sequence[Part | None], words: Sequence[str], at: int) -> bool:
    if not parts:
        return True
    if (part := parts[0]) is None:
        return any(_stands(parts[1:], words, at + between) for between in range(MOST_BETWEEN + 1))
    if at < len(words) and part.stands(words[at]) and _stands(parts[1:], words, at + 1):
        return True
    return any(_follow(row, words, at) and _stands(parts[1:], words, at + len(row)) for row in part.rows)


def _follow(row: Row, words: Sequence[str], at: int) -> bool:
    """The last word of a row may end otherwise."""
    *before, last = words[at : at + len(row)] or ("",)
    if len(before) + 1 != len(row) or before != list(row[:-1]):
        return False
    return last.startswith(row[-1][:-1]) if row[-1].endswith("*") else last == row[-1]


def _joined(words: Sequence[str]) -> Iterator[str]:
    waiting = ""
    for word in words:
        if word in _JOINED:
            waiting = word
            continue
        yield waiting + word
        waiting = ""


@cache
def _shelf() -> Shelf:
    shelf = Shelf({}, {}, [])
    for path in sorted(FOLDER.glob("*.yaml")):
        for kind, entries in read_list(path).items():
            for entry in entries:
                _put(Pattern(kind, _parts(entry)), shelf)
    return shelf


def _put(pattern: Pattern, shelf: Shelf) -> None:
    first = pattern.parts[0]
    assert first is not None
    for word in first.words | {row[0] for row in first.rows}:
        shelf.whole.setdefault(word, []).append(pattern)
    for start in {beginning[:2] for beginning in first.beginnings}:
        shelf.begun.setdefault(start, []).append(pattern)
    if first.ends:
        shelf.others.append(pattern)


def read_list(path: Path) -> dict[str, list[str]]:
    """kind -> patterns of one file. Raises DangerListError."""
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(loaded, dict):
        raise DangerListError(f"{path.name}: expected {', '.join(KINDS)}, each with a list")
    for kind, entries in loaded.items():
        if kind not in KINDS:
            raise DangerListError(f"{path.name}: {kind!r} is not one of {', '.join(KINDS)}")
        if not isinstance(entries, list) or not all(isinstance(entry, str) and tokens(entry) for entry in entries):
            raise DangerListError(f"{path.name}: {kind}: expected a list of texts")
        for entry in entries:
            _check(entry, f"{path.name}: {kind}: {entry!r}")
    return loaded


def _check(entry: str, place: str) -> None:
    written = entry.split()
    if GAP in (written[0], written[-1]):
        raise DangerListError(f"{place}: it begins or ends with a gap")
    for choice in (choice for part in written if part != GAP for choice in part.split("|")):
        row = _marked(choice)
        if not row:
            raise DangerListError(f"{place}: one of the choices has no letters")
        if "*" in choice.strip("*") or (len(row) > 1 and choice.startswith("*")):
            raise DangerListError(f"{place}: {choice}: a «*» stands at an end, and of several words only at the last")
        if any("*" in word and len(word) < 3 for word in row):
            raise DangerListError(f"{place}: {choice} would be any word; give at least two letters")


def _parts(entry: str) -> tuple[Part | None, ...]:
    """Folded as the text is, marks kept."""
    return tuple(None if part == GAP else _part([_marked(one) for one in part.split("|")]) for part in entry.split())


def _part(rows: Sequence[Row]) -> Part:
    single = [row[0] for row in rows if len(row) == 1]
    return Part(
        words=frozenset(word for word in single if "*" not in word),
        beginnings=tuple(word[:-1] for word in single if word.endswith("*")),
        ends=tuple(word[1:] for word in single if word.startswith("*")),
        rows=tuple(row for row in rows if len(row) > 1),
    )


def _marked(written: str) -> Row:
    """«don't» is two words here, as it is in a text."""
    words = tokens(written)
    before, after = written.startswith("*"), written.endswith("*")
    return tuple(
        "*" * (before and not at) + word + "*" * (after and at == len(words) - 1) for at, word in enumerate(words)
    )
