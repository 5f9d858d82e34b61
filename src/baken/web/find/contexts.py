"""What the pages of a question show, as frozen records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.kinds import Gender, LatLon, Person, Reason, Residence, Text, Verdict
from baken.guidance.items import ItemCard, materials_for
from baken.needs.selectors import DomainCard
from baken.plans import formats
from baken.plans.directions import times_unknown_sentence
from baken.plans.kinds import DoorView, Findings, NeedChip, Question
from baken.plans.phrasing import residence_words, sentence
from baken.plans.usefulness import MOST_ON_SCREEN, most_useful
from baken.web import said
from baken.web.find.forms import QuestionForm
from baken.web.find.urgent import HelplineLine, UrgentHelp, first_danger, helpline_lines, urgent_help
from baken.web.signs import Sign, signs_of

# How far the question's moment may lie from now and still be answered with «open now».
NOW_MINUTES = 10
# On a card stand a few facts; the rest stands under «Why this door?».
FACTS_ON_A_CARD, QUESTIONS_ON_A_CARD = 4, 2
# The most fitting ones; the page of urgent help has all.
HELPLINES_SHOWN = 4
MATERIALS_SHOWN = 3
# Needs outside of papers that hang on what somebody has a right to.
_OF_RIGHTS = frozenset({"health.insurance", "housing.social", "work.papers", "money.benefit"})
_ON_A_CARD = (
    "access.",
    "price.",
    "papers.",
    "residence.",
    "age.",
    "gender.",
    "families.",
    "municipality.",
    "insurance.",
)


@dataclass(frozen=True, slots=True)
class StartPage:
    form: QuestionForm
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TicksPage:
    form: QuestionForm
    hidden: tuple[tuple[str, str], ...]
    domains: tuple[DomainCard, ...]
    ticked: frozenset[str]
    fields: tuple[str, ...]

    @property
    def shown(self) -> list[object]:
        return [self.form[name] for name in self.fields]

    @property
    def opened(self) -> frozenset[str]:
        """Domains with a tick in them: they stand open when the page comes back."""
        return frozenset(code.split(".")[0] for code in self.ticked)


@dataclass(frozen=True, slots=True)
class WhoPage:
    """One question (`step`) of `steps`, or all on one page (`step` None)."""

    form: QuestionForm
    hidden: tuple[tuple[str, str], ...]
    step: str | None = None
    number: int = 0
    steps: int = 0
    before: str | None = None
    after: str | None = None
    fields: tuple[str, ...] = ()

    @property
    def shown(self) -> list[object]:
        return [self.form[name] for name in self.fields]


@dataclass(frozen=True, slots=True)
class DoorCard:
    """`number` joins the card to its pin on the map; `title` says what it gives, in the reader's language if we can."""

    number: int
    service_id: UUID
    title: Text
    in_language: str
    proper: Text | None
    organisation: str
    address: tuple[str, ...]
    opening: said.Said
    way: said.SaidWay
    facts: tuple[str, ...]
    questions: tuple[str, ...]
    room: said.Said | None
    spoken: tuple[said.Spoken, ...]
    phones: tuple[str, ...]
    notices: tuple[said.SaidNotice, ...]
    signs: tuple[Sign, ...]
    confirmed: str
    stale: bool
    reasons: tuple[Reason, ...]
    place: LatLon | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class DoorsPage:
    form: QuestionForm
    hidden: tuple[tuple[str, str], ...]
    sure: bool
    danger: tuple[str, ...]
    urgent: UrgentHelp | None
    helplines: tuple[HelplineLine, ...]
    chips: tuple[NeedChip, ...]
    suggested: tuple[NeedChip, ...]
    domains: tuple[DomainCard, ...]
    whom: tuple[str, ...]
    doors: tuple[DoorCard, ...]
    digital: tuple[DoorCard, ...]
    closed: tuple[DoorCard, ...]
    closed_count: int
    engine: str
    may_show_more: bool
    place: LatLon | None
    times_unknown: str
    materials: tuple[ItemCard, ...] = ()

    @property
    def asks_papers(self) -> bool:
        """Whether rights are asked about: then the way to what is known of them stands there."""
        return any(chip.code.startswith("papers.") or chip.code in _OF_RIGHTS for chip in self.chips)

    @property
    def pictured(self) -> bool:
        """For who came in pictures: doors as drawings, and little to read."""
        return bool(self.form.cleaned_data["pictures"])

    @property
    def mapped(self) -> bool:
        return not self.pictured and any(card.place for card in self.doors)


