"""The plan on the screen, on paper and in a sealed link."""

import logging
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from baken.plans import sealing
from baken.web.plan import keeping, views

QUESTION = {"need": ["money.debts", "talking.sleep"], "words": "het geheim van mijn buurman", "spoken": ["ar"]}


@pytest.fixture
def link(visitor: Client) -> str:
    """The path of a sealed plan."""
    address: str = visitor.post("/ar/plan/", QUESTION).context["page"].address
    return address.removeprefix("http://testserver")


def test_a_plan_has_steps_with_what_to_say_in_both_languages(visitor: Client) -> None:
    response = visitor.post("/ar/plan/", QUESTION)
    page = response.context["page"]
    assert page.steps
    assert page.local_language == "nl"
    assert "Arabisch" in page.steps[0].desk
    assert "الديون" in page.steps[0].desk_read
    assert response["Cache-Control"] == "no-store"


def test_chosen_doors_make_the_plan(visitor: Client, town: dict[str, UUID]) -> None:
    chosen = town["Hulp bij schulden"]
    page = visitor.post("/nl/plan/", {"need": ["money.debts"], "chosen": [str(chosen)]}).context["page"]
    assert [step.title.text for step in page.steps] == ["Hulp bij schulden"]


def test_the_screen_repeats_none_of_the_words(visitor: Client) -> None:
    html = visitor.post("/nl/plan/", QUESTION).content.decode()
    assert "geheim" not in html.replace('name="words" value="het geheim van mijn buurman"', "")


def test_the_paper_is_a_pdf_with_a_name_that_says_nothing(visitor: Client) -> None:
    response = visitor.post("/ar/plan/paper/", QUESTION)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF")


def test_the_paper_of_a_link_is_made_from_the_link(visitor: Client, link: str) -> None:
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert visitor.post("/ar/plan/paper/", {"token": token}).content.startswith(b"%PDF")


def test_a_link_opens_in_two_taps_and_in_any_language(visitor: Client, link: str) -> None:
    first = visitor.get(link)
    assert first.status_code == 200
    assert first["Cache-Control"] == "no-store"
    assert "الديون" not in first.content.decode()
    opened = visitor.post(link.replace("/ar/", "/fr/"))
    assert opened.context["page"].steps
    assert opened.context["page"].token


@pytest.mark.parametrize("token", ["abc", "gAAAAA", "x" * 5000, "%D8%A7", "a" * 200])
def test_a_link_that_is_not_whole_is_said_to_be_so(visitor: Client, token: str) -> None:
    assert visitor.get(f"/en/p/{token}/").status_code == 200
    response = visitor.post(f"/en/p/{token}/")
    assert response.status_code == 410
    assert "Scan the code again" in response.content.decode()
    assert visitor.post("/en/plan/paper/", {"token": token}).status_code == 410


