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
    site_changes,
)
from baken.directory.selectors.documents import documents
from baken.directory.selectors.overview import (
    ServiceList,
    is_demonstration,
    organisation_ids,
    service_ids,
    service_list,
)
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
from baken.directory.selectors.people import (
    InvitationCard,
    MembershipCard,
    actor_of,
    editors_of,
    memberships_of,
    open_invitations,
    organisation_name,
)
from baken.directory.selectors.places import PlacePage, ServiceHere, place_page, shared_places
from baken.directory.selectors.room import rooms

__all__ = [
    "DeskChange",
    "DeskOrganisation",
    "DeskPage",
    "DeskService",
    "DueService",
    "InvitationCard",
    "MapPoint",
    "MembershipCard",
    "Notice",
    "OrganisationCard",
    "OrganisationPage",
    "PhoneCard",
    "PlacePage",
    "ServiceCard",
    "ServiceHere",
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
    "editors_of",
    "is_demonstration",
    "map_points",
    "memberships_of",
    "open_invitations",
    "organisation_cards",
    "organisation_ids",
    "organisation_name",
    "organisation_page",
    "organisations_named",
    "organisations_of",
    "place_page",
    "rooms",
    "said_on",
    "service_cards",
    "service_ids",
    "service_list",
    "service_page",
    "services_for_needs",
    "shared_places",
    "site_changes",
]
