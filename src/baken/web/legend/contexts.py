"""Every pictogram in use with its meaning, in the reader's language and in the local one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _

from baken.core.kinds import Text, TextState
from baken.needs.selectors import DomainCard
from baken.plans import formats
from baken.plans.phrasing import SENTENCES
from baken.web.find.choices import domain_cards
from baken.web.find.picturing import STEPS
from baken.web.signs import BY_BUS, ON_FOOT, OPENING, PHONE, REASON_SIGNS, SPOKEN

# Languages of these pages that phones and computers seldom have a voice for: docs/decisions/0005-for-everyone.md
VOICELESS: Final = ("fa", "fa-af", "ps", "ti", "so")

_FACTS: Final = (
    (OPENING, gettext_noop("When it is open")),
    (ON_FOOT, gettext_noop("On foot")),
    (BY_BUS, gettext_noop("By bus or tram")),
    (SPOKEN, gettext_noop("Languages they speak")),
    (PHONE, gettext_noop("Call")),
    ("id-card", gettext_noop("Papers")),
    ("coins", gettext_noop("Price")),
    ("accessibility", gettext_noop("Wheelchair")),
)
_BUTTONS: Final = (
    ("plus", gettext_noop("One more thing")),
    ("x", gettext_noop("take away")),
    ("arrow-right", gettext_noop("Next question")),
    ("arrow-left", gettext_noop("Back")),
    ("circle-slash", gettext_noop("Skip")),
    ("door-open", gettext_noop("Show the doors now")),
    ("map-pinned", gettext_noop("Make my plan")),
    ("megaphone", gettext_noop("Good to know")),
    ("circle-question-mark", gettext_noop("ask")),
    ("volume-2", gettext_noop("Listen")),
    ("lock", gettext_noop("What we keep of you: nothing")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """`local`: None where the reader reads the local language."""

    pictogram: str
    meaning: Text
    local: Text | None = None


@dataclass(frozen=True, slots=True)
class Part:
    head: Entry
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class LegendPage:
    parts: tuple[Part, ...]
    voiceless: str

    def pictograms(self) -> frozenset[str]:
        """Every drawing that stands on the page."""
        return frozenset(entry.pictogram for part in self.parts for entry in (part.head, *part.entries)) - {""}


def legend_page() -> LegendPage:
    reader = get_language() or settings.LANGUAGE_CODE
    with override(settings.BAKEN_LOCAL_LANGUAGE):
        local = domain_cards()
    parts = [_topic(mine, theirs) for mine, theirs in zip(domain_cards(), local, strict=True)]
    return LegendPage(
        parts=(
            *parts,
            Part(_said("user-round", gettext_noop("Who is it for?")), tuple(_answers())),
            Part(_said("door-open", gettext_noop("What a door says")), tuple(_facts())),
            Part(_said("", gettext_noop("What you can press")), tuple(_said(*pair) for pair in _BUTTONS)),
        ),
        voiceless=formats.listed([formats.language_name(tag, reader) for tag in VOICELESS], reader),
    )


def _topic(mine: DomainCard, theirs: DomainCard) -> Part:
    return Part(
        _entry(mine.pictogram, mine.label, theirs.label),
        tuple(
            _entry(need.pictogram, need.label, same.label) for need, same in zip(mine.needs, theirs.needs, strict=True)
        ),
    )


def _answers() -> Iterable[Entry]:
    for step in STEPS:
        yield _spoken(step.pictogram, step.question.__str__)
        for answer in step.answers:
            yield _spoken(answer.pictogram, answer.words.__str__)


def _facts() -> Iterable[Entry]:
    """A drawing that stands for one sentence only says that sentence."""
    named = dict(_FACTS)
    yield from (_said(*pair) for pair in _FACTS)
    for code, pictogram in REASON_SIGNS.items():
        if pictogram not in named:
            yield _said(pictogram, SENTENCES[code])


def _said(pictogram: str, message: str) -> Entry:
    return _spoken(pictogram, lambda: _(message))


def _spoken(pictogram: str, words: Callable[[], str]) -> Entry:
    reader, local = get_language() or settings.LANGUAGE_CODE, settings.BAKEN_LOCAL_LANGUAGE
    mine = Text(reader, words(), TextState.ORIGINAL)
    with override(local):
        return _entry(pictogram, mine, Text(local, words(), TextState.ORIGINAL))


def _entry(pictogram: str, mine: Text, theirs: Text) -> Entry:
    return Entry(pictogram, mine, None if mine.text == theirs.text else theirs)
