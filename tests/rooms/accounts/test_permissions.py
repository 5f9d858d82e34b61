"""Who may do what: what each role reaches, and that nobody reaches by a slip of the pen."""

from uuid import uuid4

import pytest

from baken.accounts.permissions import PUBLIC, Actor, may, permission_names
from baken.accounts.roles import Role

OURS, THEIRS = uuid4(), uuid4()
EDITOR = Actor(user_id=1, organisations=frozenset({OURS}))
COORDINATOR = Actor(user_id=2, roles=frozenset({Role.COORDINATOR}))
NOBODY_SPECIAL = Actor(user_id=3)


def test_without_an_account_one_may_read_suggest_and_sign_in_and_nothing_else():
    opened = {name for name in permission_names() if may(PUBLIC, name, OURS)}
    assert opened == {"directory.read", "suggestion.send", "account.enter"}


def test_an_account_alone_opens_only_its_own_settings():
    opened = {name for name in permission_names() if may(NOBODY_SPECIAL, name, OURS)}
    assert opened == {"directory.read", "suggestion.send", "account.enter", "account.own"}


def test_an_editor_edits_the_own_organisation_and_no_other():
    assert may(EDITOR, "organisation.edit", OURS)
    assert not may(EDITOR, "organisation.edit", THEIRS)


def test_a_coordinator_keeps_up_every_entry_but_sets_no_feed_address():
    assert may(COORDINATOR, "organisation.edit", THEIRS)
    assert not may(COORDINATOR, "feed.source")


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.ADMINISTRATOR, Role.COMPANION])
def test_other_roles_do_not_edit_what_organisations_say(role):
    assert not may(Actor(user_id=4, roles=frozenset({role})), "organisation.edit", OURS)


def test_a_permission_that_does_not_exist_is_an_error_and_not_a_no():
    with pytest.raises(KeyError):
        may(COORDINATOR, "organisation.edti", OURS)
