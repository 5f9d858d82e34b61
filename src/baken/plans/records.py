"""Findings and plans as plain records for JSON: the terminal and the API give exactly these."""

from collections.abc import Mapping, Sequence
from typing import Any

from baken.core.kinds import Reason
from baken.core.planning.kinds import Door, Ride, Walk, Way
from baken.directory.selectors import ServiceCard
from baken.guidance.selectors import HelplineCard
from baken.plans.formats import minutes
from baken.plans.kinds import DoorView, Findings, LeftOutView, NeedChip, PlanSheet, StepView, WayHome
from baken.plans.phrasing import sentence

Record = dict[str, Any]


def findings_record(findings: Findings) -> Record:
    """The JSON of `find`."""
    language = findings.question.language
    return {
        "language": findings.language,
        "answer_language": language,
        "engine": findings.engine,
        "danger": _danger(findings),
        "needs": _needs(findings),
        "sure": findings.sure,
        "times_unknown": findings.times_unknown,
        "invented": list(findings.invented),
        "seed": findings.question.seed,
        "results": [_result(view, language) for view in findings.doors],
        "hidden": findings.hidden,
        "took_ms": _rounded(findings.took_ms),
    }


def plan_record(sheet: PlanSheet) -> Record:
    """The JSON of `plan`."""
    findings = sheet.findings
    language = findings.question.language
    return {
        "language": findings.language,
        "answer_language": language,
        "engine": findings.engine,
        "danger": _danger(findings),
        "needs": _needs(findings),
        "sure": findings.sure,
        "times_unknown": findings.times_unknown,
        "invented": list(findings.invented),
        "seed": findings.question.seed,
        "made_on": sheet.made_on.isoformat(),
        "steps": [_step(step, language) for step in sheet.steps],
        "left_out": [_left_out(left, language) for left in sheet.left_out],
        "own_network": reason_records(sheet.own_network, language),
        "took_ms": _rounded(findings.took_ms),
    }


def reason_records(reasons: Sequence[Reason], language: str) -> list[Record]:
    return [
        {
            "code": reason.code,
            "verdict": reason.verdict.value if reason.verdict else None,
            "text": sentence(reason, language),
        }
        for reason in reasons
    ]


def _danger(findings: Findings) -> Record | None:
    """Kinds of danger in the words and whom to call; also the urgent numbers when we are not sure."""
    if not findings.helplines and not findings.danger:
        return None
    return {"kinds": list(findings.danger), "helplines": [_helpline(card) for card in findings.helplines]}


def _helpline(card: HelplineCard) -> Record:
    return {
        "name": card.name,
        "number": card.number,
        "whatsapp": card.whatsapp,
        "chat_url": card.chat_url,
        "languages": list(card.languages),
        "open": card.opening.state.value,
        "source": card.source,
        "source_date": card.source_date or None,
        "confirmed": card.confirmed,
    }


def _needs(findings: Findings) -> list[Record]:
    """First the needs that are answered, then those the words may mean besides."""
    return [_need(chip, answered=True) for chip in findings.needs] + [
        _need(chip, answered=False) for chip in findings.suggested
    ]


def _need(chip: NeedChip, *, answered: bool) -> Record:
    return {"code": chip.code, "label": chip.label, "score": round(chip.score, 3), "answered": answered}


def _result(view: DoorView, language: str) -> Record:
    return {
        "service_id": view.door.candidate.service_id,
        "name": view.card.name.text,
        "organisation": view.card.organisation_name,
        **_door(view.door, language),
        "notices": _notices(view.card),
        "score": round(view.door.score, 4),
    }


def _door(door: Door, language: str) -> Record:
    return {
        "verdict": door.judgement.verdict.value,
        "reasons": reason_records(door.reasons, language),
        "open": _open(door),
        "walk_seconds": door.walk_seconds,
        "travel_seconds": door.travel_seconds,
        "way": None if door.way is None else _way(door.way),
        "languages": {tag: by.value for tag, by in door.candidate.spoken.items()},
    }


def _way(way: Way) -> Record:
    """Of a way with a ride in it; on foot there is only `walk_seconds`."""
    return {
        "minutes": minutes(way.seconds),
        "leaves": way.leaves.isoformat(),
        "arrives": way.arrives.isoformat(),
        "legs": [_ride_leg(leg) if isinstance(leg, Ride) else _walk_leg(leg) for leg in way.legs],
    }


def _ride_leg(ride: Ride) -> Record:
    return {
        "by": ride.kind,
        "line": ride.line,
        "headsign": ride.headsign,
        "board": ride.board,
        "alight": ride.alight,
        "leaves": ride.leaves.isoformat(),
        "arrives": ride.arrives.isoformat(),
        "wheelchair": ride.wheelchair,
    }


def _walk_leg(walk: Walk) -> Record:
    return {"by": "foot", "leaves": walk.leaves.isoformat(), "seconds": walk.seconds, "to": walk.to}


def _home(home: WayHome | None) -> Record | None:
    if home is None:
        return None
    return {"back": _way(home.back) if home.back else None, "last": _way(home.last) if home.last else None}


def _notices(card: ServiceCard) -> list[str]:
    """What the house says about a temporary change, in its own words."""
    return [notice.text.text for notice in card.notices if notice.text]


def _open(door: Door) -> Record:
    state = door.open_on_arrival
    return {
        "state": state.state.value,
        "now": door.open_now.state.value,
        "until": state.until.isoformat() if state.until else None,
        "next": state.next_opens.isoformat() if state.next_opens else None,
    }


def _step(step: StepView, language: str) -> Record:
    place = step.door.candidate.place
    return {
        "service_id": step.door.candidate.service_id,
        "name": step.card.name.text,
        "organisation": step.card.organisation_name,
        "address": list(step.card.address_lines),
        "place": {"lat": place.lat, "lon": place.lon} if place else None,
        "phones": [phone.number for phone in step.card.phones],
        "needs": [chip.code for chip in step.needs],
        **_door(step.door, language),
        "way_home": _home(step.home),
        "notices": _notices(step.card),
        "why": reason_records(step.reasons, language),
    }


def _left_out(left: LeftOutView, language: str) -> Record:
    return {
        "need": left.need.code if left.need else None,
        "service": left.card.name.text if left.card else None,
        "text": sentence(left.left_out.reason, language),
    }


def _rounded(took_ms: Mapping[str, float]) -> dict[str, float]:
    return {stage: round(milliseconds, 1) for stage, milliseconds in took_ms.items()}
