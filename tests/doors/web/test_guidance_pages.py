"""Good to know: what readers see and find, and what coordinators change of it."""

import re
from html import escape
from pathlib import Path
from typing import Any

import polib
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation
from reversion.models import Version

import baken
from baken.accounts.models import RoleGrant
from baken.accounts.roles import Role
from baken.guidance.models import GuidanceItem, Helpline
from baken.web.said import source_said

PAGES = ("", "materials/", "cards/", "rights/", "interpreter/", "courses/", "numbers/")


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def dutch(part: str) -> str:
    """The Dutch of the one message that has these English words in it, as it stands on a page."""
    catalogue = polib.pofile(str(Path(baken.__file__).parent / "locale/nl/LC_MESSAGES/django.po"))
    (found,) = [entry.msgstr for entry in catalogue if part in entry.msgid]
    return escape(found)


def asked(client: Client, address: str, **posted: Any) -> str:
    response = client.post(f"/nl/guidance/{address}", posted)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return response.content.decode()


@pytest.fixture
def coordinator(visitor: Client) -> Client:
    user = get_user_model().objects.create_user("co@example.org")
    RoleGrant.objects.create(user=user, role=Role.COORDINATOR)
    visitor.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return visitor


@pytest.fixture
def relaxing(visitor: Client) -> GuidanceItem:
    return GuidanceItem.objects.get(code="relaxation-exercises")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["nl", "ar", "ti", "fa-af"])
def test_every_page_opens_in_every_language_and_keeps_nothing(visitor: Client, language: str, address: str) -> None:
    response = visitor.get(f"/{language}/guidance/{address}")
    assert response.status_code == 200
    assert not response.cookies


def test_every_item_has_a_page_with_its_source_and_date(visitor: Client, django_assert_max_num_queries: Any) -> None:
    for item in GuidanceItem.objects.all():
        page = visitor.get(f"/ar/guidance/{item.pk}/").content.decode()
        with translation.override("ar"):
            assert source_said(item.source).split(":")[0] in page, item.code
        assert f'<bdi dir="ltr">{item.source_date}</bdi>' in page, item.code
        assert item.code not in page, "an address or page must not hold the code, which says what somebody reads"
    with django_assert_max_num_queries(6):
        visitor.get(f"/ar/guidance/{item.pk}/")


def test_a_text_in_another_language_is_marked_with_it(visitor: Client, relaxing: GuidanceItem) -> None:
    relaxing.titles.pop("ar", None)
    relaxing.save()
    page = visitor.get(f"/ar/guidance/{relaxing.pk}/").content.decode()
    assert '<h1><bdi lang="nl" dir="ltr">Oefeningen om te ontspannen</bdi></h1>' in page
    assert re.search(r'<div class="stack-small" lang="nl" dir="ltr">', page)


@pytest.mark.parametrize("address", ["materials/", "cards/", "rights/"])
def test_a_choice_that_does_not_exist_is_said_and_breaks_nothing(visitor: Client, address: str) -> None:
    posted = {"about": "<script>", "audience": "x", "residence": "x", "region": "x", "group": "x"}
    response = visitor.post(f"/nl/guidance/{address}", posted)
    assert response.status_code == 400
    assert "<script>&" not in response.content.decode()


def test_nothing_that_is_chosen_stands_in_an_address(visitor: Client) -> None:
    page = visitor.get("/nl/guidance/rights/").content.decode()
    assert "?" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', page))
    assert 'method="post"' in page
    ignored = text_of(visitor.get("/nl/guidance/rights/?residence=no-papers&region=flanders").content.decode())
    assert ignored == text_of(page)


def test_materials_of_unknown_languages_are_to_be_asked(visitor: Client) -> None:
    page = asked(visitor, "materials/", tongue="tr")
    sure, _, perhaps = page.partition(dutch("Ask: perhaps"))
    assert "Folders: het virus" in sure
    assert "Oefeningen om te ontspannen" in perhaps


def test_cards_are_chosen_by_work_and_group(visitor: Client) -> None:
    page = asked(visitor, "cards/", audience="gp", group="older-people")
    assert "Als het over ouderen gaat" in page
    assert "Als het over kinderen gaat" not in page


