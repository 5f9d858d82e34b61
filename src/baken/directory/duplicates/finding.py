"""Candidate pairs, found and kept for somebody to look at. What was decided stays decided."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.directory.duplicates.linking import Linked, link
from baken.directory.duplicates.records import records
from baken.directory.models import DuplicatePair, EntryKind, PairState
from baken.directory.services import DirectoryError

KINDS: Final = {"organisations": EntryKind.ORGANISATION, "sites": EntryKind.LOCATION, "services": EntryKind.SERVICE}


@dataclass(frozen=True, slots=True)
class Found:
    """`open`: pairs to look at now; `new` of them were not known before; `compared`: entries."""

    kind: EntryKind
    compared: int
    open: int
    new: int


def find_duplicates(kind: EntryKind) -> Found:
    """Looks through all entries of a kind. Open pairs that no longer are likely are forgotten."""
    rows = records(kind)
    decided = DuplicatePair.objects.filter(entry_kind=kind).exclude(state=PairState.OPEN)
    pairs = likeliest(link(kind, rows), set(decided.values_list("first_id", "second_id")))
    with transaction.atomic():
        new = _keep(kind, pairs)
    return Found(kind, len(rows), DuplicatePair.objects.filter(entry_kind=kind, state=PairState.OPEN).count(), new)


def likeliest(pairs: Sequence[Linked], decided: Collection[tuple[UUID, UUID]] = ()) -> list[Linked]:
    """Each entry with its likeliest double only, `pairs` the likeliest first: the next one comes when that is decided.
    Twenty entries of one list that say the same are so no four hundred pairs."""
    found, taken = [], set[UUID]()
    for pair in pairs:
        both = (pair.first, pair.second)
        if both not in decided and not taken & set(both):
            found.append(pair)
            taken.update(both)
    return found


def _keep(kind: EntryKind, pairs: Sequence[Linked]) -> int:
    standing = {(pair.first_id, pair.second_id): pair for pair in DuplicatePair.objects.filter(entry_kind=kind)}
    found = {(pair.first, pair.second): pair for pair in pairs}
    fresh = [_row(kind, pair) for ids, pair in found.items() if ids not in standing]
    DuplicatePair.objects.bulk_create(fresh, batch_size=500)
    again = []
    for ids, row in standing.items():
        if row.state == PairState.OPEN and ids in found:
            row.probability, row.reasons = found[ids].probability, _reasons(found[ids])
            again.append(row)
    DuplicatePair.objects.bulk_update(again, ["probability", "reasons"], batch_size=500)
    gone = [row.pk for ids, row in standing.items() if row.state == PairState.OPEN and ids not in found]
    for start in range(0, len(gone), 500):
        DuplicatePair.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(fresh)


def _row(kind: EntryKind, pair: Linked) -> DuplicatePair:
    return DuplicatePair(
        entry_kind=kind,
        first_id=pair.first,
        second_id=pair.second,
        probability=pair.probability,
        reasons=_reasons(pair),
        found=timezone.now(),
    )


def _reasons(pair: Linked) -> list[dict[str, object]]:
    """What weighs most first; what is not known says nothing."""
    known = [
        (what, level, weight) for what, (level, weight) in pair.agreements.items() if not level.startswith("unknown")
    ]
    ordered = sorted(known, key=lambda reason: -abs(reason[2]))
    return [{"what": what, "level": level, "weight": weight} for what, level, weight in ordered]


@transaction.atomic
def mark_different(*, pair_id: UUID, by: Actor) -> None:
    """Not the same; the pair is not proposed again. Raises DirectoryError."""
    changed = DuplicatePair.objects.filter(pk=pair_id, state=PairState.OPEN).update(
        state=PairState.DIFFERENT, decided_on=timezone.now(), decided_by=by.user_id
    )
    if not changed:
        raise DirectoryError("pair: it is decided already, or one of the two is gone")
