"""Signing in by mail: a link for any browser, a code for this one; and nobody learns who has an account."""

import re
from collections.abc import Callable

import pytest
from account_forms import asked, is_signed_in, pressed
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from baken.accounts import links

EDITOR = "editor@example.org"
LOGIN = "/en/account/login/"


def test_the_mail_has_a_link_that_signs_in_another_browser(
    editor: int, mailbox, new_browser: Callable[[], Client]
) -> None:
    asked(new_browser(), EDITOR)
    other = new_browser()
    page = other.get(mailbox.link())
    assert page.status_code == 200 and EDITOR in page.content.decode()
    assert not is_signed_in(other), "a mail scanner that opens the link signs nobody in"
    assert pressed(other, mailbox.link()).status_code == 302
    assert is_signed_in(other)


def test_the_mail_has_a_code_for_the_browser_that_asked(
    editor: int, mailbox, new_browser: Callable[[], Client]
) -> None:
    here = new_browser()
    asked(here, EDITOR)
    assert pressed(here, LOGIN + "code/", code=mailbox.code).status_code == 302
    assert is_signed_in(here)


def test_a_code_does_not_work_in_a_browser_that_did_not_ask(
    editor: int, mailbox, new_browser: Callable[[], Client]
) -> None:
    asked(new_browser(), EDITOR)
    other = new_browser()
    pressed(other, LOGIN)
    pressed(other, LOGIN + "code/", code=mailbox.code)
    assert not is_signed_in(other)


def test_three_wrong_codes_and_the_right_one_is_worth_nothing(
    editor: int, mailbox, new_browser: Callable[[], Client]
) -> None:
    here = new_browser()
    asked(here, EDITOR)
    right = mailbox.code
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(3):
        pressed(here, LOGIN + "code/", code=wrong)
    pressed(here, LOGIN + "code/", code=right)
    assert not is_signed_in(here)


def test_a_link_works_once(editor: int, mailbox, new_browser: Callable[[], Client]) -> None:
    asked(new_browser(), EDITOR)
    pressed(new_browser(), mailbox.link())
    late = new_browser()
    assert late.get(mailbox.link()).status_code == 410
    assert pressed(late, mailbox.link()).status_code == 410
    assert not is_signed_in(late)


def test_who_came_in_by_the_code_makes_the_link_useless(
    editor: int, mailbox, new_browser: Callable[[], Client]
) -> None:
    here = new_browser()
    asked(here, EDITOR)
    pressed(here, LOGIN + "code/", code=mailbox.code)
    assert new_browser().get(mailbox.link()).status_code == 410


def test_who_came_in_by_the_link_makes_the_code_useless_until_a_new_mail_is_asked(
    editor: int, mailbox, new_browser: Callable[[], Client]
) -> None:
    here = new_browser()
    asked(here, EDITOR)
    code = mailbox.code
    pressed(new_browser(), mailbox.link())
    before = here.get(LOGIN + "code/").content
    assert b"used already" not in before, "who does not know the code learns nothing about the account"
    assert b"used already" in pressed(here, LOGIN + "code/", code=code).content
    assert not is_signed_in(here)
    pressed(here, LOGIN + "code/", action="resend")
    pressed(here, LOGIN + "code/", code=mailbox.code)
    assert is_signed_in(here)


@pytest.mark.parametrize("first", ["link", "code"])
def test_the_other_half_of_a_mail_is_useless_while_the_code_of_the_app_is_still_asked(
    first: str, editor: int, secret: str, mailbox, new_browser: Callable[[], Client]
) -> None:
    here, other = new_browser(), new_browser()
    asked(here, EDITOR)
    ways = {
        "link": lambda: pressed(other, mailbox.link()).status_code,
        "code": lambda: pressed(here, LOGIN + "code/", code=mailbox.code).status_code,
    }
    assert ways.pop(first)() == 302
    assert ways.popitem()[1]() in (200, 410), "not led on to the second step"


