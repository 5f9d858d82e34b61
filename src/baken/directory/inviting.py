"""Who edits an organisation: inviting colleagues, accepting, leaving. One use case, one transaction."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from baken.accounts.services import AccountError, account_for, checked_address
from baken.directory.models import Invitation, Membership

OPEN_FOR: Final = timedelta(days=14)
MOST_OPEN: Final = 30


class InvitationProblem(ValueError):
    """The invitation cannot be made or used; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LastEditor(ValueError):
    """Nobody would be left to keep the organisation up to date."""


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    id: UUID
    organisation_id: UUID
    organisation_name: str
    email: str
    expires: datetime


@transaction.atomic
def invite(*, organisation_id: UUID, email: str, invited_by: int | None) -> str:
    """The secret for the link in the mail; only its digest is kept. An earlier invitation of the same address lapses.

    Raises InvitationProblem: `address`, `edits-already`, `too-many`.
    """
    address = _checked(email)
    if Membership.objects.filter(organisation=organisation_id, user__email=address).exists():
        raise InvitationProblem("edits-already")
    pending = Invitation.objects.filter(organisation=organisation_id, accepted_on__isnull=True)
    pending.filter(email=address).delete()
    if pending.filter(expires__gt=timezone.now()).count() >= MOST_OPEN:
        raise InvitationProblem("too-many")
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        organisation_id=organisation_id,
        email=address,
        digest=_digest(secret),
        invited_by_id=invited_by,
        expires=timezone.now() + OPEN_FOR,
    )
    return secret


def open_invitation(secret: str) -> OpenInvitation:
    """What a link invites to; changes nothing. Raises InvitationProblem: `wrong`, `used`, `expired`."""
    row = Invitation.objects.select_related("organisation").filter(digest=_digest(secret)).first()
    return _still_open(row)


@transaction.atomic
def accept(*, secret: str, language: str = "") -> int:
    """The account that edits the organisation from now on, made where there was none. Once only.

    Raises InvitationProblem: `wrong`, `used`, `expired`, `closed` (the account of that address).
    """
    row = Invitation.objects.select_for_update().filter(digest=_digest(secret)).first()
    found = _still_open(row)
    user = account_for(email=found.email, language=language)
    if not user.is_active:
        raise InvitationProblem("closed")
    Membership.objects.get_or_create(user=user, organisation_id=found.organisation_id)
    Invitation.objects.filter(pk=found.id).update(accepted_on=timezone.now())
    return user.pk


@transaction.atomic
def withdraw(*, organisation_id: UUID, invitation_id: UUID) -> None:
    """An invitation of this organisation that nobody accepted yet; of another one nothing happens."""
    rows = Invitation.objects.filter(pk=invitation_id, organisation=organisation_id, accepted_on__isnull=True)
    rows.delete()


@transaction.atomic
def add_editor(*, organisation_id: UUID, user_id: int) -> None:
    """Without an invitation: from the terminal or by a coordinator. Twice is once."""
    Membership.objects.get_or_create(user_id=user_id, organisation_id=organisation_id)


@transaction.atomic
def remove_editor(*, organisation_id: UUID, user_id: int, by_coordinator: bool = False) -> None:
    """Somebody who no longer edits it, or who leaves. Only a coordinator may remove the last one. Raises LastEditor."""
    editors = list(Membership.objects.select_for_update().filter(organisation=organisation_id))
    leaving = [one for one in editors if one.user_id == user_id]
    if leaving and len(editors) == 1 and not by_coordinator:
        raise LastEditor("invite a colleague first, or ask a coordinator")
    for one in leaving:
        one.delete()


@transaction.atomic
def set_reminders(*, user_id: int, organisation_id: UUID, on: bool) -> bool:
    """Whether this person is reminded of this organisation; False: no editor of it."""
    return bool(Membership.objects.filter(user=user_id, organisation=organisation_id).update(reminders=on))


def _still_open(row: Invitation | None) -> OpenInvitation:
    if row is None:
        raise InvitationProblem("wrong")
    if row.accepted_on is not None:
        raise InvitationProblem("used")
    if row.expires <= timezone.now():
        raise InvitationProblem("expired")
    return OpenInvitation(row.pk, row.organisation_id, row.organisation.name, row.email, row.expires)


def _checked(email: str) -> str:
    try:
        return checked_address(email)
    except AccountError as problem:
        raise InvitationProblem("address") from problem


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
