"""Question in, findings or a plan out. These only read; nothing of the question is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from baken.core.hours import day_hours
from baken.core.kinds import LatLon, Reason
from baken.core.planning import Spread, make_plan, rank
from baken.core.planning.covering import ANSWERS_FROM
from baken.core.planning.kinds import AskedNeed, Asker, Candidate, Door, LeftOut, Plan, Step
from baken.core.planning.network import own_network
from baken.core.planning.ranking import Group, Ranking, group_of_door
from baken.core.planning.turns import in_turns
from baken.core.reach import StraightLine, Walking
from baken.directory import selectors as directory
from baken.guidance import selectors as guidance
from baken.localities import selectors as localities
from baken.needs import selectors as needs_room
from baken.plans.kinds import DoorView, Findings, LeftOutView, NeedChip, PlanSheet, Question, StepView
from baken.plans.phrasing import attributed, dated
from baken.plans.reaching import Reaching, at_opening, reaching, way_home
from baken.plans.sealing import SealedPlan, SealedStep
from baken.plans.sharing import spread_for
from baken.timetables.travel import feeds_invented

# Ranking looks at this many services: enough that hours, papers and distance can reorder what the words found.
CANDIDATES = 100
# Where one need fills them all, each other need still gets its own best.
LEAST_OF_A_NEED = 25
HOURS_DAYS = 14
MOST_READINGS = 3
_NO_WAY_HOME = frozenset({"violence", "homeless-tonight", "safety.home", "housing.tonight"})
# A service whose text fits the words this well belongs on the list, whatever its needs.
CLEARLY = 0.6


@dataclass(frozen=True, slots=True)
class _Read:
    """A question understood, with the services that may answer it: what the results page and the plan start from.

    `readings`: the needs to answer and, where they are fewer than three, the likeliest of those meant perhaps.
    """

    asker: Asker
    asked: tuple[AskedNeed, ...]
    readings: tuple[AskedNeed, ...]
    candidates: tuple[Candidate, ...]
    walking: Walking
    reaching: Reaching
    findings: Findings  # without doors yet
    spread: Spread | None = None


def find_for(question: Question) -> Findings:
    """Doors for a question, best first, at most `question.limit` of them.

    With `include_no`, as many again of those that would say no stand behind them.
    """
    read = _read(question)
    started = perf_counter()
    ranking = Ranking(
        read.candidates, read.asker, walking=read.walking, travel=read.reaching.travel, spread=read.spread
    )
    refusing = ranking.refusing()
    doors = _in_turns(read, ranking, refusing, question.limit)
    if _to_be_heard(read.findings):
        doors.sort(key=_who_listens_soonest)
    if question.include_no:
        doors += ranking.best(question.limit, among=lambda one: one.service_id in refusing)
    ranked = perf_counter()
    views = _views([_said_for(question, door, read.walking) for door in doors], read.findings.question.language)
    took = {"rank": (ranked - started) * 1000, "cards": _milliseconds_since(ranked)}
    return replace(read.findings, doors=views, hidden=len(refusing), took_ms={**read.findings.took_ms, **took})


def plan_for(question: Question, *, chosen: Sequence[UUID] = ()) -> PlanSheet:
    """A plan over the needs of the question; with `chosen` services, a plan of only those doors."""
    read = _read(question)
    started = perf_counter()
    wanted = {str(service_id) for service_id in chosen}
    candidates = [candidate for candidate in read.candidates if not wanted or candidate.service_id in wanted]
    doors = rank(candidates, read.asker, walking=read.walking, travel=read.reaching.travel)
    ranked = perf_counter()
    plan = make_plan(read.asked, doors, read.asker, read.walking, spread=read.spread)
    took = {"rank": (ranked - started) * 1000, "plan": _milliseconds_since(ranked)}
    return _sheet(replace(read.findings, took_ms={**read.findings.took_ms, **took}), plan, read.walking)


def places_of(question: Question, candidates: Sequence[Candidate]) -> tuple[Door, ...]:
    """The places of one service as this asker meets them, in their order: how to get to each."""
    walking = localities.walking()
    travel = reaching(question, candidates, walking).travel
    doors = rank(candidates, _asker(question, "und"), walking=walking, travel=travel)
    by_site = {door.candidate.site_id: _said_for(question, door, walking) for door in doors}
    return tuple(by_site[candidate.site_id] for candidate in candidates)


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
    """The plan of a link, with today's facts; a door that is no longer offered is said in `left_out`."""
    cards = _need_cards(_codes(plan.steps), language)
    needs = tuple(code for code in dict.fromkeys(_codes(plan.steps)) if code in cards)
    question = Question(when=when, language=language, needs=needs)
    fits = {step.service_id: dict.fromkeys(step.needs, 1.0) for step in plan.steps}
    doors = rank(directory.candidates(fits), _asker(question, plan.language), walking=StraightLine())
    steps, gone = [], []
    for step in plan.steps:
        door = _door_of(step, doors)
        if door is not None:
            steps.append(Step(door=door, needs=step.needs, reasons=()))
        else:
            gone += [LeftOut(Reason("left-out.gone"), need=need) for need in step.needs or (None,)]
    chips = tuple(_chip(cards[code], 1.0, ticked=True) for code in needs)
    findings = _findings(question, language=plan.language, needs=chips)
    known = Plan(tuple(steps), tuple(gone), own_network(needs))
    return replace(_sheet(findings, known, StraightLine()), made_on=plan.made_on)


