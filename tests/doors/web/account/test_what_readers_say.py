"""Suggestions: from anybody, without a trace of who; read by a coordinator before anything shows."""

import re
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from baken.accounts import services as accounts
from baken.accounts.roles import Role
from baken.directory import suggesting

WORDS = "De deur is nu in de Molenstraat <script>alert(1)</script>"


@pytest.fixture
def service(town: dict[str, UUID], visitor: Client) -> UUID:
    return town["Hulp bij schulden"]


@pytest.fixture
def coordinator(visitor: Client) -> Client:
    user = accounts.account_for(email="coordinator@example.org")
    accounts.grant_role(user_id=user.pk, role=Role.COORDINATOR)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user.pk))
    return client


def tell(address: str, **fields: str) -> tuple[int, str]:
    reader = Client(enforce_csrf_checks=True)
    reply = reader.post(address, fields)
    assert reader.cookies == {}
    found = re.search(r"/en/suggestions/(\w{10})/", reply.content.decode())
    return reply.status_code, found[1] if found else ""


def test_from_a_reader_to_the_editor_and_back(
    service: UUID, coordinator: Client, editor: int, organisation_id: UUID
) -> None:
    status, reference = tell(f"/en/services/{service}/suggest/", kind="wrong", words=WORDS)
    assert status == 200
    assert "Nobody has read it yet" in Client().get(f"/en/suggestions/{reference}/").content.decode()
    queue = coordinator.get("/en/city/suggestions/").content.decode()
    assert "Molenstraat &lt;script&gt;" in queue and "<script>alert" not in queue
    (card,) = suggesting.queue()
    coordinator.post(f"/en/city/suggestions/{card.id}/decide/", {"what": "pass-on", "words": "Klopt dit?"})
    desk = Client()
    desk.force_login(get_user_model().objects.get(pk=editor))
    mine = f"/en/desk/{organisation_id}/suggestions/"
    assert "Klopt dit?" in desk.get(mine).content.decode()
    desk.post(f"{mine}{card.id}/answer/", {"what": "done", "words": "Dank, aangepast."})
    heard = Client().get(f"/en/suggestions/{reference}/").content.decode()
    assert "Dank, aangepast." in heard and "Molenstraat" not in heard and "Klopt dit?" not in heard


def test_no_page_shows_what_nobody_has_read(service: UUID, organisation_id: UUID) -> None:
    tell(f"/en/services/{service}/suggest/", kind="wrong", words=WORDS)
    for address in (f"/en/services/{service}/", f"/en/organisations/{organisation_id}/", "/en/services/"):
        assert "Molenstraat" not in Client().get(address).content.decode()


def test_what_is_missing_comes_with_need_and_area_but_never_with_the_words_of_the_question(visitor: Client) -> None:
    page = Client().post("/en/suggestions/missing/", {"words": "ik ben bang", "need": "money.debts"}).content.decode()
    assert "ik ben bang" not in page
    assert '<option value="money.debts" selected>' in page
    status, _ = tell("/en/suggestions/missing/", send="yes", words="Een kapper voor kinderen", need="money.debts")
    assert status == 200
    (card,) = suggesting.queue()
    assert (card.kind, card.need, card.words) == ("missing", "money.debts", "Een kapper voor kinderen")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kind": "wrong"},
        {"kind": "wrong", "words": "   "},
        {"kind": "missing", "words": "x"},
        {"kind": "wrong", "words": "x" * 1001},
        {"kind": "wrong", "words": "a\x00b"},
    ],
)
def test_what_is_not_complete_is_asked_again_with_what_was_typed(service: UUID, fields: dict[str, str]) -> None:
    assert tell(f"/en/services/{service}/suggest/", **fields)[0] == 400
    assert suggesting.queue() == ()


def test_a_program_that_fills_in_what_nobody_sees_is_thanked_and_forgotten(service: UUID) -> None:
    status, reference = tell(
        f"/en/services/{service}/suggest/", kind="moved", words="buy", homepage="https://x.example"
    )
    assert status == 200 and reference
    assert suggesting.queue() == ()
    assert Client().get(f"/en/suggestions/{reference}/").status_code == 404


def test_one_person_says_ten_things_a_day_and_another_still_can(service: UUID) -> None:
    address = f"/en/services/{service}/suggest/"
    for _ in range(10):
        assert tell(address, kind="moved")[0] == 200
    assert tell(address, kind="moved")[0] == 429
    other = Client().post(address, {"kind": "moved"}, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200


def test_no_table_holds_the_address_of_who_said_it(service: UUID) -> None:
    Client().post(f"/en/services/{service}/suggest/", {"kind": "moved"}, REMOTE_ADDR="203.0.113.77")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert not any("203.0.113.77" in str(row) for row in cursor.fetchall()), table


def test_behind_a_proxy_only_its_own_word_counts(service: UUID, settings: object) -> None:
    settings.BAKEN_HTTPS = True  # type: ignore[attr-defined]
    address = f"/en/services/{service}/suggest/"
    for number in range(10):
        Client().post(address, {"kind": "moved"}, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.5")
    again = Client().post(address, {"kind": "moved"}, HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.5")
    assert again.status_code == 429, "what stands before the proxy's own word anybody can write"


def test_a_no_without_a_reason_is_asked_again(service: UUID, coordinator: Client) -> None:
    tell(f"/en/services/{service}/suggest/", kind="moved")
    (card,) = suggesting.queue()
    reply = coordinator.post(f"/en/city/suggestions/{card.id}/decide/", {"what": "declined"})
    assert reply.status_code == 400 and suggesting.queue()


@pytest.mark.parametrize("address", ["/en/services/{}/suggest/", "/en/organisations/{}/suggest/"])
def test_about_what_is_not_there_nothing_can_be_said(visitor: Client, address: str) -> None:
    assert Client().get(address.format(UUID(int=5))).status_code == 404