def test_an_empty_cell_of_rights_is_asked_and_leads_to_legal_help(visitor: Client) -> None:
    page = asked(visitor, "rights/", cell="eu-resident/netherlands")
    assert dutch("Nothing is certain here") in page
    themes = page[page.index(dutch("Thing by thing")) : page.index(dutch("Everything at a glance"))]
    assert themes.count('<span class="asks-word">') == 8
    assert 'value="papers.lawyer" formaction="/nl/doors/"' in page
    assert dutch("no legal advice") in page


def test_rights_come_along_from_a_question_with_the_papers_it_named(visitor: Client) -> None:
    page = asked(visitor, "rights/", residence="temporary-protection", need="papers.protection", words="x")
    assert "Met tijdelijke bescherming kan veel meteen" in page
    assert '<option value="temporary-protection" selected>' in page
    assert asked(visitor, "rights/", residence="citizen")


def test_the_whole_table_of_rights_is_there(visitor: Client) -> None:
    page = visitor.get("/nl/guidance/rights/").content.decode()
    assert len(re.findall(r'name="cell" value="[a-z-]+/[a-z]+"', page)) == 8 * 4


def test_the_interpreter_questions_end_without_a_child_and_need_no_script(visitor: Client) -> None:
    page = asked(visitor, "interpreter/", answers=["no", "no", "yes", "yes"], answer="no")
    assert dutch("This adult may interpret") in page
    assert dutch("Never a child") in page
    page = asked(visitor, "interpreter/", answer="unsure")
    assert dutch("Ask a professional interpreter") in page
    assert 'value="language.interpreter" formaction="/nl/doors/"' in page
    page = asked(visitor, "interpreter/", answers=["no"], answer="no")
    assert page.count('name="answers" value="no"') == 2


@pytest.mark.parametrize("answers", [["child"], ["yes", "yes"], ["no"] * 50])
def test_an_answer_that_does_not_exist_starts_again(visitor: Client, answers: list[str]) -> None:
    response = visitor.post("/nl/guidance/interpreter/", {"answers": answers})
    assert response.status_code == 400
    assert dutch("Is it about something private") in response.content.decode()


def test_own_words_find_guidance_and_danger_comes_first(visitor: Client) -> None:
    page = asked(visitor, "", words="Ik heb veel stress en ik pieker")
    assert "Oefeningen om te ontspannen" in page
    page = asked(visitor, "", words="ik wil dood")
    assert page.index("1813") < page.index("</main>")
    assert "Zelfmoordlijn" in page


def test_words_that_find_nothing_say_so_and_everything_stands_by_topic(visitor: Client) -> None:
    page = asked(visitor, "", words="qqqq zzzz xxxx")
    assert dutch("We found nothing here for those words") in page
    for item in GuidanceItem.objects.all():
        assert str(item.pk) in page, item.code


@pytest.mark.parametrize("words", ["", "   ", "😀😀😀", "12345", "<script>alert(1)</script>", "a" * 900])
def test_strange_words_break_nothing(visitor: Client, words: str) -> None:
    page = asked(visitor, "", words=words)
    assert "<script>alert" not in page


def test_too_many_words_are_kept_and_said(visitor: Client) -> None:
    response = visitor.post("/nl/guidance/", {"words": "stress " * 800})
    assert response.status_code == 400
    assert "stress stress" in response.content.decode()


def test_numbers_to_call_say_who_is_open_and_where_it_is_known_from(visitor: Client) -> None:
    page = text_of(visitor.get("/nl/guidance/numbers/").content.decode())
    assert "0800 12 800" in page and "algemeen bekend, niet bevestigd" in page


def test_doors_show_at_most_three_things_to_read_and_the_way_to_rights(visitor: Client) -> None:
    page = visitor.post("/nl/doors/", {"need": ["talking.stress", "papers.none"]}).content.decode()
    section = page[page.index('id="read-title"') : page.index("</section>", page.index('id="read-title"'))]
    assert 1 <= section.count("<li>") <= 3
    assert 'formaction="/nl/guidance/rights/"' in page
    page = visitor.post("/nl/doors/", {"need": ["mobility.driving"]}).content.decode()
    assert 'id="read-title"' not in page
    assert 'formaction="/nl/guidance/rights/"' not in page


def changed(client: Client, item: GuidanceItem, **given: Any) -> Any:
    """The form as it was opened, with these fields filled in otherwise."""
    item.refresh_from_db()
    sent = {
        "title": item.titles["nl"]["text"],
        "body": item.bodies["nl"]["text"],
        "source": item.source,
        "source_date": item.source_date,
        "needs": item.needs,
        "audiences": item.audiences,
        "in_force": "on",
        "seen": item.changed_at.isoformat(),
    }
    return client.post(f"/nl/city/guidance/{item.pk}/", sent | given)


