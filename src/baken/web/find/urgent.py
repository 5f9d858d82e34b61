"""Urgent help as pages show it: what to say first, in which order, and in how many languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from baken.guidance.selectors import HelplineCard
from baken.guidance.urgent_words import WORDS
from baken.plans import formats
from baken.plans.phrasing import usual_hours
from baken.web import said
from baken.web.contexts import urgent_words_reviewed

# Where nobody has reviewed the reader's own, these stand beside it: somebody near may read one of them.
BESIDE = ("nl", "fr", "en")


@dataclass(frozen=True, slots=True)
class HelplineLine:
    card: HelplineCard
    opening: said.Said
    hours: str  # of any week, for what is kept; empty where they are not known
    spoken: tuple[str, ...]  # names of languages, in the reader's language


@dataclass(frozen=True, slots=True)
class SaidIn:
    """The same urgent words in one language. `reviewed`: a person has checked them."""

    language: str
    direction: str
    title: str
    advice: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class UrgentHelp:
    """`words` in the reader's language. Unless they were reviewed, numbers come first and `beside` is not empty."""

    kind: str
    pictogram: str
    words: SaidIn
    beside: tuple[SaidIn, ...]
    helplines: tuple[HelplineLine, ...]


@dataclass(frozen=True, slots=True)
class UrgentKind:
    """One of the four, to choose by its picture."""

    code: str
    label: str
    pictogram: str


def helpline_lines(cards: Iterable[HelplineCard], *, now: datetime) -> tuple[HelplineLine, ...]:
    reader = _reading_language()
    return tuple(
        HelplineLine(
            card,
            said.Said("open", _("Day and night")) if card.always else said.opening_said(card.opening, now=now),
            usual_hours(card.hours, reader),
            tuple(formats.language_name(tag, reader) for tag in card.languages),
        )
        for card in cards
    )


def urgent_help(kind: str, helplines: Sequence[HelplineLine]) -> UrgentHelp:
    words = _said_in(kind, _reading_language())
    others = () if words.reviewed else tuple(tag for tag in BESIDE if tag != words.language)
    return UrgentHelp(
        kind=kind,
        pictogram=WORDS[kind].pictogram,
        words=words,
        beside=tuple(_said_in(kind, tag) for tag in others),
        helplines=tuple(helplines),
    )


def urgent_kinds(*, without: str | None = None) -> tuple[UrgentKind, ...]:
    return tuple(UrgentKind(code, _(words.choice), words.pictogram) for code, words in WORDS.items() if code != without)


def first_danger(dangers: Sequence[str]) -> str | None:
    """The one whose words come first; the kinds stand in the order of their weight."""
    return next((kind for kind in dangers if kind in WORDS), None)


def _reading_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _said_in(kind: str, language: str) -> SaidIn:
    words = WORDS[kind]
    with override(language):
        return SaidIn(
            language=language,
            direction="rtl" if language in settings.LANGUAGES_BIDI else "ltr",
            title=_(words.title),
            advice=_(words.advice),
            reviewed=urgent_words_reviewed(language),
        )
