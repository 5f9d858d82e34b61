"""Question in, findings or a plan out. These only read; nothing of the question is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from baken.core.hours import day_hours
from baken.core.kinds import Verdict
from baken.core.planning import make_plan, rank
from baken.core.planning.kinds import AskedNeed, Asker, Door, Plan, Step
from baken.core.reach.walking import Walking
from baken.directory import selectors as directory
from baken.guidance import selectors as guidance
from baken.localities import selectors as localities
from baken.needs import selectors as needs_room
from baken.plans.kinds import DoorView, Findings, LeftOutView, NeedChip, PlanSheet, Question, StepView
from baken.plans.sealing import SealedPlan, SealedStep

# Ranking looks at this many services: enough that hours, papers and distance can reorder what the words found.
CANDIDATES = 300
HOURS_DAYS = 14


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A question answered as far as doors: what both the results page and the plan start from."""

    asker: Asker
    asked: tuple[AskedNeed, ...]
    doors: tuple[Door, ...]
    walking: Walking
    findings: Findings  # without doors yet


def find_for(question: Question) -> Findings:
    """Doors for a question, best first, at most `question.limit` of them besides those that say no."""
    ranked = _rank_for(question)
    started = perf_counter()
    shown = [door for door in ranked.doors if question.include_no or door.judgement.verdict != Verdict.NO]
    hidden = sum(door.judgement.verdict == Verdict.NO for door in ranked.doors)
    doors = _views(_one_per_service(shown)[: question.limit], ranked.findings.question.language)
    took = {**ranked.findings.took_ms, "cards": _milliseconds_since(started)}
    return replace(ranked.findings, doors=doors, hidden=hidden, took_ms=took)


def plan_for(question: Question, *, chosen: Sequence[UUID] = ()) -> PlanSheet:
    """A plan over the needs of the question; with `chosen` services, a plan of only those doors."""
    ranked = _rank_for(question)
    started = perf_counter()
    doors = [door for door in ranked.doors if not chosen or UUID(door.candidate.service_id) in set(chosen)]
    plan = make_plan(ranked.asked, doors, ranked.asker, ranked.walking)
    took = {**ranked.findings.took_ms, "plan": _milliseconds_since(started)}
    return _sheet(replace(ranked.findings, took_ms=took), plan)


def sealed(sheet: PlanSheet) -> SealedPlan:
    """What a link to this plan holds."""
    return SealedPlan(
        language=sheet.findings.question.language,
        made_on=sheet.made_on,
        steps=tuple(
            SealedStep(
                service_id=UUID(step.door.candidate.service_id),
                site_id=UUID(step.door.candidate.site_id) if step.door.candidate.site_id else None,
                needs=tuple(chip.code for chip in step.needs),
            )
            for step in sheet.steps
        ),
    )


def sheet_from(plan: SealedPlan, *, language: str, when: datetime) -> PlanSheet:
    """The plan of a link, with today's facts; a service that has gone since is left out."""
    question = Question(when=when, language=language, needs=tuple(dict.fromkeys(_codes(plan.steps))))
    fits = {step.service_id: dict.fromkeys(step.needs, 1.0) for step in plan.steps}
    walking = localities.walking()
    doors = rank(directory.candidates(fits), Asker(when=when), walking=walking)
    at = {(door.candidate.service_id, door.candidate.site_id): door for door in doors}
    steps = []
    for step in plan.steps:
        door = at.get((str(step.service_id), str(step.site_id) if step.site_id else None))
        if door is not None:
            steps.append(Step(door=door, needs=step.needs, reasons=()))
    understanding = needs_room.understand(words="", language=language, needs=question.needs)
    findings = _findings(question, understanding)
    sheet = _sheet(findings, Plan(steps=tuple(steps), left_out=(), own_network=()))
    return replace(sheet, made_on=plan.made_on)


def _codes(steps: Iterable[SealedStep]) -> Iterable[str]:
    return (code for step in steps for code in step.needs)


def _rank_for(question: Question) -> _Ranked:
    understanding = needs_room.understand(
        words=question.words, language=question.language or None, needs=question.needs
    )
    question = replace(question, language=question.language or _answer_in(understanding.language))
    findings = _findings(question, understanding)
    asked = _asked(findings.needs)
    walking = localities.walking()
    asker = _asker(question, understanding.language)
    if not asked:
        return _Ranked(asker, asked, (), walking, findings)
    started = perf_counter()
    hits = needs_room.find_documents(understanding, needs=asked, limit=CANDIDATES, near=question.place)
    searched = perf_counter()
    candidates = directory.candidates({hit.id: hit.need_fit for hit in hits})
    loaded = perf_counter()
    doors = rank(candidates, asker, walking=walking)
    took = {
        **findings.took_ms,
        "search": (searched - started) * 1000,
        "facts": (loaded - searched) * 1000,
        "rank": _milliseconds_since(loaded),
    }
    return _Ranked(asker, asked, doors, walking, replace(findings, took_ms=took))


