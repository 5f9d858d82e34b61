"""What holds for a while and lapses by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from baken.accounts.permissions import Actor
from baken.core.hours.opening import ChangeKind
from baken.core.kinds import Texts
from baken.directory import models
from baken.directory.history import recorded
from baken.directory.services.saving import DirectoryError, locked_service, locked_site, save_checked
from baken.directory.services.saying import NOTED, note_said


@transaction.atomic
def add_temporary_change(
    *,
    kind: ChangeKind,
    starts: datetime,
    ends: datetime | None = None,
    opens: time | None = None,
    closes: time | None = None,
    note: Texts | None = None,
    service_id: UUID | None = None,
    location_id: UUID | None = None,
    by: Actor | None = None,
) -> UUID:
    """A closure, other hours or a notice at one service or at a whole site; it lapses by itself at `ends`.

    Raises DirectoryError when the times do not fit the kind or not exactly one owner is given.
    """
    change = models.TemporaryChange(
        service_id=service_id,
        location_id=location_id,
        kind=kind.value,
        starts=starts,
        ends=ends,
        opens_at=opens,
        closes_at=closes,
        note=note.to_json() if note else {},
    )
    if (service_id is None) == (location_id is None):
        raise DirectoryError("directory_temporarychange_one_owner: give a service or a site, and not both")
    with _noted(service_id, location_id, f"temporary change: {kind.value}", by):
        save_checked(change)
    return change.id


@transaction.atomic
def remove_temporary_change(
    *, change_id: UUID, service_id: UUID | None = None, location_id: UUID | None = None, by: Actor | None = None
) -> None:
    """Before it lapses by itself. Raises DirectoryError where that service or that site has no such change."""
    with _noted(service_id, location_id, "temporary change taken back", by):
        own = models.TemporaryChange.objects.filter(service=service_id, location=location_id)
        gone, _rows = own.filter(pk=change_id).delete()
        if not gone:
            raise DirectoryError(f"temporary change: {change_id} is not of this entry, or it is gone")


@contextmanager
def _noted(service_id: UUID | None, location_id: UUID | None, what: str, by: Actor | None) -> Iterator[None]:
    """The change belongs to the history of what it is of."""
    entry = locked_service(service_id) if service_id else locked_site(location_id) if location_id else None
    if entry is None:
        raise DirectoryError("temporary change: give a service or a site")
    with recorded(by, what, entry):
        yield
        note_said(entry, ("temporary_changes",), by)
        entry.save(update_fields=NOTED)
