"""How much room there is."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.core.planning.kinds import Room
from baken.directory.history import recorded
from baken.directory.services.saving import locked_service, save_checked
from baken.directory.services.saying import note_said


@transaction.atomic
def set_room(
    *,
    service_id: UUID,
    room: Room,
    waiting_weeks: int | None = None,
    by: Actor | None = None,
    on: date | None = None,
) -> None:
    """How much room there is, said on that day (default today). Raises DirectoryError."""
    service = locked_service(service_id)
    with recorded(by, f"room: {room.value}", service):
        service.room, service.waiting_weeks = room.value, waiting_weeks
        service.room_said_on = on or timezone.localdate()
        note_said(service, ("room", "waiting_weeks"), by, on=on)
        save_checked(service)
