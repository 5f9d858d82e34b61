"""The pages of those who keep the whole landscape true: what they show, to whom, and what a tap there does."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from baken.accounts.models import RoleGrant
from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.core.planning.kinds import SpokenBy
from baken.directory import services
from baken.directory.models import (
    Conflict,
    DuplicatePair,
    Merge,
    Organisation,
    Service,
)
from every_page import a_conflict, a_pair


@pytest.fixture
def coordinator(visitor: Client) -> Client:
    user = get_user_model().objects.create_user("co@example.org")
    RoleGrant.objects.create(user=user, role=Role.COORDINATOR)
    visitor.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    visitor.actor = Actor(user.pk, frozenset({Role.COORDINATOR}))  # type: ignore[attr-defined]
    return visitor


@pytest.fixture
def debts(town: dict[str, UUID]) -> Service:
    return Service.objects.get(pk=town["Hulp bij schulden"])


@pytest.fixture
def conflict(debts: Service, coordinator: Client) -> Conflict:
    return a_conflict(debts)


@pytest.fixture
def pair(debts: Service, coordinator: Client) -> DuplicatePair:
    return a_pair(debts)


PAGES = ("", "quality/", "quality/needs/", "quality.csv", "conflicts/", "duplicates/", "merges/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["nl", "ar", "ti"])
def test_every_page_opens_for_a_coordinator_and_is_not_kept(coordinator: Client, address: str, language: str) -> None:
    response = coordinator.get(f"/{language}/city/{address}")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", PAGES)
def test_an_account_alone_does_not_open_them(visitor: Client, address: str) -> None:
    user = get_user_model().objects.create_user("just@example.org")
    visitor.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert visitor.get(f"/nl/city/{address}").status_code == 403


def test_a_conflict_shows_both_and_takes_what_was_chosen(
    coordinator: Client, conflict: Conflict, debts: Service
) -> None:
    shown = coordinator.get("/en/city/conflicts/").content.decode()
    assert "Soomaali" in shown or "Somali" in shown
    assert "<script>gids" not in shown
    answer = coordinator.post(f"/en/city/conflicts/{conflict.pk}/decide/", {"answer": "taken"})
    assert answer.status_code == 302
    assert [one.code for one in debts.languages.all()] == ["so"]
    assert coordinator.post(f"/en/city/conflicts/{conflict.pk}/decide/", {"answer": "taken"}).status_code == 404


@pytest.mark.parametrize("answer", ["", "both", "kept\x00"])
def test_no_clear_answer_decides_nothing(coordinator: Client, conflict: Conflict, answer: str) -> None:
    coordinator.post(f"/en/city/conflicts/{conflict.pk}/decide/", {"answer": answer})
    conflict.refresh_from_db()
    assert conflict.state == "open"


def test_the_conflict_of_another_organisation_is_not_there(coordinator: Client, conflict: Conflict) -> None:
    other = Organisation.objects.get(name="Dienst Oever")
    address = f"/en/desk/{other.pk}/conflicts/{conflict.pk}/decide/"
    assert coordinator.post(address, {"answer": "taken"}).status_code == 404
    assert b"conflict-" not in coordinator.get(f"/en/desk/{other.pk}/conflicts/").content


def test_a_pair_becomes_one_by_what_was_chosen_and_two_again(
    coordinator: Client, pair: DuplicatePair, debts: Service
) -> None:
    kept = "first" if pair.first_id == debts.pk else "second"
    other = "second" if kept == "first" else "first"
    gone = pair.second_id if kept == "first" else pair.first_id
    shown = coordinator.get(f"/en/city/duplicates/{pair.pk}/").content.decode()
    assert "<b>hier" not in shown
    number = 2 if kept == "first" else 1
    name = '<bdi dir="ltr">Schuldhulp &lt;b&gt;hier&lt;/b&gt;</bdi>'
    assert f"The same: keep number {number}, “{name}” (Source: gids)" in shown
    coordinator.post(f"/en/city/duplicates/{pair.pk}/", {"answer": kept, "fact-price": other, "fact-name": kept})
    debts.refresh_from_db()
    assert (debts.free, debts.email) == (False, "schuld@example.org")
    assert coordinator.get(f"/en/services/{gone}/").headers["Location"] == f"/en/services/{debts.pk}/"
    assert coordinator.get(f"/en/services/{gone}/sources/").headers["Location"] == f"/en/services/{debts.pk}/sources/"
    coordinator.post(f"/en/city/merges/{Merge.objects.get().pk}/undo/")
    debts.refresh_from_db()
    assert (debts.free, debts.email) == (True, "")
    assert Service.objects.filter(pk=gone).exists()


def test_a_pair_that_is_not_the_same_is_not_shown_again(coordinator: Client, pair: DuplicatePair) -> None:
    coordinator.post(f"/en/city/duplicates/{pair.pk}/", {"answer": "different"})
    assert coordinator.get(f"/en/city/duplicates/{pair.pk}/").status_code == 404
    assert b"Schuldhulp" not in coordinator.get("/en/city/duplicates/").content


def test_the_history_shows_a_change_and_takes_it_back(coordinator: Client, debts: Service) -> None:
    actor = coordinator.actor  # type: ignore[attr-defined]
    services.update_service(service_id=debts.pk, by=actor, languages={"so": SpokenBy.STAFF})
    address = f"/en/desk/{debts.organisation_id}/services/{debts.pk}/history/"
    page = coordinator.get(address)
    assert b"co@example.org" in page.content
    first = page.context["page"].steps[-1].step.revision_id
    assert coordinator.post(f"{address}restore/", {"revision": first}).status_code == 302
    assert {one.code for one in debts.languages.all()} >= {"nl", "ar", "ti", "fr"}


@pytest.mark.parametrize("revision", ["", "-1", "1e9", "9" * 30, "٣"])
def test_a_state_that_is_none_changes_nothing(coordinator: Client, debts: Service, revision: str) -> None:
    address = f"/en/desk/{debts.organisation_id}/services/{debts.pk}/history/"
    response = coordinator.post(f"{address}restore/", {"revision": revision}, follow=True)
    assert response.status_code == 200


def test_the_history_of_a_service_of_another_house_is_not_there(coordinator: Client, debts: Service) -> None:
    other = Organisation.objects.get(name="Dienst Oever")
    for tail in ("", "restore/"):
        address = f"/en/desk/{other.pk}/services/{debts.pk}/history/{tail}"
        assert coordinator.post(address, {"revision": 1}).status_code in (404, 405)
        assert coordinator.get(address).status_code in (404, 405)


def test_everybody_sees_where_a_fact_comes_from_and_nobody_sees_who(coordinator: Client, debts: Service) -> None:
    actor = coordinator.actor  # type: ignore[attr-defined]
    services.update_service(service_id=debts.pk, by=actor, languages={"so": SpokenBy.STAFF})
    page = Client().get(f"/en/services/{debts.pk}/sources/").content.decode()
    assert "a coordinator" in page
    assert "said today" in page
    assert "demo" in page
    assert "co@example.org" not in page


def test_languages_are_named_in_the_language_of_the_page(town: dict[str, UUID], visitor: Client) -> None:
    page = visitor.get(f"/nl/services/{town['Hulp bij schulden']}/sources/").content.decode()
    assert "Nederlands:" in page
    assert "Dutch" not in page


def test_an_unknown_service_comes_from_nowhere(visitor: Client) -> None:
    assert visitor.get(f"/en/services/{uuid4()}/sources/").status_code == 404


def test_a_table_does_nothing_in_a_spreadsheet(coordinator: Client, debts: Service) -> None:
    Organisation.objects.filter(pk=debts.organisation_id).update(name='=HYPERLINK("http://x")')
    body = b"".join(coordinator.get("/en/city/quality.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=HYPERLINK" in body
    assert "\r\n=HYPERLINK" not in body


@pytest.mark.parametrize("number", ["0", "-1", "x", "٣", "1" * 50])
def test_a_page_that_is_none_is_not_there(coordinator: Client, number: str) -> None:
    for page in ("quality/", "conflicts/", "duplicates/", "merges/"):
        assert coordinator.get(f"/en/city/{page}", {"page": number}).status_code == 404


def test_lists_cost_the_same_however_long(
    coordinator: Client, conflict: Conflict, pair: DuplicatePair, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for page, most in (("conflicts/", 12), ("duplicates/", 10), ("merges/", 10), ("quality/", 24)):
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            assert coordinator.get(f"/en/city/{page}").status_code == 200
