"""Who may do what, in one place. docs/rooms/who-may-do-what.md is made from here, and a test compares both.

Predicates look at an `Actor`, a frozen picture of who asks, so that no room below needs to know how memberships are
kept: the directory fills in the organisations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rules import Predicate, RuleSet

from baken.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """`user_id` None: somebody without an account. `organisations`: those whose entries this person edits."""

    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    organisations: frozenset[UUID] = frozenset()

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None


PUBLIC: Final = Actor()


def _edits_any(actor: Actor) -> bool:
    return bool(actor.organisations)


def _edits_it(actor: Actor, organisation_id: UUID | None) -> bool:
    """The organisation that is asked about; asked about none, of any."""
    return bool(actor.organisations) if organisation_id is None else organisation_id in actor.organisations


def _has(role: Role) -> Callable[[Actor], bool]:
    return lambda actor: role in actor.roles


anyone: Final = Predicate(lambda actor: True, name="anyone")
has_account: Final = Predicate(lambda actor: actor.signed_in, name="has an account")
is_editor: Final = Predicate(_edits_any, name="edits any organisation")
edits_it: Final = Predicate(_edits_it, name="edits this organisation")
is_companion: Final = Predicate(_has(Role.COMPANION), name=str(Role.COMPANION))
is_coordinator: Final = Predicate(_has(Role.COORDINATOR), name=str(Role.COORDINATOR))
is_researcher: Final = Predicate(_has(Role.RESEARCHER), name=str(Role.RESEARCHER))
is_reviewer: Final = Predicate(_has(Role.REVIEWER), name=str(Role.REVIEWER))
is_administrator: Final = Predicate(_has(Role.ADMINISTRATOR), name=str(Role.ADMINISTRATOR))


PERMISSIONS: Final = RuleSet()

for _name, _predicate in {
    # reading needs no account
    "directory.read": anyone,
    "suggestion.send": anyone,
    # signing in, and links that speak for themselves: a mail's secret is the key
    "account.enter": anyone,
    # an account's own things
    "account.own": has_account,
    # the editor's desk; a coordinator keeps up entries that nobody edits
    "desk.use": is_editor | is_coordinator | is_companion,
    "organisation.add": is_editor | is_coordinator | is_companion,
    "organisation.edit": edits_it | is_coordinator,
    "organisation.invite": edits_it | is_coordinator,
    "organisation.history": edits_it | is_coordinator,
    "suggestion.answer": edits_it | is_coordinator,
    "conflict.decide": edits_it | is_coordinator,
    # the whole landscape
    "suggestion.moderate": is_coordinator,
    "duplicates.review": is_coordinator,
    "quality.read": is_coordinator,
    "guidance.edit": is_coordinator | is_administrator,
    "feed.import": is_coordinator | is_administrator,
    # the words of the pages, in the languages that were given to this person
    "translation.review": is_reviewer,
    # the deployment
    "feed.source": is_administrator,
    "account.manage": is_administrator,
    "admin.use": is_administrator,
}.items():
    PERMISSIONS.add_rule(_name, _predicate)


def may(actor: Actor, permission: str, organisation_id: UUID | None = None) -> bool:
    """Raises KeyError for a permission that does not exist: a slip of the pen must not be a no."""
    return bool(PERMISSIONS[permission].test(actor, organisation_id))


def permission_names() -> list[str]:
    return list(PERMISSIONS)
