"""The tables of the directory. Names follow HSDS 3.2.3 where it has the concept; unknown is null or «unknown»."""

from baken.directory.models.contact import Phone, PhoneKind
from baken.directory.models.feeding import ExportRun, FeedRun, FeedSource, SavedMapping
from baken.directory.models.opening import Schedule, ScheduleException, TemporaryChange
from baken.directory.models.organisations import Organisation
from baken.directory.models.people import Invitation, Membership
from baken.directory.models.places import Location
from baken.directory.models.services import (
    Service,
    ServiceAccess,
    ServiceArea,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceNeed,
    ServiceWelcome,
)
from baken.directory.models.truth import (
    Conflict,
    ConflictState,
    DuplicatePair,
    EntryKind,
    Merge,
    PairState,
    Suggestion,
    SuggestionKind,
    SuggestionState,
)

__all__ = [
    "Conflict",
    "ConflictState",
    "DuplicatePair",
    "EntryKind",
    "ExportRun",
    "FeedRun",
    "FeedSource",
    "Invitation",
    "Location",
    "Membership",
    "Merge",
    "Organisation",
    "PairState",
    "Phone",
    "PhoneKind",
    "SavedMapping",
    "Schedule",
    "ScheduleException",
    "Service",
    "ServiceAccess",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceLanguage",
    "ServiceNeed",
    "ServiceWelcome",
    "Suggestion",
    "SuggestionKind",
    "SuggestionState",
    "TemporaryChange",
]
