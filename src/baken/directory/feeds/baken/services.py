"""One service of our YAML."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db.models import Model

from baken.core.hours.opening import HolidayRule
from baken.core.kinds import Gender, Residence
from baken.core.planning.kinds import AccessMode, Room, SpokenBy
from baken.directory import models
from baken.directory.feeds.baken.hours import HoursUnreadable, written_hours
from baken.directory.feeds.baken.values import Values
from baken.directory.feeds.batch import Batch, made_id
from baken.directory.feeds.entries import Entry
from baken.directory.feeds.keeping import LONGEST_ADDRESS, LONGEST_NAME
from baken.directory.models.services import Faith, RuleState, Status, genders_value

_AGES: Final = re.compile(r"(?:(?P<minimum>\d{1,3})\+|(?P<from>\d{1,3})-(?P<to>\d{1,3})|-(?P<maximum>\d{1,3}))")
_FEATURES: Final = ("diverse_staff", "child_care", "lgbti_safe")


def read_service(batch: Batch, said: Values, organisation: models.Organisation, *, organisation_key: str) -> None:
    key = said.key()
    service = models.Service(
        id=made_id(said.source, organisation_key, "service", key),
        organisation=organisation,
        name=said.texts("name", longest=LONGEST_NAME, needed=True),
        alternate_name=said.text("alternate_name", longest=255),
        description=said.texts("description"),
        status=said.choice("status", Status.values, "active"),
        url=said.text("url", longest=LONGEST_ADDRESS),
        email=said.text("email", longest=255),
        eligibility_description=said.texts("eligibility_description"),
        appointment=said.texts("appointment"),
        application_process=said.texts("application_process"),
        always=said.flag("always") or False,
        holiday_rule=said.choice("holidays", [str(rule) for rule in HolidayRule], "unknown"),
        source=said.source,
        source_id=f"{organisation_key}/{key}",
        source_url=said.text("source_url", longest=LONGEST_ADDRESS),
        assured_date=said.on("confirmed") or organisation.assured_date,
        assurer=said.text("confirmed_by", longest=255) or organisation.assurer,
        **_who(said),
        **_price(said),
        **_features(said),
    )
    _set_room(said, service)
    entry = Entry(said.row, service)
    entry.parts += [*_lists(said, service), *_languages(said, service), *_hours(said, "service", service)]
    entry.parts += said.phones("service", service)
    entry.parts += said.changes("service", service)
    entry.parts += _places(said, service, organisation_key)
    batch.add_once(batch.services, entry, key)
    said.refuse_unread()


def _who(said: Values) -> dict[str, Any]:
    """For whom: ages, genders, families, and the rules that restrict."""
    minimum, maximum, known = _ages(said)
    return {
        "minimum_age": minimum,
        "maximum_age": maximum,
        "ages_known": known,
        "genders": _genders(said),
        "families_only": said.flag("families_only"),
        "residence_rule": _rule_state(said, "residence", "any"),
        "asks_papers": said.flag("asks_papers"),
        "area_rule": _rule_state(said, "municipalities", "anywhere"),
        "insurance_needed": said.flag("insurance_needed"),
        "referral_needed": said.flag("referral_needed"),
        "planned_until": said.on("planned_until"),
    }


def _ages(said: Values) -> tuple[int | None, int | None, bool]:
    written = said.take("ages")
    if written is None:
        return None, None, False
    if written == "all":
        return None, None, True
    # YAML reads `-17` as a number.
    found = _AGES.fullmatch(str(written))
    if found is None:
        said.refuse("ages", f"«{written}» is not written like 18+, 12-25, -17 or all")
        return None, None, False
    low, high = found["minimum"] or found["from"], found["maximum"] or found["to"]
    minimum, maximum = (int(low) if low else None), (int(high) if high else None)
    if (minimum or 0) > (120 if maximum is None else maximum) or (maximum or 0) > 120:
        said.refuse("ages", f"«{written}» is not a range of ages from 0 to 120")
        return None, None, False
    return minimum, maximum, True


def _genders(said: Values) -> str:
    if said.content.get("genders") == "everyone":
        said.take("genders")
        return RuleState.ANY
    if not said.has("genders"):
        return RuleState.UNKNOWN
    return genders_value(_among(said, "genders", [str(gender) for gender in Gender]))


def _rule_state(said: Values, name: str, anyone: str) -> str:
    """The list itself is read with the other lists."""
    value = said.content.get(name)
    if value is None:
        return RuleState.UNKNOWN
    return RuleState.ANY if value == anyone else RuleState.LISTED


def _among(said: Values, name: str, choices: Sequence[str]) -> list[str]:
    values = said.strings(name)
    for value in values:
        if value not in choices:
            said.refuse(name, f"«{value}» is not one of: {', '.join(choices)}")
    return [value for value in dict.fromkeys(values) if value in choices]


def _price(said: Values) -> dict[str, Any]:
    if said.content.get("price") == "free":
        said.take("price")
        return {"free": True}
    if not said.has("price"):
        return {}
    price = said.part("price")
    amount = price.number("amount", 0, 9_999_999)
    free = price.flag("free")
    if free and amount:
        price.refuse("amount", "is above zero, so it is not free")
        amount = None
    found = {"free": free, "amount": _cents(amount), "fees_description": price.texts("note")}
    price.refuse_unread()
    return found


def _cents(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))


def _features(said: Values) -> dict[str, Any]:
    if not said.has("features"):
        return {}
    features = said.part("features")
    found: dict[str, Any] = {name: features.flag(name) for name in _FEATURES}
    found["faith"] = features.choice("faith", Faith.values, "unknown")
    features.refuse_unread()
    return found


def _set_room(said: Values, service: models.Service) -> None:
    """`room: few`, or a mapping with state, weeks and said; without `said` it is as old as the confirmation."""
    rooms = [str(room) for room in Room]
    if isinstance(said.content.get("room"), str) or not said.has("room"):
        service.room = said.choice("room", rooms, Room.UNKNOWN)
        service.room_said_on = service.assured_date if service.room != Room.UNKNOWN else None
        return
    room = said.part("room")
    service.room = room.choice("state", rooms, Room.UNKNOWN)
    service.waiting_weeks = room.whole("weeks", 0, 520)
    service.room_said_on = room.on("said") or service.assured_date
    if service.waiting_weeks is not None and service.room != Room.WAITING:
        room.refuse("weeks", "belongs to a waiting-list only")
        service.waiting_weeks = None
    room.refuse_unread()


def _lists(said: Values, service: models.Service) -> Iterable[Model]:
    for position, code in enumerate(dict.fromkeys(said.strings("needs"))):
        yield models.ServiceNeed(service=service, need_id=code, position=position)
    for mode in _among(said, "access", [str(mode) for mode in AccessMode]):
        yield models.ServiceAccess(service=service, mode=mode)
    if _listed(said, "residence", "any"):
        for residence in _among(said, "residence", [str(r) for r in Residence if r != Residence.UNKNOWN]):
            yield models.ServiceWelcome(service=service, residence=residence)
    if _listed(said, "municipalities", "anywhere"):
        for name in dict.fromkeys(said.strings("municipalities")):
            yield models.ServiceArea(service=service, name=name)


def _listed(said: Values, name: str, anyone: str) -> bool:
    return said.has(name) and said.take(name) != anyone


def _languages(said: Values, service: models.Service) -> Iterable[models.ServiceLanguage]:
    if not said.has("languages"):
        return
    spoken = said.part("languages")
    speakers = [str(by) for by in SpokenBy]
    for written in list(spoken.content):
        tag = spoken.known_tag(str(written), written)
        by = [spoken.choice(written, speakers, "")] if isinstance(spoken.content[written], str) else []
        for speaker in by or _among(spoken, written, speakers):
            if tag and speaker:
                yield models.ServiceLanguage(
                    id=made_id(service.pk, "language", tag, speaker), service=service, code=tag, spoken_by=speaker
                )


def _hours(said: Values, owner: str, root: Model) -> Iterable[Model]:
    position = 0
    for number, line in enumerate(said.strings("hours")):
        try:
            spans = list(written_hours(line, said.day_of))
        except HoursUnreadable as problem:
            said.refuse(f"hours[{number}]", str(problem))
            continue
        for span in spans:
            yield models.Schedule(
                id=made_id(root.pk, "schedule", position),
                **{owner: root},
                freq="WEEKLY",
                byday=span.byday,
                opens_at=span.opens_at,
                closes_at=span.closes_at,
                position=position,
                **span.bounds,
            )
            position += 1
    for number, part in enumerate(said.parts("exceptions")):
        yield from _exception(part, owner, root, number)


def _exception(said: Values, owner: str, root: Model, number: int) -> Iterable[models.ScheduleException]:
    first = said.on("from")
    last = said.on("to") or first
    opens, closes = said.clock("opens"), said.clock("closes")
    note = said.texts("note")
    said.refuse_unread()
    if first is None or last is None or last < first or (opens is None) != (closes is None):
        said.refuse("from", "give from (a day), to (not before from), and both opens and closes or neither")
        return
    yield models.ScheduleException(
        id=made_id(root.pk, "exception", number),
        **{owner: root},
        first=first,
        last=last,
        opens_at=opens,
        closes_at=closes,
        note=note,
    )


def _places(said: Values, service: models.Service, organisation_key: str) -> Iterable[Model]:
    for position, content in enumerate(said.listed("at")):
        written = content if isinstance(content, dict) else {"location": content}
        place = said.as_part(written, said.row, f"at[{position}]")
        key = place.text("location", needed=True)
        owner, _, site = key.rpartition("/")
        at = models.ServiceAtLocation(
            id=made_id(service.pk, "at", key),
            service=service,
            location_id=made_id(said.source, owner or organisation_key, "location", site),
            position=position,
        )
        yield at
        yield from _hours(place, "service_at_location", at)
        place.refuse_unread()
