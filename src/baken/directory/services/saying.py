"""Who says that a fact is true, and on which day: kept with the entry, never with a person's name."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.directory.models import Organisation, Service
from baken.directory.models.sourced import Sourced

ORGANISATION: Final = "organisation"
COORDINATOR: Final = "coordinator"
WHOLE: Final = "assured_date"  # the field that stands for the whole entry
NOTED: Final = ("last_modified", "field_sources", "assured_date", "assurer")  # what `note_said` writes
_NO_FACTS: Final = frozenset({"name", "alternate_name", "locations", "status", "temporary_changes"})


def speaker(by: Actor, organisation_id: UUID | None) -> str:
    """An editor speaks for the organisation; anybody else who may write is a coordinator."""
    return ORGANISATION if organisation_id in by.organisations else COORDINATOR


def note_said(entry: Sourced, fields: Iterable[str], by: Actor | None, *, on: date | None = None) -> None:
    """These facts were said on that day (default today). Not saved yet. `by` None: nobody says so.

    The first facts of what was added here without any confirm it: nothing older is in it.
    """
    fields = tuple(fields)
    entry.last_modified = timezone.now()
    if by is None:
        return
    who = speaker(by, _organisation_of(entry))
    said = {"source": who, "on": (on or timezone.localdate()).isoformat(), "by": who}
    entry.field_sources = {**entry.field_sources, **dict.fromkeys(fields, said)}
    if entry.assured_date is None and not entry.source and says_facts(fields):
        note_confirmed(entry, by, on=on)


def says_facts(fields: Iterable[str]) -> bool:
    """Whether anybody would learn more from these than that the entry is there."""
    return not _NO_FACTS.issuperset(fields)


def note_confirmed(entry: Sourced, by: Actor | None, *, assurer: str = "", on: date | None = None) -> None:
    """Everything the entry says holds on that day: the whole, and each fact that has a day of its own. Values keep
    their source."""
    day = on or timezone.localdate()
    entry.assured_date, entry.assurer = day, assurer or assurer_of(entry, by)
    entry.last_modified = timezone.now()
    if by is None:
        return
    who = speaker(by, _organisation_of(entry))
    confirmed = {"on": day.isoformat(), "by": who}
    entry.field_sources = {
        **{field: {**said, **confirmed} for field, said in entry.field_sources.items()},
        WHOLE: {"source": who, **confirmed},
    }


def assurer_of(entry: Sourced, by: Actor | None) -> str:
    """HSDS wants a name: the organisation's, or of whoever runs this deployment."""
    owner = _organisation_of(entry)
    if by is None or owner is None:
        return ""
    if speaker(by, owner) == COORDINATOR:
        return str(settings.BAKEN_RUN_BY) or COORDINATOR
    return Organisation.objects.values_list("name", flat=True).filter(pk=owner).first() or ""


def _organisation_of(entry: Sourced) -> UUID | None:
    if isinstance(entry, Organisation):
        return entry.pk
    owner: UUID | None = getattr(entry, "organisation_id", None)
    return owner


def said_room(service: Service, on: date | None = None) -> None:
    """«Still true» of the room too, where any was said."""
    if service.room != "unknown":
        service.room_said_on = on or timezone.localdate()