def test_a_link_older_than_a_quarter_of_an_hour_says_so(editor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import signing

    token = links.sign_in_token(email=EDITOR)
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + links.sign_in_seconds() + 1)
    page = Client().get(f"{LOGIN}link/{token}/")
    assert page.status_code == 410
    assert "older than 15 minutes" in page.content.decode()


@pytest.mark.parametrize("token", ["x", "eyJ1IjoxfQ:1:abc", "a" * 3000, "..%2f..", "%00"])
def test_a_link_that_is_not_ours_is_refused_politely(visitor: Client, token: str) -> None:
    assert Client().get(f"{LOGIN}link/{token}/").status_code in (404, 410)


def test_a_token_for_another_purpose_signs_nobody_in(editor: int) -> None:
    stop = links.seal("baken.directory.stop-reminders", {"user": editor, "last": "", "onward": ""})
    assert Client().get(f"{LOGIN}link/{stop}/").status_code == 410


def test_a_closed_account_cannot_come_in_by_a_mail_it_had(
    editor: int, mailbox, new_browser: Callable[[], Client]
) -> None:
    asked(new_browser(), EDITOR)
    get_user_model().objects.filter(pk=editor).update(is_active=False)
    assert pressed(new_browser(), mailbox.link()).status_code == 410


def test_no_answer_tells_whether_an_address_has_an_account(editor: int, new_browser: Callable[[], Client]) -> None:
    known, unknown = new_browser(), new_browser()
    first, second = asked(known, EDITOR), asked(unknown, "nobody@example.org")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    pages = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one.get(first["Location"]).content.decode()).replace(
            who, "…"
        )
        for one, who in ((known, EDITOR), (unknown, "nobody@example.org"))
    ]
    assert pages[0] == pages[1]
    assert sorted(len(message.to) for message in mail.outbox) == [1, 1], "both get a mail, so both take as long"


def test_a_stranger_gets_a_mail_without_any_way_in(visitor: Client, new_browser: Callable[[], Client]) -> None:
    asked(new_browser(), "nobody@example.org")
    body = str(mail.outbox[-1].body)
    assert not re.search(r"\d{6}", body) and "/link/" not in body


def test_large_and_small_letters_are_the_same_address(editor: int, mailbox, new_browser: Callable[[], Client]) -> None:
    asked(new_browser(), " Editor@Example.ORG ")
    body = str(mail.outbox[-1].body)
    assert re.search(r"^\d{6}$", body, re.MULTILINE) and "/link/" in body


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_nobody_is_led_to_another_site(editor: int, mailbox, new_browser: Callable[[], Client], onward: str) -> None:
    here = new_browser()
    asked(here, EDITOR, next=onward)
    reply = pressed(here, LOGIN + "code/", code=mailbox.code, next=onward)
    assert "evil" not in reply["Location"] and "javascript" not in reply["Location"]
    asked(new_browser(), EDITOR, next=onward)
    assert pressed(new_browser(), mailbox.link())["Location"] == "/en/desk/"


def test_the_way_leads_on_to_the_page_that_was_asked_for(
    editor: int, mailbox, new_browser: Callable[[], Client], organisation_id
) -> None:
    wanted = f"/en/desk/{organisation_id}/people/"
    sent_away = new_browser().get(wanted)
    assert sent_away["Location"] == f"{LOGIN}?next={wanted.replace('/', '%2F')}"
    asked(new_browser(), EDITOR, next=wanted)
    assert pressed(new_browser(), mailbox.link())["Location"] == wanted


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def secret(editor: int) -> str:
    user, made = get_user_model().objects.get(pk=editor), generate_totp_secret()
    TOTP.activate(user, made)
    RecoveryCodes.activate(user)
    return made


