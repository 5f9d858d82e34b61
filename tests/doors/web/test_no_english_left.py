"""Every kind of page in each of the languages: it is there, and nothing of it is left in English or in Dutch."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from words_on_pages import ALLOWED, commas_of_another_script, left_over, words_of

from baken.core.kinds import Texts
from baken.directory.models import Location, Organisation
from baken.guidance.models import Helpline
from baken.guidance.urgent_words import WORDS
from baken.localities.models import Area
from baken.web.desk.fields import language_choices
from baken.web.find import picturing
from baken.web.find.views import WHO_STEPS
from every_page import pages, sign_in_keeper

TRANSLATED = [tag for tag in settings.BAKEN_COMPLETE_LANGUAGES if tag != "en"]
FOR_ALL = (
    *("", "services/", "organisations/", "urgent/", "about/", "languages/", "translations/", "open-data/"),
    *("pictograms/", "ticks/", "who/", "account/login/"),
)
FOR_KEEPERS = ("city/", "city/quality/", "city/imports/", "desk/", "account/", "translations/mine/")
FEWEST_PAGES = 16
FEWEST_KEPT = 60
FEWEST_ANSWERS = 12
# Every message is there in each language (test_catalogues), and words outside gettext are the same in all of them: so
# one language without Latin letters shows every kind of a keeper's page, and each other one a part of them.
SHOWN_WHOLE = "ar"
WITH_A_COMMA_OF_ITS_OWN = frozenset({"ar", "fa", "fa-af", "ps", "ti"})
SOURCE_OF_THE_TOWN = "demo"
A_BOOK = "Oog voor diversiteit ten tijde van de coronacrisis"
PARTS = 8
DEBTS = {"need": ["money.debts", "talking.sleep"]}
SOMEBODY = {"residence": "no-papers", "age": "34", "gender": "woman", "spoken": ["ti", "ar"]}


@pytest.fixture
def keeper(visitor: Client, town: dict[str, UUID]) -> Client:
    sign_in_keeper(visitor, town)
    return visitor


def read(client: Client, language: str, starts: Sequence[str]) -> dict[str, str]:
    return {address: reply.content.decode() for address, reply in pages(client, language, starts)}


def answers(client: Client, language: str, town: dict[str, UUID]) -> Iterator[tuple[str, str]]:
    """Pages that only a question leads to, and those that say what went wrong."""
    chosen = [str(town["Hulp bij schulden"])]
    asked = (
        ("doors/", {"words": "Ik heb schulden en brieven van de deurwaarder"}),
        ("doors/", {"words": "ik wil niet meer leven"}),
        ("doors/", {**DEBTS, **SOMEBODY}),
        ("doors/", {"words": ""}),
        ("doors/", {"need": ["0.0"], "age": "many", "lat": "x"}),
        ("plan/", {**DEBTS, **SOMEBODY, "chosen": chosen}),
        ("plan/", {"need": ["housing.roof"], "chosen": chosen}),
        ("services/" + chosen[0] + "/", {**DEBTS, **SOMEBODY}),
        ("ticks/", DEBTS),
        ("pictograms/", DEBTS),
        *((f"pictograms/{step}/", {**DEBTS, "pictures": "on"}) for step in picturing.BY_CODE),
        ("doors/", {**DEBTS, "pictures": "on"}),
        ("who/", DEBTS),
        *((f"who/{step}/", DEBTS) for step in WHO_STEPS),
        *(("urgent/", {"kind": kind}) for kind in WORDS),
    )
    for number, (address, fields) in enumerate(asked):
        reply = client.post(f"/{language}/{address}", fields)
        assert reply.status_code in (200, 400), address
        yield f"POST {number} {address}", reply.content.decode()
    for address in ("no-such-page/", "p/no-such-plan/", "services/no-id/"):
        yield address, client.get(f"/{language}/{address}").content.decode()


@pytest.fixture
def names(town: dict[str, UUID]) -> frozenset[str]:
    """What stands on pages in its own language: places, houses, services, helplines, a book, languages."""
    houses = Organisation.objects.values_list("name", flat=True)
    towns = (part for row in Location.objects.values_list("municipality", "address") for part in row)
    own = (word for _code, label in language_choices() for word in label.split(" · "))
    lines = (text.text for row in Helpline.objects.all() for text in Texts.from_json(row.names))
    named = {*town, *houses, *towns, *area_names(), *own, *dict(settings.LANGUAGES).values(), SOURCE_OF_THE_TOWN}
    named |= {*lines, A_BOOK}
    return frozenset(named - {""})


def area_names() -> Iterator[str]:
    for area in Area.objects.all():
        yield from (text.text for text in Texts.from_json(area.names))


def left_on(found: dict[str, str], language: str, names: frozenset[str]) -> dict[str, list[str]]:
    """By text the first pages that say it."""
    said: dict[str, list[str]] = {}
    for address, page in found.items():
        for text in words_of(page, language):
            said.setdefault(text, []).append(address)
    return {text: said[text][:3] for text in left_over(said, language, names)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_page_says_anything_in_another_language(visitor: Client, names: frozenset[str], language: str) -> None:
    found = read(visitor, language, FOR_ALL)
    assert len(found) >= FEWEST_PAGES
    assert left_on(found, language, names) == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_answer_says_anything_in_another_language(
    visitor: Client, town: dict[str, UUID], names: frozenset[str], language: str
) -> None:
    found = dict(answers(visitor, language, town))
    assert len(found) >= FEWEST_ANSWERS
    assert left_on(found, language, names) == {}
    if language in WITH_A_COMMA_OF_ITS_OWN:
        assert [comma for page in found.values() for comma in commas_of_another_script(page)] == []


def test_no_page_for_keepers_says_anything_in_another_language(keeper: Client, names: frozenset[str]) -> None:
    whole = read(keeper, SHOWN_WHOLE, FOR_KEEPERS)
    assert len(whole) >= FEWEST_KEPT
    left = {SHOWN_WHOLE: left_on(whole, SHOWN_WHOLE, names)}
    for number, language in enumerate(tag for tag in TRANSLATED if tag != SHOWN_WHOLE):
        part = [
            address.replace(f"/{SHOWN_WHOLE}/", f"/{language}/", 1)
            for address in sorted(whole)[number % PARTS :: PARTS]
        ]
        replies = {address: keeper.get(address) for address in part}
        assert {address for address, reply in replies.items() if reply.status_code != 200} == set()
        found = {address: reply.content.decode() for address, reply in replies.items()}
        left[language] = left_on(found, language, names)
    assert {language: texts for language, texts in left.items() if texts} == {}


def test_every_word_that_is_let_through_has_its_reason() -> None:
    assert all(len(reason.split()) > 3 for reason in ALLOWED.values())


def test_a_latin_comma_between_words_in_another_script_is_found() -> None:
    assert commas_of_another_script("<h3><bdi>دفع الإيجار</bdi>, باللغة العربية</h3>") == [
        "دفع الإيجار, باللغة العربية"
    ]
    assert commas_of_another_script("<p>دفع الإيجار، باللغة العربية. Rondkomen, Zandermond</p>") == []


def test_what_is_left_in_english_or_dutch_is_found() -> None:
    page = '<p>Urgent help</p><p lang="nl">Zoek hulp</p><bdi>De Kade</bdi><a title="Find help">ok</a>'
    assert words_of(page, "ar") == {"Urgent help", "Find help", "ok"}
    assert set(left_over({"Urgent help", "Dringende hulp", "Aide urgente"}, "fr")) >= {"Urgent help", "Dringende hulp"}
    assert list(left_over({"Baken", "مساعدة Baken"}, "ar")) == []
    assert list(left_over({"مساعدة help"}, "ar")) == ["مساعدة help"]
