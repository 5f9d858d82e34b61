"""An entry as its editor changes it: every fact that may be said, and when it was last changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import Q

from baken.core.hours.opening import Weekday
from baken.core.kinds import Residence, Text
from baken.core.planning.kinds import AccessMode, SpokenBy
from baken.directory.kinds import OpenSpan, OrganisationFacts, PhoneFact, ServiceFacts, SiteFacts, SpokenIn
from baken.directory.models import (
    Location,
    Organisation,
    Phone,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
)
from baken.directory.models.opening import simple_weeks
from baken.directory.models.services import RuleState
from baken.directory.selectors.cards import address_lines, name_of, text_in

_COLLECTED: Final = frozenset({"needs", "access", "languages", "welcome", "municipalities", "locations"})
MOST_PLACES: Final = 20


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    id: UUID
    organisation_id: UUID
    organisation_name: str
    name: Text
    last_modified: datetime
    facts: ServiceFacts
    phones: tuple[PhoneFact, ...]
    has_hours: bool


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    id: UUID
    name: str
    last_modified: datetime
    facts: OrganisationFacts
    phones: tuple[PhoneFact, ...]


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """`services`: how many are given there, of any organisation."""

    id: UUID
    organisation_id: UUID | None
    name: Text | None
    address_lines: tuple[str, ...]
    last_modified: datetime
    facts: SiteFacts
    phones: tuple[PhoneFact, ...]
    services: int


@dataclass(frozen=True, slots=True)
class OtherHours:
    """Hours that a plain week cannot say: for a season, every second week, monthly, or in words."""

    id: UUID
    days: str
    opens: time | None
    closes: time | None
    valid_from: date | None
    valid_to: date | None
    words: Text | None


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    id: UUID
    first: date
    last: date
    opens: time | None
    closes: time | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class HoursEntry:
    """`at`: the place whose own hours these are; None: those that hold wherever the place says nothing else."""

    at: UUID | None
    spans: tuple[OpenSpan, ...]
    others: tuple[OtherHours, ...]
    exceptions: tuple[ExceptionRow, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a service may be: its own organisation's site or another's (a desk in somebody else's house)."""

    id: UUID
    name: Text | None
    address_lines: tuple[str, ...]
    organisation_name: str
    own: bool


def service_entry(organisation_id: UUID, service_id: UUID, languages: Sequence[str]) -> ServiceEntry | None:
    """None: no such service, or it is another organisation's."""
    row = Service.objects.select_related("organisation").filter(pk=service_id, organisation=organisation_id).first()
    if row is None:
        return None
    return ServiceEntry(
        id=row.pk,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        name=name_of(row, languages),
        last_modified=row.last_modified,
        facts=_service_facts(row),
        phones=_phones(row.phones.all()),
        has_hours=Schedule.objects.filter(Q(service=row) | Q(service_at_location__service=row)).exists(),
    )


def _service_facts(row: Service) -> ServiceFacts:
    columns = {field: getattr(row, field) for field in ServiceFacts.__annotations__ if field not in _COLLECTED}
    welcome = [Residence(one.residence) for one in row.welcome.all()]
    collected: ServiceFacts = {
        "needs": [one.need_id for one in row.service_needs.all()],
        "access": [AccessMode(one.mode) for one in row.access_modes.all()],
        "languages": [SpokenIn(one.code, SpokenBy(one.spoken_by)) for one in row.languages.all()],
        "welcome": None if row.residence_rule == RuleState.UNKNOWN else welcome,
        "municipalities": None if row.area_rule == RuleState.UNKNOWN else [one.name for one in row.service_areas.all()],
        "locations": [one.location_id for one in row.service_at_locations.all()],
    }
    return cast(ServiceFacts, {**columns, **collected})


def organisation_entry(organisation_id: UUID) -> OrganisationEntry | None:
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None:
        return None
    facts = {field: getattr(row, field) for field in OrganisationFacts.__annotations__}
    return OrganisationEntry(
        row.pk, row.name, row.last_modified, cast(OrganisationFacts, facts), _phones(row.phones.all())
    )


