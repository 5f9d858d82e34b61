"""Pages of those who keep entries, in each complete language: no whole message is left in English."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from uuid import UUID

import polib
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

import baken
from baken.accounts.models import RoleGrant
from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.directory import services
from baken.directory.models import Membership, Service

LOCALE = Path(baken.__file__).parent / "locale"
COMPLETE = [tag for tag in settings.BAKEN_COMPLETE_LANGUAGES if tag != "en"]
STARTS = ("", "city/", "city/quality/", "city/imports/", "desk/", "account/", "services/", "organisations/")
FEWEST_PAGES = 50


@pytest.fixture
def keeper(visitor: Client, town: dict[str, UUID]) -> Client:
    """Coordinator, administrator and editor at once, of an entry with a history."""
    user = get_user_model().objects.create_user("keeper@example.org")
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        RoleGrant.objects.create(user=user, role=role)
    debts = Service.objects.get(pk=town["Hulp bij schulden"])
    Membership.objects.create(user=user, organisation=debts.organisation)
    services.confirm_service(service_id=debts.pk, by=Actor(user.pk, frozenset({Role.COORDINATOR})))
    visitor.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return visitor


def pages(client: Client, language: str) -> Iterator[tuple[str, str]]:
    """Every kind of page that links lead to, once: addresses that differ in an id only are one kind."""
    waiting, seen = [f"/{language}/{start}" for start in STARTS], set[str]()
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"[0-9a-f-]{36}", "…", address)
        if kind in seen:
            continue
        seen.add(kind)
        reply = client.get(address)
        if reply.status_code == 200 and reply["Content-Type"].startswith("text/html"):
            page = reply.content.decode()
            yield address, page
            waiting += [unescape(found) for found in re.findall(rf'href="(/{language}/[^"?#]*)["?#]', page)]


def said(page: str) -> set[str]:
    """What stands between tags and is not marked as being in another language."""
    for hidden in (r"<(script|style|svg)\b.*?</\1>", r'<(\w+)[^>]*\slang="(?!ar"|nl"|fr")[^>]*>.*?</\1>'):
        page = re.sub(hidden, " ", page, flags=re.DOTALL)
    return {" ".join(unescape(text).split()) for text in re.split(r"<[^>]*>", page)}


@pytest.mark.parametrize("language", COMPLETE)
def test_no_page_says_a_message_in_english(keeper: Client, language: str) -> None:
    catalogue = polib.pofile(str(LOCALE / language / "LC_MESSAGES/django.po"))
    translations = {entry.msgstr for entry in catalogue}
    english = {entry.msgid for entry in catalogue if entry.msgid != entry.msgstr} - translations
    found = dict(pages(keeper, language))
    assert len(found) >= FEWEST_PAGES
    left = {address: texts & english for address, page in found.items() if (texts := said(page)) & english}
    assert left == {}
