"""Conflicts close by themselves when both sources say the same."""

from django.utils import timezone

from baken.directory.entries import Root, facts, keep, kind_of, sayings, told
from baken.directory.models import Conflict, ConflictState


def settle(root: Root) -> int:
    """Closes the open conflicts of an entry in which what stands is by now what was offered; how many."""
    kind = kind_of(type(root))
    waiting = list(Conflict.objects.filter(entry_kind=kind, entry_id=root.pk, state=ConflictState.OPEN))
    if not waiting:
        return 0
    entry = keep(kind, [root.pk])[root.pk]
    agreed = [
        conflict.pk
        for conflict in waiting
        if (fact := facts(kind).get(conflict.field)) is not None
        and sayings(told(entry, fact)) == sayings(conflict.offered["told"])
    ]
    return Conflict.objects.filter(pk__in=agreed).update(state=ConflictState.TAKEN, decided_on=timezone.now())
