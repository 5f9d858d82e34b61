"""Who edits what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from baken.accounts.permissions import PUBLIC, Actor
from baken.accounts.selectors import roles_of
from baken.directory.models import Invitation, Membership, Organisation


@dataclass(frozen=True, slots=True)
class MembershipCard:
    """One person who edits one organisation."""

    id: int
    user_id: int
    email: str
    organisation_id: UUID
    organisation_name: str
    reminders: bool
    joined_on: datetime


@dataclass(frozen=True, slots=True)
class InvitationCard:
    id: UUID
    email: str
    created: datetime
    expires: datetime
    invited_by: str


def actor_of(user_id: int | None) -> Actor:
    """The person who asks, with roles and organisations; None, or a closed account: the public. Three queries."""
    if user_id is None:
        return PUBLIC
    edited = Membership.objects.filter(user=user_id, user__is_active=True).values_list("organisation", flat=True)
    roles = roles_of(user_id)
    return Actor(user_id=user_id, roles=roles, organisations=frozenset(edited))


def memberships_of(user_id: int) -> tuple[MembershipCard, ...]:
    """The organisations that a person edits, by name. One query."""
    return _cards(Membership.objects.filter(user=user_id))


def editors_of(organisation_id: UUID) -> tuple[MembershipCard, ...]:
    """Who edits an organisation, by address. One query."""
    return _cards(Membership.objects.filter(organisation=organisation_id))


def open_invitations(organisation_id: UUID, *, now: datetime) -> tuple[InvitationCard, ...]:
    """Those that can still be accepted, the latest first. One query."""
    rows = Invitation.objects.filter(organisation=organisation_id, accepted_on__isnull=True, expires__gt=now)
    return tuple(
        InvitationCard(row.pk, row.email, row.created, row.expires, row.invited_by.email if row.invited_by else "")
        for row in rows.select_related("invited_by")
    )


def organisation_name(organisation_id: UUID) -> str | None:
    return Organisation.objects.filter(pk=organisation_id).values_list("name", flat=True).first()


def _cards(rows: QuerySet[Membership]) -> tuple[MembershipCard, ...]:
    return tuple(
        MembershipCard(
            id=row.pk,
            user_id=row.user_id,
            email=row.user.email,
            organisation_id=row.organisation_id,
            organisation_name=row.organisation.name,
            reminders=row.reminders,
            joined_on=row.joined_on,
        )
        for row in rows.select_related("user", "organisation")
    )
