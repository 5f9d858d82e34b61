"""Services as planning sees them: every fact that ranking may use."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from django.conf import settings

from baken.core.eligibility.rules import Ages, Rules
from baken.core.hours import public_holidays
from baken.core.hours.opening import ChangeKind, HolidayRule, HoursError, Opening, TemporaryChange
from baken.core.kinds import Gender, LatLon, Residence
from baken.core.planning.kinds import AccessMode, Candidate, Capacity, Room, SpokenBy
from baken.directory.models.services import UNKNOWN, RuleState, Status
from baken.directory.selectors.facts import RULES, Facts, ServiceRow, SiteRow, load_facts
from baken.directory.selectors.rows import FLAG, Row, canonical, parted
from baken.directory.selectors.weekly import day, day_exception, temporary_change, weekly_rules

Kind = TypeVar("Kind")

_WHEELCHAIR: Final = {"yes": True, "no": False}
_SHUT: Final = TemporaryChange(kind=ChangeKind.CLOSED, starts=datetime(2000, 1, 1, tzinfo=UTC))
# Best first: a language spoken by staff and also by an interpreter is spoken by staff.
_SPEAKERS: Final = {speaker.value: order for order, speaker in enumerate(SpokenBy)}


def candidates(need_fit: Mapping[UUID, Mapping[str, float]]) -> list[Candidate]:
    """One candidate per service and place (one without a place where there is none), for services in use.

    Unknown ids are left out. The number of queries does not depend on how many services are asked.
    """
    facts = load_facts(need_fit)
    fits = {str(service_id): fit for service_id, fit in need_fit.items()}
    found = []
    for service in facts.services:
        fit = fits[canonical(service.id)]
        sites = [SiteRow._make(site) for site in facts.sites.get(service.id, ())]
        found += [_candidate(service, site, fit, facts) for site in sites or (None,)]
    return found


def _candidate(service: ServiceRow, site: SiteRow | None, need_fit: Mapping[str, float], facts: Facts) -> Candidate:
    return Candidate(
        service_id=canonical(service.id),
        organisation_id=canonical(service.organisation_id),
        site_id=canonical(site.location_id) if site else None,
        place=_place(site.latitude, site.longitude) if site else None,
        need_fit=need_fit,
        rules=_rules(
            service[RULES],
            facts.welcome.get(service.id, ""),
            facts.areas.get(service.id, ""),
            site.wheelchair if site else UNKNOWN,
        ),
        opening=_opening(service, site, facts),
        spoken=_spoken(facts.languages.get(service.id, "")),
        access=_access(facts.access.get(service.id, "")),
        free=FLAG[service.free],
        capacity=_capacity(service.room, service.waiting_weeks, service.room_said_on),
        confirmed_on=day(service.assured_date),
    )


@lru_cache(maxsize=16_384)
def _place(latitude: float | None, longitude: float | None) -> LatLon | None:
    return None if latitude is None or longitude is None else LatLon(latitude, longitude)


@lru_cache(maxsize=4096)
def _rules(columns: Row, welcome: str, areas: str, wheelchair: str) -> Rules:
    """Many services share the same rules. `columns`: RULES of a ServiceRow."""
    planned, ages_known, families_only, asks_papers, insurance, referral, minimum, maximum, *kept = columns
    genders, residence_rule, area_rule = kept
    return Rules(
        ages=Ages(minimum, maximum) if ages_known else None,
        genders=_genders(genders),
        families_only=FLAG[families_only],
        welcome=_listed(residence_rule, parted(welcome), Residence),
        asks_papers=FLAG[asks_papers],
        municipalities=_listed(area_rule, parted(areas), str),
        insurance_needed=FLAG[insurance],
        referral_needed=FLAG[referral],
        planned_until=day(planned),
        wheelchair=_WHEELCHAIR.get(wheelchair),
    )


def _genders(kept: str) -> frozenset[Gender] | None:
    if kept == UNKNOWN:
        return None
    return frozenset() if kept == RuleState.ANY else frozenset(Gender(part) for part in kept.split("+"))


def _listed(state: str, listed: Iterable[str], kind: Callable[[str], Kind]) -> frozenset[Kind] | None:
    """None: not known, also where «listed» came without a list; empty: everyone."""
    if state == RuleState.ANY:
        return frozenset()
    return (frozenset(map(kind, listed)) or None) if state == RuleState.LISTED else None


@lru_cache(maxsize=4096)
def _access(modes: str) -> frozenset[AccessMode]:
    return frozenset(AccessMode(mode) for mode in parted(modes))


@lru_cache(maxsize=4096)
def _capacity(room: str, waiting_weeks: int | None, said_on: str | None) -> Capacity:
    return Capacity(Room(room), waiting_weeks, day(said_on))


@lru_cache(maxsize=4096)
def _spoken(said: str) -> Mapping[str, SpokenBy]:
    """«nl staff», «ar volunteer» to a mapping, the best speaker of each language."""
    spoken: dict[str, SpokenBy] = {}
    pairs = (pair.split(" ") for pair in parted(said))
    for code, by in sorted(pairs, key=lambda pair: _SPEAKERS[pair[1]]):
        spoken.setdefault(code, SpokenBy(by))
    return spoken


def _opening(service: ServiceRow, site: SiteRow | None, facts: Facts) -> Opening:
    """Hours said for the site win over hours of the service; exceptions and changes of both count."""
    schedules = facts.schedules.get(service.id, ())
    exceptions = facts.exceptions.get(service.id, ())
    changes = facts.changes.get(service.id, ())
    if site:
        schedules = facts.schedules.get(site.id) or schedules
        exceptions = (*exceptions, *facts.exceptions.get(site.id, ()))
        changes = (*changes, *facts.changes.get(site.location_id, ()))
    return _made_opening(
        (site and site.timezone) or settings.BAKEN_TIMEZONE,
        (site and site.country) or settings.BAKEN_COUNTRY,
        (service.holiday_rule, bool(service.always), service.status == Status.TEMPORARILY_CLOSED),
        tuple(schedules),
        tuple(exceptions),
        tuple(changes),
    )


@lru_cache(maxsize=16_384)
def _made_opening(
    timezone: str,
    country: str,
    said: tuple[str, bool, bool],
    schedules: tuple[Row, ...],
    exceptions: tuple[Row, ...],
    changes: tuple[Row, ...],
) -> Opening:
    """The same rows make the same opening, question after question. `said`: holiday rule, always, shut for now."""
    holiday_rule, always, shut = said
    known = _has_holidays(country)
    temporary: Any = (temporary_change(*row) for row in changes)
    return Opening(
        timezone=timezone,
        country=country if known else settings.BAKEN_COUNTRY,
        rules=weekly_rules(schedules),
        exceptions=tuple(day_exception(*row) for row in exceptions),
        changes=(*temporary, _SHUT) if shut else tuple(temporary),
        holidays=HolidayRule(holiday_rule) if known else HolidayRule.AS_USUAL,
        always=always,
    )


@lru_cache(maxsize=512)
def _has_holidays(country: str) -> bool:
    """Whether the library knows this country's public holidays; where it does not, no day is taken for one."""
    try:
        public_holidays(country, 2025)
    except HoursError:
        return False
    return True
