"""What people really type, and what nobody should: every page answers, and nothing of it runs or is written down."""

import logging
import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.views.debug import get_exception_reporter_filter

from baken.config.wordless import WordlessFormatter, masked
from baken.web.find import views
from baken.web.find.forms import TYPED, QuestionForm

SCRIPT = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'"
NAME, NUMBER, MAIL = "Yonas Tesfay", "+32 470 12 34 56", "yonas@example.org"


@pytest.mark.parametrize(
    ("words", "sure"),
    [
        ("Ik heb schulden والإيجار متأخر und чужой долг", True),
        ("😭😭😭", False),
        ("🏠❓", False),
        ("0470 12 34 56", False),
        ("12345", False),
        ("ana mareed w 3andi 7arara", True),
        ("ane himum iye hakim yedliyeni alo", None),
        ("ik hep schuldn en deurwarder brievn", True),
        (
            "ja hallo ik wilde vragen ik heb dus schulden bij de huur en nu komt er een deurwaarder",
            True,
        ),
        ("stomme klootzakken ik heb schulden en niemand helpt mij", True),
        ("jullie zijn idioten", None),
        (f"mijn buurman {NAME} {NUMBER} heeft schulden, mail {MAIL}", True),
        ("\u202eschulden\u202c", None),
        ("<b>schulden</b>", True),
        ("'; DROP TABLE directory_service; --", None),
        ("{{ settings.SECRET_KEY }} {% debug %}", None),
    ],
)
def test_whatever_is_typed_gets_an_answer_and_numbers_where_we_are_not_sure(
    visitor: Client, words: str, sure: bool | None
) -> None:
    response = visitor.post("/nl/doors/", {"words": words})
    page = response.context["page"]
    assert response.status_code == 200
    if sure is not None:
        assert page.sure is sure
    assert page.doors or page.helplines
    assert settings.SECRET_KEY not in response.content.decode()


def test_five_thousand_characters_are_kept_and_the_person_is_told_what_to_do(visitor: Client) -> None:
    words = ("ik heb schulden " * 313)[:5000]
    response = visitor.post("/en/doors/", {"words": words})
    assert response.status_code == 400
    assert "characters and we can read 1000 at once" in response.content.decode()


FIELDS = (*QuestionForm.base_fields, "skip", "domain", "kind", "token")


@pytest.mark.parametrize("path", ["", "doors/", "plan/", "who/", "who/age/", "ticks/", "pictograms/who/", "urgent/"])
def test_script_in_every_field_is_shown_as_text_or_not_at_all(visitor: Client, path: str) -> None:
    assert_harmless(visitor, f"/nl/{path}", dict.fromkeys(FIELDS, SCRIPT))


@pytest.mark.parametrize("field", sorted(TYPED | {"near", "seed", "token"}))
def test_script_in_one_field_alone_is_harmless_too(visitor: Client, field: str) -> None:
    assert_harmless(visitor, "/nl/doors/", {"need": "money.debts", field: SCRIPT})


def assert_harmless(visitor: Client, address: str, posted: dict[str, str]) -> None:
    response = visitor.post(address, posted)
    html = response.content.decode()
    assert response.status_code in (200, 400, 404, 410)
    assert "<script>alert" not in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("path", ["/xx/", "/xx/doors/", "/nl-XX/", "/%3Cscript%3E/", "/zz/urgent/", "/en/who/xx/"])
def test_a_language_or_page_that_does_not_exist_says_so_and_leads_on(visitor: Client, path: str) -> None:
    response = visitor.get(path, follow=True)
    assert response.status_code == 404
    assert b"tel:112" in response.content
    assert b"<script>" not in response.content


@pytest.mark.parametrize("query", ["?lang=xx", "?lang=ar", "?language=<script>", "?lang="])
def test_a_language_in_the_query_changes_nothing(visitor: Client, query: str) -> None:
    html = visitor.get(f"/nl/{query}").content.decode()
    assert re.search(r"<html lang=\"(.+?)\"", html)[1] == "nl"  # type: ignore[index]
    assert "<script>" not in html


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What would stand in the log file."""
    formatter = settings.LOGGING["formatters"]["line"]
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WordlessFormatter(formatter["format"], style=formatter["style"]))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("failure", [ValueError, DatabaseError, RecursionError])
def test_a_page_that_fails_writes_down_where_and_never_what_was_asked(
    visitor: Client, log: StringIO, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        words = request.POST["words"]
        logging.getLogger("baken.web").error(f"could not read: {words}")
        logging.getLogger("baken.web").error("could not read: %s", words)
        try:
            raise failure(f"invalid value «{words}»")
        except failure as error:
            raise RuntimeError(words) from error

    monkeypatch.setattr(views, "_language", lambda: broken(RequestFactory().post("/", {"words": WORDS})))
    visitor.raise_request_exception = False
    response = visitor.post("/nl/doors/", {"words": WORDS})
    assert response.status_code == 500
    written = log.getvalue()
    assert "/nl/doors/" in written
    assert failure.__name__ in written and "RuntimeError" in written and "in broken" in written
    for secret in ("Yonas", "Tesfay", "470", "example.org", "slaat", "schulden"):
        assert secret not in written + response.content.decode()


WORDS = f"{NAME} slaat mij en heeft schulden, bel {NUMBER} of mail {MAIL}"


def test_a_log_line_outside_of_a_request_has_no_number_address_or_sealed_plan() -> None:
    line = masked(f"for {MAIL} at {NUMBER}: /nl/p/eyJhbGciOi.sealed/ in 1234 ms")
    assert line == "for … at …: /nl/p/…/ in 1234 ms"


def test_error_pages_and_reports_hold_nothing_that_was_posted() -> None:
    request = RequestFactory().post("/nl/doors/", {"words": WORDS})
    filtering = get_exception_reporter_filter(request)
    assert set(filtering.get_post_parameters(request).values()) == {"…"}


def test_no_handler_mails_a_report() -> None:
    assert logging.getLogger("django").handlers == []
