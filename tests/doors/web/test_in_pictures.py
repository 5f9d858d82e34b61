"""From a picture to a plan, one question a screen, and what the pictures mean."""

import re
from collections import defaultdict

import pytest
from django.test import Client

from baken.needs.taxonomy_files import read_taxonomy
from baken.web.find.picturing import STEPS
from baken.web.pictograms import pictogram_svg
from baken.web.signs import REASON_SIGNS

DEBTS = {"need": ["money.debts"], "pictures": "on"}

# Needs, or a need and a topic, that share a drawing; why that misleads nobody. No two of one topic may.
SHARED = {
    "banknote-x": "money that is missing; the topic before it says whether it is owed or not paid out",
    "hand-heart": "caring for somebody; at home under family, for others under meeting",
    "heart-crack": "a loss; of a partner under family, of somebody who died under talking",
    "id-card": "a card; to stay under papers, to work under work",
    "shield-check": "protection; the whole topic of safety, and under papers the status of that name",
    "users-round": "people together; the topic of family, and under alone a buddy",
}


def test_each_answer_leads_to_the_next_question_and_the_last_to_the_doors(visitor: Client) -> None:
    codes = [step.code for step in STEPS]
    for code, after in zip(codes, [*codes[1:], None], strict=True):
        page = visitor.post(f"/en/pictograms/{code}/", DEBTS)
        assert page.status_code == 200
        onward = f"/en/pictograms/{after}/" if after else "/en/doors/"
        assert f'method="post" action="{onward}"' in page.content.decode()


def test_every_question_can_be_skipped_and_gone_back_from(visitor: Client) -> None:
    for step in STEPS[1:]:
        html = visitor.post(f"/en/pictograms/{step.code}/", DEBTS).content.decode()
        assert f'name="skip" value="{step.code}"' in html
        assert re.search(r'<button class="button" formaction="/en/pictograms/\w+/" formnovalidate>', html)


def test_what_was_answered_before_is_dropped_when_the_question_is_skipped(visitor: Client) -> None:
    html = visitor.post("/en/pictograms/children/", {**DEBTS, "gender": "woman", "skip": "whom"}).content.decode()
    assert 'name="gender"' not in html


def test_no_says_nothing_of_the_person(visitor: Client) -> None:
    page = visitor.post("/en/doors/", {**DEBTS, "children": "", "wheelchair": "", "walk_only": ""}).context["page"]
    assert page.whom == ()


def test_several_needs_can_be_chosen_and_taken_away(visitor: Client) -> None:
    two = {**DEBTS, "need": ["money.debts", "talking.sleep"]}
    page = visitor.post("/en/pictograms/more/", two).context["page"]
    assert {need.code for need in page.chosen} == {"money.debts", "talking.sleep"}
    one = visitor.post("/en/pictograms/more/", {**two, "drop": "money.debts"}).context["page"]
    assert [need.code for need in one.chosen] == ["talking.sleep"]


def test_without_a_need_the_topics_are_shown_again(visitor: Client) -> None:
    page = visitor.post("/en/pictograms/more/", {**DEBTS, "drop": "money.debts"})
    assert page.templates[0].name == "find/pictograms.html"
    assert visitor.get("/en/pictograms/whom/").status_code == 200
    assert visitor.post("/en/pictograms/unicorns/", DEBTS).status_code == 404


def test_papers_are_never_asked_in_pictures() -> None:
    assert not {"residence", "insured"} & {field for step in STEPS for field in step.fields}


def test_a_place_that_is_not_known_is_asked_again_on_its_own_screen(visitor: Client) -> None:
    html = visitor.post("/en/pictograms/where/", {**DEBTS, "start": "Nowhere at all"}).content.decode()
    assert "We know no neighbourhood and no stop of that name." in html


def test_a_door_in_pictures_says_what_when_how_far_what_it_costs_and_which_papers(visitor: Client) -> None:
    page = visitor.post("/en/doors/", {**DEBTS, "near": "51.2,4.42"}).context["page"]
    signs = {sign.pictogram for card in page.doors for sign in card.signs}
    assert {"banknote-x", "clock", "footprints", "languages", "own:sign-free"} <= signs
    assert all(sign.words for card in page.doors for sign in card.signs)


