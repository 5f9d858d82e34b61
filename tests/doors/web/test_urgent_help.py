"""Urgent help by kind of danger, in a language whose words nobody has reviewed, and the way out of the page."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from baken.guidance.urgent_words import WORDS, messages
from baken.web.contexts import urgent_words_reviewed

KINDS = tuple(WORDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_numbers_as_large_buttons_to_call(visitor: Client, kind: str) -> None:
    response = visitor.post("/en/urgent/", {"kind": kind})
    html = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert WORDS[kind].title in html
    assert 'class="call" href="tel:112"' in html
    assert response.context["page"].help.kind == kind
    assert kind not in {other.code for other in response.context["page"].kinds}


def test_all_kinds_can_be_chosen_by_picture_and_travel_by_post(visitor: Client) -> None:
    html = visitor.get("/nl/urgent/").content.decode()
    assert re.findall(r'name="kind" value="([^"]+)"', html) == list(KINDS)
    assert 'method="post"' in html
    assert "?kind" not in html


def test_a_kind_that_does_not_exist_still_shows_every_number(visitor: Client) -> None:
    response = visitor.post("/en/urgent/", {"kind": "<script>"})
    assert response.status_code == 200
    assert response.context["page"].urgent
    assert b"<script>" not in response.content.replace(b'<script src="', b"")


@pytest.mark.parametrize("address", ["/en/urgent/", "/en/doors/"])
def test_reviewed_words_stand_before_the_numbers(visitor: Client, address: str) -> None:
    page = _main(visitor, address)
    assert page.index(WORDS["violence"].advice) < page.index("tel:")
    assert "no translator has checked" not in page


@pytest.mark.parametrize("address", ["/ar/urgent/", "/ar/doors/"])
def test_where_nobody_reviewed_the_words_numbers_stand_first_and_other_languages_beside(
    visitor: Client, address: str
) -> None:
    page = _main(visitor, address)
    beside = re.findall(r'<div lang="(\w+)" dir="(\w+)"><dt>', page)
    assert beside == [("nl", "ltr"), ("fr", "ltr"), ("en", "ltr")]
    assert page.index('class="call"') < page.index('class="lead"') < page.index('<div lang="nl"')
    assert WORDS["violence"].advice in page


def test_the_readers_own_language_does_not_stand_beside_itself(visitor: Client) -> None:
    assert re.findall(r'<div lang="(\w+)" dir', _main(visitor, "/nl/urgent/")) == ["fr", "en"]


def test_only_the_source_language_counts_as_reviewed_so_far() -> None:
    assert urgent_words_reviewed("en")
    assert not any(map(urgent_words_reviewed, ("nl", "fr", "ar", "ti")))


def test_numbers_are_named_in_the_language_of_the_page_whatever_language_the_person_writes_or_speaks(
    visitor: Client,
) -> None:
    page = visitor.post("/ar/doors/", {"words": "ik wil dood", "language": "nl"}).context["page"]
    emergency = next(line.card for line in page.helplines if line.card.number == "112")
    assert emergency.name == "رقم الطوارئ 112"
    assert emergency.notes[0].language == "ar"


def test_what_a_phone_keeps_of_the_numbers_says_their_hours_of_any_week(visitor: Client) -> None:
    kept = visitor.get("/nl/urgent/kept/").content.decode()
    assert "ma–vr 09:00–17:00 · Op feestdagen: gesloten" in kept
    assert "Dag en nacht open." in kept


def test_the_pictogram_path_begins_with_an_urgent_choice(visitor: Client) -> None:
    html = visitor.get("/nl/pictograms/").content.decode()
    urgent = html.index('formaction="/nl/urgent/"')
    assert urgent < html.index('name="domain"')


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_leads_to_the_doors_of_the_same_danger_in_words_for_whom_it_was_told_before(
    visitor: Client, kind: str
) -> None:
    told = {"kind": kind, "pictures": "on", "wheelchair": "on", "companion": "ar", "need": "money.debts"}
    page = visitor.post("/nl/urgent/", told)
    need = re.search(r'class="way" name="need" value="([^"]+)" formaction="/nl/doors/"', page.content.decode())
    assert need is not None
    hidden = dict(page.context["page"].hidden)
    assert {name: hidden[name] for name in ("pictures", "wheelchair", "companion")} == {
        "pictures": "on",
        "wheelchair": "on",
        "companion": "ar",
    }
    doors = visitor.post("/nl/doors/", {**hidden, "kind": kind, "need": need[1]})
    assert doors.status_code == 200
    assert doors.context["page"].pictured
    assert [chip.code for chip in doors.context["page"].chips] == [need[1]]


def test_who_is_in_danger_is_not_sent_back_to_mend_a_form(visitor: Client) -> None:
    page = visitor.post("/nl/urgent/", {"kind": "violence", "age": "abc", "pictures": "on"})
    assert page.context["page"].hidden == ()


def test_the_urgent_page_asks_the_database_little(
    visitor: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        visitor.post("/nl/urgent/", {"kind": "suicide"})


PAGES_WITH_A_WAY_OUT = [
    "",
    "doors/",
    "plan/",
    "pictograms/",
    "pictograms/who/",
    "ticks/",
    "who/",
    "who/age/",
    "urgent/",
]


@pytest.mark.parametrize("path", PAGES_WITH_A_WAY_OUT)
def test_every_page_of_a_question_can_be_left_at_once(visitor: Client, path: str) -> None:
    posted = {"need": ["money.debts"], "kind": "violence"}
    html = visitor.post(f"/en/{path}", posted).content.decode()
    link = re.search(r'<a class="button small" href="([^"]+)" rel="noreferrer" data-leave', html)
    assert link is not None
    assert link[1] == "/en/today/"


def test_an_operator_may_choose_where_leaving_leads(visitor: Client) -> None:
    with override_settings(BAKEN_QUICK_EXIT_URL="https://weather.example/"):
        html = visitor.get("/en/").content.decode()
    assert 'href="https://weather.example/" rel="noreferrer" data-leave' in html
    assert "calendar" not in html and "leave-keys" not in html


def test_the_pages_of_editors_have_no_way_out_to_a_calendar(visitor: Client) -> None:
    assert b"data-leave" not in visitor.get(reverse("account_login")).content


@pytest.mark.parametrize("language", ["nl", "ar", "fa", "ti"])
def test_the_page_one_leaves_to_says_nothing_of_us(visitor: Client, language: str) -> None:
    response = visitor.get(f"/{language}/today/")
    html = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["Clear-Site-Data"] == '"cache"'  # never "storage": a plan kept on purpose stays
    shown = re.sub(
        r"<head>.*?</head>", lambda head: "".join(re.findall("<title>.*?</title>", head[0])), html, flags=re.S
    )
    assert "Baken" not in shown
    assert 'aria-current="date"' in html


def test_every_urgent_text_of_the_templates_is_in_the_list_that_is_reviewed() -> None:
    assert len(messages()) == len(set(messages())) == 15


def _main(visitor: Client, address: str) -> str:
    posted = {"kind": "violence", "words": "my husband beats me"}
    html = visitor.post(address, posted).content.decode()
    return html[html.index("<main") : html.index("</main>")]