def _codes(steps: Iterable[SealedStep]) -> Iterable[str]:
    return (code for step in steps for code in step.needs)


def _door_of(step: SealedStep, doors: Sequence[Door]) -> Door | None:
    """The door at the place of the plan; where the service has moved since, at its best place now."""
    of_service = [door for door in doors if door.candidate.service_id == str(step.service_id)]
    there = (door for door in of_service if door.candidate.site_id == (str(step.site_id) if step.site_id else None))
    return next(there, next(iter(of_service), None))


def _read(question: Question) -> _Read:
    understanding = needs_room.understand(
        words=question.words, language=question.language or None, needs=question.needs
    )
    question = replace(question, language=question.language or _answer_in(understanding.language))
    findings = _understood(question, understanding)
    causes = needs_room.causes()
    asked = _asked(findings.needs, causes)
    asker = _asker(question, understanding.language)
    walking = localities.walking()
    if not asked:
        return _Read(asker, asked, (), (), walking, Reaching(), findings)
    perhaps = () if _to_be_heard(findings) else _asked(findings.suggested, causes)
    readings = (*asked, *perhaps[: max(0, MOST_READINGS - len(asked))])
    started = perf_counter()
    hits = _hits(understanding, readings, question.place)
    searched = perf_counter()
    candidates = directory.candidates(hits)
    if _to_be_heard(findings):
        candidates = _open_to_anyone(candidates)
    gathered = perf_counter()
    reached = reaching(question, candidates, walking)
    ridden = perf_counter()
    spread = spread_for(question, [need.code for need in readings])
    took = {
        "search": (searched - started) * 1000,
        "facts": (gathered - searched) * 1000,
        "travel": (ridden - gathered) * 1000,
        "share": _milliseconds_since(ridden),
    }
    findings = replace(findings, took_ms={**findings.took_ms, **took}, times_unknown=reached.times_unknown)
    return _Read(asker, asked, readings, tuple(candidates), walking, reached, findings, spread)


def _hits(
    understanding: needs_room.Understanding, asked: Sequence[AskedNeed], near: LatLon | None
) -> dict[UUID, Mapping[str, float]]:
    """Service -> need -> how well it fits: of services that answer a need or that the words clearly mean."""
    hits = needs_room.find_documents(
        understanding, needs=asked, limit=CANDIDATES, near=near, least=LEAST_OF_A_NEED if len(asked) > 1 else 0
    )
    return {hit.id: hit.need_fit for hit in hits if _belongs(hit)}


def _belongs(hit: needs_room.Hit) -> bool:
    """A short honest list is better than one filled up with what merely lies near."""
    return hit.text_fit >= CLEARLY or any(fit >= ANSWERS_FROM for fit in hit.need_fit.values())


