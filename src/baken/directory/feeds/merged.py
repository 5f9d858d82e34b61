"""Feeds go on bringing what was merged here: it is compared with the entry that was kept, and never added again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from baken.directory.feeds.batch import Batch
from baken.directory.feeds.entries import Entry
from baken.directory.models import EntryKind
from baken.directory.selectors.merges import Kept, kept_ids

_OWNERS: Final = (
    ("organisation_id", EntryKind.ORGANISATION),
    ("location_id", EntryKind.LOCATION),
    ("service_id", EntryKind.SERVICE),
)


@dataclass(frozen=True, slots=True)
class Pointing:
    """Where what was merged is now."""

    _kept: Kept

    def mend(self, entries: Iterable[Entry]) -> None:
        """What points to a merged entry points to the kept one."""
        if any(self._kept.values()):
            for entry in entries:
                _point(entry, self._kept)


def lead_to_the_kept(batch: Batch) -> Pointing:
    """Entries that were merged go to `batch.merged` under the id of the kept one; what points to them is still to be
    mended."""
    kept = kept_ids()
    for kind, entries in (
        (EntryKind.ORGANISATION, batch.organisations),
        (EntryKind.LOCATION, batch.locations),
        (EntryKind.SERVICE, batch.services),
    ):
        for pk in [pk for pk in entries if pk in kept[kind]]:
            entry = entries.pop(pk)
            entry.root.id, entry.merged = kept[kind][pk], True
            batch.merged.append(entry)
    return Pointing(kept)


def _point(entry: Entry, kept: Kept) -> None:
    row: Any
    for row in (entry.root, *entry.parts):
        for column, kind in _OWNERS:
            owner = getattr(row, column, None)
            if owner is not None and owner in kept[kind]:
                setattr(row, column, kept[kind][owner])
