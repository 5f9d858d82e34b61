"""The plan on the screen, on paper and in a sealed link."""

import logging
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from baken.plans import sealing
from baken.web.plan import views

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
