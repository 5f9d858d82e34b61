"""What the other rooms and the doors may read of the directory: frozen records, never rows."""

from baken.directory.selectors.candidates import candidates
from baken.directory.selectors.cards import Notice, PhoneCard, ServiceCard, SiteCard, service_cards
from baken.directory.selectors.documents import documents
from baken.directory.selectors.overview import ServiceList, is_demonstration, service_list
from baken.directory.selectors.pages import (
    MapPoint,
    OrganisationCard,
    OrganisationPage,
    ServicePage,
    counts,
    map_points,
    organisation_cards,
    organisation_page,
    service_page,
    services_for_needs,
)
from baken.directory.selectors.people import actor_of

__all__ = [
    "MapPoint",
    "Notice",
    "OrganisationCard",
    "OrganisationPage",
    "PhoneCard",
    "ServiceCard",
    "ServiceList",
    "ServicePage",
    "SiteCard",
    "actor_of",
    "candidates",
    "counts",
    "documents",
    "is_demonstration",
    "map_points",
    "organisation_cards",
    "organisation_page",
    "service_cards",
    "service_list",
    "service_page",
    "services_for_needs",
]
