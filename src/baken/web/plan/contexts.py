"""What the plan's pages show, as frozen records."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from baken.core.kinds import Reason, Text, Verdict
from baken.plans import formats
from baken.plans.directions import home_sentences, leg_sentences, times_unknown_sentence
from baken.plans.kinds import DoorView, NeedChip, PlanSheet, StepView
from baken.plans.phrasing import desk_sentence, left_out_sentence, sentence, spoken_by
from baken.plans.texting import TextMessage, plan_message
from baken.plans.usefulness import MOST_ON_SCREEN, TRUE_TODAY_ONLY, most_useful, worth_saying
from baken.web import said
from baken.web.find.contexts import opening_of, title_of
from baken.web.find.urgent import HelplineLine, helpline_lines
from baken.web.signs import Sign, signs_of


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One place to go. `desk` in the local language, `desk_read` the same in the reader's (empty when equal)."""

    number: int
    title: Text
    organisation: str
    proper: Text | None
    address: tuple[str, ...]
    transportation: str
    way: said.SaidWay
    signs: tuple[Sign, ...]
    legs: tuple[str, ...]
    home: tuple[str, ...]
    needs: tuple[NeedChip, ...]
    why: tuple[str, ...]
    reasons: tuple[Reason, ...]
    questions: tuple[str, ...]
    phones: tuple[str, ...]
    notices: tuple[said.SaidNotice, ...]
    room: said.Said | None
    confirmed: str
    desk: str
    desk_read: str
    hours: tuple[said.SaidDay, ...]
    asks_bus: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`hidden` carries the question, or `token` the sealed plan: the paper is made from either. `message`: the first
    door as a text message."""

    steps: tuple[PlanStep, ...]
    left_out: tuple[str, ...]
    own_network: tuple[str, ...]
    helplines: tuple[HelplineLine, ...]
    danger: tuple[str, ...]
    made_on: str
    local_language: str
    address: str
    qr: SafeString
    expires: str
    hidden: tuple[tuple[str, str], ...] = ()
    token: str = ""
    times_unknown: str = ""
    message: TextMessage | None = None
    message_address: str = ""


def plan_page(
    sheet: PlanSheet,
    *,
    address: str,
    expires: date,
    hidden: tuple[tuple[str, str], ...] = (),
    token: str = "",
    read_on_other_days: bool = False,
) -> PlanPage:
    """`read_on_other_days`: without what is true of today alone."""
    reader = get_language() or settings.LANGUAGE_CODE
    message = plan_message(sheet, reader, address=settings.BAKEN_SITE_URL)
    return PlanPage(
        steps=tuple(
            _step(number, step, sheet, reader, read_on_other_days=read_on_other_days)
            for number, step in enumerate(sheet.steps, 1)
        ),
        left_out=tuple(left_out_sentence(view, reader) for view in worth_saying(sheet.left_out)),
        own_network=tuple(dict.fromkeys(sentence(reason, reader) for reason in sheet.own_network)),
        helplines=helpline_lines(sheet.findings.helplines, now=_now()),
        danger=sheet.findings.danger,
        made_on=formats.long_date(sheet.made_on, reader),
        local_language=settings.BAKEN_LOCAL_LANGUAGE,
        address=address,
        qr=_qr(address) if address else mark_safe(""),
        expires=formats.long_date(expires, reader),
        hidden=hidden,
        token=token,
        times_unknown=times_unknown_sentence(reader) if sheet.findings.times_unknown else "",
        message=message,
        message_address=f"sms:?&body={quote(message.text, safe='')}" if message else "",
    )


def _now() -> datetime:
    return timezone.localtime()


def _step(number: int, step: StepView, sheet: PlanSheet, reader: str, *, read_on_other_days: bool) -> PlanStep:
    candidate = step.door.candidate
    card = step.card.at(candidate.site_id)
    view = DoorView(step.door, step.card)
    title = title_of(view, step.needs, reader, asked_in=sheet.findings.question.language)
    desk, desk_read = _desk(step, sheet, reader)
    told = TRUE_TODAY_ONLY if read_on_other_days else ()
    useful = most_useful((*step.reasons, *step.door.reasons), most=MOST_ON_SCREEN, told=told)
    opening = None if read_on_other_days else opening_of(view, sheet.findings.question)
    way = said.way_said(step.door, at_opening=sheet.findings.question.at_opening)
    site = next((site for site in step.card.sites if site.id == candidate.site_id), None)
    return PlanStep(
        number=number,
        title=title,
        organisation=card.organisation_name,
        proper=None if title == card.name else card.name,
        address=card.address_lines,
        transportation=site.transportation if site else "",
        way=way,
        signs=signs_of(step.door, step.needs, sheet.findings.question, opening=opening, way=way),
        legs=leg_sentences(step.door.way, reader) if step.door.way else (),
        home=home_sentences(step.home, reader),
        needs=step.needs,
        why=tuple(sentence(reason, reader) for reason in useful if reason in step.reasons),
        reasons=tuple(reason for reason in useful if reason not in step.reasons),
        questions=tuple(sentence(reason, reader) for reason in step.door.reasons if reason.verdict == Verdict.ASK),
        phones=tuple(phone.number for phone in card.phones),
        notices=tuple(said.notice_said(notice) for notice in card.notices),
        room=said.room_said(candidate.capacity),
        confirmed=said.confirmed_said(card, organisation=card.organisation_name),
        desk=desk,
        desk_read=desk_read,
        hours=said.days_said(step.hours) if candidate.opening.rules else (),
        asks_bus=_asks_bus(step, sheet),
    )


def _asks_bus(step: StepView, sheet: PlanSheet) -> bool:
    """Where nobody knows when a bus goes; not for who walks, by choice or because it is near."""
    findings = sheet.findings
    if findings.question.person.walk_only:
        return False
    return step.door.far or findings.times_unknown or findings.question.place is None


def _desk(step: StepView, sheet: PlanSheet, reader: str) -> tuple[str, str]:
    """What to say at the desk, in the local language and in the reader's; empty where there is none."""
    if not step.face_to_face:
        return "", ""
    languages = spoken_by(sheet.findings)
    needs = [chip.code for chip in step.needs]
    local = settings.BAKEN_LOCAL_LANGUAGE
    desk = desk_sentence(needs=needs, languages=languages, language=local)
    return desk, "" if reader == local else desk_sentence(needs=needs, languages=languages, language=reader)


def _qr(address: str) -> SafeString:
    drawing = io.BytesIO()
    segno.make(address, error="l", micro=False).save(
        drawing, kind="svg", scale=4, border=2, xmldecl=False, svgns=False, omitsize=True, nl=False, light="#fff"
    )
    return mark_safe(drawing.getvalue().decode().replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))
