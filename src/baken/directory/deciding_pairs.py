"""Pairs of entries that somebody says are not the same. (Finding pairs loads a library of its own; this does not.)"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.directory.models import DuplicatePair, PairState
from baken.directory.services import DirectoryError


@transaction.atomic
def mark_different(*, pair_id: UUID, by: Actor) -> None:
    """Not the same; the pair is not proposed again. Raises DirectoryError."""
    changed = DuplicatePair.objects.filter(pk=pair_id, state=PairState.OPEN).update(
        state=PairState.DIFFERENT, decided_on=timezone.now(), decided_by=by.user_id
    )
    if not changed:
        raise DirectoryError("pair: it is decided already, or one of the two is gone")
