"""Colleagues: an invitation by mail, accepted with a button; nobody reaches into another organisation."""

from collections.abc import Callable
from uuid import UUID

import pytest
from account_forms import asked, is_signed_in, pressed
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client, override_settings

from baken.directory import inviting
from baken.directory import selectors as directory

EDITOR, COLLEAGUE = "editor@example.org", "colleague@example.org"


@pytest.fixture
def at_work(editor: int) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=editor))
    return client


@pytest.fixture
def people(organisation_id: UUID) -> str:
    return f"/en/desk/{organisation_id}/people/"


def editors(organisation_id: UUID) -> list[str]:
    return [one.email for one in directory.editors_of(organisation_id)]


def test_an_invited_colleague_presses_a_button_and_edits(
    at_work: Client, people: str, organisation_id: UUID, mailbox, new_browser: Callable[[], Client]
) -> None:
    assert at_work.post(people, {"email": COLLEAGUE}).status_code == 302
    link = type(mailbox)(COLLEAGUE).link("/invitation/")
    assert EDITOR in str(mail.outbox[-1].body) and "Open Huis De Kade" in str(mail.outbox[-1].subject)
    theirs = new_browser()
    assert COLLEAGUE in theirs.get(link).content.decode()
    assert editors(organisation_id) == [EDITOR], "opening the link does nothing"
    assert pressed(theirs, link).status_code == 302
    assert is_signed_in(theirs)
    assert editors(organisation_id) == [COLLEAGUE, EDITOR]
    assert pressed(new_browser(), link).status_code == 410


def test_who_accepts_while_signed_in_as_somebody_else_becomes_the_invited_one(
    at_work: Client, people: str, mailbox
) -> None:
    at_work.post(people, {"email": COLLEAGUE})
    at_work.post(type(mailbox)(COLLEAGUE).link("/invitation/"))
    assert COLLEAGUE in at_work.get("/en/account/").content.decode()


def test_a_mistyped_address_is_said_beside_the_field(at_work: Client, people: str) -> None:
    reply = at_work.post(people, {"email": "colleague"})
    assert reply.status_code == 400 and "name@example.org" in reply.content.decode()
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_is_said(at_work: Client, people: str) -> None:
    with override_settings(EMAIL_BACKEND="account_forms.NoServer"):
        assert at_work.post(people, {"email": COLLEAGUE}).status_code == 503


def test_nobody_reaches_into_another_organisation(at_work: Client, editor: int, organisation_id: UUID) -> None:
    other = next(card.id for card in directory.organisation_cards(("nl",)) if card.id != organisation_id)
    inviting.invite(organisation_id=other, email=COLLEAGUE, invited_by=None)
    from django.utils import timezone

    (open_one,) = directory.open_invitations(other, now=timezone.now())
    for address in (
        f"/en/desk/{other}/people/",
        f"/en/desk/{other}/people/{editor}/remove/",
        f"/en/desk/{other}/invitations/{open_one.id}/withdraw/",
    ):
        assert at_work.post(address, {"email": "mine@example.org"}).status_code == 403
    # through one's own organisation, with the id of another's
    at_work.post(f"/en/desk/{organisation_id}/invitations/{open_one.id}/withdraw/")
    assert len(directory.open_invitations(other, now=timezone.now())) == 1
    assert at_work.post(f"/en/desk/{other}/reminders/", {"on": "no"}).status_code == 404


def test_the_last_editor_is_told_why_they_cannot_leave(
    at_work: Client, editor: int, people: str, organisation_id: UUID
) -> None:
    reply = at_work.post(f"{people}{editor}/remove/")
    assert reply.status_code == 400 and "Nobody would be left" in reply.content.decode()
    assert editors(organisation_id) == [EDITOR]


def test_who_leaves_no_longer_gets_in(at_work: Client, editor: int, people: str, organisation_id: UUID) -> None:
    inviting.accept(secret=inviting.invite(organisation_id=organisation_id, email=COLLEAGUE, invited_by=None))
    assert at_work.post(f"{people}{editor}/remove/")["Location"] == "/en/account/"
    assert at_work.get(people).status_code == 403


def test_a_person_of_two_organisations_goes_from_one_to_the_other(
    at_work: Client, editor: int, people: str, organisation_id: UUID
) -> None:
    other = next(card for card in directory.organisation_cards(("nl",)) if card.id != organisation_id)
    inviting.add_editor(organisation_id=other.id, user_id=editor)
    assert f"/en/desk/{other.id}/people/" in at_work.get(people).content.decode()
    assert at_work.get(f"/en/desk/{other.id}/people/").status_code == 200


def test_reminders_are_turned_off_and_on_in_the_account(at_work: Client, organisation_id: UUID) -> None:
    for wanted, kept in (("no", False), ("yes", True)):
        at_work.post(f"/en/desk/{organisation_id}/reminders/", {"on": wanted})
        assert directory.editors_of(organisation_id)[0].reminders is kept


def test_the_language_of_mails_is_one_of_ours(at_work: Client, editor: int) -> None:
    for wanted, kept in (("ar", "ar"), ("xx", "ar"), ("", "ar")):
        at_work.post("/en/account/language/", {"language": wanted})
        assert get_user_model().objects.get(pk=editor).language == kept


def test_an_account_with_a_second_factor_is_asked_for_it_after_an_invitation(
    editor: int, organisation_id: UUID, new_browser: Callable[[], Client]
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(get_user_model().objects.get(pk=editor), generate_totp_secret())
    other = next(card.id for card in directory.organisation_cards(("nl",)) if card.id != organisation_id)
    secret = inviting.invite(organisation_id=other, email=EDITOR, invited_by=None)
    theirs = new_browser()
    assert pressed(theirs, f"/en/invitation/{secret}/")["Location"] == "/en/account/login/second/"
    assert not is_signed_in(theirs)


def test_asking_for_a_mail_says_the_same_in_every_language(editor: int, new_browser: Callable[[], Client]) -> None:
    asked(new_browser(), EDITOR)
    assert "Your link to Baken" in str(mail.outbox[-1].subject)
