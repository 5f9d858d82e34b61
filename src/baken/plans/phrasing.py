"""Every reason as a sentence in the reader's language, from structured facts alone: no machine translates anything.

A sentence is one gettext message per reason code. Where a catalogue lacks one, English stands in.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as message
from django.utils.translation import override

from baken.core.kinds import Reason, Residence
from baken.needs import selectors as needs_room
from baken.plans import formats
from baken.plans.kinds import LeftOutView

RESIDENCE_WORDS: Final[Mapping[str, str]] = {
    Residence.CITIZEN: message("citizen"),
    Residence.EU_RESIDENT: message("from another EU country"),
    Residence.ASYLUM_SEEKER: message("asked for asylum, waiting"),
    Residence.RECOGNISED_REFUGEE: message("recognised refugee"),
    Residence.SUBSIDIARY_PROTECTION: message("subsidiary protection"),
    Residence.TEMPORARY_PROTECTION: message("temporary protection (Ukraine)"),
    Residence.FAMILY_MIGRANT: message("came to join family"),
    Residence.WORK_OR_STUDENT_PERMIT: message("permit to work or study"),
    Residence.NO_PAPERS: message("no papers"),
    Residence.UNKNOWN: message("not said"),
}
GENDER_WORDS: Final[Mapping[str, str]] = {
    "woman": message("women"),
    "man": message("men"),
    "other": message("people who are neither"),
}

SENTENCES: Final[Mapping[str, str]] = {
    # papers and residence
    "papers.none-asked": message("No papers asked."),
    "papers.asked-welcome": message("They ask for papers, and people without papers are welcome too."),
    "papers.bring": message("Bring your papers."),
    "papers.asked": message("They ask for papers. Ask first what you need."),
    "papers.needed": message("You need papers here."),
    "papers.unknown": message("Ask: do I need papers?"),
    "residence.any": message("Whatever your papers."),
    "residence.welcome": message("For people in your situation: %(residence)s."),
    "residence.depends": message("Only for some residence situations. Ask if yours is one."),
    "residence.not-named": message("Ask: is this also for me? (%(residence)s)"),
    "residence.not-welcome": message("Not for people in this situation: %(residence)s."),
    "residence.unknown": message("Ask: is this also for me? (%(residence)s)"),
    # age
    "age.any": message("All ages."),
    "age.fits": message("For your age (%(age)s)."),
    "age.too-young": message("Only from %(minimum)s years."),
    "age.too-old": message("Only up to %(maximum)s years."),
    "age.from": message("From %(minimum)s years."),
    "age.to": message("Up to %(maximum)s years."),
    "age.between": message("From %(minimum)s to %(maximum)s years."),
    "age.unknown": message("Ask: for which ages?"),
    # gender and family
    "gender.everyone": message("For women and men."),
    "gender.women-only": message("Only for women."),
    "gender.men-only": message("Only for men."),
    "gender.only": message("Only for %(genders)s."),
    "gender.unknown": message("Ask: for women, for men?"),
    "families.everyone": message("With or without children."),
    "families.only": message("For families with children."),
    "families.unknown": message("Ask: only for families?"),
    # where somebody lives, insurance, body
    "municipality.any": message("Wherever you live."),
    "municipality.fits": message("For people of %(municipality)s."),
    "municipality.elsewhere": message("Only for people of %(municipalities)s."),
    "municipality.only": message("Only for people of %(municipalities)s."),
    "municipality.unknown": message("Ask: also for people of %(municipality)s?"),
    "insurance.not-needed": message("No health insurance needed."),
    "insurance.have": message("Bring your insurance card."),
    "insurance.needed": message("You need health insurance here."),
    "insurance.unknown": message("Ask: do I need health insurance?"),
    "wheelchair.yes": message("You can enter with a wheelchair."),
    "wheelchair.no": message("You cannot enter with a wheelchair."),
    "wheelchair.unknown": message("Ask: can I enter with a wheelchair?"),
}


def sentence(reason: Reason, language: str) -> str:
    """The reason as one sentence. Raises KeyError for a code without a sentence (a test lists them all)."""
    with override(language):
        words = {name: _fact(name, value, language) for name, value in reason.facts.items()}
        return _(SENTENCES[reason.code]) % words


def left_out_sentence(view: LeftOutView, language: str) -> str:
    said = sentence(view.left_out.reason, language)
    return f"{view.need.label}: {said}" if view.need else said


def desk_sentence(*, needs: Sequence[str], languages: Sequence[str], language: str) -> str:
    """What somebody can say or show at the desk, in the local `language`."""
    labels = _labels(language)
    words = {
        "needs": formats.listed([labels[code] for code in needs], language),
        "languages": formats.listed([formats.language_name(tag, language) for tag in languages], language),
    }
    with override(language):
        return _("Hello. I am looking for help with: %(needs)s. I speak %(languages)s. Can you help me?") % words


def residence_words(residence: Residence | str, language: str) -> str:
    with override(language):
        return _(RESIDENCE_WORDS[Residence(residence)])


def _labels(language: str) -> dict[str, str]:
    return {need.code: need.label for domain in needs_room.need_cards(language) for need in domain.needs}


def _fact(name: str, value: object, language: str) -> str:
    """One fact in words; called inside the language's override."""
    if (words := _NAMED_FACTS.get(name)) is not None:
        return words(str(value), language)
    if isinstance(value, datetime):
        return formats.clock(value.astimezone(ZoneInfo(settings.BAKEN_TIMEZONE)))
    if isinstance(value, time):
        return formats.clock(value)
    if isinstance(value, date):
        return formats.day(value, language)
    return str(value)


def _residence(value: str, language: str) -> str:
    return _(RESIDENCE_WORDS[value])


def _genders(value: str, language: str) -> str:
    return formats.listed([_(GENDER_WORDS[part]) for part in value.split(",")], language)


def _language(value: str, language: str) -> str:
    return formats.listed([formats.language_name(tag, language) for tag in value.split(",")], language)


_NAMED_FACTS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "residence": _residence,
    "genders": _genders,
    "language": _language,
    "languages": _language,
}
