"""An entry brought back to how a revision holds it, parts and all; that too is a change that is recorded."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.directory.conflicts import locked, look_again
from baken.directory.entries import differing, keep
from baken.directory.history import recorded
from baken.directory.models import EntryKind
from baken.directory.putting_back import put_back
from baken.directory.selectors.history import revision_of
from baken.directory.services import DirectoryError
from baken.directory.services.saying import note_said


@transaction.atomic
def restore(*, kind: EntryKind, entry_id: UUID, revision_id: int, by: Actor) -> tuple[str, ...]:
    """Gives the names of the facts that changed; those are now the word of who restored them. Raises DirectoryError
    where the revision is not of this entry, the entry is gone, or what it holds is no longer possible."""
    kept = revision_of(kind, entry_id, revision_id)
    if kept is None:
        raise DirectoryError(f"revision: {revision_id} does not hold this entry")
    root = locked(kind, entry_id)
    now = keep(kind, [entry_id])[entry_id]
    changed = tuple(fact.name for fact in differing(now, kept))
    with recorded(by, f"restored: {', '.join(changed)}", root):
        digest = root.feed_digest
        restored = put_back(kept)
        restored.feed_digest = digest  # what the feed said last is still what it said last
        note_said(restored, changed, by)
        restored.last_modified = timezone.now()
        restored.save()
    look_again(restored)
    return changed
