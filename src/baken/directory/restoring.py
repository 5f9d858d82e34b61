"""An entry brought back to how a revision holds it, parts and all; that too is a change that is recorded.

What the entry says of the world comes back. Everything about the row itself is as today: whose it is, what research
knows of it (`mobilisation`), its identity at its source and what that said last. So is who says what: facts that come
back are the word of who restored them, today; the others were not touched and keep their source and day.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.directory.conflicts import locked, look_again
from baken.directory.entries import Fact, Kept, differing, keep
from baken.directory.history import recorded
from baken.directory.models import EntryKind
from baken.directory.putting_back import put_back
from baken.directory.selectors.history import revision_of
from baken.directory.services import DirectoryError
from baken.directory.services.saying import note_said

_OWNER: Final = "organisation_id"  # only undoing a merge gives an entry back to another organisation


@transaction.atomic
def restore(*, kind: EntryKind, entry_id: UUID, revision_id: int, by: Actor) -> tuple[str, ...]:
    """Gives the names of the facts that changed; those are now the word of who restored them. Raises DirectoryError
    where the revision is not of this entry, the entry is gone, or what it holds is no longer possible."""
    kept = revision_of(kind, entry_id, revision_id)
    if kept is None:
        raise DirectoryError(f"revision: {revision_id} does not hold this entry")
    root = locked(kind, entry_id)
    now = keep(kind, [entry_id])[entry_id]
    back = [fact for fact in differing(now, kept) if fact.name != _OWNER]
    changed = tuple(fact.name for fact in back)
    with recorded(by, f"restored: {', '.join(changed)}", root):
        restored = put_back(_with(now, back, kept))
        note_said(restored, changed, by)
        restored.last_modified = timezone.now()
        restored.save()
    look_again(restored)
    return changed


def _with(now: Kept, back: Sequence[Fact], kept: Kept) -> Kept:
    """The row as today, but for these facts; columns that there were not yet stay as today."""
    names = {name for fact in back for name in fact.columns} & kept.root.keys()
    return replace(now, root={**now.root, **{name: kept.root[name] for name in names}}, parts=kept.parts)
