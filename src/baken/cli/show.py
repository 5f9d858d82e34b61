"""Findings and plans in the terminal, for people.

Texts of the directory come from many hands: they are shown as text, never read as markup or as control codes.
"""

import unicodedata
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from baken.core.kinds import Reason, Verdict
from baken.core.planning.kinds import Door
from baken.directory.selectors import ServiceCard
from baken.guidance.selectors import HelplineCard
from baken.plans.directions import (
    door_way_sentence,
    home_sentences,
    invented_sentence,
    leg_sentences,
    times_unknown_sentence,
)
from baken.plans.formats import isolated, left_to_right
from baken.plans.kinds import DoorView, Findings, PlanSheet, StepView
from baken.plans.noticing import notice_sentence
from baken.plans.phrasing import left_out_sentence, sentence
from baken.plans.usefulness import MOST_ON_SCREEN, most_useful, worth_saying

_MARK = {Verdict.YES: "✓", Verdict.ASK: "?", Verdict.NO: "✗"}


def show_findings(console: Console, findings: Findings) -> None:
    _heading(console, findings)
    for number, view in enumerate(findings.doors, start=1):
        _show_door(console, number, view, findings.question.language)
    if findings.sure and not findings.doors:
        _line(console, "No door in the directory fits. Baken knows only what was loaded (baken check).")
    if findings.hidden and not findings.question.include_no:
        _line(console, f"\n{findings.hidden} more would say no; --all shows them.", "dim")
    if findings.doors:
        _seed(console, findings)


def show_plan(console: Console, sheet: PlanSheet) -> None:
    language = sheet.findings.question.language
    _heading(console, sheet.findings)
    for number, step in enumerate(sheet.steps, start=1):
        _show_step(console, number, step, language)
    for left in worth_saying(sheet.left_out):
        _line(console, f"- {left_out_sentence(left, language)}")
    for reason in sheet.own_network:
        _line(console, f"+ {sentence(reason, language)}")
    if sheet.steps:
        _seed(console, sheet.findings)


def _seed(console: Console, findings: Findings) -> None:
    """Equally good doors share people by room: who asks again gets the same ones with the same number."""
    if findings.question.seed is not None:
        _line(console, f"\nThe same doors in the same order again: --seed {findings.question.seed}", "dim")


def _heading(console: Console, findings: Findings) -> None:
    """In danger the numbers come before anything else."""
    for card in findings.helplines:
        _line(console, _helpline(card), "bold red")
    if findings.invented:
        _line(console, invented_sentence(findings.invented, findings.question.language), "yellow")
    if not findings.sure:
        _line(console, "We are not sure what is asked. Say it in other words, or choose a need (baken needs):")
        for chip in findings.suggested:
            _line(console, f"  {chip.code:<24} {chip.label}")
    elif findings.needs:
        _line(console, " · ".join(chip.label for chip in findings.needs), "bold")
    if findings.times_unknown:
        _line(console, times_unknown_sentence(findings.question.language))
    if findings.engine != "full":
        _line(console, f"understood with: {findings.engine}", "dim")


def _helpline(card: HelplineCard) -> str:
    reached = card.number or card.whatsapp or card.chat_url
    return f"{reached}  {card.name} ({card.opening.state.value})"


def _show_door(console: Console, number: int, view: DoorView, language: str) -> None:
    _line(console, f"\n{number}. {view.card.name.text}", "bold")
    _line(console, "   " + " · ".join([view.card.organisation_name, *view.card.address_lines]))
    _way(console, view.door, language)
    _phones(console, view.card, language)
    _reasons(console, view.door.reasons, language)
    _notices(console, view.card, language)


def _show_step(console: Console, number: int, step: StepView, language: str) -> None:
    _line(console, f"\n{number}. {step.card.name.text}  ({', '.join(chip.label for chip in step.needs)})", "bold")
    _line(console, "   " + " · ".join([step.card.organisation_name, *step.card.address_lines]))
    _way(console, step.door, language)
    for said in (
        *(leg_sentences(step.door.way, language) if step.door.way else ()),
        *home_sentences(step.home, language),
    ):
        _line(console, f"     {said}")
    _phones(console, step.card, language)
    _reasons(console, (*step.reasons, *step.door.reasons), language)
    _notices(console, step.card, language)


def _way(console: Console, door: Door, language: str) -> None:
    """Of what is too far to walk to, a reason tells it."""
    if not door.far and (said := door_way_sentence(door, language)):
        _line(console, f"   {said}")


def _phones(console: Console, card: ServiceCard, language: str) -> None:
    if card.phones:
        _line(console, "   " + left_to_right(" · ".join(phone.number for phone in card.phones), language))


def _reasons(console: Console, reasons: Iterable[Reason], language: str) -> None:
    for reason in most_useful(reasons, most=MOST_ON_SCREEN):
        mark = _MARK.get(reason.verdict, " ") if reason.verdict else " "
        _line(console, f"   {mark} {sentence(reason, language)}")


def _notices(console: Console, card: ServiceCard, language: str) -> None:
    """What is different for a while, with what they say of it themselves."""
    for notice in card.notices:
        _line(console, f"   ! {notice_sentence(notice, language)}")
        if notice.text:
            _line(console, f"     {isolated(notice.text.text, language)}")


def _line(console: Console, words: str, style: str = "") -> None:
    shown = "".join(c for c in words if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    console.print(Text(shown, style=style), soft_wrap=True)
