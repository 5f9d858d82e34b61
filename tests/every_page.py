"""Every kind of page of those who keep entries, with work waiting on each: reached by links, as they reach them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from baken.accounts.models import RoleGrant
from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.directory import inviting, services, suggesting
from baken.directory.models import Conflict, DuplicatePair, EntryKind, Membership, Service

STARTS: Final = (
    "",
    "city/",
    "city/quality/",
    "city/imports/",
    "desk/",
    "account/",
    "translations/mine/",
    "services/",
    "organisations/",
)
EDITED: Final = "Hulp bij schulden"
_A_TABLE: Final = (
    ("nr", "Organisation", "Service", "Address", "Postal code", "Town"),
    ("1", "North House", "Soup", "Quay 1", "2000", "Antwerp"),
    ("2", "", "A bed", "Quay 1", "2000", "Antwerp"),
)


def sign_in_keeper(client: Client, town: dict[str, UUID]) -> Actor:
    """Coordinator, administrator, reviewer and editor at once, of an entry with a history."""
    user = get_user_model().objects.create_user("keeper@example.org")
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        RoleGrant.objects.create(user=user, role=role)
    RoleGrant.objects.create(user=user, role=Role.REVIEWER, language="nl")
    debts = Service.objects.get(pk=town[EDITED])
    Membership.objects.create(user=user, organisation=debts.organisation)
    keeper = Actor(user.pk, frozenset({Role.COORDINATOR}))
    services.confirm_service(service_id=debts.pk, by=keeper)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return keeper


def let_work_wait(client: Client, town: dict[str, UUID], keeper: Actor) -> None:
    """A source that says otherwise, two entries that look alike, a suggestion, an invitation, a table to look at."""
    debts = Service.objects.get(pk=town[EDITED])
    a_conflict(debts)
    a_pair(debts)
    suggesting.suggest(kind="wrong", words="De deur is nu om de hoek.", language="nl", service_id=debts.pk)
    inviting.invite(organisation_id=debts.organisation_id, email="colleague@example.org", invited_by=keeper.user_id)
    said = {"kind": "table", "language": "en", "source": "A city guide"}
    assert client.post("/en/city/imports/new/", {**said, "upload": [table(*_A_TABLE)]}).status_code == 302


def table(*rows: Sequence[str], name: str = "table.csv") -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def a_conflict(service: Service) -> Conflict:
    def told(code: str) -> dict[str, object]:
        return {"columns": {}, "rows": {"servicelanguage": [{"code": code, "spoken_by": "staff", "extra": {}}]}}

    return Conflict.objects.create(
        entry_kind=EntryKind.SERVICE,
        entry_id=service.pk,
        field="languages",
        source="<script>gids</script>",
        standing={"source": "organisation", "by": "organisation", "on": "2026-01-01", "told": told("nl")},
        offered={"source": "gids", "by": "feed", "on": "2026-02-01", "told": told("so")},
    )


def a_pair(service: Service) -> DuplicatePair:
    other = Service.objects.create(
        organisation=service.organisation,
        name={"nl": {"text": "Schuldhulp <b>hier</b>", "state": "original"}},
        source="gids",
        email="schuld@example.org",
        free=False,
    )
    first, second = sorted((service.pk, other.pk))
    return DuplicatePair.objects.create(
        entry_kind=EntryKind.SERVICE,
        first_id=first,
        second_id=second,
        probability=0.999,
        reasons=[{"what": "name", "level": "alike", "weight": 7.0}],
    )


def pages(client: Client, language: str, starts: Sequence[str] = STARTS) -> Iterator[tuple[str, HttpResponse]]:
    """Every kind of page that links lead to, once: addresses that differ in an id only are one kind."""
    waiting, seen = [f"/{language}/{start}" for start in starts], set[str]()
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"[0-9a-f-]{20,36}", "…", address)
        if kind in seen:
            continue
        seen.add(kind)
        reply = client.get(address)
        assert reply.status_code < 500, address
        if reply.status_code == 200 and reply["Content-Type"].startswith("text/html"):
            yield address, reply
            links = re.findall(rf'href="(/{language}/[^"?#]*)["?#]', reply.content.decode())
            waiting += [unescape(found) for found in links]
