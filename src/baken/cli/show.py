"""Findings and plans in the terminal, for people."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding

from baken.core.kinds import Reason, Verdict
from baken.plans.kinds import DoorView, Findings, PlanSheet, StepView
from baken.plans.phrasing import sentence

_MARK = {Verdict.YES: "✓", Verdict.ASK: "?", Verdict.NO: "✗"}


def show_findings(console: Console, findings: Findings) -> None:
    _heading(console, findings)
    for number, view in enumerate(findings.doors, start=1):
        _show_door(console, number, view, findings.question.language)
    if findings.hidden:
        console.print(f"[dim]{findings.hidden} more would say no; --all shows them.[/dim]")


def show_plan(console: Console, sheet: PlanSheet) -> None:
    language = sheet.findings.question.language
    _heading(console, sheet.findings)
    for number, step in enumerate(sheet.steps, start=1):
        _show_step(console, number, step, language)
    for left in sheet.left_out:
        about = left.need.label if left.need else (left.card.name.text if left.card else "")
        console.print(f"- {about}: {sentence(left.left_out.reason, language)}", markup=False)
    for reason in sheet.own_network:
        console.print(f"+ {sentence(reason, language)}", markup=False)


def _heading(console: Console, findings: Findings) -> None:
    for helpline in findings.helplines:
        state = helpline.opening.state.value
        console.print(f"[bold red]{helpline.number}[/bold red]  {helpline.name} ({state})")
    if not findings.sure:
        console.print("We are not sure what is asked. Say it in other words, or choose a need (baken needs).")
    elif findings.needs:
        console.print("[bold]" + " · ".join(chip.label for chip in findings.needs) + "[/bold]")
    if findings.engine != "full":
        console.print(f"[dim]understood with: {findings.engine}[/dim]")


def _show_door(console: Console, number: int, view: DoorView, language: str) -> None:
    console.print(f"\n[bold]{number}. {view.card.name.text}[/bold]")
    _lines(console, [view.card.organisation_name, *view.card.address_lines])
    _reasons(console, view.door.reasons, language)


def _show_step(console: Console, number: int, step: StepView, language: str) -> None:
    console.print(f"\n[bold]{number}. {step.card.name.text}[/bold]  ({', '.join(chip.label for chip in step.needs)})")
    phones = [phone.number for phone in step.card.phones]
    _lines(console, [step.card.organisation_name, *step.card.address_lines, *phones])
    _reasons(console, (*step.reasons, *step.door.reasons), language)


def _lines(console: Console, lines: Iterable[str]) -> None:
    console.print(Padding(" · ".join(lines), (0, 0, 0, 3)))


def _reasons(console: Console, reasons: Iterable[Reason], language: str) -> None:
    for reason in reasons:
        mark = _MARK.get(reason.verdict, " ") if reason.verdict else " "
        console.print(f"   {mark} {sentence(reason, language)}", markup=False)