def _to_be_heard(findings: Findings) -> bool:
    """Who speaks of suicide needs somebody to talk to, soon; unless they ticked what they want."""
    return "suicide" in findings.danger and not findings.question.needs


def _who_listens_soonest(door: Door) -> tuple[bool, float]:
    """Doors to be heard at first, of these the one that opens soonest; in the part `open` a walk-in counts for more
    than an appointment."""
    listens = any(code.startswith("talking.") for code in door.candidate.need_fit)
    return not listens, -next(part.value for part in door.parts if part.name == "open")


def _open_to_anyone(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Doors and phones behind which people are, for whoever comes. Only where there are none, also those for some."""
    human = [candidate for candidate in candidates if not candidate.digital_only]
    return [candidate for candidate in human if not candidate.rules.for_some_only] or human


def _in_turns(read: _Read, ranking: Ranking, refusing: frozenset[str], limit: int) -> list[Door]:
    """The doors behind which people are, the readings of the question taking turns; behind them all the others."""
    today = read.asker.when.date()
    lines = {}
    for need in read.readings:
        ranked = ranking.best(limit, among=partial(_answers, need.code, refusing))
        lines[need.code] = [door for door in ranked if group_of_door(door, today) is Group.PEOPLE]
    doors = in_turns(lines, {need.code: need.score for need in read.readings}, limit)
    shown = refusing | {door.candidate.service_id for door in doors}
    return [*doors, *ranking.best(limit - len(doors), among=lambda one: one.service_id not in shown)]


def _answers(need: str, refusing: frozenset[str], candidate: Candidate) -> bool:
    return candidate.need_fit.get(need, 0.0) >= ANSWERS_FROM and candidate.service_id not in refusing


def _answer_in(detected: str) -> str:
    """The language of the words where we can answer in it, else the deployment's own."""
    return detected if detected in dict(settings.LANGUAGES) else settings.BAKEN_LOCAL_LANGUAGE


def _asker(question: Question, detected: str) -> Asker:
    """Languages not said: the one the person wrote in, then the one they read in. A home that is a part of a
    municipality counts as that municipality."""
    person = question.person
    if not person.languages:
        person = replace(person, languages=_guessed(detected, question.language))
    if person.municipality:
        home = localities.municipality_of(person.municipality) or person.municipality
        person = replace(person, municipality=home)
    return Asker(when=question.when, person=person, origin=question.place)


def _guessed(detected: str, reading: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in (detected, reading) if tag and tag != "und"))


def _understood(question: Question, understanding: needs_room.Understanding) -> Findings:
    """The needs to answer (ticked first, then what the words mean), and those the words may mean besides."""
    read = [need for need in understanding.needs if need.code not in question.needs] if understanding.sure else []
    meant = [need for need in read if need.meant] or ([] if question.needs else read[:1])
    scores = {**dict.fromkeys(question.needs, 1.0), **{need.code: need.score for need in meant}}
    others = {need.code: need.score for need in understanding.needs if need.code not in scores}
    cards = _need_cards((*scores, *others), question.language)

    def chips(of: Mapping[str, float]) -> tuple[NeedChip, ...]:
        return tuple(
            _chip(cards[code], score, ticked=code in question.needs)
            for code, score in of.items()
            if code in cards and code not in question.without
        )

    return replace(
        _findings(question, language=understanding.language, needs=chips(scores)),
        engine=str(understanding.engine),
        sure=understanding.sure or bool(question.needs),
        danger=understanding.danger,
        helplines=_helplines(question, understanding),
        suggested=chips(others),
        took_ms=understanding.took_ms,
    )


def _findings(question: Question, *, language: str, needs: tuple[NeedChip, ...]) -> Findings:
    """Of needs alone: nothing had to be understood."""
    return Findings(
        question=question,
        language=language,
        engine="",
        sure=True,
        danger=(),
        helplines=(),
        needs=needs,
        suggested=(),
        doors=(),
        hidden=0,
        took_ms={},
        invented=_invented(),
    )


def _invented() -> tuple[str, ...]:
    """What of an answer must not be relied on."""
    places, times = directory.is_demonstration(), feeds_invented()
    return tuple(name for name, true in (("places", places), ("times", times)) if true)


