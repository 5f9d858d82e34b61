"""Whole pages: one service, one organisation, the list of organisations, the points of the map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from baken.core.kinds import LatLon, Text, Texts, TextState
from baken.core.planning.kinds import Candidate
from baken.directory.models import Location, Organisation, Service
from baken.directory.models.services import STALE_AFTER
from baken.directory.selectors.candidates import candidates
from baken.directory.selectors.cards import PhoneCard, ServiceCard, address_lines, service_cards, text_in


@dataclass(frozen=True, slots=True)
class ServicePage:
    """`candidates`: one per place, with the rules, the opening and the room that the page shows.

    `text_states`: per language in which there is a name or a description, how good the text is.
    """

    card: ServiceCard
    candidates: tuple[Candidate, ...]
    text_states: tuple[tuple[str, TextState], ...]
    others: tuple[ServiceCard, ...]  # of the same organisation


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    id: UUID
    name: str
    generic_name: Text | None
    formality: str
    services: int
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationSite:
    id: str
    name: Text | None
    address_lines: tuple[str, ...]
    place: LatLon | None
    wheelchair: str
    transportation: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    id: UUID
    name: str
    alternate_name: str
    generic_name: Text | None
    description: Text | None
    formality: str
    year_incorporated: int | None
    purposes: tuple[str, ...]
    leadership: str
    target: str
    own_association: bool | None
    funding: tuple[str, ...]
    url: str
    email: str
    phones: tuple[PhoneCard, ...]
    sites: tuple[OrganisationSite, ...]
    services: tuple[ServiceCard, ...]
    confirmed_on: date | None
    confirmed_by: str
    source: str
    source_url: str
    stale: bool


@dataclass(frozen=True, slots=True)
class MapPoint:
    site_id: str
    place: LatLon
    name: str
    organisation: str
    service_ids: tuple[UUID, ...]


def service_page(service_id: UUID, languages: Sequence[str]) -> ServicePage | None:
    """None: no such service, or it is no longer offered."""
    service = Service.objects.in_use().filter(pk=service_id).first()
    if service is None:
        return None
    siblings = Service.objects.in_use().filter(organisation=service.organisation_id).values_list("pk", flat=True)
    cards = service_cards(siblings, languages)
    return ServicePage(
        card=cards.pop(service_id),
        candidates=tuple(candidates({service_id: {}})),
        text_states=_text_states(service),
        others=tuple(sorted(cards.values(), key=lambda card: card.name.text.casefold())),
    )


def _text_states(service: Service) -> tuple[tuple[str, TextState], ...]:
    states = {text.language: text.state for text in Texts.from_json(service.name)}
    states |= {text.language: text.state for text in Texts.from_json(service.description)}
    return tuple(sorted(states.items()))


def organisation_page(organisation_id: UUID, languages: Sequence[str]) -> OrganisationPage | None:
    organisation = Organisation.objects.filter(pk=organisation_id).prefetch_related("phones").first()
    if organisation is None:
        return None
    ids = Service.objects.in_use().filter(organisation=organisation).values_list("pk", flat=True)
    services = sorted(service_cards(ids, languages).values(), key=lambda card: card.name.text.casefold())
    return OrganisationPage(
        id=organisation.id,
        name=organisation.name,
        alternate_name=organisation.alternate_name,
        generic_name=text_in(organisation.generic_name, languages),
        description=text_in(organisation.description, languages),
        formality=organisation.formality,
        year_incorporated=organisation.year_incorporated,
        purposes=tuple(organisation.purposes),
        leadership=organisation.leadership,
        target=organisation.target,
        own_association=organisation.own_association,
        funding=tuple(organisation.funding),
        url=organisation.url,
        email=organisation.email,
        phones=tuple(PhoneCard(phone.number, phone.kind) for phone in organisation.phones.all() if phone.kind != "fax"),
        sites=_sites(organisation, languages),
        services=tuple(services),
        confirmed_on=organisation.assured_date,
        confirmed_by=organisation.assurer,
        source=organisation.source,
        source_url=organisation.source_url,
        stale=organisation.assured_date is None or organisation.assured_date < timezone.localdate() - STALE_AFTER,
    )


def _sites(organisation: Organisation, languages: Sequence[str]) -> tuple[OrganisationSite, ...]:
    """Its own sites and those where its services are given."""
    locations = Location.objects.filter(
        Q(organisation=organisation) | Q(service_at_locations__service__organisation=organisation)
    ).distinct()
    return tuple(
        OrganisationSite(
            id=str(location.id),
            name=text_in(location.name, languages),
            address_lines=address_lines(location),
            place=location.place,
            wheelchair=location.wheelchair,
            transportation=location.transportation,
        )
        for location in locations.order_by("municipality", "address", "pk")
    )


def organisation_cards(languages: Sequence[str]) -> list[OrganisationCard]:
    """Every organisation with the number of services it offers now, by name. Two queries."""
    counted = Count("services", filter=Q(services__in=Service.objects.in_use().values("pk")))
    towns: dict[UUID, dict[str, None]] = {}
    pairs = Location.objects.exclude(municipality="").exclude(organisation=None).order_by("municipality")
    for organisation_id, town in pairs.values_list("organisation_id", "municipality"):
        towns.setdefault(organisation_id, {})[town] = None
    return [
        OrganisationCard(
            id=organisation.id,
            name=organisation.name,
            generic_name=text_in(organisation.generic_name, languages),
            formality=organisation.formality,
            services=organisation.service_count,
            municipalities=tuple(towns.get(organisation.id, ())),
        )
        for organisation in Organisation.objects.annotate(service_count=counted).order_by("name", "pk")
    ]


def services_for_needs(codes: Iterable[str]) -> dict[UUID, tuple[str, ...]]:
    """Services in use that answer any of the needs: id -> which of them, the best fitting first."""
    wanted = set(codes)
    rows = Service.objects.in_use().filter(service_needs__need_id__in=wanted)
    found: dict[UUID, tuple[str, ...]] = {}
    for service_id, need in rows.order_by("service_needs__position", "pk").values_list("pk", "service_needs__need_id"):
        found[service_id] = (*found.get(service_id, ()), need)
    return found


def map_points(languages: Sequence[str], ids: Iterable[UUID] | None = None) -> list[MapPoint]:
    """Sites with a place, each with the services (all, or those of `ids`) that people find there."""
    rows = Location.objects.on_the_map().filter(service_at_locations__service__in=Service.objects.in_use().values("pk"))
    if ids is not None:
        rows = rows.filter(service_at_locations__service__in=list(ids))
    fields = ("pk", "latitude", "longitude", "name", "service_at_locations__service")
    points: dict[UUID, MapPoint] = {}
    organisations = dict(Service.objects.values_list("pk", "organisation__name"))
    for site_id, latitude, longitude, name, service_id in rows.order_by("pk").values_list(*fields):
        known = points.get(site_id)
        text = text_in(name, languages)
        points[site_id] = MapPoint(
            site_id=str(site_id),
            place=LatLon(latitude, longitude),
            name=text.text if text else "",
            organisation=known.organisation if known else organisations[service_id],
            service_ids=(*(known.service_ids if known else ()), service_id),
        )
    return list(points.values())


def counts() -> dict[str, int]:
    """How many organisations, sites and services in use there are: for `baken check`."""
    return {
        "organisations": Organisation.objects.count(),
        "locations": Location.objects.count(),
        "services": Service.objects.in_use().count(),
    }
