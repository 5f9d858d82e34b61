"""The same answer for somebody who reads another language: what was found stays, only its words change."""

from collections.abc import Iterable
from dataclasses import replace

from baken.plans.kinds import Findings, NeedChip, PlanSheet
from baken.plans.phrasing import Labels, need_words


def findings_in(findings: Findings, language: str) -> Findings:
    """With the needs named in `language`. One query, or none where that is the question's own."""
    if language == findings.question.language:
        return findings
    return _findings(findings, need_words(language))


def sheet_in(sheet: PlanSheet, language: str) -> PlanSheet:
    """The same for a plan."""
    if language == sheet.findings.question.language:
        return sheet
    labels = need_words(language)
    return replace(
        sheet,
        findings=_findings(sheet.findings, labels),
        steps=tuple(replace(step, needs=_chips(step.needs, labels)) for step in sheet.steps),
        left_out=tuple(
            replace(view, need=_chips((view.need,), labels)[0]) if view.need else view for view in sheet.left_out
        ),
    )


def _findings(findings: Findings, labels: Labels) -> Findings:
    return replace(findings, needs=_chips(findings.needs, labels), suggested=_chips(findings.suggested, labels))


def _chips(chips: Iterable[NeedChip], labels: Labels) -> tuple[NeedChip, ...]:
    return tuple(replace(chip, label=labels.get(chip.code, chip.label)) for chip in chips)