def _chip(card: needs_room.NeedCard, score: float, *, ticked: bool) -> NeedChip:
    return NeedChip(card.code, card.label.text, card.pictogram, score, ticked=ticked)


def _need_cards(codes: Iterable[str], language: str) -> Mapping[str, needs_room.NeedCard]:
    return needs_room.cards_of(codes, *_reading_order(language))


def _asked(chips: Sequence[NeedChip], causes: Mapping[str, tuple[str, ...]]) -> tuple[AskedNeed, ...]:
    return tuple(AskedNeed(chip.code, chip.score, tuple(causes.get(chip.code, ()))) for chip in chips)


def _helplines(question: Question, understanding: needs_room.Understanding) -> tuple[guidance.HelplineCard, ...]:
    """Helplines for the danger in the words; the urgent numbers when we are not sure what is asked."""
    if not understanding.danger and (understanding.sure or question.needs):
        return ()
    return guidance.helplines(
        country=settings.BAKEN_COUNTRY,
        topics=understanding.danger,
        when=question.when,
        languages=tuple(
            dict.fromkeys((*question.person.languages, *_guessed(understanding.language, question.language)))
        ),
        reading=_reading_order(question.language),
    )


def _views(doors: Sequence[Door], language: str) -> tuple[DoorView, ...]:
    cards = directory.service_cards([UUID(door.candidate.service_id) for door in doors], _reading_order(language))
    return tuple(
        DoorView(_attributed(door, card), card.at(door.candidate.site_id))
        for door in doors
        if (card := cards.get(UUID(door.candidate.service_id))) is not None
    )


def _attributed(door: Door, card: directory.ServiceCard) -> Door:
    return replace(door, reasons=attributed(door.reasons, card))


def _reading_order(language: str) -> tuple[str, ...]:
    return (language, settings.BAKEN_LOCAL_LANGUAGE)


def _said_for(question: Question, door: Door, walking: Walking) -> Door:
    door = at_opening(question, door, walking) if question.at_opening else door
    return replace(door, reasons=dated(door.reasons, question.when.date())) if question.another_day else door


def _step_for(question: Question, step: Step, walking: Walking) -> Step:
    """On a plan every way arrives when the door is open."""
    reasons = dated(step.reasons, question.when.date()) if question.another_day else step.reasons
    door = at_opening(question, step.door, walking)
    return replace(step, door=_said_for(question, door, walking), reasons=reasons)


def _home_is_the_danger(findings: Findings) -> bool:
    """Who flees from home, or has none, is not told how to get back there."""
    return bool(_NO_WAY_HOME & {*findings.danger, *(chip.code for chip in findings.needs)})


def _sheet(findings: Findings, plan: Plan, walking: Walking) -> PlanSheet:
    question = findings.question
    language = question.language
    chips = {chip.code: chip for chip in findings.needs}
    cards = directory.service_cards(_services_of(plan), _reading_order(language))
    today = question.when.astimezone(ZoneInfo(settings.BAKEN_TIMEZONE)).date()
    return PlanSheet(
        findings=findings,
        made_on=today,
        steps=tuple(
            StepView(
                door=_attributed(step.door, card),
                card=card.at(step.door.candidate.site_id),
                needs=tuple(chips[code] for code in step.needs if code in chips),
                reasons=step.reasons,
                hours=day_hours(step.door.candidate.opening, today, HOURS_DAYS),
                home=None if _home_is_the_danger(findings) else way_home(question, step.door, walking),
            )
            for step in (_step_for(question, step, walking) for step in plan.steps)
            if (card := cards.get(UUID(step.door.candidate.service_id))) is not None
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
        invented="places" in findings.invented,
        start=None if _home_is_the_danger(findings) else question.place,
    )


def _services_of(plan: Plan) -> list[UUID]:
    ids = [step.door.candidate.service_id for step in plan.steps]
    ids += [left.service_id for left in plan.left_out if left.service_id]
    return [UUID(service_id) for service_id in dict.fromkeys(ids)]


def _milliseconds_since(started: float) -> float:
    return (perf_counter() - started) * 1000
