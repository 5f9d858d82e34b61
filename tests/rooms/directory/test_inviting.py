"""Invitations: a secret used once, within two weeks; an organisation keeps at least one editor."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from baken.accounts.services import account_for
from baken.directory import inviting
from baken.directory import selectors as directory
from baken.directory.models import Invitation, Membership, Organisation


@pytest.fixture
def house(db: None) -> UUID:
    return Organisation.objects.create(name="Open Huis").pk


@pytest.fixture
def editor(house: UUID) -> int:
    user = account_for(email="a@example.org")
    inviting.add_editor(organisation_id=house, user_id=user.pk)
    return int(user.pk)


def invited(house: UUID, email: str = "b@example.org", by: int | None = None) -> str:
    return inviting.invite(organisation_id=house, email=email, invited_by=by)


def test_accepting_makes_an_account_without_a_password_that_edits_the_organisation(house: UUID) -> None:
    user_id = inviting.accept(secret=invited(house, " B@Example.org "), language="ar")
    user = get_user_model().objects.get(pk=user_id)
    assert (user.email, user.language, user.has_usable_password()) == ("b@example.org", "ar", False)
    assert directory.actor_of(user_id).organisations == {house}


def test_who_has_an_account_keeps_it(house: UUID) -> None:
    there = account_for(email="b@example.org")
    assert inviting.accept(secret=invited(house)) == there.pk


def test_the_secret_itself_is_kept_nowhere(house: UUID) -> None:
    secret = invited(house)
    row = Invitation.objects.get()
    assert secret not in "".join(str(value) for value in vars(row).values())


def test_a_secret_works_once(house: UUID) -> None:
    secret = invited(house)
    inviting.accept(secret=secret)
    with pytest.raises(inviting.InvitationProblem, match="used"):
        inviting.accept(secret=secret)


def test_after_two_weeks_it_has_expired(house: UUID) -> None:
    secret = invited(house)
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    with pytest.raises(inviting.InvitationProblem, match="expired"):
        inviting.accept(secret=secret)
    assert not Membership.objects.exists()


def test_a_second_invitation_of_the_same_person_ends_the_first(house: UUID) -> None:
    first, second = invited(house), invited(house, "B@example.org")
    with pytest.raises(inviting.InvitationProblem, match="wrong"):
        inviting.accept(secret=first)
    inviting.accept(secret=second)


def test_what_was_taken_back_cannot_be_accepted(house: UUID) -> None:
    secret = invited(house)
    inviting.withdraw(organisation_id=house, invitation_id=Invitation.objects.get().pk)
    with pytest.raises(inviting.InvitationProblem, match="wrong"):
        inviting.accept(secret=secret)


def test_nobody_takes_back_an_invitation_of_another_organisation(house: UUID) -> None:
    secret = invited(house)
    other = Organisation.objects.create(name="Ander huis").pk
    inviting.withdraw(organisation_id=other, invitation_id=Invitation.objects.get().pk)
    inviting.accept(secret=secret)


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "a b@example.org", "a@example.org\nBcc: c@example.org", "é@@x.org"]
)
def test_what_is_no_address_is_refused(house: UUID, address: str) -> None:
    with pytest.raises(inviting.InvitationProblem, match="address"):
        invited(house, address)


def test_a_colleague_who_is_there_is_not_invited_again(house: UUID, editor: int) -> None:
    with pytest.raises(inviting.InvitationProblem, match="edits-already"):
        invited(house, "A@example.org")


def test_there_are_only_so_many_open_invitations(house: UUID) -> None:
    for number in range(inviting.MOST_OPEN):
        invited(house, f"{number}@example.org")
    with pytest.raises(inviting.InvitationProblem, match="too-many"):
        invited(house, "more@example.org")


def test_a_closed_account_is_not_opened_by_an_invitation(house: UUID) -> None:
    user = account_for(email="b@example.org")
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(inviting.InvitationProblem, match="closed"):
        inviting.accept(secret=invited(house))
    assert not Membership.objects.exists()


def test_the_last_editor_stays_unless_a_coordinator_takes_them_away(house: UUID, editor: int) -> None:
    with pytest.raises(inviting.LastEditor):
        inviting.remove_editor(organisation_id=house, user_id=editor)
    inviting.remove_editor(organisation_id=house, user_id=editor, by_coordinator=True)
    assert directory.actor_of(editor).organisations == frozenset()


def test_one_of_two_may_leave_and_removing_a_stranger_changes_nothing(house: UUID, editor: int) -> None:
    second = inviting.accept(secret=invited(house))
    inviting.remove_editor(organisation_id=house, user_id=999_999)
    inviting.remove_editor(organisation_id=house, user_id=editor)
    assert [one.user_id for one in directory.editors_of(house)] == [second]


def test_a_person_edits_several_organisations(house: UUID, editor: int) -> None:
    other = Organisation.objects.create(name="Ander huis").pk
    inviting.accept(secret=invited(other, "a@example.org"))
    assert [one.organisation_name for one in directory.memberships_of(editor)] == ["Ander huis", "Open Huis"]


def test_reminders_are_for_those_who_edit(house: UUID, editor: int) -> None:
    assert inviting.set_reminders(user_id=editor, organisation_id=house, on=False)
    assert not inviting.set_reminders(user_id=999_999, organisation_id=house, on=False)
    assert [one.reminders for one in directory.editors_of(house)] == [False]
