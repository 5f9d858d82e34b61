"""Where each fact of an entry comes from, how old it is, and whether it should be asked about again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from baken.core.kinds import Text
from baken.directory.ageing import KIND_OF, FactKind
from baken.directory.entries import Content, facts, keep, said, silent
from baken.directory.models import EntryKind, Service
from baken.directory.provenance import By, said_of
from baken.directory.selectors.ageing import table_in_force
from baken.directory.selectors.cards import name_of


@dataclass(frozen=True, slots=True)
class FactSource:
    """`source`: the name of a feed, or the word of `by`; `on` None: nobody knows since when. Never a person."""

    field: str
    said: Content
    source: str
    by: By
    on: date | None
    days: int | None
    due: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """`source_url`: where the feed has the entry. Only facts that say anything."""

    service_id: UUID
    organisation_id: UUID
    name: Text
    source: str
    source_url: str
    assured_on: date | None
    facts: tuple[FactSource, ...]


def provenance(service_id: UUID, languages: Sequence[str], *, today: date) -> Provenance | None:
    """None for a service that is not there or not in use."""
    service = Service.objects.in_use().filter(pk=service_id).first()
    if service is None:
        return None
    entry = keep(EntryKind.SERVICE, [service_id])[service_id]
    table, found = table_in_force(), []
    for fact in facts(EntryKind.SERVICE).values():
        if silent(entry, fact) or fact.name in ("organisation_id", "status"):
            continue
        word = said_of(service, fact)
        on = service.room_said_on or word.on if fact.name == "room" else word.on
        kinds = [KIND_OF[name] for name in (fact.name, *sorted(fact.names)) if name in KIND_OF]
        kind = kinds[0] if kinds else FactKind.TEXTS
        found.append(
            FactSource(
                field=fact.name,
                said=said(entry, fact),
                source=word.source,
                by=word.by,
                on=on,
                days=(today - on).days if on else None,
                due=table.is_due(kind, on, today),
            )
        )
    return Provenance(
        service_id=service.pk,
        organisation_id=service.organisation_id,
        name=name_of(service, languages),
        source=service.source,
        source_url=service.source_url,
        assured_on=service.assured_date,
        facts=tuple(found),
    )
