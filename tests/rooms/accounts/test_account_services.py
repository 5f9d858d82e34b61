"""Accounts: one per address, roles given and taken."""

import pytest
from django.contrib.auth import authenticate

from baken.accounts.models import User
from baken.accounts.roles import Role
from baken.accounts.selectors import roles_of
from baken.accounts.services import AccountError, account_for, grant_role, take_role

pytestmark = pytest.mark.django_db


def test_one_address_is_one_account_however_it_is_written():
    assert account_for(email="Noor@Example.org ").pk == account_for(email="noor@example.org").pk


@pytest.mark.parametrize("wrong", ["", "noor", "noor@", "a b@example.org", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_refused_and_makes_no_account(wrong):
    with pytest.raises(AccountError, match="is not an e-mail address"):
        account_for(email=wrong)
    assert not User.objects.exists()


def test_an_invited_account_has_no_password_that_could_be_guessed():
    user = account_for(email="noor@example.org")
    assert not user.has_usable_password()
    assert authenticate(username="noor@example.org", password="!") is None


def test_a_role_is_given_once_and_taken_back():
    user = account_for(email="noor@example.org")
    grant_role(user_id=user.pk, role=Role.COORDINATOR)
    grant_role(user_id=user.pk, role=Role.COORDINATOR)
    assert roles_of(user.pk) == {Role.COORDINATOR}
    take_role(user_id=user.pk, role=Role.COORDINATOR)
    assert roles_of(user.pk) == frozenset()


def test_an_account_that_was_closed_has_no_roles():
    user = account_for(email="noor@example.org")
    grant_role(user_id=user.pk, role=Role.COORDINATOR)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert roles_of(user.pk) == frozenset()


def test_the_administrator_of_the_host_has_that_role_without_a_grant():
    assert Role.ADMINISTRATOR in roles_of(User.objects.create_superuser("root@example.org", "secret words").pk)
