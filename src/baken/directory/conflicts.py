"""Conflicts between sources, decided: what stands is kept, or what was offered is taken."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.directory.entries import ROOTS, Root, facts
from baken.directory.history import recorded
from baken.directory.models import Conflict, ConflictState, EntryKind, Location, Organisation, Service
from baken.directory.provenance import Said, mark_said
from baken.directory.putting_back import put_fact
from baken.directory.services import DirectoryError, search_again
from baken.directory.services.saving import save_checked
from baken.directory.services.saying import note_said


@transaction.atomic
def keep_standing(*, conflict_id: UUID, by: Actor) -> None:
    """What stands there is right: who decides so says it, and the same offer is not asked about again.
    Raises DirectoryError."""
    conflict = _open(conflict_id)
    root = locked(EntryKind(conflict.entry_kind), conflict.entry_id)
    with recorded(by, f"kept: {conflict.field}", root):
        note_said(root, (conflict.field,), by)
        root.save(update_fields=["field_sources", "last_modified"])
    _close(conflict, ConflictState.KEPT, by)


@transaction.atomic
def take_offered(*, conflict_id: UUID, by: Actor) -> None:
    """What was offered is right: it is now the word of that source, which may change it again.
    Raises DirectoryError."""
    conflict = _open(conflict_id)
    kind = EntryKind(conflict.entry_kind)
    root = locked(kind, conflict.entry_id)
    fact = facts(kind).get(conflict.field)
    if fact is None:
        raise DirectoryError(f"{conflict.field}: the directory has no such field any more; keep what stands")
    with recorded(by, f"taken from {conflict.source}: {conflict.field}", root):
        put_fact(root, fact, conflict.offered["told"])
        mark_said(root, (fact.name,), Said.from_json(conflict.offered))
        root.last_modified = timezone.now()
        save_checked(root)
    _close(conflict, ConflictState.TAKEN, by)
    look_again(root)


def locked(kind: EntryKind, entry_id: UUID) -> Root:
    """For the running transaction. Raises DirectoryError."""
    root: Root | None = ROOTS[kind].objects.select_for_update().filter(pk=entry_id).first()
    if root is None:
        raise DirectoryError(f"{kind}: {entry_id} does not exist any more")
    return root


def look_again(root: Root) -> None:
    """The search index follows what was changed in an entry of any kind."""
    if isinstance(root, Service):
        search_again([root.pk])
    elif isinstance(root, Organisation):
        search_again(root.services.values_list("pk", flat=True))
    elif isinstance(root, Location):
        search_again(root.service_at_locations.values_list("service", flat=True))


def _open(conflict_id: UUID) -> Conflict:
    conflict = Conflict.objects.select_for_update().filter(pk=conflict_id).first()
    if conflict is None or conflict.state != ConflictState.OPEN:
        raise DirectoryError("conflict: it is decided already, or the sources agree by now")
    return conflict


def _close(conflict: Conflict, state: ConflictState, by: Actor) -> None:
    conflict.state, conflict.decided_on, conflict.decided_by_id = state, timezone.now(), by.user_id
    conflict.save(update_fields=["state", "decided_on", "decided_by"])
