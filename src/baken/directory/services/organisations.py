"""An organisation, formal or not, and who edits it."""

from datetime import datetime
from typing import Final, Unpack
from uuid import UUID

from django.db import transaction

from baken.accounts.permissions import Actor
from baken.directory import models
from baken.directory.history import recorded
from baken.directory.kinds import OrganisationFacts
from baken.directory.services.indexing import search_again
from baken.directory.services.saving import locked_organisation, save_checked, texts_after
from baken.directory.services.saying import note_confirmed, note_said

_TRANSLATED: Final = ("generic_name", "description")


@transaction.atomic
def create_organisation(
    *, by: Actor | None = None, becomes_editor: bool = True, **facts: Unpack[OrganisationFacts]
) -> UUID:
    """A new organisation or informal group: a name is enough. Who adds it becomes its editor, unless said otherwise.
    Raises DirectoryError."""
    organisation = models.Organisation()
    with recorded(by, "added"):
        _apply(organisation, facts)
        if by is not None and by.user_id is not None and becomes_editor:
            models.Membership.objects.create(user_id=by.user_id, organisation=organisation)
            by = Actor(by.user_id, by.roles, by.organisations | {organisation.pk})
        note_confirmed(organisation, by)
        note_said(organisation, facts, by)
        organisation.save()
    return organisation.pk


@transaction.atomic
def update_organisation(
    *, organisation_id: UUID, by: Actor | None = None, seen: datetime | None = None, **facts: Unpack[OrganisationFacts]
) -> None:
    """Changed facts, which who says so thereby confirms. Raises DirectoryError, ChangedMeanwhile."""
    organisation = locked_organisation(organisation_id, seen)
    for field in _TRANSLATED:
        if field in facts:
            facts[field] = texts_after(organisation, field, facts[field])  # type: ignore[literal-required]
    with recorded(by, f"changed: {', '.join(sorted(facts))}", organisation):
        note_said(organisation, facts, by)
        _apply(organisation, facts)
    search_again(organisation.services.values_list("pk", flat=True))


def _apply(organisation: models.Organisation, facts: OrganisationFacts) -> None:
    for field, value in facts.items():
        setattr(organisation, field, list(value) if field in ("purposes", "funding") else value)  # type: ignore[call-overload]
    save_checked(organisation)
