"""The tables of the directory. Names follow HSDS 3.2.3 where it has the concept; unknown is null or «unknown»."""

from baken.directory.models.contact import Phone, PhoneKind
from baken.directory.models.opening import Schedule, ScheduleException, TemporaryChange
from baken.directory.models.organisations import Organisation
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

__all__ = [
    "Location",
    "Organisation",
    "Phone",
    "PhoneKind",
    "Schedule",
    "ScheduleException",
    "Service",
    "ServiceAccess",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceLanguage",
    "ServiceNeed",
    "ServiceWelcome",
    "TemporaryChange",
]
