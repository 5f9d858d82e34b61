"""Which facts of which services nobody has confirmed for too long."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from baken.core.kinds import Text
from baken.core.planning.kinds import Room
from baken.directory.ageing import KIND_OF, FactKind, Intervals, due, intervals
from baken.directory.models import Service
from baken.directory.models.services import UNKNOWN
from baken.directory.selectors.cards import name_of


@dataclass(frozen=True, slots=True)
class DueService:
    """`kinds`: what to ask about again, those that age fastest first; never empty."""

    id: UUID
    organisation_id: UUID
    name: Text
    kinds: tuple[FactKind, ...]


def table_in_force() -> Intervals:
    """Raises IntervalProblem where the settings name what is no kind of fact."""
    return intervals(settings.BAKEN_FACTS_AGE_AFTER)


def due_services(organisation_ids: Iterable[UUID], *, today: date, languages: Sequence[str]) -> tuple[DueService, ...]:
    """Services in use with facts that are due on that day, by organisation and name. Four queries."""
    rows = Service.objects.in_use().filter(organisation__in=list(organisation_ids))
    table, found = table_in_force(), []
    for service in rows.prefetch_related("languages", "phones", "schedules").order_by("organisation__name", "pk"):
        kinds = due(said_on(service), today=today, table=table)
        if kinds:
            found.append(DueService(service.pk, service.organisation_id, name_of(service, languages), kinds))
    return tuple(found)


def said_on(service: Service) -> dict[FactKind, date | None]:
    """Of each kind of fact that says anything: the day on which the oldest of its fields was last said or confirmed."""
    days: dict[FactKind, date | None] = dict.fromkeys(_kinds_said(service), service.assured_date)
    if FactKind.ROOM in days:
        days[FactKind.ROOM] = _latest(service.room_said_on, service.assured_date)
    for field, said in service.field_sources.items():
        kind = KIND_OF.get(field)
        if kind in days and (on := _day(said)) is not None:
            days[kind] = _latest(on, days[kind])
    return days


def _kinds_said(service: Service) -> Iterator[FactKind]:
    if service.room != Room.UNKNOWN.value:
        yield FactKind.ROOM
    if service.always or service.schedules.all():
        yield FactKind.HOURS
    if service.phones.all() or service.email or service.url:
        yield FactKind.PHONES
    if service.languages.all():
        yield FactKind.LANGUAGES
    if service.free is not None or service.amount is not None:
        yield FactKind.PRICE
    if service.ages_known or any(getattr(service, name) not in (None, UNKNOWN) for name in _RULES):
        yield FactKind.RULES
    yield FactKind.TEXTS


_RULES = ("genders", "families_only", "residence_rule", "asks_papers", "area_rule", "insurance_needed")


def _latest(one: date | None, other: date | None) -> date | None:
    return max(day for day in (one, other) if day is not None) if one or other else None


def _day(said: object) -> date | None:
    written = said.get("on") if isinstance(said, dict) else None
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
