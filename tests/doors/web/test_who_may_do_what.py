"""Every address, asked by every role: what is allowed is answered, what is not is refused; no address is left out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from baken.accounts import services as accounts
from baken.accounts.permissions import PERMISSIONS, PUBLIC, Actor, may
from baken.accounts.roles import Role
from baken.cli.roles import PEOPLE, Address, addresses, table
from baken.directory import inviting
from baken.directory import selectors as directory

PAGE = Path(__file__).parents[3] / "docs/rooms/who-may-do-what.md"
SIGN_IN = ("/en/account/login/", "/en/admin/login/")
GAP = re.compile(r"<(?:(\w+):)?(\w+)>")
BY_CONVERTER = {"int": "1", "uuid": str(UUID(int=7)), "slug": "x", "path": "x", "str": "x", None: "x"}
SOME_WORDS = {"language": "nl", "app_label": "directory", "step": "spoken", "provider_id": "city"}
ADDRESSES = addresses()


def test_every_address_says_which_permission_it_asks_for() -> None:
    assert [address.route for address in ADDRESSES if address.permission not in PERMISSIONS] == []


def test_the_page_of_the_docs_is_what_the_command_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "./baken roles > docs/rooms/who-may-do-what.md"


def test_what_the_public_may_everybody_may() -> None:
    """The mark of a view lets the public in without looking who it is."""
    for name in PERMISSIONS:
        if may(PUBLIC, name, UUID(int=1)):
            assert all(may(actor, name, UUID(int=1)) for actor in PEOPLE.values()), name


class World:
    """People of every kind, and the ids that addresses are filled with."""

    def __init__(self) -> None:
        cards = directory.organisation_cards(("nl",))
        self.ours, self.other = cards[0].id, cards[1].id
        service = next(
            card for card in directory.service_list(("nl",), limit=100).cards if card.organisation_id == self.ours
        )
        self.ids = {"organisation_id": str(self.ours), "service_id": str(service.id)}
        self.clients = {name: self._client(name, actor) for name, actor in PEOPLE.items()}

    def _client(self, name: str, actor: Actor) -> Client:
        client = Client(raise_request_exception=True)
        if not actor.signed_in:
            return client
        user = accounts.account_for(email=f"{name.replace(' ', '.')}@example.org")
        for role in actor.roles:
            accounts.grant_role(user_id=user.pk, role=Role(role), language="nl" if role == Role.REVIEWER else "")
        for organisation_id in actor.organisations:
            whose = self.ours if organisation_id == UUID(int=1) else self.other
            inviting.add_editor(organisation_id=whose, user_id=user.pk)
        TOTP.activate(user, generate_totp_secret())  # so that the pages that ask for its code are there
        client.force_login(get_user_model().objects.get(pk=user.pk))
        return client

    def path(self, address: Address) -> str:
        """The address with its gaps filled by name, else by the kind of gap: a new address needs no new line here."""
        route = address.route.replace("{language}/", "en/").replace("…", "x")
        return "/" + GAP.sub(lambda gap: self.ids.get(gap[2]) or SOME_WORDS.get(gap[2]) or BY_CONVERTER[gap[1]], route)


@pytest.fixture
def world(visitor: Client) -> World:
    return World()


# What the admin itself refuses to everybody.
REFUSED_TO_ALL = {
    "{language}/admin/autocomplete/",  # without the parameters that only its own script gives
    "{language}/admin/timetables/feedversion/add/",  # feeds come by import
    "{language}/admin/timetables/feedversion/<path:object_id>/delete/",  # and are retired by it
}


def named_organisation(address: Address) -> UUID | None:
    return UUID(int=1) if "organisation_id" in address.route else None


def is_refused(client: Client, reply: Any) -> bool:
    """403, or led to sign in; the admin leads there people who are signed in too, and there they are told."""
    if reply.status_code == 403:
        return True
    to = reply.get("Location", "")
    if reply.status_code != 302 or not to.startswith(SIGN_IN) or "next=" not in to:
        return False
    return not client.session.get("_auth_user_id") or client.get(to).status_code == 403


def wrong_answers(world: World, address: Address, name: str, actor: Actor) -> Iterator[str]:
    client, path = world.clients[name], world.path(address)
    allowed = may(actor, address.permission, named_organisation(address))
    reply = client.get(path)
    if address.route in REFUSED_TO_ALL:
        if not is_refused(client, reply):
            yield f"{name} got {reply.status_code} at {path}, where nobody may"
        return
    if allowed and (is_refused(client, reply) or reply.status_code >= 500):
        yield f"{name} may GET {path} and got {reply.status_code}"
    if not allowed:
        if not is_refused(client, reply):
            yield f"{name} may not GET {path} and got {reply.status_code}"
        if not is_refused(client, client.post(path)):
            yield f"{name} may not POST {path}"


@pytest.mark.parametrize("name", PEOPLE)
def test_every_address_answers_this_role_as_its_permission_says(world: World, name: str) -> None:
    actor = PEOPLE[name]
    wrong = []
    for address in ADDRESSES:
        if address.permission != "account.enter" or "logout" not in address.route:
            wrong += wrong_answers(world, address, name, actor)
    assert wrong == [], "\n".join(wrong)


def test_the_filled_addresses_are_those_meant(world: World) -> None:
    """An address that another one hides would otherwise never be asked."""
    with override("en"):  # else the prefix that is known is that of whatever was asked before
        hidden = [address.route for address in ADDRESSES if resolve(world.path(address)).func is not address.view]
    assert hidden == []
