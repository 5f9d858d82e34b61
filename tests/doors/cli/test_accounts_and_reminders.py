"""`baken account`, `baken remind`, and where `baken check` says that mail goes."""

from pathlib import Path

import pytest
from django.core import mail
from django.test import override_settings
from terminal import Baken

from baken.accounts import services as accounts
from baken.config.mail import MailAddressProblem, mail_from
from baken.directory import inviting
from baken.directory import selectors as directory
from baken.directory.models import Service


def test_an_account_is_made_with_its_roles_and_listed(in_town: None, baken: Baken) -> None:
    house = directory.organisation_cards(("nl",))[0].id
    said = baken("account", "add", " Ann@Example.org", "--role", "coordinator", "--organisation", str(house))
    assert said.code == 0, said.err
    assert [one.email for one in directory.editors_of(house)] == ["ann@example.org"]
    baken("account", "add", "ann@example.org", "--role", "administrator")
    listed = baken("account", "list").out
    assert "ann@example.org" in listed and "administrator, coordinator" in listed


@pytest.mark.parametrize(
    "wrong",
    [
        ("ann",),
        ("ann@example.org", "--role", "king"),
        ("ann@example.org", "--organisation", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_wrong_account_is_refused_in_one_line(in_town: None, baken: Baken, wrong: tuple[str, ...]) -> None:
    said = baken("account", "add", *wrong)
    assert said.code == 2 and len(said.err.splitlines()) == 1
    assert "ann" not in baken("account", "list").out


@pytest.fixture
def due(in_town: None) -> None:
    house = next(card.id for card in directory.organisation_cards(("nl",)) if card.name == "Open Huis De Kade")
    Service.objects.update(assured_date=None, room_said_on=None)
    user = accounts.account_for(email="ann@example.org", language="fr")
    inviting.add_editor(organisation_id=house, user_id=user.pk)


def test_a_reminder_says_what_is_due_in_the_language_of_the_person(due: None, baken: Baken) -> None:
    with override_settings(BAKEN_SITE_URL="https://baken.example/"):
        assert baken("remind", "--dry-run").out.splitlines()[-1] == "1 due, 0 sent, 0 failed"
        assert mail.outbox == []
        assert "1 sent" in baken("remind").out
        assert "0 due" in baken("remind").out, "one mail a week"
    (message,) = mail.outbox
    body = str(message.body)
    assert "Aide pour les dettes" in body
    assert "https://baken.example/fr/reminders/confirm/" in body
    stop = message.extra_headers["List-Unsubscribe"]
    assert stop.startswith("<https://baken.example/fr/reminders/stop/") and stop.strip("<>") in body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_that_fails_is_counted_and_tried_again(due: None, baken: Baken) -> None:
    with override_settings(BAKEN_SITE_URL="https://baken.example"):
        with override_settings(EMAIL_BACKEND="terminal.NoMailServer"):
            said = baken("remind")
            assert said.code == 1 and "1 failed" in said.out
        assert "1 sent" in baken("remind").out


def test_without_an_address_of_the_site_no_mail_can_link_to_it(due: None, baken: Baken) -> None:
    said = baken("remind")
    assert said.code == 2 and "BAKEN_SITE_URL" in said.err


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp+starttls://me%40x:p%2Fw@mail.example.org", ("mail.example.org", 587, "me@x", "p/w", True, False)),
        ("smtps://me:pw@mail.example.org:4650", ("mail.example.org", 4650, "me", "pw", False, True)),
    ],
)
def test_a_mail_server_is_named_by_one_address(url: str, expected: tuple[object, ...], tmp_path: Path) -> None:
    found = mail_from(url, home=tmp_path)
    assert (found.host, found.port, found.user, found.password, found.starttls, found.tls) == expected


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port"])
def test_what_is_no_mail_server_is_refused_without_showing_a_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(MailAddressProblem, match="BAKEN_MAIL_URL"):
        mail_from(url, home=tmp_path)


def test_without_a_server_mails_are_kept_as_files(tmp_path: Path) -> None:
    assert mail_from("", home=tmp_path).folder == tmp_path / "mail"


def test_the_page_of_roles_is_printed(baken: Baken) -> None:
    assert "| `organisation.edit` |" in baken("roles").out
