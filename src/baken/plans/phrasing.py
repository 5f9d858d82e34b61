"""Every reason as a sentence in the reader's language, from structured facts alone: no machine translates anything.

A sentence is one gettext message per reason code. Where a catalogue lacks one, English stands in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from baken.core.hours import HolidayRule, Opening, WeeklyRule
from baken.core.kinds import Reason, Residence
from baken.core.planning.facets import far_reason
from baken.core.planning.kinds import FAR_WALK_SECONDS
from baken.directory.selectors import ServiceCard
from baken.needs import selectors as needs_room
from baken.plans import formats
from baken.plans.freshness import CONFIRMED, NOT_SINCE, confirmed_sentence, who_confirmed
from baken.plans.kinds import Findings, LeftOutView
from baken.translations.standing import words_changed

RESIDENCE_WORDS: Final[Mapping[str, str]] = {
    Residence.CITIZEN: gettext_noop("citizen"),
    Residence.EU_RESIDENT: gettext_noop("from another EU country"),
    Residence.ASYLUM_SEEKER: gettext_noop("asked for asylum, waiting"),
    Residence.RECOGNISED_REFUGEE: gettext_noop("recognised refugee"),
    Residence.SUBSIDIARY_PROTECTION: gettext_noop("subsidiary protection"),
    Residence.TEMPORARY_PROTECTION: gettext_noop("temporary protection (Ukraine)"),
    Residence.FAMILY_MIGRANT: gettext_noop("came to join family"),
    Residence.WORK_OR_STUDENT_PERMIT: gettext_noop("permit to work or study"),
    Residence.NO_PAPERS: gettext_noop("no papers"),
    Residence.UNKNOWN: gettext_noop("not said"),
}
_ON_HOLIDAYS: Final[Mapping[HolidayRule, str]] = {
    HolidayRule.CLOSED: gettext_noop("On public holidays: closed"),
    HolidayRule.AS_USUAL: gettext_noop("On public holidays: as usual"),
    HolidayRule.UNKNOWN: gettext_noop("ask: public holiday"),
}
GENDER_WORDS: Final[Mapping[str, str]] = {
    "woman": gettext_noop("women"),
    "man": gettext_noop("men"),
    "other": gettext_noop("people who are neither"),
}

SENTENCES: Final[Mapping[str, str]] = {
    # papers and residence
    "papers.none-asked": gettext_noop("No papers asked."),
    "papers.asked-welcome": gettext_noop("They ask for papers, and people without papers are welcome too."),
    "papers.bring": gettext_noop("Bring your papers."),
    "papers.asked": gettext_noop("They ask for papers. Ask first what you need."),
    "papers.needed": gettext_noop("You need papers here."),
    "papers.unknown": gettext_noop("Ask: do I need papers?"),
    "residence.any": gettext_noop("Whatever your papers."),
    "residence.welcome": gettext_noop("For people in your situation: %(residence)s."),
    "residence.depends": gettext_noop("Only for some residence situations. Ask if yours is one."),
    "residence.not-named": gettext_noop("Ask: is this also for me? (%(residence)s)"),
    "residence.not-welcome": gettext_noop("Not for people in this situation: %(residence)s."),
    "residence.unknown": gettext_noop("Ask: is this also for me? (%(residence)s)"),
    # age
    "age.any": gettext_noop("All ages."),
    "age.fits": gettext_noop("For your age (%(age)s)."),
    "age.too-young": gettext_noop("Only from %(minimum)s years."),
    "age.too-old": gettext_noop("Only up to %(maximum)s years."),
    "age.from": gettext_noop("From %(minimum)s years."),
    "age.to": gettext_noop("Up to %(maximum)s years."),
    "age.between": gettext_noop("From %(minimum)s to %(maximum)s years."),
    "age.unknown": gettext_noop("Ask: for which ages?"),
    # gender and family
    "gender.everyone": gettext_noop("For women and men."),
    "gender.women-only": gettext_noop("Only for women."),
    "gender.men-only": gettext_noop("Only for men."),
    "gender.only": gettext_noop("Only for %(genders)s."),
    "gender.unknown": gettext_noop("Ask: for women, for men?"),
    "families.everyone": gettext_noop("With or without children."),
    "families.only": gettext_noop("For families with children."),
    "families.unknown": gettext_noop("Ask: only for families?"),
    # where somebody lives, insurance, body
    "municipality.any": gettext_noop("Wherever you live."),
    "municipality.fits": gettext_noop("For people of %(municipality)s."),
    "municipality.elsewhere": gettext_noop("Only for people of %(municipalities)s."),
    "municipality.only": gettext_noop("Only for people of %(municipalities)s."),
    "municipality.unknown": gettext_noop("Ask: also for people of %(municipality)s?"),
    "insurance.not-needed": gettext_noop("No health insurance needed."),
    "insurance.have": gettext_noop("Bring your insurance card."),
    "insurance.needed": gettext_noop("You need health insurance here."),
    "insurance.unknown": gettext_noop("Ask: do I need health insurance?"),
    "wheelchair.yes": gettext_noop("You can enter with a wheelchair."),
    "wheelchair.no": gettext_noop("You cannot enter with a wheelchair."),
    "wheelchair.unknown": gettext_noop("Ask: can I enter with a wheelchair?"),
    "referral.needed": gettext_noop("Somebody has to refer you. Ask who can do that."),
    "planned.ended": gettext_noop("It was planned only until %(planned_until)s. Ask: does it still exist?"),
    # how to come in
    "access.online-only": gettext_noop("Only online."),
    "access.phone-only": gettext_noop("By phone or message. There is no desk."),
    "access.comes-to-you": gettext_noop("They come to you."),
    "access.walk-in": gettext_noop("Walk in, no appointment needed."),
    "access.by-appointment": gettext_noop("Make an appointment first."),
    "access.unknown": gettext_noop("Ask: can I just walk in?"),
    # language
    "language.staff": gettext_noop("They speak %(language)s."),
    "language.spoken": gettext_noop("They speak %(language)s."),
    "language.volunteer": gettext_noop("A volunteer speaks %(language)s."),
    "language.interpreter": gettext_noop("You can ask for an interpreter: %(language)s."),
    "language.not-named": gettext_noop("Ask: does somebody speak %(languages)s?"),
    "language.unknown": gettext_noop("Ask: which languages do you speak?"),
    # hours
    "open.always": gettext_noop("Open day and night."),
    "open.now-until": gettext_noop("Open, until %(until)s."),
    "open.closes-soon": gettext_noop("Closes soon, at %(until)s."),
    "open.closes-before-arrival": gettext_noop("Open now, but closes at %(until)s, before you can be there."),
    "open.later-today": gettext_noop("Opens today at %(opens)s."),
    "open.later": gettext_noop("Not now: opens %(opens_on)s."),
    "open.closed": gettext_noop("Closed in the coming two weeks, as far as we know."),
    "open.unknown": gettext_noop("Ask: when are you open?"),
    "open.holiday": gettext_noop("It is a public holiday. Ask: are you open?"),
    "change.closed": gettext_noop("Closed for now."),
    "change.closed-until": gettext_noop("Closed for now. It opens on %(until_day)s at the earliest."),
    "change.remote-only": gettext_noop("The desk is shut for now. They answer by phone or online."),
    "change.remote-only-until": gettext_noop(
        "The desk is closed for now. It opens on %(until_day)s at the earliest. They answer by phone or online."
    ),
    "change.hours": gettext_noop("Other hours than usual at this moment."),
    "change.notice": gettext_noop("There is a notice: read it below."),
    # room, price, way, freshness
    "room.open": gettext_noop("There is room."),
    "room.few": gettext_noop("Only a few places left."),
    "room.waiting": gettext_noop("There is a waiting list."),
    "room.waiting-weeks": gettext_noop("There is a waiting list. Weeks to wait: about %(weeks)s."),
    "room.full": gettext_noop("Full for now."),
    "room.ask": gettext_noop("Ask: is there still room?"),
    "price.free": gettext_noop("Free."),
    "price.paid": gettext_noop("You pay something."),
    "price.unknown": gettext_noop("Ask: what does it cost?"),
    "walk.no-way": gettext_noop("We know no way there on foot."),
    "walk.far": gettext_noop("Far: about %(km)s km. Ask about a bus or call first."),
    "walk.far-on-foot": gettext_noop("Far on foot: about %(km)s km. Call first."),
    "ride.wheelchair-unknown": gettext_noop("Ask: can a wheelchair ride along? (%(line)s)"),
    "fresh.confirmed": CONFIRMED,
    "fresh.stale": NOT_SINCE,
    "fresh.never": gettext_noop("Never confirmed. Call first."),
    # why a step stands where it stands
    "plan.urgent": gettext_noop("This cannot wait."),
    "plan.cause-first": gettext_noop("First this: it often helps with “%(symptom)s” too."),
    "plan.several-needs": gettext_noop("One place for %(count)s things."),
    "plan.same-place": gettext_noop("In the same house as step %(step)s."),
    "plan.near-previous": gettext_noop("%(minutes)s min on foot from the step before."),
    "plan.same-stop": gettext_noop("You get off at the same stop as for step %(step)s."),
    "plan.open-today": gettext_noop("You can go today."),
    "plan.another-day": gettext_noop("Not today: opens %(opens_on)s."),
    "plan.too-late-after": gettext_noop(
        "Closes before you can be there after step %(step)s. Go another day or start here."
    ),
    "plan.ask-first": gettext_noop("Call or ask first: something is not known."),
    "plan.only-door": gettext_noop("The only door we found for this."),
    # what a plan leaves out
    "left-out.no-door": gettext_noop("We found no door for this. Ask at any desk who helps with it."),
    "left-out.not-for-you": gettext_noop("The doors we know are not for your situation. Ask at any desk who can help."),
    "left-out.only-online": gettext_noop("There is only something online."),
    "left-out.full": gettext_noop("The doors we know are full for now."),
    "left-out.not-open-soon": gettext_noop("The doors we know do not open in the coming two weeks."),
    "left-out.enough-places": gettext_noop("%(most)s places are enough for one plan. Come back for this."),
    "left-out.answered-by-step": gettext_noop("Step %(step)s can help with this too."),
    "left-out.gone": gettext_noop("The door that was here is no longer offered. Ask for a new plan."),
    # the people around somebody
    "network.school": gettext_noop("Talk to a teacher at school about it."),
    "network.neighbour": gettext_noop("Is there a neighbour you could greet or ask?"),
    "network.someone-trusted": gettext_noop("Is there somebody you trust? Tell them how you are."),
    "network.someone-to-ask": gettext_noop("Do you know somebody who has done this already? Ask how it went."),
    "network.go-along": gettext_noop("Ask somebody to come along. It is easier with two."),
    "network.helping-hand": gettext_noop("Somebody you know may help with this: filling in, carrying, calling."),
    "network.safe-person": gettext_noop("Tell one person you trust where you are going."),
}


# The same for who asks about another day, which is the fact `on_day`.
ON_ANOTHER_DAY: Final[Mapping[str, str]] = {
    "open.now-until": gettext_noop("Open on %(on_day)s, until %(until)s."),
    "open.closes-soon": gettext_noop("On %(on_day)s it closes at %(until)s."),
    "open.closes-before-arrival": gettext_noop("On %(on_day)s it closes at %(until)s, before you can be there."),
    "open.later-today": gettext_noop("Opens %(opens_on)s."),
    "open.later": gettext_noop("Opens %(opens_on)s."),
    "plan.open-today": gettext_noop("You can go on %(on_day)s."),
    "plan.another-day": gettext_noop("Not on %(on_day)s: opens %(opens_on)s."),
}

# Codes that this room adds to those of the core.
OWN_CODES: Final[Mapping[str, tuple[str, ...]]] = {"left-out.gone": ()}


Labels = Mapping[str, str]


def sentence(reason: Reason, language: str, *, labels: Labels | None = None) -> str:
    """The reason as one sentence. Raises KeyError for a code without a sentence (a test lists them all).

    `labels`: the needs in that language, for who phrases many reasons; else they are looked up.
    """
    if not reason.facts:
        return _plain(reason.code, language)
    if isinstance(confirmed_on := reason.facts.get("confirmed_on"), date):
        by = str(reason.facts.get("by", ""))
        return confirmed_sentence(confirmed_on, today=timezone.localdate(), by=by, language=language)
    with override(language):
        words: dict[str, str] = {}
        for name, value in reason.facts.items():
            words[name] = _fact(name, value, language, labels)
            if isinstance(value, datetime):
                words |= _days(name, value.astimezone(_zone()), language)
        said = ON_ANOTHER_DAY if "on_day" in reason.facts else SENTENCES
        return _(said[reason.code]) % words


def dated(reasons: Sequence[Reason], day: date) -> tuple[Reason, ...]:
    """What is said of today, said of `day`."""
    return tuple(
        replace(reason, facts={**reason.facts, "on_day": day}) if reason.code in ON_ANOTHER_DAY else reason
        for reason in reasons
    )


def attributed(reasons: Sequence[Reason], card: ServiceCard) -> tuple[Reason, ...]:
    """What was confirmed, with by whom (the fact `by`)."""
    by = who_confirmed(card.confirmed_by, source=card.source, organisation=card.organisation_name)
    return tuple(
        replace(reason, facts={**reason.facts, "by": by}) if "confirmed_on" in reason.facts else reason
        for reason in reasons
    )


@lru_cache(maxsize=4096)
def _plain(code: str, language: str) -> str:
    """Most reasons have no facts, and a page has a hundred reasons."""
    with override(language):
        return _(SENTENCES[code]) % {}


words_changed.connect(lambda **_said: _plain.cache_clear(), weak=False, dispatch_uid="plain sentences")


def left_out_sentence(view: LeftOutView, language: str, *, labels: Labels | None = None) -> str:
    """With the need or the door that it is about in front."""
    said = sentence(view.left_out.reason, language, labels=labels)
    about = ""
    if view.left_out.need is not None:
        about = _label(view.left_out.need, language, labels)
    elif view.card is not None:
        about = formats.isolated(f"{view.card.organisation_name}, {view.card.name.text}", language)
    return f"{about}: {said}" if about else said


def walk_sentence(seconds: float, language: str, *, walk_only: bool = False) -> str:
    """How long on foot; of what is too far for that, how far. `walk_only`: a bus is no answer for this person."""
    if seconds > FAR_WALK_SECONDS:
        return sentence(far_reason(seconds, walk_only=walk_only), language)
    with override(language):
        return _("%(minutes)s min on foot") % {"minutes": formats.minutes(seconds)}


def desk_sentence(
    *, needs: Sequence[str], languages: Sequence[str], language: str, labels: Labels | None = None
) -> str:
    """What somebody can say or show at the desk, in `language`; the `languages` they speak, where not that one."""
    foreign = [tag for tag in languages if tag.split("-")[0] != language.split("-")[0]]
    words = {
        "needs": formats.separated([_label(code, language, labels) for code in needs], language),
        "languages": formats.listed([formats.language_name(tag, language) for tag in languages], language),
    }
    with override(language):
        if not foreign:
            return _("Hello. I am looking for help with: %(needs)s. Can you help me?") % words
        return _("Hello. I am looking for help with: %(needs)s. I speak %(languages)s. Can you help me?") % words


def usual_hours(hours: Opening, language: str) -> str:
    """«Mon–Fri 09:00–17:00 · On public holidays: closed»: of any week; empty where no hours are known."""
    if hours.always:
        return sentence(Reason("open.always"), language)
    if not hours.rules:
        return ""
    with override(language):
        on_holidays = _(_ON_HOLIDAYS[hours.holidays])
    return f"{formats.separated([_rule(rule, language) for rule in hours.rules], language)} · {on_holidays}"


def _rule(rule: WeeklyRule, language: str) -> str:
    clock = f"{formats.clock(rule.opens)}–{formats.clock(rule.closes)}"
    return f"{formats.weekdays(rule.weekdays, language)} {formats.left_to_right(clock, language)}"


def spoken_by(findings: Findings) -> tuple[str, ...]:
    """The languages of the person: as said, else the one of the words, else the one they read."""
    said = findings.question.person.languages
    return said or ((findings.language,) if findings.language not in ("", "und") else (findings.question.language,))


def residence_words(residence: Residence | str, language: str) -> str:
    with override(language):
        return _(RESIDENCE_WORDS[Residence(residence)])


def need_words(language: str) -> Labels:
    """Code -> label, also of retired needs, in `language` or else the local one. One query."""
    labels = needs_room.need_labels(language, settings.BAKEN_LOCAL_LANGUAGE)
    return {code: label.text for code, label in labels.items()}


def _label(code: str, language: str, labels: Labels | None) -> str:
    known = need_words(language) if labels is None else labels
    return known.get(code, code)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.BAKEN_TIMEZONE)


def _days(name: str, moment: datetime, language: str) -> dict[str, str]:
    """A moment on another day: as a day with its time, and as a day alone."""
    on = formats.day(moment, language)
    return {f"{name}_on": _("%(day)s at %(time)s") % {"day": on, "time": formats.clock(moment)}, f"{name}_day": on}


def _fact(name: str, value: object, language: str, labels: Labels | None) -> str:
    """One fact in words; called inside the language's override."""
    if name in ("need", "cause", "symptom"):
        return _label(str(value), language, labels)
    if (words := _NAMED_FACTS.get(name)) is not None:
        return words(str(value), language)
    if name == "on_day" and isinstance(value, date):
        return formats.day(value, language)
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


_NAMED_FACTS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "residence": _residence,
    "genders": _genders,
    "language": _language,
    "languages": _language,
    "municipality": formats.isolated,
    "municipalities": formats.isolated,
    "line": formats.left_to_right,
}