def test_a_coordinator_changes_an_item_and_the_search_sees_it_at_the_next_request(
    coordinator: Client, relaxing: GuidanceItem
) -> None:
    assert coordinator.get(f"/nl/city/guidance/{relaxing.pk}/").status_code == 200
    assert changed(coordinator, relaxing, title="Zeewandeling", needs=["meeting.sport"]).status_code == 302
    assert "Zeewandeling" in asked(coordinator, "", words="zeewandeling")
    assert dutch("changed here by a coordinator") in coordinator.get(f"/nl/guidance/{relaxing.pk}/").content.decode()


def test_the_texts_of_the_pages_language_are_changed_and_no_other(coordinator: Client, relaxing: GuidanceItem) -> None:
    coordinator.post(
        f"/fr/city/guidance/{relaxing.pk}/",
        {"title": "Se calmer", "body": "x", "source": "GGZ", "in_force": "on", "seen": relaxing.changed_at.isoformat()},
    )
    relaxing.refresh_from_db()
    assert relaxing.titles["fr"]["text"] == "Se calmer"
    assert relaxing.titles["nl"]["text"] == "Oefeningen om te ontspannen"


def test_what_somebody_else_saved_meanwhile_is_said(coordinator: Client, relaxing: GuidanceItem) -> None:
    seen = relaxing.changed_at.isoformat()
    assert changed(coordinator, relaxing, title="Eerst").status_code == 302
    response = changed(coordinator, relaxing, title="Later", seen=seen)
    assert response.status_code == 400
    relaxing.refresh_from_db()
    assert relaxing.titles["nl"]["text"] == "Eerst"


@pytest.mark.parametrize(
    "given",
    [
        {"title": ""},
        {"source": ""},
        {"title": "\u200b\u3164"},
        {"source": "\u2060"},
        {"needs": ["no.need"]},
        {"address": "javascript:alert(1)"},
        {"regions": ["x"]},
    ],
    ids=str,
)
def test_a_mistake_is_said_and_nothing_is_saved(
    coordinator: Client, relaxing: GuidanceItem, given: dict[str, Any]
) -> None:
    assert changed(coordinator, relaxing, **given).status_code == 400
    relaxing.refresh_from_db()
    assert not relaxing.edited


def test_a_change_is_taken_back_from_the_history(coordinator: Client, relaxing: GuidanceItem) -> None:
    changed(coordinator, relaxing, title="Zeewandeling")
    history = coordinator.get(f"/nl/city/guidance/history/{relaxing.pk}/").content.decode()
    assert "Zeewandeling" in history and "co@example.org" in history
    ((revision, seen),) = re.findall(
        r'name="revision" value="(\d+)"><input type="hidden" name="seen" value="(\d+)"', history
    )
    answer = coordinator.post(f"/nl/city/guidance/history/{relaxing.pk}/restore/", {"revision": revision, "seen": seen})
    assert answer.status_code == 302
    relaxing.refresh_from_db()
    assert relaxing.titles["nl"]["text"] == "Oefeningen om te ontspannen"


@pytest.mark.parametrize("revision", ["", "x", "99999999", "١"])
def test_no_such_state_brings_nothing_back(coordinator: Client, relaxing: GuidanceItem, revision: str) -> None:
    answer = coordinator.post(f"/nl/city/guidance/history/{relaxing.pk}/restore/", {"revision": revision})
    assert answer.status_code == 302
    relaxing.refresh_from_db()
    assert not relaxing.edited


def test_a_coordinator_adds_a_card(coordinator: Client) -> None:
    assert coordinator.get("/nl/city/guidance/new/card/").status_code == 200
    assert coordinator.get("/nl/city/guidance/new/song/").status_code == 404
    given = {"title": "Neem de tijd", "body": "- vraag door", "source": "ons overleg", "audiences": ["gp"]}
    assert coordinator.post("/nl/city/guidance/new/card/", given | {"in_force": "on"}).status_code == 302
    assert "Neem de tijd" in asked(coordinator, "cards/", audience="gp")


def seen_on(client: Client, address: str) -> str:
    """What the page says stood there when it was opened."""
    page = client.get(f"/nl/city/guidance/{address}").content.decode()
    return re.findall(r'name="seen" value="([^"]+)"', page)[0]