def test_digits_are_hours_or_minutes_and_words_say_the_same(visitor: Client) -> None:
    html = visitor.post("/en/doors/", {**DEBTS, "near": "51.2,4.42"}).content.decode()
    digits = re.findall(r'<strong class="digits" aria-hidden="true"><bdi dir="ltr">([^<]*)</bdi>', html)
    assert digits
    assert all(re.fullmatch(r"\d+|(?:\d\d:\d\d–\d\d:\d\d ?)+", one) for one in digits)


def test_a_fact_that_is_not_known_has_the_drawing_of_the_fact_in_the_colour_of_asking(visitor: Client) -> None:
    asked = {
        **DEBTS,
        "wheelchair": "on",
        "need": [need.code for domain in read_taxonomy() for need in domain.needs][:60],
    }
    html = visitor.post("/en/doors/", asked).content.decode()
    assert re.search(r'<li class="sign asks"><svg.*?<strong class="mark" aria-hidden="true">\?</strong>', html)


def test_a_step_of_a_plan_has_its_pictures_in_every_plan(visitor: Client) -> None:
    page = visitor.post("/nl/plan/", {"need": ["money.debts"]})
    assert {"banknote-x", "clock"} <= {sign.pictogram for sign in page.context["page"].steps[0].signs}
    assert 'class="plain signs"' in page.content.decode()


def test_the_legend_has_every_picture_that_is_in_use_with_its_meaning(visitor: Client) -> None:
    page = visitor.get("/fr/legend/").context["page"]
    used = {domain.pictogram for domain in read_taxonomy()}
    used |= {need.pictogram for domain in read_taxonomy() for need in domain.needs}
    used |= {answer.pictogram for step in STEPS for answer in step.answers} | {step.pictogram for step in STEPS}
    used |= set(REASON_SIGNS.values())
    assert used <= page.pictograms()
    assert all(entry.meaning.text for part in page.parts for entry in part.entries)


def test_what_is_drawn_on_the_way_stands_in_the_legend(visitor: Client) -> None:
    legend = visitor.get("/fr/legend/").context["page"].pictograms()
    drawings = {str(pictogram_svg(name, size)) for name in legend for size in (40, 56)}
    ways = [("pictograms/more/", DEBTS), ("pictograms/whom/", DEBTS), ("doors/", {**DEBTS, "near": "51.2,4.42"})]
    for path, posted in [*ways, ("plan/", DEBTS), ("pictograms/", {"domain": "health"})]:
        html = visitor.post(f"/fr/{path}", posted).content.decode()
        drawn = re.findall(r'<(?:li class="sign|button class="tile)[^>]*>(<svg.*?</svg>)', html, re.DOTALL)
        assert drawn and set(drawn) <= drawings, path


def test_the_legend_says_each_meaning_in_the_local_language_too_where_that_is_another(visitor: Client) -> None:
    assert 'lang="nl" dir="ltr">Schulden</span>' in visitor.get("/ar/legend/").content.decode()
    assert not any(entry.local for part in visitor.get("/nl/legend/").context["page"].parts for entry in part.entries)


def test_no_two_needs_of_a_topic_share_a_drawing_and_others_only_with_a_reason() -> None:
    used: dict[str, list[str]] = defaultdict(list)
    for domain in read_taxonomy():
        used[domain.pictogram].append(domain.code)
        drawn = [domain.pictogram, *(need.pictogram for need in domain.needs)]
        assert len(set(drawn)) == len(drawn), domain.code
        for need in domain.needs:
            used[need.pictogram].append(need.code)
    assert {pictogram for pictogram, codes in used.items() if len(codes) > 1} == set(SHARED)


@pytest.mark.parametrize("pictogram", sorted(set(REASON_SIGNS.values())))
def test_a_sign_of_a_door_exists(pictogram: str) -> None:
    assert pictogram_svg(pictogram, 40)
