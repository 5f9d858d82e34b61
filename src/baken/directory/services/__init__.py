"""Changes to the directory: one use case, one transaction, one revision; the search index follows after the commit."""

from baken.directory.kinds import OpenSpan, OrganisationFacts, PhoneFact, ServiceFacts, SiteFacts, SpokenIn
from baken.directory.services.changes import add_temporary_change, remove_temporary_change
from baken.directory.services.confirming import confirm_all, confirm_organisation, confirm_service, confirm_services
from baken.directory.services.hours import add_exception, remove_exception, remove_schedule, set_week
from baken.directory.services.indexing import search_again
from baken.directory.services.offered import create_service, update_service
from baken.directory.services.organisations import create_organisation, update_organisation
from baken.directory.services.phones import set_phones
from baken.directory.services.room import set_room
from baken.directory.services.saving import ChangedMeanwhile, DirectoryError
from baken.directory.services.sites import create_site, remove_site, update_site

__all__ = [
    "ChangedMeanwhile",
    "DirectoryError",
    "OpenSpan",
    "OrganisationFacts",
    "PhoneFact",
    "ServiceFacts",
    "SiteFacts",
    "SpokenIn",
    "add_exception",
    "add_temporary_change",
    "confirm_all",
    "confirm_organisation",
    "confirm_service",
    "confirm_services",
    "create_organisation",
    "create_service",
    "create_site",
    "remove_exception",
    "remove_schedule",
    "remove_site",
    "remove_temporary_change",
    "search_again",
    "set_phones",
    "set_room",
    "set_week",
    "update_organisation",
    "update_service",
    "update_site",
]
