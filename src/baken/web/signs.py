"""A door in pictures: each fact as a drawing with its words, and with digits where it has a number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.hours.states import day_hours
from baken.core.kinds import Reason, Verdict
from baken.core.planning.kinds import Door
from baken.plans import formats
from baken.plans.kinds import NeedChip, Question
from baken.plans.phrasing import sentence
from baken.web import said

NEEDS_SHOWN: Final = 3
LANGUAGES_SHOWN: Final = 4
OPENING, ON_FOOT, BY_BUS, SPOKEN, PHONE = "clock", "footprints", "bus", "languages", "phone"

# What a reason is drawn as. A fact that is not known has the same drawing, in the colour of asking.
REASON_SIGNS: Final[Mapping[str, str]] = {
    "price.free": "own:sign-free",
    "price.paid": "coins",
    "price.unknown": "coins",
    "papers.none-asked": "own:sign-no-papers-asked",
    "papers.asked-welcome": "id-card",
    "papers.bring": "id-card",
    "papers.asked": "id-card",
    "papers.needed": "id-card",
    "papers.unknown": "id-card",
    "access.walk-in": "door-open",
    "access.by-appointment": "calendar-check",
    "access.phone-only": "phone-call",
    "gender.women-only": "own:person-woman",
    "gender.men-only": "own:person-man",
    "families.only": "own:family-parenting",
    "wheelchair.yes": "accessibility",
    "wheelchair.no": "accessibility",
    "wheelchair.unknown": "accessibility",
}
_TONES: Final[Mapping[Verdict | None, str]] = {Verdict.YES: "open", Verdict.ASK: "asks", Verdict.NO: "shut"}


@dataclass(frozen=True, slots=True)
class Sign:
    """`digits` are large and for the eye alone: `words` say the same. `tone` as of `said.Said`."""

    pictogram: str
    words: str
    tone: str = "plain"
    digits: str = ""


def signs_of(
    door: Door, needs: Iterable[NeedChip], question: Question, *, opening: said.Said | None, way: said.SaidWay
) -> tuple[Sign, ...]:
    """What it is for, when, how far, what it costs, which papers, which languages: in the active language.

    `opening` None: for a paper or a phone that is looked at on other days, when today's hours are not true.
    """
    answered = [need for need in needs if door.candidate.need_fit.get(need.code)][:NEEDS_SHOWN]
    return (
        *(Sign(need.pictogram, need.label) for need in answered),
        *([Sign(OPENING, opening.text, opening.tone, _hours_of_that_day(door, question))] if opening else []),
        *_way(door, way),
        *reason_signs(door.reasons),
        _spoken(door, question),
    )


def reason_signs(reasons: Iterable[Reason]) -> Iterator[Sign]:
    language = get_language() or settings.LANGUAGE_CODE
    for reason in sorted((one for one in reasons if one.code in REASON_SIGNS), key=lambda one: _ORDER[one.code]):
        yield Sign(REASON_SIGNS[reason.code], sentence(reason, language), _TONES.get(reason.verdict, "plain"))


_ORDER: Final = {code: place for place, code in enumerate(REASON_SIGNS)}


def _hours_of_that_day(door: Door, question: Question) -> str:
    """«09:00–12:00 13:00–17:00»; empty where that day is shut or not known for sure."""
    if not door.candidate.opening.rules:
        return ""
    (day,) = day_hours(door.candidate.opening, question.when.date(), 1)
    if not day.known:
        return ""
    return " ".join(f"{formats.clock(opens)}–{formats.clock(closes)}" for opens, closes in day.spans)


def _way(door: Door, way: said.SaidWay) -> Iterator[Sign]:
    if not way.text:
        return
    seconds = None if door.far else door.travel_seconds
    digits = "" if seconds is None else str(formats.minutes(seconds))
    yield Sign(BY_BUS if way.ridden else ON_FOOT, way.text, digits=digits)


def _spoken(door: Door, question: Question) -> Sign:
    if not door.candidate.spoken:
        return Sign(SPOKEN, _("Ask: which languages do they speak?"), "asks")
    reader = get_language() or settings.LANGUAGE_CODE
    mine = question.person.languages or (question.language,)
    spoken = said.spoken_said(door.candidate.spoken, first=mine)[:LANGUAGES_SHOWN]
    words = formats.listed([formats.language_name(one.tag, reader) for one in spoken], reader)
    return Sign(SPOKEN, words, "open" if set(mine) & set(door.candidate.spoken) else "plain")
