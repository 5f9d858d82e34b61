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
    # how to come in
    "access.online-only": message("Only online."),
    "access.phone-only": message("By phone or message. There is no desk."),
    "access.comes-to-you": message("They come to you."),
    "access.walk-in": message("Walk in, no appointment needed."),
    "access.by-appointment": message("Make an appointment first."),
    "access.unknown": message("Ask: can I just walk in?"),
    # language
    "language.staff": message("They speak %(language)s."),
    "language.spoken": message("They speak %(language)s."),
    "language.volunteer": message("A volunteer speaks %(language)s."),
    "language.interpreter": message("You can ask for an interpreter: %(language)s."),
    "language.not-named": message("Ask: does somebody speak %(languages)s?"),
    "language.unknown": message("Ask: which languages do you speak?"),
    # hours
    "open.always": message("Open day and night."),
    "open.now-until": message("Open, until %(until)s."),
    "open.closes-soon": message("Closes soon, at %(until)s."),
    "open.closes-before-arrival": message("Open now, but closes at %(until)s, before you can be there."),
    "open.later-today": message("Opens today at %(opens)s."),
    "open.later": message("Opens %(opens_on)s."),
    "open.closed": message("Closed in the coming two weeks, as far as we know."),
    "open.unknown": message("Ask: when are you open?"),
    "open.holiday": message("It is a public holiday. Ask: are you open?"),
    "change.closed": message("Closed for now."),
    "change.closed-until": message("Closed until %(until_day)s."),
    "change.remote-only": message("The desk is shut for now. They answer by phone or online."),
    "change.remote-only-until": message("The desk is shut until %(until_day)s. They answer by phone or online."),
    "change.hours": message("Other hours than usual at this moment."),
    "change.notice": message("There is a notice: read it below."),
    # room, price, way, freshness
    "room.open": message("There is room."),
    "room.few": message("Only a few places left."),
    "room.waiting": message("There is a waiting list."),
    "room.waiting-weeks": message("There is a waiting list of about %(weeks)s weeks."),
    "room.full": message("Full for now."),
    "room.ask": message("Ask: is there still room?"),
    "price.free": message("Free."),
    "price.paid": message("You pay something."),
    "price.unknown": message("Ask: what does it cost?"),
    "walk.no-way": message("We know no way there on foot."),
    "fresh.confirmed": message("Confirmed on %(confirmed_on)s."),
    "fresh.stale": message("Not confirmed since %(confirmed_on)s. Call first."),
    "fresh.never": message("Never confirmed. Call first."),
    # why a step stands where it stands
    "plan.urgent": message("This cannot wait."),
    "plan.cause-first": message("First this: %(cause)s often brings %(symptom)s."),
    "plan.several-needs": message("One place for %(count)s things."),
    "plan.same-place": message("In the same house as step %(step)s."),
    "plan.near-previous": message("%(minutes)s minutes on foot from the step before."),
    "plan.open-today": message("You can go today."),
    "plan.another-day": message("Not today: opens %(opens_on)s."),
    "plan.too-late-after": message("Closes before you can be there after step %(step)s. Go another day or start here."),
    "plan.ask-first": message("Call or ask first: something is not known."),
    "plan.only-door": message("The only door we found for this."),
    # what a plan leaves out
    "left-out.no-door": message("We found no door for this. Ask at the places above."),
    "left-out.not-for-you": message("The doors we know are not for your situation. Ask at the places above."),
    "left-out.only-online": message("There is only something online."),
    "left-out.full": message("The doors we know are full for now."),
    "left-out.not-open-soon": message("The doors we know do not open in the coming two weeks."),
    "left-out.enough-places": message("%(most)s places are enough for one plan. Come back for this."),
    "left-out.answered-by-step": message("Step %(step)s can help with this too."),
    # the people around somebody
    "network.school": message("Talk to a teacher at school about it."),
    "network.neighbour": message("Is there a neighbour you could greet or ask?"),
    "network.someone-trusted": message("Is there somebody you trust? Tell them how you are."),
    "network.someone-to-ask": message("Do you know somebody who has done this already? Ask how it went."),
    "network.go-along": message("Ask somebody to come along. It is easier with two."),
    "network.helping-hand": message("Somebody you know may help with this: filling in, carrying, calling."),
    "network.safe-person": message("Tell one person you trust where you are going."),
}


def sentence(reason: Reason, language: str) -> str:
    """The reason as one sentence. Raises KeyError for a code without a sentence (a test lists them all)."""
    with override(language):
        words: dict[str, str] = {}
        for name, value in reason.facts.items():
            words[name] = _fact(name, value, language)
            if isinstance(value, datetime):
                words |= _days(name, value.astimezone(_zone()), language)
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
    return {code: label.text for code, label in needs_room.need_labels(language).items()}


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.BAKEN_TIMEZONE)


def _days(name: str, moment: datetime, language: str) -> dict[str, str]:
    """A moment on another day: as a day with its time, and as a day alone."""
    on = formats.day(moment, language)
    return {f"{name}_on": _("%(day)s at %(time)s") % {"day": on, "time": formats.clock(moment)}, f"{name}_day": on}


def _fact(name: str, value: object, language: str) -> str:
    """One fact in words; called inside the language's override."""
    if (words := _NAMED_FACTS.get(name)) is not None:
        return words(str(value), language)
    if isinstance(value, datetime):
        return formats.clock(value.astimezone(_zone()))
    if isinstance(value, time):
        return formats.clock(value)
    if isinstance(value, date):
        return formats.long_date(value, language)
    return str(value)


def _residence(value: str, language: str) -> str:
    return _(RESIDENCE_WORDS[value])


def _genders(value: str, language: str) -> str:
    return formats.listed([_(GENDER_WORDS[part]) for part in value.split(",")], language)


def _language(value: str, language: str) -> str:
    return formats.listed([formats.language_name(tag, language) for tag in value.split(",")], language)


def _need(value: str, language: str) -> str:
    return _labels(language)[value]


_NAMED_FACTS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "residence": _residence,
    "genders": _genders,
    "language": _language,
    "languages": _language,
    "need": _need,
    "cause": _need,
    "symptom": _need,
}