def site_entry(organisation_id: UUID, location_id: UUID, languages: Sequence[str]) -> SiteEntry | None:
    """None: no such site, or it is another organisation's."""
    row = Location.objects.filter(pk=location_id, organisation=organisation_id).first()
    return _site_entry(row, languages) if row is not None else None


def site_entries(organisation_id: UUID, languages: Sequence[str]) -> tuple[SiteEntry, ...]:
    """Its own sites, by town and street."""
    rows = Location.objects.filter(organisation=organisation_id).order_by("municipality", "address", "pk")
    return tuple(_site_entry(row, languages) for row in rows)


def _site_entry(row: Location, languages: Sequence[str]) -> SiteEntry:
    facts = {field: getattr(row, field) for field in SiteFacts.__annotations__}
    return SiteEntry(
        id=row.pk,
        organisation_id=row.organisation_id,
        name=text_in(row.name, languages),
        address_lines=address_lines(row),
        last_modified=row.last_modified,
        facts=cast(SiteFacts, facts),
        phones=_phones(row.phones.all()),
        services=row.service_at_locations.count(),
    )


def hours_entry(service_id: UUID, languages: Sequence[str], location_id: UUID | None = None) -> HoursEntry:
    """The plain week and what it does not hold; of a place where the service is not, nothing."""
    owner: dict[str, Any] = {"service": service_id}
    if location_id is not None:
        owner = {"service_at_location__service": service_id, "service_at_location__location": location_id}
    rows = Schedule.objects.filter(**owner)
    plain = simple_weeks(rows)
    exceptions = ScheduleException.objects.filter(**owner)
    return HoursEntry(
        at=location_id,
        spans=tuple(sorted((span for row in plain for span in _spans(row)), key=lambda s: (s.weekday, s.opens))),
        others=tuple(_other(row, languages) for row in rows.exclude(pk__in=plain.values("pk"))),
        exceptions=tuple(
            ExceptionRow(row.pk, row.first, row.last, row.opens_at, row.closes_at, text_in(row.note, languages))
            for row in exceptions
        ),
    )


def _spans(row: Schedule) -> list[OpenSpan]:
    days = [name.strip() for name in row.byday.split(",")]
    assert row.opens_at is not None and row.closes_at is not None
    return [
        OpenSpan(Weekday[name], row.opens_at, row.closes_at, row.by_appointment)
        for name in days
        if name in Weekday.__members__
    ]


def _other(row: Schedule, languages: Sequence[str]) -> OtherHours:
    return OtherHours(
        row.pk,
        row.byday,
        row.opens_at,
        row.closes_at,
        row.valid_from,
        row.valid_to,
        text_in(row.description, languages),
    )


def places_for(
    organisation_id: UUID, languages: Sequence[str], *, words: str = "", kept: Sequence[UUID] = ()
) -> tuple[Place, ...]:
    """The organisation's own sites, those of `kept`, and of other organisations those whose address or name has the
    words (at most MOST_PLACES)."""
    own = Q(organisation=organisation_id) | Q(pk__in=list(kept))
    rows = list(Location.objects.select_related("organisation").filter(own))
    if words.strip():
        others = Location.objects.select_related("organisation").exclude(own)
        for word in words.split()[:8]:
            others = others.filter(
                Q(address__icontains=word) | Q(municipality__icontains=word) | Q(organisation__name__icontains=word)
            )
        rows += others.order_by("municipality", "address", "pk")[:MOST_PLACES]
    return tuple(
        Place(
            row.pk,
            text_in(row.name, languages),
            address_lines(row),
            row.organisation.name if row.organisation else "",
            row.organisation_id == organisation_id,
        )
        for row in rows
    )


def places_of_service(service_id: UUID, languages: Sequence[str]) -> tuple[Place, ...]:
    """Where it is, in its own order."""
    rows = ServiceAtLocation.objects.select_related("location").filter(service=service_id)
    return tuple(
        Place(row.location_id, text_in(row.location.name, languages), address_lines(row.location), "", True)
        for row in rows
    )


def _phones(rows: Any) -> tuple[PhoneFact, ...]:
    phones: Sequence[Phone] = rows
    return tuple(PhoneFact(row.number, row.kind) for row in phones)
