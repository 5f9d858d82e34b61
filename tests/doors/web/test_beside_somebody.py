"""Two languages on one page, handing over, forgetting; merging pages that do not quite match."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from baken.web.beside.merging import in_two_languages

DEBTS = {"need": ["money.debts"], "companion": "nl"}
PATHS = ("", "pictograms/", "pictograms/whom/", "ticks/", "who/", "who/spoken/", "doors/", "plan/")


def merged(first: str, second: str) -> str:
    page = '<main id="content">%s</main>'
    both = in_two_languages("<header>x</header>" + page % first, page % second, language="nl", direction="ltr")
    return both.removeprefix('<header>x</header><main id="content">').removesuffix("</main>")


SECOND = ' <span class="second" lang="nl" dir="ltr">'


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("<p>Ja</p>", "<p>Ja</p>", "<p>Ja</p>"),
        ("<p>نعم</p>", "<p>Ja</p>", f'<p><span class="mine">نعم</span>{SECOND}Ja</span></p>'),
        (
            '<button name="need"><svg></svg><span>ديون</span></button>',
            '<button name="need"><svg></svg><span>Schulden</span></button>',
            '<button name="need"><svg></svg><span><span class="mine">ديون</span>'
            + SECOND
            + "Schulden</span></span></button>",
        ),
        (
            '<p id="a">اتصل <a href="tel:112"><bdi dir="ltr">112</bdi></a></p>',
            '<p id="a">Bel <a href="tel:112"><bdi dir="ltr">112</bdi></a></p>',
            '<p id="a"><span class="mine">اتصل <a href="tel:112"><bdi dir="ltr">112</bdi></a></span>'
            + SECOND
            + 'Bel <bdi dir="ltr">112</bdi></span></p>',
        ),
        (
            "<span><strong>صور</strong>بلا قراءة</span>",
            "<span><strong>Plaatjes</strong>Zonder lezen</span>",
            '<span><span class="mine"><strong>صور</strong>بلا قراءة</span>'
            + SECOND
            + "<strong>Plaatjes</strong>Zonder lezen</span></span>",
        ),
        (
            "<p>باب<br>شارع</p>",
            "<p>Deur<br>Straat</p>",
            f'<p><span class="mine">باب<br>شارع</span>{SECOND}Deur<br>Straat</span></p>',
        ),
        (
            '<div hidden=""><p>احفظ</p></div>',
            '<div hidden=""><p>Bewaar</p></div>',
            f'<div hidden=""><p><span class="mine">احفظ</span>{SECOND}Bewaar</span></p></div>',
        ),
        (
            '<p>نعم <i hidden="">لا</i></p>',
            '<p>Ja <i hidden="">Nee</i></p>',
            f'<p><span class="mine">نعم <i hidden="">لا</i></span>{SECOND}Ja </span></p>',
        ),
        ('<div data-once=""><p>ا</p></div>', "<div><p>b</p></div>", '<div data-once=""><p>ا</p></div>'),
    ],
)
def test_the_words_of_the_second_language_stand_beside_those_of_the_first(first: str, second: str, both: str) -> None:
    assert merged(first, second) == both


def test_pages_of_another_shape_are_put_one_after_the_other_and_never_beside_the_wrong_words() -> None:
    both = merged("<div><p>واحد</p></div>", "<div><p>Eén</p><p>Twee</p></div>")
    assert both == '<div><p>واحد</p><div class="second" lang="nl" dir="ltr"><p>Eén</p><p>Twee</p></div></div>'


def test_a_choice_of_a_list_is_found_by_its_value_and_not_by_its_place() -> None:
    both = merged(
        '<select name="area"><option value="">لا</option><option value="n">شمال</option></select>',
        '<select name="area"><option value="n">Noord</option><option value="">Niets</option></select>',
    )
    assert re.findall("<option[^>]*>([^<]*)", both) == ["لا · Niets", "شمال · Noord"]


class Names(HTMLParser):
    """Ids of a page, and how often a value of a field stands in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.fields: list[tuple[str, ...]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        if tag in ("input", "select", "textarea"):
            self.fields.append((given.get("name", ""), given.get("value", "") if tag == "input" else ""))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_a_question_speaks_two_languages_with_each_id_and_each_field_once(
    visitor: Client, path: str
) -> None:
    page = visitor.post(f"/ar/{path}", DEBTS).content.decode()
    alone = visitor.post(f"/ar/{path}", {**DEBTS, "turn": "alone"}).content.decode()
    assert page.count('class="second" lang="nl" dir="ltr"') >= 3
    assert '<html lang="ar" dir="rtl"' in page
    names, of_one = Names(page), Names(alone)
    assert len(set(names.ids)) == len(names.ids)
    assert set(names.ids) == set(of_one.ids)
    assert [field for field in names.fields if field[0] not in ("turned", "seed")] == [
        field for field in of_one.fields if field[0] not in ("turned", "seed")
    ]


def test_words_and_doors_are_those_of_one_question(visitor: Client) -> None:
    page = visitor.post("/ar/doors/", DEBTS).content.decode()
    chips = page[page.index('id="understood"') :]
    assert re.search(r'<span class="mine">الديون</span> <span class="second"[^>]*>Schulden</span>', chips)


@pytest.mark.parametrize("path", ["doors/", "plan/"])
def test_where_the_person_reads_the_need_the_companion_reads_it_too_and_not_the_name_once_more(
    visitor: Client, path: str
) -> None:
    page = visitor.post(f"/ti/{path}", DEBTS).content.decode()
    title = re.search(r"<h[23][^>]*>(?:(?!</h[23]>).)*Schulden", page[page.index("</h1>") :], re.S)
    names = re.search(r'<p class="names" data-once[^>]*>(.*?) ·', page, re.S)
    assert title is not None and names is not None
    assert page.count(re.sub("<[^>]*>", "", names[1]).strip()) == 1


def test_what_a_script_shows_later_and_the_buttons_of_the_text_message_speak_both_languages(visitor: Client) -> None:
    page = visitor.post("/ar/plan/", DEBTS).content.decode()
    kept = page[page.index("data-keeping") : page.index("data-copied-said")]
    for words in ("Bewaar het op deze telefoon", "Kopieer de tekst"):
        assert words in kept
    message = re.search(r"<p[^>]*data-copied.*?</p>", page, re.S)
    assert message is not None and "<br" in message[0] and "second" not in message[0]


def test_handing_over_shows_the_persons_language_alone_until_it_is_handed_back(visitor: Client) -> None:
    alone = visitor.post("/ar/doors/", {**DEBTS, "turn": "alone"}).content.decode()
    assert 'class="second"' not in alone.partition("<main")[2]
    assert '<input type="hidden" name="turned" value="alone">' in alone
    on = visitor.post("/ar/plan/", {**DEBTS, "turned": "turned"}).content.decode()
    assert '<main id="content" tabindex="-1" class="turned">' in on
    back = visitor.post("/ar/plan/", {**DEBTS, "turned": "turned", "turn": "both"}).content.decode()
    assert 'class="second"' in back.partition("<main")[2]


def test_the_companions_buttons_are_in_the_companions_language(visitor: Client) -> None:
    page = visitor.post("/ar/ticks/", {**DEBTS, "companion": "fr"}).content.decode()
    assert re.search(r'<aside class="beside no-print" lang="fr" dir="ltr"', page)


@pytest.mark.parametrize(("field", "value"), [("companion", "xx"), ("companion", ""), ("companion", "<b>")])
def test_a_language_that_we_do_not_speak_is_nobody_beside(visitor: Client, field: str, value: str) -> None:
    page = visitor.post("/nl/ticks/", {**DEBTS, field: value}).content.decode()
    assert "<aside" not in page


def test_the_same_language_twice_is_one_column_with_the_buttons_to_forget(visitor: Client) -> None:
    page = visitor.post("/nl/ticks/", DEBTS).content.decode()
    assert "data-forget" in page
    assert 'class="second"' not in page.partition("<main")[2]


def test_the_mode_begins_without_a_cookie_and_travels_in_the_form_alone(visitor: Client) -> None:
    entry = visitor.get("/nl/beside/")
    assert 'name="companion" value="nl"' in entry.content.decode()
    assert 'formaction="/ar/"' in entry.content.decode()
    start = visitor.post("/ar/", {"companion": "nl"})
    assert '<input type="hidden" name="companion" value="nl">' in start.content.decode()
    assert start["Cache-Control"] == "no-store"
    assert not entry.cookies and not start.cookies


def test_forgetting_without_scripts_drops_what_the_browser_stored_and_begins_anew(visitor: Client) -> None:
    response = visitor.post("/nl/forget/", DEBTS)
    assert (response.status_code, response["Location"]) == (303, "/nl/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Cache-Control"] == "no-store"


def test_no_title_of_a_question_names_the_need_or_the_door(visitor: Client) -> None:
    doors = visitor.post("/nl/doors/", DEBTS)
    service = doors.context["page"].doors[0].service_id
    pages = [visitor.post(f"/nl/{path}", DEBTS) for path in (*PATHS, f"services/{service}/")]
    pages.append(visitor.post("/nl/pictograms/", {"domain": "money"}))
    titles = " ".join(re.findall("<title>(.*?)</title>", " ".join(page.content.decode() for page in pages)))
    assert titles.count("Baken") == len(pages)
    assert not re.search("(?i)schuld|geld", titles)
