"""Two entries that are the same become one, and that can be undone (docs/algorithms/duplicates.md).

The kept entry gets what only the other says; lists are united without doubles. Where both say something else and nobody
chose, the kept one's stays and a conflict waits. What pointed to the other points to the kept one.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.directory.conflicts import locked, look_again
from baken.directory.entries import ROOTS, Fact, Kept, Root, differing, facts, keep, said, silent, told
from baken.directory.history import recorded
from baken.directory.models import Conflict, ConflictState, DuplicatePair, EntryKind, Merge, PairState
from baken.directory.pointing import Pointers, point_back, point_to
from baken.directory.provenance import mark_said, said_of
from baken.directory.putting_back import put_back, put_fact
from baken.directory.services import DirectoryError, search_again
from baken.directory.services.saving import save_checked
from baken.directory.uniting import UNITED, united

OTHER: Final = "other"  # in `choices`: take what the entry says that goes


@transaction.atomic
def merge(
    *, kind: EntryKind, kept_id: UUID, gone_id: UUID, by: Actor, choices: Mapping[str, str] | None = None
) -> UUID:
    """The id of the merge. `choices`: by the name of a fact whether the `kept` or the `other` entry is right; where
    nothing was chosen and both say something, it is a conflict. Raises DirectoryError."""
    if kept_id == gone_id:
        raise DirectoryError("merge: that is one entry already")
    root, gone_root = (locked(kind, pk) for pk in (kept_id, gone_id))
    both = keep(kind, (kept_id, gone_id))
    kept, gone = both[kept_id], both[gone_id]
    with recorded(by, f"merged with {gone_root}"[:200], root):
        pointers = point_to(kind, gone_id, kept_id)
        made = Merge(
            entry_kind=kind,
            kept_id=kept_id,
            gone_id=gone_id,
            gone_source=gone_root.source,
            gone_source_id=gone_root.source_id,
            before={"kept": kept.to_json(), "gone": gone.to_json(), "pointers": pointers.to_json()},
            merged_by_id=by.user_id,
        )
        gone_root.delete()
        _take_over(root, gone_root, kept, gone, choices or {})
        root.last_modified = timezone.now()
        save_checked(root)
    made.before["after"] = keep(kind, [kept_id])[kept_id].to_json()
    made.save()
    _close_doubts(kind, kept_id, gone_id, by)
    _index(root, removed=[gone_id] if kind == EntryKind.SERVICE else [])
    return made.pk


def _take_over(root: Root, gone_root: Root, kept: Kept, gone: Kept, choices: Mapping[str, str]) -> None:
    for fact in differing(kept, gone):
        chosen = choices.get(fact.name)
        if silent(gone, fact) and chosen != OTHER:
            continue
        if chosen == OTHER or (chosen is None and silent(kept, fact)):
            put_fact(root, fact, told(gone, fact))
            mark_said(root, (fact.name,), said_of(gone_root, fact))
        elif chosen is None and fact.name in UNITED:
            put_fact(root, fact, united(kept, gone, fact))
        elif chosen is None and fact.name != "organisation_id":  # the kept one's organisation gives it from now on
            _doubt(root, gone_root, kept, gone, fact)


def _doubt(root: Root, gone_root: Root, kept: Kept, gone: Kept, fact: Fact) -> None:
    offered = said_of(gone_root, fact)
    Conflict.objects.get_or_create(
        entry_kind=kept.kind,
        entry_id=root.pk,
        field=fact.name,
        source=(gone_root.source or offered.source)[:80],
        state=ConflictState.OPEN,
        defaults={
            "standing": {**said_of(root, fact).to_json(), "told": told(kept, fact)},
            "offered": {**offered.to_json(), "told": told(gone, fact)},
        },
    )


def _close_doubts(kind: EntryKind, kept_id: UUID, gone_id: UUID, by: Actor) -> None:
    now = timezone.now()
    waiting = Conflict.objects.filter(entry_kind=kind, entry_id=gone_id, state=ConflictState.OPEN)
    waiting.update(state=ConflictState.KEPT, decided_on=now)
    pairs = DuplicatePair.objects.filter(entry_kind=kind)
    both = {"first_id": min(kept_id, gone_id), "second_id": max(kept_id, gone_id)}
    pairs.filter(**both).update(state=PairState.MERGED, decided_on=now, decided_by=by.user_id)
    pairs.filter(Q(first_id=gone_id) | Q(second_id=gone_id), state=PairState.OPEN).delete()


@transaction.atomic
def undo(*, merge_id: UUID, by: Actor) -> None:
    """Both stand there again. What was changed in the kept entry since then stays; the rest is as before the merge.
    Raises DirectoryError where the kept entry is gone itself, or somebody took the other's place."""
    made = Merge.objects.select_for_update().filter(pk=merge_id, undone_on__isnull=True).first()
    if made is None:
        raise DirectoryError("merge: it is undone already, or it never was")
    kind = EntryKind(made.entry_kind)
    root = _still_there(made, kind)
    before, gone, after = (Kept.from_json(made.before[name]) for name in ("kept", "gone", "after"))
    with recorded(by, "merge undone", root):
        now = keep(kind, [root.pk])[root.pk]
        sources = dict(root.field_sources)
        for fact in _untouched(before, after, now):
            put_fact(root, fact, told(before, fact))
            sources = _source_as_before(sources, before, fact)
        root.field_sources = sources
        root.last_modified = timezone.now()
        save_checked(root)
        back = put_back(gone)
        point_back(kind, back.pk, root.pk, Pointers.from_json(made.before["pointers"]))
    made.undone_on = timezone.now()
    made.save(update_fields=["undone_on"])
    _open_pair(made)
    _index(root, back)


def _untouched(before: Kept, after: Kept, now: Kept) -> list[Fact]:
    """What the merge changed and nobody since."""
    changed = {fact.name for fact in differing(before, after)}
    return [fact for name, fact in facts(now.kind).items() if name in changed and said(after, fact) == said(now, fact)]


def _source_as_before(sources: Mapping[str, Any], before: Kept, fact: Fact) -> dict[str, Any]:
    there = before.root.get("field_sources") or {}
    others = {name: word for name, word in sources.items() if name not in fact.names}
    return {**others, **{name: there[name] for name in fact.names & there.keys()}}


def _still_there(made: Merge, kind: EntryKind) -> Root:
    if not ROOTS[kind].objects.filter(pk=made.kept_id).exists():
        raise DirectoryError("merge: the kept entry became part of another since; undo that merge first")
    if ROOTS[kind].objects.filter(pk=made.gone_id).exists():
        raise DirectoryError("merge: an entry with the id of the one that went stands there again; merge or remove it")
    taken = ROOTS[kind].objects.filter(source=made.gone_source, source_id=made.gone_source_id)
    if made.gone_source_id and taken.exists():
        raise DirectoryError(f"merge: {made.gone_source_id} of {made.gone_source} belongs to another entry by now")
    return locked(kind, made.kept_id)


def _open_pair(made: Merge) -> None:
    first, second = sorted((made.kept_id, made.gone_id))
    DuplicatePair.objects.filter(entry_kind=made.entry_kind, first_id=first, second_id=second).update(
        state=PairState.OPEN, decided_on=None, decided_by=None
    )
    Conflict.objects.filter(
        entry_kind=made.entry_kind, entry_id=made.kept_id, source=made.gone_source, state=ConflictState.OPEN
    ).exclude(source="").delete()


def _index(*roots: Root, removed: tuple[UUID, ...] | list[UUID] = ()) -> None:
    for root in roots:
        look_again(root)
    if removed:
        search_again([], removed=removed)
