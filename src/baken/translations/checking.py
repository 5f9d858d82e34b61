"""Whether a text can stand where the English stands: gaps, tags and forms. A broken one would break a page."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext_noop

from baken.translations.kinds import Form, Message

LONGEST: Final = 5000
# As Python reads it, from left to right: a percent sign written twice, a gap, a percent sign that is neither.
_PERCENT: Final = re.compile(r"%%|%\(\w+\)[a-z]|%")
_TAG: Final = re.compile(r"<[^<>]*>")
# Letters that nobody sees and that turn the text around them; isolates are fine when each is closed.
_TURNING: Final = re.compile("[\u202a-\u202e]")
_OPENING, _CLOSING = frozenset("\u2066\u2067\u2068"), "\u2069"
# Control letters, the line ends that only some programs know, and halves of letters.
_NOT_TYPED: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
# They count as letters, and nobody sees them.
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
# No writing stacks more on one letter; a longer pile covers the lines above.
_MOST_MARKS: Final = 8

PROBLEMS: Final[Mapping[str, str]] = {
    "forms": gettext_noop("Write a text for every form of the number."),
    "empty": gettext_noop("Write the text."),
    "long": gettext_noop("That is too long."),
    "gap-missing": gettext_noop("Keep this as it is, it is filled in later: %(part)s"),
    "gap-unknown": gettext_noop("This is not in the English text, take it out: %(part)s"),
    "percent": gettext_noop("Write %% twice for a percent sign, as the English text does."),
    "tags": gettext_noop("Keep the marks between ‹ and › as they are in the English text: %(part)s"),
    "quotes": gettext_noop('Use the quotation marks of your language, not ".'),
    "lines": gettext_noop("Write it on one line."),
    "letters": gettext_noop("There are letters in it that cannot be seen. Type the text again."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` of PROBLEMS; `part`: what of the text it is about; `form`: which one, counted from 0."""

    code: str
    part: str = ""
    form: int = 0


def gaps_of(message: Message) -> tuple[str, ...]:
    """What is filled in later, as the English text writes it: «%(count)s»."""
    return tuple(dict.fromkeys(gap for source in message.sources for gap in _gaps(source)))


def _gaps(text: str) -> Iterator[str]:
    return (part for part in _PERCENT.findall(text) if part not in {"%", "%%"})


def problems(message: Message, texts: Sequence[str], forms: Sequence[Form]) -> tuple[Problem, ...]:
    """What keeps these texts from standing on a page; none where all is well."""
    expected = len(forms) if message.plural else 1
    if len(texts) != expected:
        return (Problem("forms"),)
    return tuple(
        Problem(code, part, number)
        for number, text in enumerate(texts)
        for code, part in _wrong(message, text, may_leave_out=bool(message.plural) and forms[number].single)
    )


def _wrong(message: Message, text: str, *, may_leave_out: bool) -> Iterator[tuple[str, str]]:
    if not _visible(text) and any(map(_visible, message.sources)):
        yield "empty", ""
        return
    if len(text) > LONGEST:
        yield "long", ""
        return
    yield from _wrong_gaps(message, text, may_leave_out=may_leave_out)
    yield from _wrong_marks(message, text)
    if "\n" in text.strip("\n") and not any("\n" in source for source in message.sources):
        yield "lines", ""
    if _unseen(text):
        yield "letters", ""


def _wrong_gaps(message: Message, text: str, *, may_leave_out: bool) -> Iterator[tuple[str, str]]:
    """A form for one number alone may say that number in words: «one door»."""
    known = set(gaps_of(message))
    written = set(_gaps(text))
    yield from (("gap-unknown", gap) for gap in sorted(written - known))
    if not may_leave_out:
        yield from (("gap-missing", gap) for gap in sorted(known - written))
    # A page may fill in a text without gaps too: one percent sign is fine only where the English text has it.
    if not any("%" in _PERCENT.findall(source) for source in message.sources) and "%" in _PERCENT.findall(text):
        yield "percent", ""


def _wrong_marks(message: Message, text: str) -> Iterator[tuple[str, str]]:
    """The words stand in pages as they are: nothing may open or close an element or an attribute."""
    if _nesting(text) not in map(_nesting, message.sources) or set("<>") & set(_TAG.sub("", text)):
        yield "tags", " ".join(dict.fromkeys(_TAG.findall(message.sources[-1])))
    if '"' in _TAG.sub("", text) and not any('"' in _TAG.sub("", source) for source in message.sources):
        yield "quotes", ""


def _nesting(text: str) -> Counter[tuple[str, ...]]:
    """Each tag with those open around it. Elements may change places; one that closes before it opens may not."""
    within: list[str] = []
    found = Counter[tuple[str, ...]]()
    for tag in _TAG.findall(text):
        found[(*within, tag)] += 1
        if not tag.startswith("</"):
            within.append(tag)
        elif within:
            within.pop()
    return found


def _visible(text: str) -> bool:
    """Whether there is anything to read."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in _TAG.sub("", text) if letter not in _FILLERS)


def _unseen(text: str) -> bool:
    not_typed = any(unicodedata.category(letter) in _NOT_TYPED and letter != "\n" for letter in text)
    return not_typed or bool(_TURNING.search(text)) or not _isolates_closed(text) or _marks_piled(text)


def _isolates_closed(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter in _OPENING) - (letter == _CLOSING)
        if depth < 0:
            return False
    return depth == 0


def _marks_piled(text: str) -> bool:
    piles = groupby(text, key=lambda letter: unicodedata.category(letter)[0] == "M")
    return any(marks and len(list(pile)) > _MOST_MARKS for marks, pile in piles)
