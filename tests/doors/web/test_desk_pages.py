"""The editor's desk: what it shows to whom, what is kept when something is wrong, what others may not touch."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from baken.accounts.roles import Role
from baken.accounts.services import grant_role
from baken.directory.models import Membership, Organisation, Service
from baken.web.desk.themes import ORGANISATION, SERVICE, SITE


@pytest.fixture
def house(town: dict[str, UUID], db: None) -> Organisation:
    return Organisation.objects.get(name="Open Huis De Kade")


@pytest.fixture
def debts(house: Organisation) -> Service:
    return next(service for service in house.services.all() if str(service) == "Hulp bij schulden")


@pytest.fixture
def editor(house: Organisation) -> Client:
    return signed_in("editor@example.org", house)


def signed_in(email: str, *organisations: Organisation, role: Role | None = None) -> Client:
    user = get_user_model().objects.create_user(email)
    for organisation in organisations:
        Membership.objects.create(user=user, organisation=organisation)
    if role:
        grant_role(user_id=user.pk, role=role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def at(name: str, *args: Any) -> str:
    """In English, whatever the test's own language is."""
    return "/en/" + reverse(name, args=args).split("/", 2)[2]


def of(service: Service, name: str, *more: Any) -> str:
    return at(name, service.organisation_id, service.pk, *more)


def every_page(service: Service) -> list[str]:
    site = service.service_at_locations.first().location_id
    house = service.organisation_id
    return [
        at("desk"),
        at("desk-organisation-new"),
        *(at(name, house) for name in ("desk-organisation", "desk-organisation-phones", "desk-service-new")),
        *(at(name, house) for name in ("desk-sites", "desk-site-new")),
        *(at("desk-organisation-edit", house, theme.code) for theme in ORGANISATION),
        *(of(service, name) for name in ("desk-service", "desk-changes", "desk-needs", "desk-places", "desk-hours")),
        *(of(service, name) for name in ("desk-exceptions", "desk-phones")),
        of(service, "desk-hours-at", site),
        *(of(service, "desk-service-edit", theme.code) for theme in SERVICE),
        *(at(name, house, site) for name in ("desk-site", "desk-site-phones")),
        *(at("desk-site-edit", house, site, theme.code) for theme in SITE),
    ]


def test_every_page_opens_for_its_editor_and_is_never_stored(editor: Client, debts: Service) -> None:
    for address in every_page(debts):
        answer = editor.get(address, follow=True)
        assert (address, answer.status_code) == (address, 200)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
