"""Services as planning sees them: every fact that ranking may use, in a fixed number of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from baken.core.eligibility.rules import Ages, Rules
from baken.core.hours import public_holidays
from baken.core.hours.opening import ChangeKind, DayException, HolidayRule, HoursError, Opening, TemporaryChange
from baken.core.kinds import Gender, LatLon, Residence
from baken.core.planning.kinds import AccessMode, Candidate, Capacity, Room, SpokenBy
from baken.core.wording import fold
from baken.directory import models
from baken.directory.models.services import UNKNOWN, RuleState, Status
from baken.directory.selectors.rows import Ids, as_text, canonical, grouped, joined, keyed, parted
from baken.directory.selectors.weekly import SCHEDULE_COLUMNS, weekly_rules

Kind = TypeVar("Kind")
Rows = Mapping[str, Sequence[tuple[Any, ...]]]
Joined = Mapping[str, str]

_TIMES: Final = ("opens_at", "closes_at")
_EXCEPTION: Final = ("first", "last", *_TIMES)
_CHANGE: Final = ("kind", "starts", "ends", *_TIMES)
_WHEELCHAIR: Final = {"yes": True, "no": False}
_SHUT: Final = TemporaryChange(kind=ChangeKind.CLOSED, starts=datetime(2000, 1, 1, tzinfo=UTC))
# Best first: a language spoken by staff and also by an interpreter is spoken by staff.
_SPEAKERS: Final = {speaker.value: order for order, speaker in enumerate(SpokenBy)}


class _Service(NamedTuple):
    """The columns that planning uses, in the order in which they are fetched; ids and dates as text."""

    id: str
    organisation_id: str
    assured_date: str | None
    room_said_on: str | None
    status: str
    minimum_age: int | None
    maximum_age: int | None
    ages_known: bool
    genders: str
    families_only: bool | None
    residence_rule: str
    asks_papers: bool | None
    area_rule: str
    insurance_needed: bool | None
    free: bool | None
    room: str
    waiting_weeks: int | None
    always: bool
    holiday_rule: str


_AS_TEXT: Final = _Service._fields[:4]


class _Site(NamedTuple):
    """A place of a service."""

    id: str
    location_id: str
    latitude: float | None
    longitude: float | None
    country: str
    timezone: str
    wheelchair: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """Everything that hangs on the services, by the id of what it belongs to: a service, its site there, a location."""

    sites: Rows
    languages: Joined
    access: Joined
    welcome: Joined
    areas: Joined
    schedules: Rows
    exceptions: Rows
    changes: Rows


def candidates(need_fit: Mapping[UUID, Mapping[str, float]]) -> list[Candidate]:
    """One candidate per service and place (one without a place where there is none), for services in use.

    Unknown ids are left out. The number of queries does not depend on how many services are asked.
    """
    ids = Ids.of(need_fit)
    facts = _facts(ids)
    fits = keyed(need_fit)
    found = []
    columns: list[Any] = [*as_text(*_AS_TEXT), *_Service._fields[len(_AS_TEXT) :]]
    for row in models.Service.objects.in_use().filter(pk__any_of=ids).values_list(*columns):
        service = _Service._make(row)
        fit = fits[canonical(service.id)]
        sites = [_Site._make(site) for site in facts.sites.get(service.id, ())]
        found += [_candidate(service, site, fit, facts) for site in sites or (None,)]
    return found


def _facts(ids: Ids) -> _Facts:
    sites = models.ServiceAtLocation.objects.filter(service__any_of=ids)
    of_service_or_site = Q(service__any_of=ids) | Q(service_at_location__in=sites.values("pk"))
    of_service_or_location = Q(service__any_of=ids) | Q(location__in=sites.values("location"))
    now_or_later = Q(ends__isnull=True) | Q(ends__gt=timezone.now() - timedelta(days=1))
    places = ("latitude", "longitude", "country", "timezone", "wheelchair")
    owner = Coalesce("service_at_location_id", "service_id")
    return _Facts(
        sites=grouped(sites, "service_id", *as_text("id", "location_id"), *(f"location__{name}" for name in places)),
        languages=joined(models.ServiceLanguage.objects.filter(service__any_of=ids), "service_id", "code", "spoken_by"),
        access=joined(models.ServiceAccess.objects.filter(service__any_of=ids), "service_id", "mode"),
        welcome=joined(models.ServiceWelcome.objects.filter(service__any_of=ids), "service_id", "residence"),
        areas=joined(models.ServiceArea.objects.filter(service__any_of=ids), "service_id", "name"),
        schedules=grouped(models.Schedule.objects.filter(of_service_or_site), owner, *SCHEDULE_COLUMNS),
        exceptions=grouped(models.ScheduleException.objects.filter(of_service_or_site), owner, *_EXCEPTION),
        changes=grouped(
            models.TemporaryChange.objects.filter(of_service_or_location, now_or_later),
            Coalesce("location_id", "service_id"),
            *_CHANGE,
        ),
    )


def _candidate(service: _Service, site: _Site | None, need_fit: Mapping[str, float], facts: _Facts) -> Candidate:
    return Candidate(
        service_id=canonical(service.id),
        organisation_id=canonical(service.organisation_id),
        site_id=canonical(site.location_id) if site else None,
        place=_place(site),
        need_fit=need_fit,
        rules=_rules(
            service[5:14],
            facts.welcome.get(service.id, ""),
            facts.areas.get(service.id, ""),
            site.wheelchair if site else UNKNOWN,
        ),
        opening=_opening(service, site, facts),
        spoken=_spoken(facts.languages.get(service.id, "")),
        access=_access(facts.access.get(service.id, "")),
        free=service.free,
        capacity=_capacity(service.room, service.waiting_weeks, service.room_said_on),
        confirmed_on=_day(service.assured_date),
    )


def _place(site: _Site | None) -> LatLon | None:
    if site is None or site.latitude is None or site.longitude is None:
        return None
    return LatLon(site.latitude, site.longitude)


@lru_cache(maxsize=4096)
def _rules(columns: tuple[Any, ...], welcome: str, areas: str, wheelchair: str) -> Rules:
    """Many services share the same rules. `columns`: minimum_age to insurance_needed of _Service."""
    minimum, maximum, ages_known, genders, families_only, residence_rule, asks_papers, area_rule, insurance = columns
    return Rules(
        ages=Ages(minimum, maximum) if ages_known else None,
        genders=_genders(genders),
        families_only=families_only,
        welcome=_rule(residence_rule, parted(welcome), Residence),
        asks_papers=asks_papers,
        municipalities=_rule(area_rule, parted(areas), fold),
        insurance_needed=insurance,
        wheelchair=_WHEELCHAIR.get(wheelchair),
    )


def _genders(kept: str) -> frozenset[Gender] | None:
    if kept == UNKNOWN:
        return None
    return frozenset() if kept == RuleState.ANY else frozenset(Gender(part) for part in kept.split("+"))


def _rule(state: str, listed: Iterable[str], kind: Callable[[str], Kind]) -> frozenset[Kind] | None:
    """None: not known, also where «listed» came without a list; empty: everyone."""
    if state == RuleState.ANY:
        return frozenset()
    return (frozenset(map(kind, listed)) or None) if state == RuleState.LISTED else None


@lru_cache(maxsize=4096)
def _access(modes: str) -> frozenset[AccessMode]:
    return frozenset(AccessMode(mode) for mode in parted(modes))


@lru_cache(maxsize=4096)
def _capacity(room: str, waiting_weeks: int | None, said_on: str | None) -> Capacity:
    return Capacity(Room(room), waiting_weeks, _day(said_on))


@lru_cache(maxsize=4096)
def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


@lru_cache(maxsize=4096)
def _spoken(said: str) -> Mapping[str, SpokenBy]:
    """«nl staff», «ar volunteer» to a mapping, the best speaker of each language."""
    spoken: dict[str, SpokenBy] = {}
    pairs = (pair.split(" ") for pair in parted(said))
    for code, by in sorted(pairs, key=lambda pair: _SPEAKERS[pair[1]]):
        spoken.setdefault(code, SpokenBy(by))
    return spoken


def _opening(service: _Service, site: _Site | None, facts: _Facts) -> Opening:
    """Hours said for the site win over hours of the service; exceptions and changes of both count."""
    schedules = facts.schedules.get(service.id, ())
    exceptions = facts.exceptions.get(service.id, ())
    changes = facts.changes.get(service.id, ())
    if site:
        schedules = facts.schedules.get(site.id) or schedules
        exceptions = (*exceptions, *facts.exceptions.get(site.id, ()))
        changes = (*changes, *facts.changes.get(site.location_id, ()))
    country = (site and site.country) or settings.BAKEN_COUNTRY
    known = _has_holidays(country)
    return Opening(
        timezone=(site and site.timezone) or settings.BAKEN_TIMEZONE,
        country=country if known else settings.BAKEN_COUNTRY,
        rules=weekly_rules(tuple(schedules)),
        exceptions=tuple(DayException(*exception) for exception in exceptions),
        changes=_changes(changes, shut=service.status == Status.TEMPORARILY_CLOSED),
        holidays=HolidayRule(service.holiday_rule) if known else HolidayRule.AS_USUAL,
        always=service.always,
    )


@lru_cache(maxsize=512)
def _has_holidays(country: str) -> bool:
    """Whether the library knows this country's public holidays; where it does not, no day is taken for one."""
    try:
        public_holidays(country, 2025)
    except HoursError:
        return False
    return True


def _changes(rows: Iterable[tuple[Any, ...]], *, shut: bool) -> tuple[TemporaryChange, ...]:
    changes = tuple(TemporaryChange(ChangeKind(kind), *times) for kind, *times in rows)
    return (*changes, _SHUT) if shut else changes
