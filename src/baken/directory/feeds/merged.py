"""Feeds go on bringing what was merged here: it is compared with the entry that was kept, and never added again."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from baken.directory.entries import ROOTS
from baken.directory.feeds.batch import Batch, Entry
from baken.directory.models import EntryKind, Merge

_OWNERS: Final = (
    ("organisation_id", EntryKind.ORGANISATION),
    ("location_id", EntryKind.LOCATION),
    ("service_id", EntryKind.SERVICE),
)
_Kept = Mapping[EntryKind, Mapping[UUID, UUID]]


def lead_to_the_kept(batch: Batch) -> None:
    """Entries that were merged go to `batch.merged` under the id of the kept one; what points to them points there."""
    kept = kept_ids()
    if not any(kept.values()):
        return
    for kind, entries in (
        (EntryKind.ORGANISATION, batch.organisations),
        (EntryKind.LOCATION, batch.locations),
        (EntryKind.SERVICE, batch.services),
    ):
        for pk in [pk for pk in entries if pk in kept[kind]]:
            entry = entries.pop(pk)
            entry.root.id, entry.merged = kept[kind][pk], True
            batch.merged.append(entry)
        for entry in entries.values():
            _point(entry, kept)
    for entry in batch.merged:
        _point(entry, kept)


def kept_ids() -> _Kept:
    """By kind: the id that is gone -> the id that stands for it now, through any chain of merges."""
    found: dict[EntryKind, dict[UUID, UUID]] = {kind: {} for kind in ROOTS}
    merges = Merge.objects.filter(undone_on__isnull=True)
    for kind, gone_id, kept_id in merges.values_list("entry_kind", "gone_id", "kept_id"):
        found[EntryKind(kind)][gone_id] = kept_id
    return {kind: {gone: _end(step, gone) for gone in step} for kind, step in found.items()}


def _end(step: Mapping[UUID, UUID], gone: UUID) -> UUID:
    seen = {gone}
    while (gone := step[gone]) in step and gone not in seen:
        seen.add(gone)
    return gone


def _point(entry: Entry, kept: _Kept) -> None:
    row: Any
    for row in (entry.root, *entry.parts):
        for column, kind in _OWNERS:
            if (owner := getattr(row, column, None)) in kept[kind]:
                setattr(row, column, kept[kind][owner])