def doors_page(form: QuestionForm, findings: Findings, domains: tuple[DomainCard, ...]) -> DoorsPage:
    chosen = frozenset(form.cleaned_data["chosen"])
    numbered = [_door_card(number, view, findings, chosen) for number, view in enumerate(findings.doors, 1)]
    pairs = list(zip(findings.doors, numbered, strict=True))
    lines = helpline_lines(findings.helplines[:HELPLINES_SHOWN], now=findings.question.when)
    danger = first_danger(findings.danger)
    open_pairs = [(view, card) for view, card in pairs if view.door.judgement.verdict != Verdict.NO]
    return DoorsPage(
        form=form,
        hidden=form.pairs(without=_seen_on_doors(form)),
        sure=findings.sure,
        danger=findings.danger,
        urgent=urgent_help(danger, lines) if danger else None,
        helplines=lines,
        chips=findings.needs,
        suggested=findings.suggested,
        domains=domains,
        whom=whom_said(form, findings.question),
        doors=tuple(card for view, card in open_pairs if not view.door.candidate.digital_only),
        digital=tuple(card for view, card in open_pairs if view.door.candidate.digital_only),
        closed=tuple(card for view, card in pairs if view.door.judgement.verdict == Verdict.NO),
        closed_count=findings.hidden,
        engine=findings.engine,
        may_show_more=len(open_pairs) >= findings.question.limit and not form.cleaned_data["more"],
        place=findings.question.place,
        times_unknown=times_unknown_sentence(reading_language()) if findings.times_unknown else "",
        materials=_materials(findings) if findings.sure else (),
    )


def _materials(findings: Findings) -> tuple[ItemCard, ...]:
    """To read or watch meanwhile, for what was understood."""
    reader = reading_language()
    found = materials_for(
        [chip.code for chip in findings.needs],
        speaks=(*readers_languages(findings), reader),
        languages=(reader, settings.BAKEN_LOCAL_LANGUAGE),
        most=MATERIALS_SHOWN,
    )
    return tuple(found)


def _seen_on_doors(form: QuestionForm) -> tuple[str, ...]:
    """Fields that the page itself shows; in pictures there is no box for words."""
    fields = ("chosen", "more", "closed")
    return fields if form.cleaned_data["pictures"] else ("words", *fields)


def whom_said(form: QuestionForm, question: Question) -> tuple[str, ...]:
    """What the person told about themselves, in a few words each."""
    reader = reading_language()
    person = question.person
    parts = [
        formats.listed([formats.language_name(tag, reader) for tag in person.languages], reader),
        _area_name(form),
        form.cleaned_data["town"],
        _papers_said(person),
        _("%(age)s years") % {"age": person.age} if person.age is not None else "",
        {Gender.WOMAN: _("woman"), Gender.MAN: _("man")}.get(person.gender, "") if person.gender else "",
        _("with children") if person.with_children else "",
        _("wheelchair") if person.wheelchair else "",
        _("on foot only") if person.walk_only else "",
        _("Be there when it opens") if question.at_opening else "",
        _moment_said(question, reader),
    ]
    return tuple(part for part in parts if part)


def reading_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _papers_said(person: Person) -> str:
    if person.residence == Residence.UNKNOWN:
        return ""
    return residence_words(person.residence, reading_language())


def _area_name(form: QuestionForm) -> str:
    if form.cleaned_data["near"]:
        return _("where you are now")
    if form.cleaned_data["started"]:
        return str(form.cleaned_data["start"])
    code = form.cleaned_data["area"]
    for value, label in form.fields["area"].choices if code else ():  # type: ignore[attr-defined]
        members = label if isinstance(label, list) else [(value, label)]
        for member, name in members:
            if member == code:
                return str(name)
    return ""


