"""What waits for somebody's judgement: conflicts between sources, entries that may be the same, merges made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from baken.core.kinds import Texts
from baken.directory.entries import ROOTS, Content, Kept, facts, keep, said, sayings, silent
from baken.directory.models import (
    Conflict,
    ConflictState,
    DuplicatePair,
    EntryKind,
    Location,
    Merge,
    Organisation,
    PairState,
    Service,
)
from baken.directory.provenance import Said, whole
from baken.directory.uniting import UNITED


@dataclass(frozen=True, slots=True)
class EntryName:
    """`organisation_id` None: a site that is nobody's."""

    kind: EntryKind
    id: UUID
    name: str
    organisation_id: UUID | None
    organisation: str


@dataclass(frozen=True, slots=True)
class ConflictCard:
    id: UUID
    entry: EntryName
    field: str
    standing: Content
    standing_source: str
    standing_on: str
    offered: Content
    offered_source: str
    offered_on: str


@dataclass(frozen=True, slots=True)
class PairCard:
    """`reasons`: what was compared and how far it agrees, what weighs most first."""

    id: UUID
    kind: EntryKind
    first: EntryName
    second: EntryName
    probability: float
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FactBeside:
    """`united`: unless somebody chooses, both lists become one. `first`/`second`: what each says; empty: nothing."""

    field: str
    first: Content | None
    second: Content | None
    same: bool
    united: bool


@dataclass(frozen=True, slots=True)
class PairPage:
    """`first`/`second`: who speaks of each entry as a whole, and when it was last confirmed."""

    card: PairCard
    facts: tuple[FactBeside, ...]
    first: Said
    second: Said


@dataclass(frozen=True, slots=True)
class MergeCard:
    id: UUID
    kept: EntryName
    gone: str
    merged_on: datetime
    merged_by: str


def open_conflicts(
    *, organisation_id: UUID | None = None, offset: int = 0, limit: int = 50
) -> tuple[tuple[ConflictCard, ...], int]:
    """The latest first, and how many there are; of one organisation with its sites and services, or of all."""
    rows = Conflict.objects.filter(state=ConflictState.OPEN)
    if organisation_id is not None:
        rows = rows.filter(
            Q(entry_kind=EntryKind.ORGANISATION, entry_id=organisation_id)
            | Q(entry_kind=EntryKind.LOCATION, entry_id__in=_of(Location, organisation_id))
            | Q(entry_kind=EntryKind.SERVICE, entry_id__in=_of(Service, organisation_id))
        )
    here = list(rows.order_by("-seen", "pk")[offset : offset + limit])
    names = entry_names((EntryKind(row.entry_kind), row.entry_id) for row in here)
    cards = (_conflict(row, names) for row in here if (EntryKind(row.entry_kind), row.entry_id) in names)
    return tuple(cards), rows.count()


def conflict_card(conflict_id: UUID) -> ConflictCard | None:
    row = Conflict.objects.filter(pk=conflict_id, state=ConflictState.OPEN).first()
    if row is None:
        return None
    names = entry_names([(EntryKind(row.entry_kind), row.entry_id)])
    return _conflict(row, names) if names else None


def open_pairs(*, offset: int = 0, limit: int = 50) -> tuple[tuple[PairCard, ...], int]:
    rows = DuplicatePair.objects.filter(state=PairState.OPEN)
    here = list(rows.order_by("-probability", "pk")[offset : offset + limit])
    names = entry_names((EntryKind(row.entry_kind), pk) for row in here for pk in (row.first_id, row.second_id))
    cards = (_pair(row, names) for row in here)
    return tuple(card for card in cards if card is not None), rows.count()


