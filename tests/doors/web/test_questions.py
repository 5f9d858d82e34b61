"""Questions as browsers send them, and as nobody should."""

import re
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

import baken
from baken.web.find.forms import QuestionForm

LOCALE = Path(baken.__file__).parent / "locale"
LISTS = frozenset({"need", "without", "spoken", "chosen"})
DEBTS = {"need": ["money.debts"]}


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("ar", "/ar/"),
        ("fr-BE,fr;q=0.9", "/fr/"),
        ("nl", "/nl/"),
        ("sv,ti;q=0.5", "/ti/"),
        ("fa-AF", "/fa-af/"),
        ("prs", "/fa-af/"),
        ("sv", "/nl/languages/"),
        ("sv,*;q=0.1", "/nl/"),
        ("", "/nl/"),
        ("%%%", "/nl/"),
    ],
)
def test_the_doorstep_leads_to_a_language_the_browser_asks_for(visitor: Client, asked: str, answered: str) -> None:
    response = visitor.get("/", HTTP_ACCEPT_LANGUAGE=asked)
    assert (response.status_code, response["Location"]) == (302, answered)
    assert "Accept-Language" in response["Vary"]


def test_words_give_doors(visitor: Client) -> None:
    response = visitor.post("/nl/doors/", {"words": "Ik heb schulden en brieven van de deurwaarder"})
    assert response.status_code == 200
    page = response.context["page"]
    assert page.doors
    assert "Hulp bij schulden" in {card.title.text for card in page.doors}


