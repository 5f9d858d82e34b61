"""What the other rooms and the doors may read of the directory: frozen records, never rows."""

from baken.directory.selectors.ageing import DueService, due_services, said_on
from baken.directory.selectors.candidates import candidates
from baken.directory.selectors.cards import Notice, PhoneCard, ServiceCard, SiteCard, service_cards
from baken.directory.selectors.desk import (
    DeskChange,
    DeskOrganisation,
    DeskPage,
    DeskService,
    desk_page,
    desk_service,
    organisations_named,
    organisations_of,
)
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
    "DeskChange",
    "DeskOrganisation",
    "DeskPage",
    "DeskService",
    "DueService",
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
    "desk_page",
    "desk_service",
    "documents",
    "due_services",
    "is_demonstration",
    "map_points",
    "organisation_cards",
    "organisation_page",
    "organisations_named",
    "organisations_of",
    "said_on",
    "service_cards",
    "service_list",
    "service_page",
    "services_for_needs",
]
