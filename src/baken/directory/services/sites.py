"""Where services are given."""

from datetime import datetime
from typing import Final, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from baken.accounts.permissions import Actor
from baken.directory import models
from baken.directory.history import recorded
from baken.directory.kinds import SiteFacts
from baken.directory.services.indexing import search_again
from baken.directory.services.saving import DirectoryError, locked_site, save_checked, texts_after
from baken.directory.services.saying import note_confirmed, note_said

_TRANSLATED: Final = ("name", "description")


@transaction.atomic
def create_site(*, organisation_id: UUID, by: Actor | None = None, **facts: Unpack[SiteFacts]) -> UUID:
    """A new site of an organisation, confirmed today. Raises DirectoryError."""
    site = models.Location(organisation_id=organisation_id)
    with recorded(by, "added"):
        note_confirmed(site, by)
        note_said(site, facts, by)
        _apply(site, facts)
    return site.pk


@transaction.atomic
def update_site(
    *, location_id: UUID, by: Actor | None = None, seen: datetime | None = None, **facts: Unpack[SiteFacts]
) -> None:
    """Changed facts, which who says so thereby confirms. Raises DirectoryError, ChangedMeanwhile."""
    site = locked_site(location_id, seen)
    for field in _TRANSLATED:
        if field in facts:
            facts[field] = texts_after(site, field, facts[field])
    with recorded(by, f"changed: {', '.join(sorted(facts))}", site):
        note_said(site, facts, by)
        _apply(site, facts)
    search_again(site.service_at_locations.values_list("service", flat=True))


@transaction.atomic
def remove_site(*, location_id: UUID) -> None:
    """A site at which nothing is given any more, with its numbers and what waited to be decided about it. What was
    kept of its history stays. Raises DirectoryError while a service, also one out of use, is still given there."""
    site = locked_site(location_id)
    if site.service_at_locations.exists():
        raise DirectoryError("site: services are still given there; take it away from their places first")
    models.Conflict.objects.filter(entry_kind=models.EntryKind.LOCATION, entry_id=site.pk).delete()
    pairs = models.DuplicatePair.objects.filter(entry_kind=models.EntryKind.LOCATION)
    pairs.filter(Q(first_id=site.pk) | Q(second_id=site.pk)).delete()
    site.delete()


def _apply(site: models.Location, facts: SiteFacts) -> None:
    for field, value in facts.items():
        setattr(site, field, value)
    save_checked(site)
