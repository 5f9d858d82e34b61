"""Feeds go on bringing what was merged here: it is compared with the entry that was kept, and never added again."""

from typing import Any, Final

from baken.directory.feeds.batch import Batch, Entry
from baken.directory.models import EntryKind
from baken.directory.selectors.merges import Kept, kept_ids

_OWNERS: Final = (
    ("organisation_id", EntryKind.ORGANISATION),
    ("location_id", EntryKind.LOCATION),
    ("service_id", EntryKind.SERVICE),
)


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


def _point(entry: Entry, kept: Kept) -> None:
    row: Any
    for row in (entry.root, *entry.parts):
        for column, kind in _OWNERS:
            owner = getattr(row, column, None)
            if owner is not None and owner in kept[kind]:
                setattr(row, column, kept[kind][owner])