def test_a_page_of_a_question_is_never_stored_and_sends_no_referrer(visitor: Client) -> None:
    response = visitor.post("/nl/doors/", DEBTS)
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_a_page_without_a_question_may_be_kept_by_its_device_alone_since_its_form_has_a_seed(visitor: Client) -> None:
    response = visitor.get("/nl/")
    assert response["Cache-Control"] == "private, max-age=300"
    assert b'name="seed"' in response.content
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_form_needs_no_token_because_it_changes_nothing(town: object, db: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/nl/doors/", DEBTS).status_code == 200


def test_asking_for_doors_without_a_question_leads_to_the_start(visitor: Client) -> None:
    assert visitor.get("/nl/doors/")["Location"] == "/nl/"


def test_an_empty_question_says_what_to_do(visitor: Client) -> None:
    response = visitor.post("/en/doors/", {"words": "   "})
    assert response.status_code == 400
    assert "Write a few words, or choose a picture." in response.content.decode()


def test_ten_thousand_characters_get_a_clear_message_and_stay(visitor: Client) -> None:
    words = "slapen " * 1430
    response = visitor.post("/en/doors/", {"words": words})
    assert response.status_code == 400
    page = response.content.decode()
    assert "has 10009 characters" in page
    assert words.strip() in page


def test_nonsense_gives_an_honest_answer_and_numbers_to_call(visitor: Client) -> None:
    response = visitor.post("/en/doors/", {"words": "asdf"})
    page = response.context["page"]
    assert response.status_code == 200
    assert not page.sure
    assert not page.doors
    assert page.helplines
    assert "We are not sure what you need" in response.content.decode()


def test_danger_is_answered_before_anything_else(visitor: Client) -> None:
    response = visitor.post("/en/doors/", {"words": "I want to kill myself"})
    html = response.content.decode()
    assert response.context["page"].danger
    assert html.index("Talk to somebody now") < html.index('class="chip')


@pytest.mark.parametrize(
    ("field", "value", "part_of_the_message"),
    [
        ("need", "money.unicorns", "«money.unicorns» is not one of the choices"),
        ("drop", "x", "«x» is not one of the choices"),
        ("age", "-1", "from 0 to 120"),
        ("age", "121", "from 0 to 120"),
        ("age", "old", "Write your age as a number"),
        ("age", "٤٢٣٤", "from 0 to 120"),
        ("gender", "robot", "«robot» is not one of the choices"),
        ("residence", "king", "«king» is not one of the choices"),
        ("spoken", "xx-nonsense", "is not one of the choices"),
        ("area", "Atlantis", "«Atlantis» is not one of the choices"),
        ("near", "91,4", "not a place on earth"),
        ("near", "nan,4", "not a place on earth"),
        ("near", "somewhere", "not a place on earth"),
        ("chosen", "not-an-id", "One of the chosen doors is not known here"),
        ("insured", "perhaps", "«perhaps» is not one of the choices"),
        ("words", "a\x00b", "a sign in it that is no letter"),
    ],
)
def test_a_wrong_value_is_named_and_never_a_traceback(
    visitor: Client, field: str, value: str, part_of_the_message: str
) -> None:
    response = visitor.post("/en/doors/", {**DEBTS, field: value})
    assert response.status_code == 400
    assert part_of_the_message in response.content.decode()


@pytest.mark.parametrize(
    ("day", "hour", "part_of_the_message"),
    [
        ("2001-01-01", "10:00", "Choose a day from today"),
        ("2999-01-01", "", "Choose a day from today"),
        ("yesterday", "", "Write the day as"),
        ("", "25:99", "Write the time as"),
        ("", "", "Choose a day or a time"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_beside_its_field(
    visitor: Client, day: str, hour: str, part_of_the_message: str
) -> None:
    response = visitor.post("/en/doors/", {**DEBTS, "when": "later", "day": day, "hour": hour})
    assert response.status_code == 400
    assert part_of_the_message in response.content.decode()


@pytest.mark.parametrize(
    "words", ["🙂🙂🙂", "<script>alert(1)</script>", "‮abc", "schulden ديون debts долги", "'; DROP TABLE"]
)
def test_strange_words_are_shown_as_words(visitor: Client, words: str) -> None:
    response = visitor.post("/nl/doors/", {"words": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_mistake_about_the_person_goes_back_to_that_page_with_the_words_kept(visitor: Client) -> None:
    response = visitor.post("/nl/doors/", {"words": "mijn rug doet pijn", "age": "abc"})
    assert response.templates[0].name == "find/who.html"
    assert 'name="words" value="mijn rug doet pijn"' in response.content.decode()


def test_a_need_can_be_taken_away_and_put_back(visitor: Client) -> None:
    taken = visitor.post("/nl/doors/", {"need": ["money.debts", "talking.sleep"], "drop": "money.debts"})
    assert [chip.code for chip in taken.context["page"].chips] == ["talking.sleep"]
    assert ("without", "money.debts") in taken.context["page"].hidden
    back = visitor.post("/nl/doors/", {"need": ["talking.sleep"], "without": ["money.debts"], "add": "money.debts"})
    assert {chip.code for chip in back.context["page"].chips} == {"talking.sleep", "money.debts"}
    assert ("without", "money.debts") not in back.context["page"].hidden


def test_doors_that_say_no_are_counted_and_shown_when_asked(visitor: Client) -> None:
    said = {**DEBTS, "age": "12"}
    counted = visitor.post("/nl/doors/", said).context["page"]
    assert counted.closed_count > 0
    assert not counted.closed
    shown = visitor.post("/nl/doors/", {**said, "closed": "on"}).context["page"]
    assert len(shown.closed) == counted.closed_count


def test_digital_only_doors_stand_apart(visitor: Client) -> None:
    page = visitor.post("/nl/doors/", DEBTS).context["page"]
    assert page.digital
    assert not {card.service_id for card in page.digital} & {card.service_id for card in page.doors}


def test_an_unknown_fact_is_a_question_in_the_colour_of_asking(visitor: Client) -> None:
    response = visitor.post("/en/doors/", {**DEBTS, "residence": "no-papers", "age": "52"})
    assert any(card.questions for card in (*response.context["page"].doors, *response.context["page"].digital))
    assert 'class="asks-word"' in response.content.decode()


def test_the_language_switch_posts_the_same_question(visitor: Client) -> None:
    html = visitor.post("/nl/doors/", {**DEBTS, "age": "52"}).content.decode()
    assert 'form="question" formaction="/ar/doors/"' in html
    assert '<input type="hidden" name="age" value="52">' in html


def test_a_skipped_answer_is_dropped_and_a_wrong_one_is_asked_again(visitor: Client) -> None:
    skipped = visitor.post("/en/who/gender/", {"age": "abc", "skip": "age"})
    assert skipped.context["page"].step == "gender"
    again = visitor.post("/en/who/gender/", {"age": "abc"})
    assert (again.status_code, again.context["page"].step) == (400, "age")


@pytest.mark.parametrize("path", ["/nl/who/nothing/", "/nl/nothing/", "/xx/", "/nl/services/not-an-id/"])
def test_an_unknown_page_is_said_in_the_house_style(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 404
    assert b"112" in response.content


def test_an_unknown_picture_is_not_found(visitor: Client) -> None:
    assert visitor.post("/nl/pictograms/", {"domain": "unicorns"}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("put", "start"), ("delete", "doors"), ("post", "about"), ("patch", "ticks")]
)
def test_a_method_that_does_not_work_is_said_with_those_that_do(visitor: Client, method: str, path: str) -> None:
    response = getattr(visitor, method)(reverse(path))
    assert response.status_code == 405
    assert "GET" in response["Allow"]


def test_too_many_bytes_are_too_large(visitor: Client) -> None:
    response = visitor.post("/en/doors/", {"words": "x" * 300_000})
    assert response.status_code == 413
    assert "That is too long" in response.content.decode()


def test_too_many_fields_are_refused_with_a_page(visitor: Client) -> None:
    response = visitor.post("/en/doors/", {"need": ["money.debts"] * 2000})
    assert response.status_code == 400


@pytest.mark.parametrize("address", ["/", "/robots.txt", "/nl/about/", "/nl/legend/", "/nl/organisations/"])
def test_a_page_for_reading_says_so_to_who_posts(town: object, db: None, address: str) -> None:
    response = Client(enforce_csrf_checks=True).post(address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


WRONG = (
    {"words": "x\x00", "town": "x" * 81, "age": "121", "near": "\x00", "day": "x", "hour": "x", "chosen": "x"},
    {"words": "x" * 1001, "town": "\x00", "age": "-1", "near": "1" * 41, "need": "x", "area": "x", "gender": "x"},
    {"age": "x", "spoken": "x", "residence": "x", "when": "x", "insured": "x", "near": "100,0", "without": "x"},
)


@pytest.mark.parametrize("posted", WRONG)
def test_every_mistake_is_told_in_words_of_our_own(town: object, db: None, posted: dict[str, str]) -> None:
    """Django has words for some in languages that our pages do not have, and ours in languages it has not."""
    ours = {entry.msgid for entry in polib.pofile(str(LOCALE / "fr/LC_MESSAGES/django.po"))}
    with override("en"):
        form = QuestionForm({name: [value] if name in LISTS else value for name, value in posted.items()})
        said = {str(error.message) for errors in form.errors.as_data().values() for error in errors}
        assert set(form.errors) == set(posted)
    assert said <= ours


def test_a_question_gets_a_seed_that_every_page_of_it_carries_so_that_a_reload_shows_the_same(visitor: Client) -> None:
    start = visitor.get("/nl/").content.decode()
    (seed,) = re.findall(r'name="seed" value="(\d+)"', start)
    posted = {**DEBTS, "seed": seed}
    shown = [[card.service_id for card in visitor.post("/nl/doors/", posted).context["page"].doors] for _ in range(2)]
    assert shown[0] == shown[1]
    for path in ("/nl/doors/", "/nl/plan/"):
        assert f'name="seed" value="{seed}"' in visitor.post(path, posted).content.decode()


@pytest.mark.parametrize("seed", ["", "-1", "x", "9" * 400, str(2**31), "\u0663"])
def test_a_seed_that_is_none_is_replaced_and_nobody_is_turned_away(visitor: Client, seed: str) -> None:
    response = visitor.post("/nl/doors/", {**DEBTS, "seed": seed})
    assert response.status_code == 200
    (given,) = set(re.findall(r'name="seed" value="(\d+)"', response.content.decode()))
    assert 0 <= int(given) < 2**31
