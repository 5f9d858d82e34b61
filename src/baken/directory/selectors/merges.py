"""Which entry stands for one that became part of another."""

from collections.abc import Mapping
from uuid import UUID

from baken.directory.models import EntryKind, Merge

Kept = Mapping[EntryKind, Mapping[UUID, UUID]]


def kept_ids(kind: EntryKind | None = None) -> Kept:
    """By kind: the id that is gone -> the id that stands for it now, through any chain of merges."""
    found: dict[EntryKind, dict[UUID, UUID]] = {each: {} for each in EntryKind}
    merges = Merge.objects.filter(undone_on__isnull=True)
    if kind is not None:
        merges = merges.filter(entry_kind=kind)
    for of, gone_id, kept_id in merges.values_list("entry_kind", "gone_id", "kept_id"):
        found[EntryKind(of)][gone_id] = kept_id
    return {of: {gone: _end(step, gone) for gone in step} for of, step in found.items()}


def stands_for(kind: EntryKind, entry_id: UUID) -> UUID | None:
    """None for an entry that was never merged: it stands for itself, or there is none."""
    if not Merge.objects.filter(entry_kind=kind, gone_id=entry_id, undone_on__isnull=True).exists():
        return None
    return kept_ids(kind)[kind].get(entry_id)


def _end(step: Mapping[UUID, UUID], gone: UUID) -> UUID:
    seen = {gone}
    while (gone := step[gone]) in step and gone not in seen:
        seen.add(gone)
    return gone