def _answer_in(detected: str) -> str:
    """The language of the words where we can answer in it, else the deployment's own."""
    return detected if detected in dict(settings.LANGUAGES) else settings.BAKEN_LOCAL_LANGUAGE


def _asker(question: Question, detected: str) -> Asker:
    """Languages not said: the one the person wrote in, then the one they read in."""
    person = question.person
    if not person.languages:
        guessed = [tag for tag in (detected, question.language) if tag != "und"]
        person = replace(person, languages=tuple(dict.fromkeys(guessed)))
    return Asker(when=question.when, person=person, origin=question.place)


def _chips(
    question: Question, understanding: needs_room.Understanding
) -> tuple[tuple[NeedChip, ...], tuple[NeedChip, ...]]:
    """The needs to answer (ticked first, then what the words mean), and those they may mean besides."""
    read = [need for need in understanding.needs if need.code not in question.needs] if understanding.sure else []
    meant = [need for need in read if need.meant] or ([] if question.needs else read[:1])
    scores = {**dict.fromkeys(question.needs, 1.0), **{need.code: need.score for need in meant}}
    others = {need.code: need.score for need in understanding.needs if need.code not in scores}
    cards = _need_cards(question.language)

    def chips(of: Mapping[str, float]) -> tuple[NeedChip, ...]:
        return tuple(
            NeedChip(code, cards[code].label.text, cards[code].pictogram, score, ticked=code in question.needs)
            for code, score in of.items()
            if code in cards and code not in question.without
        )

    return chips(scores), chips(others)


def _need_cards(language: str) -> Mapping[str, needs_room.NeedCard]:
    return {need.code: need for domain in needs_room.need_cards(language) for need in domain.needs}


def _asked(chips: Sequence[NeedChip]) -> tuple[AskedNeed, ...]:
    causes = needs_room.causes()
    return tuple(AskedNeed(chip.code, chip.score, tuple(causes.get(chip.code, ()))) for chip in chips)


def _findings(question: Question, understanding: needs_room.Understanding) -> Findings:
    chips, suggested = _chips(question, understanding)
    return Findings(
        question=question,
        language=understanding.language,
        engine=str(understanding.engine),
        sure=understanding.sure or bool(question.needs),
        danger=understanding.danger,
        helplines=_helplines(question, understanding),
        needs=chips,
        suggested=suggested,
        doors=(),
        hidden=0,
        took_ms=understanding.took_ms,
    )


def _helplines(question: Question, understanding: needs_room.Understanding) -> tuple[guidance.HelplineCard, ...]:
    """Helplines for the danger in the words; the urgent numbers when we are not sure what is asked."""
    if not understanding.danger and (understanding.sure or question.needs):
        return ()
    languages = tuple(dict.fromkeys([understanding.language, question.language]))
    return guidance.helplines(
        country=settings.BAKEN_COUNTRY,
        topics=understanding.danger,
        when=question.when,
        languages=languages,
    )


def _one_per_service(doors: Sequence[Door]) -> list[Door]:
    """The best place of each service: a service with three sites is still one door."""
    best: dict[str, Door] = {}
    for door in doors:
        best.setdefault(door.candidate.service_id, door)
    return list(best.values())


def _views(doors: Sequence[Door], language: str) -> tuple[DoorView, ...]:
    cards = directory.service_cards([UUID(door.candidate.service_id) for door in doors], _reading_order(language))
    return tuple(
        DoorView(door, cards[UUID(door.candidate.service_id)].at(door.candidate.site_id))
        for door in doors
        if UUID(door.candidate.service_id) in cards
    )


def _reading_order(language: str) -> tuple[str, ...]:
    return (language, settings.BAKEN_LOCAL_LANGUAGE)


def _sheet(findings: Findings, plan: Plan) -> PlanSheet:
    language = findings.question.language
    chips = {chip.code: chip for chip in findings.needs}
    cards = directory.service_cards(_services_of(plan), _reading_order(language))
    today = findings.question.when.astimezone(ZoneInfo(settings.BAKEN_TIMEZONE)).date()
    return PlanSheet(
        findings=findings,
        made_on=today,
        steps=tuple(
            StepView(
                door=step.door,
                card=cards[UUID(step.door.candidate.service_id)].at(step.door.candidate.site_id),
                needs=tuple(chips[code] for code in step.needs if code in chips),
                reasons=step.reasons,
                hours=day_hours(step.door.candidate.opening, today, HOURS_DAYS),
            )
            for step in plan.steps
            if UUID(step.door.candidate.service_id) in cards
        ),
        left_out=tuple(
            LeftOutView(
                left,
                chips.get(left.need) if left.need else None,
                cards.get(UUID(left.service_id)) if left.service_id else None,
            )
            for left in plan.left_out
        ),
        own_network=plan.own_network,
    )


def _services_of(plan: Plan) -> list[UUID]:
    ids = [step.door.candidate.service_id for step in plan.steps]
    ids += [left.service_id for left in plan.left_out if left.service_id]
    return [UUID(service_id) for service_id in dict.fromkeys(ids)]


def _milliseconds_since(started: float) -> float:
    return (perf_counter() - started) * 1000
