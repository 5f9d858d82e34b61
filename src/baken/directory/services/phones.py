"""Numbers to call or write to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from baken.accounts.permissions import Actor
from baken.directory import models
from baken.directory.history import recorded
from baken.directory.kinds import PhoneFact
from baken.directory.models.sourced import Sourced
from baken.directory.services.saving import locked_organisation, locked_service, locked_site, save_checked
from baken.directory.services.saying import NOTED, note_said


@transaction.atomic
def set_phones(
    *,
    phones: Sequence[PhoneFact],
    service_id: UUID | None = None,
    organisation_id: UUID | None = None,
    location_id: UUID | None = None,
    by: Actor | None = None,
    seen: datetime | None = None,
) -> None:
    """The numbers of one service, organisation or site, for those that stood there. Raises DirectoryError,
    ChangedMeanwhile."""
    entry, owner = _owner(service_id, organisation_id, location_id, seen)
    with recorded(by, "changed: phones", entry):
        models.Phone.objects.filter(**{owner: entry}).delete()
        for position, phone in enumerate(dict.fromkeys(phones)):
            row: dict[str, Any] = {owner: entry, "number": phone.number, "kind": phone.kind, "position": position}
            save_checked(models.Phone(**row))
        note_said(entry, ("phones",), by)
        entry.save(update_fields=NOTED)


def _owner(
    service_id: UUID | None, organisation_id: UUID | None, location_id: UUID | None, seen: datetime | None
) -> tuple[Sourced, str]:
    if service_id is not None:
        return locked_service(service_id, seen), "service"
    if location_id is not None:
        return locked_site(location_id, seen), "location"
    assert organisation_id is not None
    return locked_organisation(organisation_id, seen), "organisation"
