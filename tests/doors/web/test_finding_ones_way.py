"""After signing in people come where their work is, and a menu leads them on; readers see none of it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from baken.accounts.roles import Role
from baken.accounts.services import grant_role
from baken.core.planning.kinds import Room
from baken.directory import selectors as directory
from baken.directory import services, suggesting
from baken.directory.models import Location, Membership, Organisation, Service, TemporaryChange

PROMISE = "No account, no cookies."


def signed_in(email: str, *, role: Role | None = None, house: Organisation | None = None) -> Client:
    user = get_user_model().objects.create_user(email)
    if role:
        grant_role(user_id=user.pk, role=role)
    if house:
        Membership.objects.create(user=user, organisation=house)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def debts(town: dict[str, UUID], db: None) -> Service:
    return Service.objects.get(pk=town["Hulp bij schulden"])


@pytest.fixture
def editor(debts: Service) -> Client:
    return signed_in("way.editor@example.org", house=debts.organisation)


@pytest.fixture
def coordinator(town: dict[str, UUID], db: None) -> Client:
    return signed_in("way.coordinator@example.org", role=Role.COORDINATOR)


def test_signing_in_leads_to_where_ones_work_is(editor: Client, coordinator: Client) -> None:
    """Who is signed in already is led on in the same way."""
    led = {client: client.get("/en/account/login/").headers["Location"] for client in (editor, coordinator)}
    assert led == {editor: "/en/desk/", coordinator: "/en/city/"}
    for role in (Role.ADMINISTRATOR, Role.RESEARCHER):
        other = signed_in(f"way.{role}@example.org", role=role)
        assert other.get("/en/account/login/").headers["Location"] == "/en/account/"


def test_the_menu_leads_only_where_this_person_may_go(editor: Client, coordinator: Client) -> None:
    for client in (editor, coordinator, signed_in("way.admin@example.org", role=Role.ADMINISTRATOR)):
        page = client.get("/en/account/")
        menu = page.content.decode().split('class="menu')[1].split("</nav>")[0]
        links = [part.split('"')[0] for part in menu.split('href="')[1:]]
        assert links and "/en/account/logout/" in menu
        assert [client.get(link, follow=True).status_code for link in links] == [200] * len(links)


@pytest.mark.parametrize("address", ["", "services/", "about/", "urgent/", "suggestions/missing/"])
def test_readers_get_no_menu_and_no_cookie_as_promised(visitor: Client, address: str) -> None:
    page = visitor.get(f"/en/{address}", follow=True)
    assert PROMISE in page.content.decode()
    assert "For organisations: keep your entry true" in page.content.decode()
    assert 'class="menu' not in page.content.decode()
    assert not page.cookies and "Cookie" not in page.headers.get("Vary", "")


def test_pages_that_need_a_cookie_do_not_promise_none(editor: Client, coordinator: Client, debts: Service) -> None:
    house = debts.organisation_id
    for address in ("account/", "desk/", f"desk/{house}/people/", f"desk/{house}/suggestions/"):
        assert PROMISE not in editor.get(f"/en/{address}", follow=True).content.decode()
    for address in ("city/", "city/imports/", "city/suggestions/"):
        assert PROMISE not in coordinator.get(f"/en/{address}").content.decode()
    assert PROMISE not in Client().get("/en/account/login/").content.decode()


def test_the_start_of_the_city_counts_what_waits(coordinator: Client, debts: Service) -> None:
    for words in ("one", "two"):
        suggesting.suggest(kind="wrong", words=words, language="en", service_id=debts.pk)
    suggesting.pass_on(suggestion_id=suggesting.queue()[0].id, by=directory_user(coordinator), note="")
    page = coordinator.get("/en/city/")
    assert (page.context["page"].suggestions, page.context["page"].passed_on) == (1, 1)
    assert "1 message to read" in page.content.decode()
    assert page.context["page"].incomplete > 0


def directory_user(client: Client) -> int:
    return int(client.session["_auth_user_id"])


def test_the_history_says_by_whom_in_words_and_names_accounts_to_coordinators_only(
    editor: Client, coordinator: Client, debts: Service
) -> None:
    by_editor = directory.actor_of(directory_user(editor))
    by_coordinator = directory.actor_of(directory_user(coordinator))
    services.set_room(service_id=debts.pk, room=Room.FULL, by=by_editor)
    services.update_service(service_id=debts.pk, by=by_coordinator, asks_papers=True)
    address = f"desk/{debts.organisation_id}/services/{debts.pk}/history/"
    seen = editor.get(f"/nl/{address}").content.decode()
    for words in ("de organisatie zelf", "een coördinator", "Veranderd: Papieren"):
        assert words in seen
    for raw in ("way.editor@", "way.coordinator@", "changed:", "asks_papers", "room: full"):
        assert raw not in seen
    assert "way.editor@" in coordinator.get(f"/nl/{address}").content.decode()


@pytest.fixture
def site(debts: Service) -> Location:
    link = debts.service_at_locations.first()
    assert link is not None
    Location.objects.filter(pk=link.location_id).update(organisation=debts.organisation)
    return Location.objects.get(pk=link.location_id)


def test_a_change_for_a_whole_site_is_made_and_taken_away_at_the_desk(
    editor: Client, debts: Service, site: Location
) -> None:
    address = f"/en/desk/{debts.organisation_id}/sites/{site.pk}/changes/"
    assert editor.post(address, {"kind": "closed", "first": "not a day"}).status_code == 400
    first = timezone.localdate() + timedelta(days=30)
    days = {"first": first.isoformat(), "last": (first + timedelta(days=9)).isoformat()}
    assert editor.post(address, {"kind": "closed", **days}).status_code == 302
    change = TemporaryChange.objects.get(location=site)
    assert "Closed" in editor.get(address).content.decode()
    other = TemporaryChange.objects.create(service=debts, kind="closed", starts=change.starts)
    editor.post(f"{address}{other.pk}/remove/")
    editor.post(f"{address}{change.pk}/remove/")
    assert list(TemporaryChange.objects.filter(pk__in=(change.pk, other.pk))) == [other]


def test_a_site_goes_only_when_nothing_is_given_there(editor: Client, debts: Service, site: Location) -> None:
    address = f"/en/desk/{debts.organisation_id}/sites/{site.pk}/"
    assert "Take this site away" not in editor.get(address).content.decode()
    editor.post(f"{address}remove/")
    assert Location.objects.filter(pk=site.pk).exists()
    empty = Location.objects.create(organisation=debts.organisation, address="Lege kade 1")
    there = f"/en/desk/{debts.organisation_id}/sites/{empty.pk}/"
    assert "Take this site away" in editor.get(there).content.decode()
    editor.post(f"{there}remove/")
    assert not Location.objects.filter(pk=empty.pk).exists()
    assert editor.get(there).status_code == 404
