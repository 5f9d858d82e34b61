"""What people really type, and what nobody should: every page answers, and nothing of it runs or is written down."""

import json
import logging
import re
import runpy
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.views.debug import get_exception_reporter_filter
from environs import EnvError

from baken.config import settings as settings_in_full
from baken.config.refusals import SayRefusalsShortly
from baken.config.wordless import WordlessFormatter, WordsAtHand, masked
from baken.core.wording import fold
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


@pytest.fixture
def posting() -> Iterator[Callable[..., str]]:
    """What is written of a message while such a request is answered."""

    def written(message: str, posted: dict[str, str] | bytes) -> str:
        kind = {"content_type": "application/json"} if isinstance(posted, bytes) else {}
        lines: list[str] = []
        WordsAtHand(lambda _: HttpResponse(lines.append(masked(message))))(RequestFactory().post("/", posted, **kind))
        return lines[0]

    return written


BEATEN = "زوجي يضربني Bé Ng"
PLAIN = json.dumps({"words": BEATEN}, ensure_ascii=False).encode()
ESCAPED = json.dumps({"deep": [{"words": [BEATEN]}]}).encode()


@pytest.mark.parametrize("posted", [{"words": BEATEN}, PLAIN, ESCAPED, ESCAPED[:-1]], ids=["form", "json", "u", "bad"])
@pytest.mark.parametrize(
    "spelt",
    [
        BEATEN,
        unicodedata.normalize("NFD", BEATEN),
        fold(BEATEN),
        BEATEN.upper(),
        ascii(BEATEN),
        repr(BEATEN.encode()),
        repr(repr(BEATEN.encode())),
        repr(f"\n{BEATEN}\t"),
        json.dumps(BEATEN),
        quote(BEATEN),
    ],
)
def test_posted_words_are_taken_out_however_they_were_sent_and_are_written(
    posting: Callable[..., str], posted: dict[str, str] | bytes, spelt: str
) -> None:
    line = posting(f"cannot read {spelt}", posted)
    assert re.fullmatch(r"""cannot read ["'b ]*….….….…["' ]*""", line), line


def test_words_posted_decomposed_are_taken_out_composed(posting: Callable[..., str]) -> None:
    assert posting("cannot read “Zoë”", {"words": unicodedata.normalize("NFD", "Zoë")}) == "cannot read “…”"


def test_one_posted_letter_takes_nothing_out_and_other_words_stay_as_they_are(posting: Callable[..., str]) -> None:
    assert posting("a réel 1\\x00 b", {"words": "a b 1 zz"}) == "a réel 1  b"


def test_a_posted_body_that_nobody_can_read_takes_no_line_out_of_the_log() -> None:
    request = RequestFactory().post("/", b"x", content_type="application/x-www-form-urlencoded; charset=latin-1")
    lines: list[str] = []
    WordsAtHand(lambda _: HttpResponse(lines.append(masked("it broke"))))(request)
    assert lines == ["it broke"]


@pytest.fixture
def log_file() -> Path:
    return Path(settings.LOGGING["handlers"]["file"]["filename"])


@pytest.fixture
def nothing_refused_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests send such requests too, in any order: the one warning of this minute may have been theirs."""
    kept = [
        each for each in logging.getLogger().handlers if any(isinstance(f, SayRefusalsShortly) for f in each.filters)
    ]
    assert len(kept) == 1
    monkeypatch.setattr(kept[0], "filters", [SayRefusalsShortly()])


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("RequestDataTooBig", {"data": {"words": "a" * 300_000}}),
        ("TooManyFieldsSent", {"data": {f"n{number}": "" for number in range(1001)}}),
        ("DisallowedHost", {"headers": {"host": "h" * 60 + ".example"}}),
    ],
)
@pytest.mark.usefixtures("nothing_refused_yet")
def test_what_strangers_can_send_without_end_is_one_short_warning(
    visitor: Client, log_file: Path, kind: str, asked: dict[str, Any]
) -> None:
    before = log_file.stat().st_size if log_file.exists() else 0
    for _ in range(3):
        assert visitor.post("/nl/doors/", **asked).status_code in (400, 413)
    written = log_file.read_bytes()[before:].decode().splitlines()
    assert [line.split(" ", 2)[2] for line in written] == [f"WARNING django.security.{kind} A request was refused"]


def test_our_own_failures_are_written_in_full_beside_refusals(log_file: Path) -> None:
    before = log_file.stat().st_size if log_file.exists() else 0
    try:
        raise RuntimeError("ours")
    except RuntimeError:
        logging.getLogger("django.request").exception("It broke")
    written = log_file.read_bytes()[before:].decode()
    assert "ERROR django.request It broke" in written and "RuntimeError: ours" in written


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("", True),
        ("https://weather.example/", True),
        ("HTTPS://x.org", True),
        ("http://[::1]:8000/", True),
        ("https://", False),
        ("https:///path", False),
        ("https://:80/", False),
        ("https://x.org/a b", False),
        ("javascript:alert(1)", False),
    ],
)
def test_the_way_out_leads_to_an_address_with_a_host(
    monkeypatch: pytest.MonkeyPatch, address: str, taken: bool
) -> None:
    monkeypatch.setenv("BAKEN_QUICK_EXIT_URL", address)
    with nullcontext() if taken else pytest.raises(EnvError, match="begins with https"):
        assert runpy.run_path(settings_in_full.__file__)["BAKEN_QUICK_EXIT_URL"] == address


def test_a_log_line_outside_of_a_request_has_no_number_address_or_sealed_plan() -> None:
    line = masked(f"for {MAIL} at {NUMBER}: /nl/p/eyJhbGciOi.sealed/ in 1234 ms")
    assert line == "for … at …: /nl/p/…/ in 1234 ms"


def test_error_pages_and_reports_hold_nothing_that_was_posted() -> None:
    request = RequestFactory().post("/nl/doors/", {"words": WORDS})
    filtering = get_exception_reporter_filter(request)
    assert set(filtering.get_post_parameters(request).values()) == {"…"}


def test_no_handler_mails_a_report() -> None:
    assert logging.getLogger("django").handlers == []