@pytest.mark.parametrize("way", ["link", "code"])
def test_who_has_an_app_is_asked_its_code_by_either_way(
    way: str, editor: int, secret: str, mailbox, new_browser: Callable[[], Client]
) -> None:
    here = new_browser()
    asked(here, EDITOR)
    if way == "code":
        reply = pressed(here, LOGIN + "code/", code=mailbox.code)
    else:
        here = new_browser()
        reply = pressed(here, mailbox.link())
    assert reply["Location"] == LOGIN + "second/"
    assert not is_signed_in(here)
    pressed(here, LOGIN + "second/", code="000000")
    assert not is_signed_in(here)
    pressed(here, LOGIN + "second/", code=totp_code(secret))
    assert is_signed_in(here)


@pytest.fixture
def hours_later(editor: int, mailbox, new_browser: Callable[[], Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser that was left signed in."""
    here = new_browser()
    asked(here, EDITOR)
    pressed(here, LOGIN + "code/", code=mailbox.code)
    session = here.session
    session["account_authentication_methods"][-1]["at"] -= 3600
    session.save()
    return here


AGAIN, APP = "/en/account/again/", "/en/account/security/app/"


@pytest.mark.parametrize("page", [APP, "/en/account/security/passkeys/add/"])
def test_a_browser_left_signed_in_adds_no_way_in(page: str, hours_later: Client) -> None:
    for reply in (hours_later.get(page), pressed(hours_later, page, code="000000", credential="{}")):
        assert reply.status_code == 302 and reply["Location"].startswith(AGAIN + "?next=")
    assert not Authenticator.objects.exists()


def test_who_just_signed_in_is_not_asked_again(editor: int, mailbox, new_browser: Callable[[], Client]) -> None:
    here = new_browser()
    asked(here, EDITOR)
    pressed(here, LOGIN + "code/", code=mailbox.code)
    assert here.get(APP).status_code == 200


def test_a_code_by_mail_shows_who_it_is_and_leads_on(hours_later: Client, mailbox) -> None:
    sent = len(mail.outbox)
    assert hours_later.get(AGAIN + f"?next={APP}").status_code == 200 and len(mail.outbox) == sent
    pressed(hours_later, AGAIN, action="send", next=APP)
    assert len(mail.outbox) == sent + 1
    assert pressed(hours_later, AGAIN, code=mailbox.code, next=APP)["Location"] == APP
    assert hours_later.get(APP).status_code == 200


def test_what_was_sent_is_done_once_it_was_shown(hours_later: Client, mailbox) -> None:
    pressed(hours_later, APP, code="000000")
    pressed(hours_later, AGAIN, action="send", next=APP)
    reply = pressed(hours_later, AGAIN, code=mailbox.code, next=APP)
    assert reply.status_code == 200 and "<form" in reply.content.decode(), "the form of the app, with its mistake"


def test_three_wrong_guesses_and_the_code_that_shows_who_it_is_is_gone(hours_later: Client, mailbox) -> None:
    pressed(hours_later, AGAIN, action="send")
    right = mailbox.code
    for typed in (*["000000" if right != "000000" else "111111"] * 3, right):
        assert "That code is not right" in pressed(hours_later, AGAIN, code=typed).content.decode()
    assert hours_later.get(APP).status_code == 302


def test_who_has_just_added_a_way_in_is_not_asked_again_before_the_codes_to_write_down(
    editor: int, secret: str
) -> None:
    request = RequestFactory().get("/")
    request.user, request.session = get_user_model().objects.get(pk=editor), SessionStore()
    assert not did_recently_reauthenticate(request)
    authenticator_added.send(sender=Authenticator, request=request, user=request.user, authenticator=None)
    assert did_recently_reauthenticate(request)


def test_a_code_written_down_works_once(editor: int, secret: str, mailbox, new_browser: Callable[[], Client]) -> None:
    user = get_user_model().objects.get(pk=editor)
    written = user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        asked(new_browser(), EDITOR)
        here = new_browser()
        pressed(here, mailbox.link())
        pressed(here, LOGIN + "second/", code=written)
        assert is_signed_in(here) is expected


def test_a_form_of_another_site_is_not_taken(editor: int, mailbox, new_browser: Callable[[], Client]) -> None:
    here = new_browser()
    assert here.post(LOGIN, {"login": EDITOR}).status_code == 403
    assert mail.outbox == []
    asked(here, EDITOR)
    assert new_browser().post(mailbox.link()).status_code == 403


def test_asking_very_often_stops_for_a_while(editor: int, new_browser: Callable[[], Client]) -> None:
    for _ in range(8):
        asked(new_browser(), EDITOR)
    assert len([message for message in mail.outbox if message.to == [EDITOR]]) == 5


def test_no_network_address_is_kept(editor: int, new_browser: Callable[[], Client]) -> None:
    from django.db import connection

    here = new_browser()
    page = here.get(LOGIN, REMOTE_ADDR="203.0.113.77")
    here.post(
        LOGIN,
        {"login": EDITOR, "csrfmiddlewaretoken": page.cookies["csrftoken"].value},
        REMOTE_ADDR="203.0.113.77",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM accounts_limits")
        rows = cursor.fetchall()
    assert rows and not any("203.0.113" in str(row) for row in rows)


def test_a_new_account_cannot_be_made_by_oneself(visitor: Client) -> None:
    page = Client().get("/en/account/new/")
    assert page.status_code == 200 and "<form" not in page.content.decode().split("<main")[1]
    before = get_user_model().objects.count()
    assert Client().post("/en/account/new/", {"email": "me@example.org"}).status_code == 405
    assert get_user_model().objects.count() == before


@pytest.mark.parametrize("address", ["/en/", "/en/about/", "/en/organisations/", "/en/services/", "/en/urgent/", "/"])
def test_readers_get_no_cookie(visitor: Client, address: str) -> None:
    reader = Client()
    assert reader.get(address).cookies == {}
    assert reader.post("/en/doors/", {"words": "schulden"}).cookies == {}


def test_the_cookie_ends_with_the_browser_and_scripts_cannot_read_it(
    editor: int, mailbox, new_browser: Callable[[], Client]
) -> None:
    asked(new_browser(), EDITOR)
    here = new_browser()
    cookie = pressed(here, mailbox.link()).cookies["sessionid"]
    assert cookie["max-age"] == "" and cookie["expires"] == ""
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_mail_server_that_does_not_answer_is_said_to_be_our_fault(
    editor: int, new_browser: Callable[[], Client]
) -> None:
    with override_settings(EMAIL_BACKEND="account_forms.NoServer"):
        reply = asked(new_browser(), EDITOR)
    assert reply.status_code == 503
    assert "That is our fault" in reply.content.decode()


def test_the_admin_has_no_door_of_its_own(editor: int, mailbox, new_browser: Callable[[], Client]) -> None:
    reply = Client().get("/en/admin/login/")
    assert reply.status_code == 302 and reply["Location"].startswith(LOGIN)
    asked(new_browser(), EDITOR)
    here = new_browser()
    pressed(here, mailbox.link())
    assert here.get("/en/admin/login/").status_code == 403


@pytest.mark.parametrize("page", ["login/", "new/", "closed/", "login/cancelled/"])
def test_pages_of_signing_in_are_in_the_language_and_direction_of_the_reader(visitor: Client, page: str) -> None:
    assert '<html lang="ar" dir="rtl">' in Client().get(f"/ar/account/{page}").content.decode()


def test_signing_out_ends_it(editor: int, mailbox, new_browser: Callable[[], Client]) -> None:
    asked(new_browser(), EDITOR)
    here = new_browser()
    pressed(here, mailbox.link())
    assert here.get("/en/account/logout/").status_code == 200 and is_signed_in(here)
    pressed(here, "/en/account/logout/")
    assert not is_signed_in(here)


def test_last_login_is_noted_so_that_old_links_die(editor: int, mailbox, new_browser: Callable[[], Client]) -> None:
    asked(new_browser(), EDITOR)
    pressed(new_browser(), mailbox.link())
    user = get_user_model().objects.get(pk=editor)
    assert user.last_login is not None and user.last_login <= timezone.now()
