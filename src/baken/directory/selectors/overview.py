"""The public overview: every service, by domain of need and by neighbourhood, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from baken.directory.models import Organisation, Service
from baken.directory.selectors.cards import ServiceCard, service_cards

DEMONSTRATION = "demo"


@dataclass(frozen=True, slots=True)
class ServiceList:
    """`cards`: those of this page, by organisation; `total`: of all pages."""

    cards: tuple[ServiceCard, ...]
    total: int


def service_list(
    languages: Sequence[str],
    *,
    domain: str | None = None,
    neighbourhoods: Collection[str] | None = None,
    offset: int = 0,
    limit: int = 20,
) -> ServiceList:
    """Services in use; `neighbourhoods` None: anywhere. A fixed number of queries."""
    wanted = Service.objects.in_use()
    if domain is not None:
        wanted = wanted.filter(service_needs__need__domain=domain)
    if neighbourhoods is not None:
        wanted = wanted.filter(service_at_locations__location__neighbourhood__in=neighbourhoods)
    ids = wanted.order_by("organisation__name", "pk").values_list("pk", "organisation__name").distinct()
    here = [pk for pk, _name in ids[offset : offset + limit]]
    cards = service_cards(here, languages)
    return ServiceList(tuple(cards[pk] for pk in here if pk in cards), ids.count())


def service_ids() -> list[UUID]:
    """All in use."""
    return list(Service.objects.in_use().order_by("pk").values_list("pk", flat=True))


def organisation_ids() -> list[UUID]:
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))


def is_demonstration() -> bool:
    """Whether anything here is invented: every page then says so."""
    return Organisation.objects.filter(source=DEMONSTRATION).exists()
