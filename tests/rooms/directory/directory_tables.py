"""The directory by table, and a directory in which every field says something."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db.models import AutoField, Model

from baken.directory import models

# What no export gives: the register for research, and how an import knows its own rows again.
NOT_COMPARED = {"mobilisation", "feed_digest"}

Rows = list[dict[str, Any]]


def dump() -> dict[str, Rows]:
    """Every row of every table of the directory, in an order that depends on what it says only."""
    return {model.__name__: sorted((_row(row) for row in model._default_manager.all()), key=repr) for model in CONTENT}


CONTENT: tuple[type[Model], ...] = (
    models.Organisation,
    models.Location,
    models.Service,
    models.ServiceNeed,
    models.ServiceAccess,
    models.ServiceWelcome,
    models.ServiceArea,
    models.ServiceLanguage,
    models.ServiceAtLocation,
    models.Phone,
    models.Schedule,
    models.ScheduleException,
    models.TemporaryChange,
)


def _row(row: Model) -> dict[str, Any]:
    return {
        column.attname: _sorted(getattr(row, column.attname))
        for column in row._meta.concrete_fields
        if column.name not in NOT_COMPARED and not isinstance(column, AutoField)
    }


def _sorted(value: Any) -> Any:
    """The order of languages in a text, or of names in an object, says nothing."""
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return value


def differences(before: dict[str, Rows], after: dict[str, Rows]) -> list[str]:
    """Where two dumps differ, in words short enough to read."""
    found = []
    for table, rows in before.items():
        if len(rows) != len(after[table]):
            found.append(f"{table}: {len(rows)} rows, then {len(after[table])}")
        for one, other in zip(rows, after[table], strict=False):
            found += [
                f"{table} {one.get('id', '')}: {name}: {one[name]!r} then {other[name]!r}"
                for name in one
                if one[name] != other[name]
            ]
    return found


def texts(words: str) -> dict[str, dict[str, str]]:
    """In three languages, with three states; the fourth comes with `texts_behind`."""
    return {
        "nl": {"text": f"{words} in het Nederlands", "state": "original"},
        "ar": {"text": f"{words} بالعربية", "state": "machine-drafted"},
        "fa-af": {"text": f"{words} به دری", "state": "reviewed"},
    }


def texts_behind(words: str) -> dict[str, dict[str, str]]:
    return {"fr": {"text": words, "state": "stale"}, "so": {"text": f"{words} <b>af Soomaali</b>", "state": "original"}}


MOMENT = datetime(2026, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)


def fill_every_field(need: str, other_need: str) -> None:
    """One organisation with everything, one with almost nothing, and places with and without an owner."""
    said = {"source": "coordinator", "by": "coordinator", "on": "2026-03-04"}
    sourced = {
        "field_sources": {"name": said},
        "assured_date": date(2026, 3, 4),
        "assurer": "Fatma of the desk",
        "last_modified": MOMENT,
    }
    organisation = models.Organisation.objects.create(
        name="=Huis «De Brug»",
        alternate_name="+De Brug",
        generic_name=texts("house"),
        description=texts("everything"),
        formality="informal",
        year_incorporated=1987,
        purposes=["meeting", "meeting", "learning"],
        leadership="migrants",
        target="newcomers",
        own_association=False,
        mobilisation="pro-migrant",
        funding=["town", "gifts"],
        url="https://example.org/brug?a=1&b=%20",
        email="brug@example.org",
        source="desk",
        source_id="o-1",
        source_url="https://example.org/o-1",
        extra={
            "x_city": {"b": [1, None, {"c": ""}], "a": "é"},
            "tax_status": "none",
            "contacts": [{"id": str(uuid4())}],
        },
        **sourced,
    )
    bare = models.Organisation.objects.create(
        name="Group", url="www.no-scheme.example", email="not an address", purposes=["", 3], last_modified=MOMENT
    )
    own = models.Location.objects.create(
        organisation=organisation,
        name=texts("place"),
        alternate_name="the hall",
        description=texts_behind("place"),
        address="Straat 1",
        postal_code="9000",
        municipality="Gent",
        state_province="Oost-Vlaanderen",
        country="BE",
        latitude=51.05,
        longitude=3.72,
        timezone="Europe/Brussels",
        transportation="Tram 1",
        neighbourhood="gent-1",
        wheelchair="partly",
        source="desk",
        source_id="l-1",
        **sourced,
    )
    shared_place = models.Location.objects.create(location_type="virtual", municipality="Aalst", last_modified=MOMENT)
    models.Location.objects.create(organisation=bare, location_type="postal", last_modified=MOMENT)
    models.Location.objects.create(name=texts("a place that nobody uses"), latitude=1.5, longitude=-2.25)
    service = _full_service(organisation, sourced)
    _bare_services(bare)
    for position, code in ((4, need), (7, other_need)):
        models.ServiceNeed.objects.create(service=service, need_id=code, position=position)
    for mode in ("phone", "walk-in"):
        models.ServiceAccess.objects.create(service=service, mode=mode)
    for residence in ("no-papers", "asylum-seeker"):
        models.ServiceWelcome.objects.create(service=service, residence=residence)
    models.ServiceArea.objects.create(service=service, name="Gent")
    models.ServiceArea.objects.create(service=service, name="@Aalst", extra={"id": str(uuid4()), "extent": "x"})
    for code, by in (("fa-af", "interpreter"), ("nl-be", "staff"), ("ar", "unknown"), ("rom", "volunteer")):
        models.ServiceLanguage.objects.create(service=service, code=code, spoken_by=by)
    at = models.ServiceAtLocation.objects.create(service=service, location=own, description=texts("at"), position=2)
    models.ServiceAtLocation.objects.create(service=service, location=shared_place, position=5, extra={"contacts": []})
    _phones_and_hours(organisation, own, service, at)


def _full_service(organisation: models.Organisation, sourced: dict[str, Any]) -> models.Service:
    return models.Service.objects.create(
        organisation=organisation,
        name=texts("name"),
        alternate_name="other name",
        description=texts("description"),
        status="temporarily closed",
        url="https://example.org/s",
        email="s@example.org",
        minimum_age=3,
        maximum_age=17,
        ages_known=True,
        genders="man+other",
        families_only=True,
        residence_rule="any",
        asks_papers=False,
        area_rule="listed",
        insurance_needed=False,
        referral_needed=True,
        planned_until=date(2027, 1, 31),
        eligibility_description=texts_behind("who"),
        free=False,
        amount=Decimal("2.50"),
        currency="GBP",
        fees_description=texts("fees"),
        diverse_staff=True,
        child_care=False,
        faith="sikh",
        lgbti_safe=True,
        room="waiting-list",
        waiting_weeks=4,
        room_said_on=date(2026, 2, 3),
        always=True,
        holiday_rule="closed",
        appointment=texts("appointment"),
        application_process=texts("process"),
        source="desk",
        source_id="s-1",
        source_url="https://example.org/s-1",
        extra={"accreditations": "ISO", "alert": None, "x_kept": 1.5, "minimum_age as given": 0.5, "licenses": 7},
        **sourced,
    )


def _bare_services(bare: models.Organisation) -> None:
    """What is easily lost: zeros, unknowns, rules without rows, money that says nothing."""
    made = {"organisation": bare, "last_modified": MOMENT}
    plain = {"en": {"text": "Plain", "state": "original"}}
    models.Service.objects.create(**made, alternate_name="without a name")
    models.Service.objects.create(**made, name=plain, amount=Decimal("0.00"), free=True)
    models.Service.objects.create(**made, name=plain, amount=Decimal("0.00"))
    models.Service.objects.create(**made, name=plain, free=False, currency="USD")
    models.Service.objects.create(**made, name=plain, free=True, currency="JPY", ages_known=True)
    models.Service.objects.create(**made, name=plain, residence_rule="listed", room_said_on=date(2026, 1, 1))
    models.Service.objects.create(**made, name=plain, genders="any", assurer="desk@example.org", status="defunct")
    models.Service.objects.create(**made, name=plain, room="full", extra={"required_documents": [{"id": str(uuid4())}]})


def _phones_and_hours(
    organisation: models.Organisation,
    location: models.Location,
    service: models.Service,
    at: models.ServiceAtLocation,
) -> None:
    kinds = ("voice", "whatsapp", "sms", "fax")
    owners = ({"organisation": organisation}, {"location": location}, {"service": service}, {"service_at_location": at})
    for kind, owner in zip(kinds, owners, strict=True):
        models.Phone.objects.create(**owner, number="+32 9 000 00 00", kind=kind, position=3)
        models.Phone.objects.create(**owner, number="-9", extra={"id": str(uuid4()), "type": "cell", "extension": 4})
    for owner in ({"service": service}, {"service_at_location": at}):
        _hours(owner)
    for owner in ({"service": service}, {"location": location}):
        common = {**owner, "starts": MOMENT}
        models.TemporaryChange.objects.create(
            **common, kind="closed", note=texts("closed"), ends=MOMENT.replace(year=2027)
        )
        models.TemporaryChange.objects.create(
            **common, kind="closed", note={"nl": {"text": "closed", "state": "original"}}
        )
        models.TemporaryChange.objects.create(**common, kind="notice", imported=True)
        times = {"opens_at": time(9, 30, 15), "closes_at": time(12)}
        models.TemporaryChange.objects.create(**common, kind="hours", **times)


def _hours(owner: dict[str, Any]) -> None:
    times = {"opens_at": time(9, 30), "closes_at": time(12, 0)}
    days = {"dtstart": date(2026, 1, 5), "valid_from": date(2026, 1, 5), "valid_to": date(2026, 12, 31)}
    make = models.Schedule.objects.create
    make(**owner, freq="WEEKLY", interval=2, byday="MO,WE", **days, **times, description=texts("hours"), position=9)
    make(**owner, freq="MONTHLY", byday="-1FR", **times, by_appointment=True)
    make(**owner, description=texts_behind("words only"))
    make(**owner, freq="WEEKLY", byday="SU", opens_at=time(9, 30, 1), closes_at=time(0, 0))
    given = {"id": str(uuid4()), "opens_at": "09:30Z", "freq": "WEEKLY", "until": "2026-01-01", "attending_type": "x"}
    make(**owner, freq="WEEKLY", **times, extra=given, by_appointment=True)
    make(**owner, extra={"id": str(uuid4()), "freq": "WEEKLY", "count": 3, "closes_at": "12:00+02:00"}, interval=3)
    exception = models.ScheduleException.objects.create
    exception(**owner, first=date(2026, 4, 5), last=date(2026, 4, 6), note=texts("easter"))
    exception(**owner, first=date(2026, 4, 5), last=date(2026, 4, 6), **times)
    exception(**owner, first=date(2026, 4, 5), last=date(2026, 4, 6), **times)
