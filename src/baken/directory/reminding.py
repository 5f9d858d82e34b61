"""Mails to editors when facts age: who is due one, what its links may do, and what comes of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from baken.accounts.links import LinkProblem, LinkUsed, is_spent, seal, spend, unseal
from baken.accounts.models import User
from baken.core.kinds import Text
from baken.directory.models import Membership, Service
from baken.directory.selectors import DueService, actor_of, due_services
from baken.directory.selectors.cards import name_of
from baken.directory.services import confirm_services

AT_MOST_EVERY: Final = timedelta(days=7)
CONFIRM_DAYS: Final = 30
STOP_DAYS: Final = 365
MOST_IN_A_MAIL: Final = 30  # a link holds the services it confirms
_CONFIRM: Final = "baken.directory.confirm"
_STOP: Final = "baken.directory.stop-reminders"


@dataclass(frozen=True, slots=True)
class DueOrganisation:
    name: str
    services: tuple[DueService, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One mail. `more`: due services that did not fit; the tokens are for addresses."""

    user_id: int
    email: str
    language: str
    organisations: tuple[DueOrganisation, ...]
    more: int
    confirm_token: str
    stop_token: str


@dataclass(frozen=True, slots=True)
class Confirmable:
    """What the link of a reminder may confirm."""

    user_id: int
    services: tuple[tuple[UUID, Text], ...]
    mailed_on: date


def due_reminders(*, today: date) -> tuple[Reminder, ...]:
    """One for each person with something due whom no mail reached in the last week, by address."""
    rows = Membership.objects.filter(reminders=True, user__is_active=True)
    ordered = rows.select_related("user", "organisation").order_by("user__email", "organisation__name", "pk")
    found = []
    for _, grouped in groupby(ordered, key=lambda row: row.user_id):
        memberships = list(grouped)
        if _may_be_mailed(memberships[0].user, today) and (made := _reminder(memberships, today)):
            found.append(made)
    return tuple(found)


def _may_be_mailed(user: User, today: date) -> bool:
    """Counting also the mails about organisations whose reminders were stopped since."""
    last = user.memberships.exclude(reminded_on=None).order_by("-reminded_on").first()
    return last is None or last.reminded_on is None or today - last.reminded_on >= AT_MOST_EVERY


def _reminder(memberships: list[Membership], today: date) -> Reminder | None:
    user = memberships[0].user
    language = user.language or str(settings.BAKEN_LOCAL_LANGUAGE)
    order = (language, str(settings.BAKEN_LOCAL_LANGUAGE))
    due = due_services([row.organisation_id for row in memberships], today=today, languages=order)
    if not due:
        return None
    shown = due[:MOST_IN_A_MAIL]
    names = {row.organisation_id: row.organisation.name for row in memberships}
    by_house = groupby(shown, key=lambda service: service.organisation_id)
    return Reminder(
        user_id=user.pk,
        email=user.email,
        language=language,
        organisations=tuple(DueOrganisation(names[house], tuple(services)) for house, services in by_house),
        more=len(due) - len(shown),
        confirm_token=confirm_token(user.pk, (service.id for service in shown), today=today),
        stop_token=seal(_STOP, {"user": user.pk}),
    )


@transaction.atomic
def claim(reminder: Reminder, *, today: date) -> bool:
    """Notes that this person is mailed today; False: another run was first."""
    rows = Membership.objects.select_for_update().filter(user=reminder.user_id)
    if not _may_be_mailed(User.objects.get(pk=reminder.user_id), today):
        return False
    return bool(rows.update(reminded_on=today))


@transaction.atomic
def unclaim(reminder: Reminder) -> None:
    """The mail could not be sent: tomorrow again."""
    Membership.objects.filter(user=reminder.user_id).update(reminded_on=None)


def confirm_token(user_id: int, service_ids: Iterable[UUID], *, today: date) -> str:
    """For exactly these services, by exactly this person."""
    return seal(_CONFIRM, {"user": user_id, "services": [each.hex for each in service_ids], "on": today.isoformat()})


def confirmable(token: str, *, languages: tuple[str, ...]) -> Confirmable:
    """What the link would confirm now: those of its services that this person still edits. Raises LinkProblem."""
    content = unseal(_CONFIRM, token, seconds=CONFIRM_DAYS * 86_400)
    if is_spent(token):
        raise LinkUsed("the link has been used")
    ids = [UUID(written) for written in content["services"]]
    rows = Service.objects.in_use().filter(
        pk__in=ids, organisation__memberships__user=content["user"], organisation__memberships__user__is_active=True
    )
    services = tuple((row.pk, name_of(row, languages)) for row in rows.order_by("organisation__name", "pk"))
    if not services:
        raise LinkProblem("this person edits none of them any more")
    return Confirmable(content["user"], services, date.fromisoformat(content["on"]))


@transaction.atomic
def confirm(token: str) -> int:
    """«All still true», once, exactly as the same tap at the desk. How many services were confirmed. Raises
    LinkProblem."""
    found = confirmable(token, languages=())
    spend(token, seconds=CONFIRM_DAYS * 86_400)
    confirm_services(service_ids=[service_id for service_id, _ in found.services], by=actor_of(found.user_id))
    return len(found.services)


def who_stops(token: str) -> str:
    """The address whose reminders the link stops; changes nothing. Raises LinkProblem."""
    return _stopping(token).email


@transaction.atomic
def stop(token: str) -> None:
    """No reminders any more, of no organisation, until the person asks for them again. Raises LinkProblem."""
    Membership.objects.filter(user=_stopping(token)).update(reminders=False)


def _stopping(token: str) -> User:
    user = User.objects.filter(pk=unseal(_STOP, token, seconds=STOP_DAYS * 86_400)["user"]).first()
    if user is None:
        raise LinkProblem("there is no such account any more")
    return user
