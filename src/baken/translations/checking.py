"""Whether a text can stand where the English stands: gaps, tags and forms. A broken one would break a page."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop

from baken.translations.kinds import Form, Message

LONGEST: Final = 5000
_GAP: Final = re.compile(r"%\(\w+\)[a-z]")
_TAG: Final = re.compile(r"<[^<>]*>")
_STRAY_PERCENT: Final = re.compile(r"%(?!%|\(\w+\)[a-z])")
# Letters that nobody sees and that turn the text around them; isolates are fine when each is closed.
_TURNING: Final = re.compile("[\u202a-\u202e]")
_OPENING, _CLOSING = re.compile("[\u2066-\u2068]"), re.compile("\u2069")

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
    return tuple(dict.fromkeys(gap for source in message.sources for gap in _GAP.findall(source)))


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
    if not text.strip():
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
    written = set(_GAP.findall(text))
    yield from (("gap-unknown", gap) for gap in sorted(written - known))
    if not may_leave_out:
        yield from (("gap-missing", gap) for gap in sorted(known - written))
    if known and _STRAY_PERCENT.search(text.replace("%%", "")):
        yield "percent", ""


def _wrong_marks(message: Message, text: str) -> Iterator[tuple[str, str]]:
    """The words stand in pages as they are: nothing may open or close an element or an attribute."""
    tags = [Counter(_TAG.findall(source)) for source in message.sources]
    if Counter(_TAG.findall(text)) not in tags or set("<>") & set(_TAG.sub("", text)):
        yield "tags", " ".join(tags[-1])
    if '"' in _TAG.sub("", text) and not any('"' in _TAG.sub("", source) for source in message.sources):
        yield "quotes", ""


def _unseen(text: str) -> bool:
    control = any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in text)
    return control or bool(_TURNING.search(text)) or len(_OPENING.findall(text)) != len(_CLOSING.findall(text))
