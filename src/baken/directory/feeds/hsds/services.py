"""HSDS services, with their sites."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import floor
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from baken.core.hours.opening import HolidayRule
from baken.core.kinds import Residence
from baken.core.planning.kinds import AccessMode, Room
from baken.directory import models
from baken.directory.feeds.entries import Entry
from baken.directory.feeds.hsds.organisations import provenance
from baken.directory.feeds.hsds.parts import areas, changes, exceptions, languages, phones, schedules
from baken.directory.feeds.hsds.reader import HsdsRecord, Said
from baken.directory.feeds.hsds.restoring import put_back
from baken.directory.feeds.keeping import LONGEST_ADDRESS, LONGEST_NAME
from baken.directory.models.services import Faith, RuleState, Status, genders_value
from baken.directory.taxonomies import ALL_AGES, AUDIENCES, price_record

_OLDEST: Final = 120
_DURATION: Final = re.compile(r"P(\d{1,5})([WD])")
_SAME_AS: Final = {"undocumented": Residence.NO_PAPERS.value}


def service_entry(record: HsdsRecord, organisation_id: UUID) -> Entry | None:
    said = record.fields
    given = said.uuid("id", needed=True)
    if given is None:
        return None
    service = models.Service(
        id=given,
        organisation_id=organisation_id,
        name=record.texts("name", longest=LONGEST_NAME, needed=True),
        alternate_name=said.text("alternate_name", longest=255),
        description=record.texts("description"),
        status=_status(record),
        url=said.text("url", longest=LONGEST_ADDRESS),
        email=said.text("email", longest=255),
        eligibility_description=record.texts("eligibility_description"),
        fees_description=record.texts("fees_description"),
        application_process=record.texts("application_process"),
        appointment=record.as_texts("appointment", record.value("appointment")),
        **_who(record),
        **_features(record),
        **_room(record),
        **provenance(record),
    )
    _set_price(record, service)
    service.extra |= {
        f"{name} as given": said.content[name]
        for name in ("minimum_age", "maximum_age")
        if getattr(service, name) != said.content.get(name)
    }
    entry = Entry(said.row, service)
    entry.parts += [*_lists(record, service), *languages(record, service), *areas(record, service)]
    entry.parts += [*phones(record, "service", service), *schedules(record, "service", service)]
    entry.parts += [*exceptions(record, "service", service), *changes(record, "service", service)]
    return entry


def _status(record: HsdsRecord) -> str:
    if not record.fields.has("status"):
        record.fields.refuse("status", f"is missing: {', '.join(Status.values)}")
    return record.fields.choice("status", Status.values, "active")


def _who(record: HsdsRecord) -> dict[str, Any]:
    minimum, maximum = _age(record, "minimum_age"), _age(record, "maximum_age")
    if minimum is not None and maximum is not None and minimum > maximum:
        record.fields.refuse("minimum_age", f"{minimum} is above maximum_age {maximum}")
        minimum = maximum = None
    documents = record.fields.content.get("required_documents")
    papers = {"yes": True, "no": False, "unknown": None}[record.code("papers", ("yes", "no"))]
    return {
        "minimum_age": minimum,
        "maximum_age": maximum,
        "ages_known": minimum is not None or maximum is not None or ALL_AGES in record.codes("audience"),
        "genders": _genders(record),
        "families_only": record.flag("families-only"),
        "residence_rule": _rule(record.codes("residence-status")),
        "asks_papers": True if papers is None and documents else papers,
        "area_rule": record.code("municipality-rule", RuleState.values),
        "insurance_needed": record.flag("insurance"),
        "referral_needed": record.flag("referral"),
        "planned_until": next(iter(record.parsed("planned-until", lambda said: date.fromisoformat(said.value))), None),
    }


def _age(record: HsdsRecord, name: str) -> int | None:
    """In whole years, rounded down (six weeks is 0); a maximum above any human age is none."""
    age = record.fields.number(name, 0, 10_000)
    if age is None or (age > _OLDEST and name == "maximum_age"):
        return None
    if age > _OLDEST:
        record.fields.refuse(name, f"{age:g} is above {_OLDEST} years")
        return None
    return floor(age)


def _genders(record: HsdsRecord) -> str:
    codes = [code for code in record.codes("audience") if code != ALL_AGES]
    for code in codes:
        if code in AUDIENCES:
            return AUDIENCES[code]
    try:
        return genders_value(codes) if codes else RuleState.UNKNOWN
    except ValueError:
        record.fields.refuse("attributes", f"{', '.join(codes)}: not all are codes of audience")
        return RuleState.UNKNOWN


def _rule(codes: list[str]) -> str:
    if not codes:
        return RuleState.UNKNOWN
    return RuleState.ANY if RuleState.ANY in codes else RuleState.LISTED


def _features(record: HsdsRecord) -> dict[str, Any]:
    return {
        "diverse_staff": {"yes": True, "lived-migration": True, "no": False}.get(record.only_code("staff-background")),
        "child_care": record.flag("child-care"),
        "faith": record.code("faith", Faith.values),
        "lgbti_safe": record.flag("lgbti-safe"),
        "always": record.code("opening", ("always",), "") == "always",
        "holiday_rule": record.code("public-holidays", HolidayRule),
    }


def _room(record: HsdsRecord) -> dict[str, Any]:
    """A waiting time without a word on room is a waiting list."""
    weeks = next(iter(record.parsed("waiting-time", _weeks)), None)
    room = record.code("room", Room, "unknown" if weeks is None else str(Room.WAITING))
    said_on = next(
        iter(record.parsed("room", lambda said: date.fromisoformat(said.value) if said.value else None)), None
    )
    return {"room": room, "waiting_weeks": weeks if room == Room.WAITING else None, "room_said_on": said_on}


def _weeks(said: Said) -> int:
    """«P6W», «P21D»: whole weeks, rounded up. Raises ValueError."""
    found = _DURATION.fullmatch(said.value)
    if found is None:
        raise ValueError(said.value)
    return min(520, int(found[1]) if found[2] == "W" else -(-int(found[1]) // 7))


def _set_price(record: HsdsRecord, service: models.Service) -> None:
    """One amount is the price; several are kept as they are. All of them zero is free."""
    amounts = []
    given = record.fields.content.get("cost_options")
    for said in record.fields.children("cost_options"):
        amounts.append(said.number("amount", 0, 9_999_999))
        service.currency = said.text("currency", longest=3) or service.currency
    known = {amount for amount in amounts if amount is not None}
    if len(known) == 1 and len(amounts) == 1:
        service.amount = Decimal(str(known.pop())).quantize(Decimal("0.01"))
    service.free = record.flag("price")
    ours = given == [price_record(service.id, float(service.amount or 0), service.currency)]
    if given and not ours:
        service.extra["cost options as given"] = given
    if ours and service.free and not service.amount:  # how an export says that it is free
        service.amount = None
    if service.free is None and amounts and not any(amount is None or amount > 0 for amount in amounts):
        service.free = True


def _lists(record: HsdsRecord, service: models.Service) -> Iterator[Model]:
    for number, (code, written) in enumerate({said.code: said.value for said in record.own.get("need", [])}.items()):
        position = int(written) if written.isdecimal() and len(written) < 5 else number
        yield models.ServiceNeed(service=service, need_id=code, position=position)
    for mode in _known(record, "access-mode", [str(mode) for mode in AccessMode]):
        yield models.ServiceAccess(service=service, mode=mode)
    situations = [str(situation) for situation in Residence if situation != Residence.UNKNOWN]
    for residence in _known(record, "residence-status", [*situations, RuleState.ANY.value]):
        if residence != RuleState.ANY:
            yield models.ServiceWelcome(service=service, residence=residence)


def _known(record: HsdsRecord, taxonomy: str, choices: list[str]) -> list[str]:
    codes = list(dict.fromkeys(_SAME_AS.get(code, code) for code in record.codes(taxonomy)))
    for code in codes:
        if code not in choices:
            record.fields.refuse("attributes", f"«{code}» is not a code of {taxonomy}")
    return [code for code in codes if code in choices]


def site_parts(record: HsdsRecord, service: models.Service, location_id: UUID, position: int) -> Iterator[Model]:
    """A service_at_location with its phones and hours."""
    given = record.fields.uuid("id", needed=True)
    at = models.ServiceAtLocation(
        id=given, service=service, location_id=location_id, position=position, description=record.texts("description")
    )
    parts = [
        *phones(record, "service_at_location", at),
        *schedules(record, "service_at_location", at),
        *exceptions(record, "service_at_location", at),
    ]
    at.extra = record.rest()
    put_back(record, at)
    yield at
    yield from parts
