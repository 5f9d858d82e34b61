"""The quality of all entries: what to mend first, and how complete each need is in each town."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from baken.core.kinds import Text
from baken.directory.models import Phone, Service
from baken.directory.models.places import Wheelchair
from baken.directory.models.services import STALE_AFTER, UNKNOWN, RuleState
from baken.directory.quality import Known, Quality, quality
from baken.directory.selectors.cards import name_of

NOWHERE = ""  # the area of what has no site
_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Judged:
    """`reach`: how much is lost without it: for each of its needs one, shared with the other services that answer
    that need in the same town. `areas`: the towns of its sites."""

    id: UUID
    organisation_id: UUID
    organisation: str
    name: Text
    quality: Quality
    confirmed: bool
    needs: tuple[str, ...]
    areas: tuple[str, ...]
    reach: float

    @property
    def urgency(self) -> float:
        return (1 - self.quality.score) * self.reach


@dataclass(frozen=True, slots=True)
class Cell:
    services: int = 0
    complete: int = 0
    confirmed: int = 0


def judged(*, today: date, languages: Sequence[str]) -> tuple[Judged, ...]:
    """All services in use, those first that lack most and are missed most. A fixed number of queries a chunk."""
    with_phone = _with_phone()
    rows = Service.objects.in_use().select_related("organisation").order_by("pk")
    rows = rows.prefetch_related("service_needs", "access_modes", "languages", "schedules").prefetch_related(
        "service_at_locations__location", "service_at_locations__schedules"
    )
    known = [(row, _known(row, with_phone, today)) for row in rows.iterator(chunk_size=_CHUNK)]
    needs = {row.pk: tuple(need.need_id for need in row.service_needs.all()) for row, _ in known}
    areas = {row.pk: _areas(row) for row, _ in known}
    doors = Counter((need, area) for pk, codes in needs.items() for need in codes for area in areas[pk])
    found = [
        Judged(
            id=row.pk,
            organisation_id=row.organisation_id,
            organisation=row.organisation.name,
            name=name_of(row, languages),
            quality=quality(about),
            confirmed=about.confirmed,
            needs=needs[row.pk],
            areas=areas[row.pk],
            reach=sum(1 / min(doors[need, area] for area in areas[row.pk]) for need in needs[row.pk]) or 0.1,
        )
        for row, about in known
    ]
    return tuple(sorted(found, key=lambda one: (-one.urgency, one.organisation, one.id)))


def completeness(entries: Iterable[Judged]) -> Mapping[tuple[str, str], Cell]:
    """By domain of need and town; a service counts once in each of its domains and towns."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in entries:
        for domain in {need.split(".")[0] for need in entry.needs}:
            for area in entry.areas:
                cell = counts[domain, area]
                cell[0] += 1
                cell[1] += entry.quality.complete
                cell[2] += entry.confirmed
    return {where: Cell(*numbers) for where, numbers in counts.items()}


def _with_phone() -> frozenset[UUID]:
    """Services that can be called: themselves, at a site of theirs, the site, or their organisation."""
    found: set[UUID] = set()
    for path in (
        "service",
        "service_at_location__service",
        "location__service_at_locations__service",
        "organisation__services",
    ):
        found |= set(Phone.objects.filter(**{f"{path}__isnull": False}).values_list(path, flat=True))
    return frozenset(found)


def _areas(row: Service) -> tuple[str, ...]:
    towns = {at.location.municipality for at in row.service_at_locations.all() if at.location.municipality}
    return tuple(sorted(towns)) or (NOWHERE,)


def _known(row: Service, with_phone: frozenset[UUID], today: date) -> Known:
    links = list(row.service_at_locations.all())
    needs = [need.need_id for need in row.service_needs.all()]
    return Known(
        access=frozenset(access.mode for access in row.access_modes.all()),
        needs=len(needs),
        health=any(code.startswith("health.") for code in needs),
        languages=len(row.languages.all()),
        described_in=len(row.description),
        phones=row.pk in with_phone,
        written_to=bool(row.email or row.url or row.organisation.email or row.organisation.url),
        on_the_map=any(at.location.latitude is not None for at in links),
        addressed=any(at.location.address for at in links),
        hours=row.always or bool(row.schedules.all()) or any(at.schedules.all() for at in links),
        price=row.free is not None or row.amount is not None or bool(row.fees_description),
        for_whom=row.ages_known and row.genders != UNKNOWN,
        papers=row.asks_papers is not None and row.residence_rule != RuleState.UNKNOWN,
        towns=row.area_rule != RuleState.UNKNOWN,
        wheelchair=any(at.location.wheelchair != Wheelchair.UNKNOWN for at in links),
        insurance=row.insurance_needed is not None,
        room=row.room != UNKNOWN,
        confirmed=row.assured_date is not None and today - row.assured_date <= STALE_AFTER,
    )