def pair_page(pair_id: UUID) -> PairPage | None:
    """Both entries fact by fact; None where the pair is decided or one of the two is gone."""
    row = DuplicatePair.objects.filter(pk=pair_id, state=PairState.OPEN).first()
    if row is None:
        return None
    kind = EntryKind(row.entry_kind)
    card = _pair(row, entry_names((kind, pk) for pk in (row.first_id, row.second_id)))
    both = keep(kind, (row.first_id, row.second_id))
    if card is None or len(both) < 2:
        return None
    speakers = {root.pk: whole(root) for root in ROOTS[kind].objects.filter(pk__in=both)}
    facts_beside = tuple(_beside(both[row.first_id], both[row.second_id]))
    return PairPage(card, facts_beside, speakers[row.first_id], speakers[row.second_id])


def merges(*, offset: int = 0, limit: int = 50) -> tuple[tuple[MergeCard, ...], int]:
    """Those that can be undone, the latest first."""
    rows = Merge.objects.filter(undone_on__isnull=True)
    here = list(rows.select_related("merged_by").order_by("-merged_on", "pk")[offset : offset + limit])
    names = entry_names((EntryKind(row.entry_kind), row.kept_id) for row in here)
    cards = tuple(
        MergeCard(
            id=row.pk,
            kept=names[EntryKind(row.entry_kind), row.kept_id],
            gone=_name_kept(row.before["gone"]["root"]),
            merged_on=row.merged_on,
            merged_by=row.merged_by.email if row.merged_by else "",
        )
        for row in here
        if (EntryKind(row.entry_kind), row.kept_id) in names
    )
    return cards, rows.count()


def entry_name(kind: EntryKind, entry_id: UUID) -> EntryName | None:
    return entry_names([(kind, entry_id)]).get((kind, entry_id))


def entry_names(wanted: Iterable[tuple[EntryKind, UUID]]) -> Mapping[tuple[EntryKind, UUID], EntryName]:
    """Of those that are there. At most three queries."""
    by_kind: dict[EntryKind, set[UUID]] = {}
    for kind, pk in wanted:
        by_kind.setdefault(kind, set()).add(pk)
    found = {}
    for kind, ids in by_kind.items():
        rows = ROOTS[kind].objects.filter(pk__in=ids)
        for row in rows if kind == EntryKind.ORGANISATION else rows.select_related("organisation"):
            owner = row if isinstance(row, Organisation) else row.organisation
            name = EntryName(kind, row.pk, str(row), owner.pk if owner else None, owner.name if owner else "")
            found[kind, row.pk] = name
    return found


def _of(model: Any, organisation_id: UUID) -> Any:
    return model.objects.filter(organisation=organisation_id).values("pk")


def _conflict(row: Conflict, names: Mapping[tuple[EntryKind, UUID], EntryName]) -> ConflictCard:
    return ConflictCard(
        id=row.pk,
        entry=names[EntryKind(row.entry_kind), row.entry_id],
        field=row.field,
        standing=sayings(row.standing["told"]),
        standing_source=row.standing.get("source", ""),
        standing_on=row.standing.get("on", ""),
        offered=sayings(row.offered["told"]),
        offered_source=row.source,
        offered_on=row.offered.get("on", ""),
    )


def _pair(row: DuplicatePair, names: Mapping[tuple[EntryKind, UUID], EntryName]) -> PairCard | None:
    kind = EntryKind(row.entry_kind)
    first, second = names.get((kind, row.first_id)), names.get((kind, row.second_id))
    if first is None or second is None:
        return None
    reasons = tuple((reason["what"], reason["level"]) for reason in row.reasons)
    return PairCard(row.pk, kind, first, second, row.probability, reasons)


def _beside(first: Kept, second: Kept) -> Sequence[FactBeside]:
    found = []
    for fact in facts(first.kind).values():
        one, other = (None if silent(entry, fact) else said(entry, fact) for entry in (first, second))
        if (one or other) and fact.name != "organisation_id":
            same = said(first, fact) == said(second, fact)
            found.append(FactBeside(fact.name, one, other, same, fact.name in UNITED))
    return sorted(found, key=lambda fact: fact.same)


def _name_kept(root: Mapping[str, Any]) -> str:
    if isinstance(root.get("name"), str):
        return str(root["name"])
    best = Texts.from_json(root.get("name") or {}).best()
    return best.text if best else str(root.get("address") or root["id"])