def test_a_helpline_is_confirmed_and_its_number_changed(coordinator: Client) -> None:
    seen = seen_on(coordinator, "numbers/be-106/")
    assert coordinator.post("/nl/city/guidance/numbers/be-106/confirm/", {"seen": seen}).status_code == 302
    assert Helpline.objects.get(code="be-106").confirmed
    given = {"number": "02 000 00 01", "hours": "days", "days": ["MO"], "opens": "10:00", "closes": "12:00"}
    given |= {"seen": seen_on(coordinator, "numbers/be-1712/")}
    assert coordinator.post("/nl/city/guidance/numbers/be-1712/", given).status_code == 302
    assert "02 000 00 01" in coordinator.get("/nl/guidance/numbers/").content.decode()
    given |= {"seen": seen_on(coordinator, "numbers/be-1712/")}
    equal, twice = {"closes": "10:00"}, {"days": ["MO", "MO"]}
    for wrong in ({"number": "bel ons"}, {"number": ""}, {"opens": ""}, {"hours": ""}, equal, twice):
        assert coordinator.post("/nl/city/guidance/numbers/be-1712/", given | wrong).status_code == 400


@pytest.mark.parametrize("address", ["", "new/card/", "numbers/be-106/", "history/be-106/"])
def test_an_account_alone_does_not_open_the_keeping(visitor: Client, address: str) -> None:
    user = get_user_model().objects.create_user("just@example.org")
    visitor.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert visitor.get(f"/nl/city/guidance/{address}").status_code == 403


@pytest.mark.parametrize("seen", ["", "x", "2026-13-45", "0001-01-01T00:00:00", "9" * 300])
def test_a_form_that_does_not_say_what_it_was_opened_on_is_not_saved(
    coordinator: Client, relaxing: GuidanceItem, seen: str
) -> None:
    assert changed(coordinator, relaxing, title="Later", seen=seen).status_code == 400
    relaxing.refresh_from_db()
    assert not relaxing.edited


def test_saving_once_more_over_what_somebody_else_saved_is_possible(coordinator: Client) -> None:
    old = {"seen": seen_on(coordinator, "numbers/be-1712/"), "hours": "always"}
    address = "/nl/city/guidance/numbers/be-1712/"
    assert coordinator.post(address, old | {"number": "02 000 00 01"}).status_code == 302
    refused = coordinator.post(address, old | {"number": "02 000 00 02"})
    assert refused.status_code == 400
    page = refused.content.decode()
    assert "confirm/" not in page, "nobody confirms a number that the page does not show"
    assert Helpline.objects.get(code="be-1712").number == "02 000 00 01"
    (fresh,) = re.findall(r'name="seen" value="([^"]+)"', page)
    assert coordinator.post(address, old | {"number": "02 000 00 02", "seen": fresh}).status_code == 302


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "old"}])
def test_a_number_that_was_not_seen_is_not_confirmed(coordinator: Client, sent: dict[str, str]) -> None:
    answer = coordinator.post("/nl/city/guidance/numbers/be-1712/confirm/", sent, follow=True)
    assert dutch("That cannot be done any more") in answer.content.decode()
    assert not Helpline.objects.get(code="be-1712").confirmed


def test_a_damaged_state_breaks_no_page_and_is_not_offered(coordinator: Client, relaxing: GuidanceItem) -> None:
    changed(coordinator, relaxing, title="Zeewandeling")
    damaged = Version.objects.get_for_object(relaxing).last()
    Version.objects.filter(pk=damaged.pk).update(serialized_data="[")
    page = coordinator.get(f"/nl/city/guidance/history/{relaxing.pk}/")
    assert page.status_code == 200 and b'name="revision"' not in page.content
    posted = {"revision": damaged.revision_id, "seen": Version.objects.get_for_object(relaxing).first().revision_id}
    assert coordinator.post(f"/nl/city/guidance/history/{relaxing.pk}/restore/", posted).status_code == 302
    relaxing.refresh_from_db()
    assert relaxing.titles["nl"]["text"] == "Zeewandeling"


def test_the_browsers_history_does_not_name_what_was_read(visitor: Client, relaxing: GuidanceItem) -> None:
    page = visitor.get(f"/nl/guidance/{relaxing.pk}/").content.decode()
    (title,) = re.findall(r"<title>(.*?)</title>", page, re.S)
    assert relaxing.titles["nl"]["text"] not in title
    assert title in visitor.get("/nl/guidance/").content.decode(), "as that of the page it is reached from"
