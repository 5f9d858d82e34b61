"""Whether what entries point to is there: in the files, in the directory, or among the needs."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from baken.directory import models
from baken.directory.feeds.batch import Batch
from baken.directory.feeds.entries import Entry
from baken.directory.feeds.report import Refusal
from baken.needs.selectors import need_labels


class References:
    """Asked for some entries at a time; two queries each at most, none while everything is in the files."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._needs = frozenset(need_labels("en"))

    def loose(self, entries: Sequence[Entry]) -> Iterator[Refusal]:
        """What these entries point to and nothing knows."""
        owned = [entry for entry in entries if not isinstance(entry.root, models.Organisation)]
        owners = [entry.root.organisation_id for entry in owned]  # type: ignore[union-attr]
        visits = [(entry, part) for entry in entries for part in entry.parts]
        sites = [part.location_id for _, part in visits if isinstance(part, models.ServiceAtLocation)]
        strange = _strange(models.Organisation, self._batch.organisations, owners)
        lost = _strange(models.Location, self._batch.locations, sites)
        for entry, owner in zip(owned, owners, strict=True):
            if owner in strange:
                yield _dangling(entry, "organization_id", owner, "organisation")
        for entry, part in visits:
            if isinstance(part, models.ServiceAtLocation) and part.location_id in lost:
                yield _dangling(entry, "location_id", part.location_id, "location")
            if isinstance(part, models.ServiceNeed) and part.need_id not in self._needs:
                yield Refusal(entry.row, "needs", f"«{part.need_id}» is not a need; `baken needs` lists them")


def _strange(model: Any, given: Collection[UUID], wanted: Iterable[UUID | None]) -> set[UUID]:
    """Those of `wanted` that are neither given nor in the directory."""
    missing = {pk for pk in wanted if pk is not None and pk not in given}
    return missing - set(model.objects.filter(pk__in=missing).values_list("pk", flat=True)) if missing else missing


def _dangling(entry: Entry, field: str, pk: UUID, what: str) -> Refusal:
    return Refusal(entry.row, field, f"no {what} {pk} is in these files or in the directory; add it or correct the id")