def test_an_expired_link_is_closed(visitor: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.localtime() + timedelta(days=31)
    monkeypatch.setattr(views.timezone, "localtime", lambda: later)
    assert visitor.post(link).status_code == 410


def test_nothing_of_a_question_is_logged(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        visitor.post("/nl/doors/", QUESTION)
        visitor.post("/nl/plan/", QUESTION)
        visitor.post("/nl/doors/", {**QUESTION, "age": "wrong"})
    assert "geheim" not in caplog.text
    assert "money.debts" not in caplog.text


@pytest.mark.parametrize("path", ["/nl/plan/", "/nl/plan/paper/"])
def test_a_plan_without_a_question_leads_to_the_start_or_says_so(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 302
    assert visitor.post(path, {}).status_code == 400


@pytest.mark.parametrize("path", ["/en/doors/", "/en/plan/", "/en/plan/paper/"])
def test_a_failure_is_never_shown_as_no_results(visitor: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr("baken.web.find.views.find_for", broken)
    monkeypatch.setattr("baken.web.plan.views.plan_for", broken)
    response = visitor.post(path, {"need": ["money.debts"]})
    assert response.status_code == 503
    assert "That is our fault" in response.content.decode()


def test_the_link_holds_no_words_and_nothing_of_the_person(visitor: Client) -> None:
    page = visitor.post("/nl/plan/", {**QUESTION, "age": "52", "residence": "no-papers"}).context["page"]
    token = page.address.rstrip("/").rsplit("/", 1)[1]
    plan = sealing.unseal(token, now=timezone.now())
    assert set(plan.__slots__) == {"language", "made_on", "steps"}


def test_what_nobody_foresaw_is_a_page_too(town: object, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("baken.web.find.views.find_for", broken)
    response = Client(raise_request_exception=False).post("/en/doors/", {"need": ["money.debts"]})
    assert response.status_code == 500
    assert "That is our fault" in response.content.decode()
    assert "Traceback" not in response.content.decode()


# ---- without a phone or a network -------------------------------------------------------------------------------


def test_the_receipt_is_a_pdf_with_a_name_that_says_nothing(visitor: Client, link: str) -> None:
    response = visitor.post("/ar/plan/receipt/", QUESTION)
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response.content.startswith(b"%PDF")
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert visitor.post("/ar/plan/receipt/", {"token": token}).content.startswith(b"%PDF")
    assert visitor.get("/ar/plan/receipt/").status_code == 302


def test_what_a_phone_keeps_holds_no_question_and_nothing_of_today_alone(visitor: Client) -> None:
    response = visitor.post("/en/plan/copy/", QUESTION)
    html = response.content.decode()
    assert "<title>Baken</title>" in html
    assert "geheim" not in html
    assert "<form" not in html
    assert "Open now" not in html
    assert "You can go today" not in html
    assert "Hours and numbers may have changed since." in html
    assert response["Cache-Control"] == "no-store"


def test_what_a_phone_keeps_ends_with_its_link(visitor: Client, settings: Settings) -> None:
    settings.BAKEN_PLAN_LINK_DAYS = 3
    expires = parsedate_to_datetime(visitor.post("/nl/plan/copy/", QUESTION)["Expires"])
    assert timedelta(days=2, hours=23) < expires - timezone.now() < timedelta(days=4)


def test_a_phone_cannot_keep_what_cannot_be_opened(visitor: Client) -> None:
    assert visitor.post("/nl/plan/copy/", {"token": "abc"}).status_code == 410
    assert visitor.post("/nl/plan/copy/", {}).status_code == 400
    assert visitor.get("/nl/plan/copy/").status_code == 302


def test_the_list_of_what_is_kept_is_the_same_for_everybody(visitor: Client) -> None:
    response = visitor.get("/nl/kept/")
    assert "<title>Baken</title>" in response.content.decode()
    assert "public" in response["Cache-Control"]
    assert visitor.get("/nl/kept/7/")["Location"] == "/nl/kept/"


def test_the_service_worker_is_at_the_root_and_asked_for_each_time(visitor: Client) -> None:
    response = visitor.get("/worker.js")
    assert response["Content-Type"] == "text/javascript"
    assert response["Cache-Control"] == "no-cache"
    assert f'"shell-{keeping.shell_version()}"' in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_release_with_other_files_replaces_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    before = keeping.shell_version()
    monkeypatch.setattr(keeping.staticfiles_storage, "manifest_hash", "another", raising=False)
    assert keeping.shell_version() != before


def test_only_the_page_of_a_plan_offers_to_keep_it(visitor: Client) -> None:
    assert "data-keep>" in visitor.post("/en/plan/", QUESTION).content.decode()
    assert "worker" not in visitor.get("/en/").content.decode()


def test_the_first_door_is_a_text_message_without_a_number_to_send_it_to(visitor: Client) -> None:
    page = visitor.post("/ar/plan/", QUESTION).context["page"]
    assert page.message.messages <= 3
    assert page.message_address.startswith("sms:?&body=")
    assert quote(page.message.text.splitlines()[0]) in page.message_address


def test_an_address_is_kept_together_for_who_reads_from_right_to_left(visitor: Client) -> None:
    page = visitor.post("/ar/plan/", {"need": ["money.debts"]}).content.decode()
    assert re.search(r'<bdi dir="ltr">[^<]+, \d{4} [^<]+</bdi>', page)