def _moment_said(question: Question, reader: str) -> str:
    if is_now(question.when):
        return ""
    return f"{formats.day(question.when.date(), reader)}, {formats.clock(question.when)}"


def is_now(when: datetime) -> bool:
    return abs((when - timezone.localtime()).total_seconds()) < NOW_MINUTES * 60


def _door_card(number: int, view: DoorView, findings: Findings, chosen: frozenset[UUID]) -> DoorCard:
    question = findings.question
    door = view.door
    candidate = door.candidate
    card = view.card.at(candidate.site_id)
    title = title_of(view, findings.needs, reading_language(), asked_in=question.language)
    short = [reason for reason in door.reasons if reason.code.startswith(_ON_A_CARD)]
    opening = opening_of(view, question)
    way = said.way_said(door, at_opening=question.at_opening)
    return DoorCard(
        number=number,
        service_id=view.card.id,
        title=title,
        in_language=_in_language(view, findings),
        proper=None if title == card.name else card.name,
        organisation=card.organisation_name,
        address=card.address_lines,
        opening=opening,
        way=way,
        facts=_sentences(short, asking=False)[:FACTS_ON_A_CARD],
        questions=_sentences(short, asking=True)[:QUESTIONS_ON_A_CARD],
        room=said.room_said(candidate.capacity),
        spoken=said.spoken_said(candidate.spoken, first=readers_languages(findings)),
        phones=tuple(phone.number for phone in card.phones[:2]),
        notices=tuple(said.notice_said(notice) for notice in card.notices),
        signs=signs_of(door, findings.needs, question, opening=opening, way=way),
        confirmed=said.confirmed_said(card, organisation=card.organisation_name),
        stale=card.stale,
        reasons=most_useful(door.reasons, most=MOST_ON_SCREEN),
        place=candidate.place,
        chosen=view.card.id in chosen,
    )


def opening_of(view: DoorView, question: Question) -> said.Said:
    """As it is when the person gets there; a door that shuts before that is not called open."""
    now, arriving = view.door.open_now, view.door.open_on_arrival
    if not is_now(question.when) and (then := said.opening_then_said(now)):
        return then
    if now.state == "open" and arriving.state != "open" and now.until:
        return said.Said("shut", _("Closes at %(time)s, before you get there") % {"time": formats.clock(now.until)})
    return said.opening_said(now, now=question.when)


def title_of(view: DoorView, chips: Iterable[NeedChip], language: str, *, asked_in: str) -> Text:
    """The service's own name where it is in the reader's language, else the need it answers best.

    A companion reads another language than the one that was asked in: where the person reads the need, so do they.
    """
    card = view.card
    if {tag.split("-")[0] for tag in (language, asked_in)} == {card.name.language.split("-")[0]}:
        return card.name
    fits = view.door.candidate.need_fit
    answered = max(chips, key=lambda chip: fits.get(chip.code, 0.0) * (0.5 + chip.score), default=None)
    if answered is None or not fits.get(answered.code):
        return card.name
    return Text(language, answered.label, card.name.state)


def readers_languages(findings: Findings) -> tuple[str, ...]:
    question = findings.question
    return question.person.languages or tuple(dict.fromkeys((findings.language, question.language)))


def _in_language(view: DoorView, findings: Findings) -> str:
    """«in Arabic», when they speak the person's own language and it is not the town's."""
    spoken = view.door.candidate.spoken
    for tag in readers_languages(findings):
        if tag != settings.BAKEN_LOCAL_LANGUAGE and tag in spoken:
            reader = reading_language()
            return _("in %(language)s") % {"language": formats.language_name(tag, reader)}
    return ""


def _sentences(reasons: Iterable[Reason], *, asking: bool) -> tuple[str, ...]:
    language = reading_language()
    return tuple(sentence(reason, language) for reason in reasons if (reason.verdict == Verdict.ASK) == asking)
