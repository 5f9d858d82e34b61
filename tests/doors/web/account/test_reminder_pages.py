"""The links of a reminder: no sign-in, no cookie, a page with a button; a mail program may press «stop» by itself."""

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from baken.accounts.links import seal
from baken.directory import reminding
from baken.directory import selectors as directory

TODAY = date(2026, 11, 22)


@pytest.fixture
def confirm(editor: int, organisation_id: UUID) -> str:
    found = directory.due_services([organisation_id], today=date(2040, 1, 1), languages=("nl",))
    token = reminding.confirm_token(editor, [one.id for one in found], today=TODAY)
    return f"/en/reminders/confirm/{token}/"


@pytest.fixture
def stop(editor: int) -> str:
    return f"/en/reminders/stop/{seal('baken.directory.stop-reminders', {'user': editor})}/"


def test_the_page_lists_what_the_button_confirms(confirm: str) -> None:
    reader = Client(enforce_csrf_checks=True)
    page = reader.get(confirm).content.decode()
    assert "Help with debts" in page and "All still true" in page
    assert "This is true today" not in page
    done = reader.post(confirm)
    assert done.status_code == 200 and "true today" in done.content.decode()
    assert reader.cookies == {}
    assert reader.post(confirm).status_code == 410


def test_confirmed_facts_are_fresh_for_readers(confirm: str, organisation_id: UUID, town: dict[str, UUID]) -> None:
    Client().post(confirm)
    page = Client().get(f"/en/services/{town['Hulp bij schulden']}/").content.decode()
    assert "Confirmed today" in page


def test_a_mail_program_stops_reminders_by_itself(stop: str, organisation_id: UUID) -> None:
    assert directory.editors_of(organisation_id)[0].reminders
    program = Client(enforce_csrf_checks=True)
    assert program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not directory.editors_of(organisation_id)[0].reminders


def test_opening_the_stop_link_stops_nothing(stop: str, organisation_id: UUID) -> None:
    assert "editor@example.org" in Client().get(stop).content.decode()
    assert directory.editors_of(organisation_id)[0].reminders


@pytest.mark.parametrize("address", ["/en/reminders/confirm/x/", "/en/reminders/stop/x/"])
def test_a_broken_link_says_what_to_do(visitor: Client, address: str) -> None:
    for reply in (Client().get(address), Client().post(address)):
        assert reply.status_code == 410 and "Sign in" in reply.content.decode()
