"""«Still true», in one go."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from baken.accounts.permissions import Actor
from baken.directory.history import recorded
from baken.directory.services.indexing import search_again
from baken.directory.services.saving import locked_organisation, locked_service
from baken.directory.services.saying import note_confirmed, said_room


@transaction.atomic
def confirm_service(*, service_id: UUID, assurer: str = "", by: Actor | None = None, on: date | None = None) -> None:
    """«Still true»: everything the entry says holds on that day (default today), room included."""
    service = locked_service(service_id)
    with recorded(by, "confirmed", service):
        note_confirmed(service, by, assurer=assurer, on=on)
        said_room(service, on)
        service.save()
    search_again([service_id])


@transaction.atomic
def confirm_services(*, service_ids: Iterable[UUID], by: Actor | None = None, on: date | None = None) -> None:
    """All of them or none. Raises DirectoryError."""
    for service_id in sorted(
        service_ids
    ):  # always in the same order, so that two who confirm never wait for each other
        confirm_service(service_id=service_id, by=by, on=on)


@transaction.atomic
def confirm_organisation(*, organisation_id: UUID, by: Actor | None = None, on: date | None = None) -> None:
    """What the organisation says of itself still holds; its services are confirmed by `confirm_services`."""
    organisation = locked_organisation(organisation_id)
    with recorded(by, "confirmed", organisation):
        note_confirmed(organisation, by, on=on)
        organisation.save()
