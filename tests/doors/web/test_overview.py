"""The public overview: what is known, what is to be asked, and texts of others shown as text."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from baken.directory.models import Organisation, Service


def test_an_unknown_rule_is_shown_as_ask(visitor: Client, town: dict[str, UUID]) -> None:
    Service.objects.filter(pk=town["Hulp bij schulden"]).update(
        asks_papers=None, ages_known=False, minimum_age=None, residence_rule="unknown", free=None, insurance_needed=None
    )
    html = visitor.get(f"/en/services/{town['Hulp bij schulden']}/").content.decode()
    for question in ("Ask: do I need papers?", "Ask: for which ages?", "Ask: what does it cost?"):
        assert f'<span class="asks-word">{question}</span>' in html


def test_a_service_says_who_confirmed_it_and_where_it_is_from(visitor: Client, town: dict[str, UUID]) -> None:
    html = visitor.get(f"/en/services/{town['Hulp bij schulden']}/").content.decode()
    assert "Confirmed 3 weeks ago, says demo." in html or "Confirmed 20 days ago, says demo." in html
    assert "Source:" in html


@pytest.mark.parametrize(
    ("assurer", "words"),
    [
        ("An Peeters", "Confirmed today."),
        ("an.peeters@example.org", "Confirmed today."),
        ("coordinator", "Confirmed today by a coordinator."),
        ("", "Confirmed today."),
    ],
)
def test_a_page_never_names_the_person_who_confirmed(
    visitor: Client, town: dict[str, UUID], assurer: str, words: str
) -> None:
    Service.objects.filter(pk=town["Hulp bij schulden"]).update(
        assurer=assurer, assured_date=timezone.localdate(), source=""
    )
    html = visitor.get(f"/en/services/{town['Hulp bij schulden']}/").content.decode()
    assert words in html
    assert "eeters" not in html


def test_a_text_in_another_language_says_so_to_people_and_to_screen_readers(
    visitor: Client, town: dict[str, UUID]
) -> None:
    html = visitor.get(f"/ar/services/{town['Hulp bij schulden']}/").content.decode()
    assert '<p lang="nl" dir="ltr">We lezen samen' in html
    assert "ليس عندنا هذا النص بلغتك بعد" in html


def test_a_machine_drafted_text_is_said_to_be_one(visitor: Client, town: dict[str, UUID]) -> None:
    service = Service.objects.get(pk=town["Hulp bij schulden"])
    service.description["fr"] = {"text": "Nous lisons vos lettres.", "state": "machine-drafted"}
    service.save()
    assert "Un ordinateur a traduit ce texte" in visitor.get(f"/fr/services/{service.pk}/").content.decode()


def test_html_in_a_text_is_shown_as_text(visitor: Client, town: dict[str, UUID]) -> None:
    service = Service.objects.get(pk=town["Hulp bij schulden"])
    service.name = {"nl": {"text": "<img src=x onerror=alert(1)>", "state": "original"}}
    service.save()
    Organisation.objects.filter(pk=service.organisation_id).update(name="<b>Kade</b>")
    for path in (f"/nl/services/{service.pk}/", "/nl/services/", f"/nl/organisations/{service.organisation_id}/"):
        html = visitor.get(path).content.decode()
        assert "<img src=x" not in html and "<b>Kade" not in html
    assert "<img src=x" not in visitor.post("/nl/doors/", {"need": ["money.debts"]}).content.decode()


def test_an_address_that_is_a_script_is_no_link(visitor: Client, town: dict[str, UUID]) -> None:
    Service.objects.filter(pk=town["Hulp bij schulden"]).update(url="javascript:alert(1)")
    assert "javascript:" not in visitor.get(f"/nl/services/{town['Hulp bij schulden']}/").content.decode()


@pytest.mark.parametrize("kind", ["services", "organisations"])
def test_an_id_that_is_not_here_is_not_found(visitor: Client, kind: str) -> None:
    assert visitor.get(f"/nl/{kind}/{uuid4()}/").status_code == 404


def test_a_service_opened_from_a_question_leads_back_to_it(visitor: Client, town: dict[str, UUID]) -> None:
    path = f"/nl/services/{town['Hulp bij schulden']}/"
    opened = visitor.post(path, {"need": ["money.debts"], "age": "52"})
    assert opened["Cache-Control"] == "no-store"
    assert '<input type="hidden" name="age" value="52">' in opened.content.decode()
    assert visitor.get(path)["Cache-Control"] == "no-cache"


def test_the_list_is_narrowed_by_domain_and_place_without_saying_so_in_the_address(visitor: Client) -> None:
    everything = visitor.get("/nl/services/").context["page"]
    money = visitor.post("/nl/services/", {"domain": "money"}).context["page"]
    assert 0 < money.total < everything.total
    assert all(any(need.code.startswith("money.") for need in row.needs) for row in money.rows)


@pytest.mark.parametrize(
    ("field", "value"), [("domain", "unicorns"), ("area", "Atlantis"), ("number", "0"), ("number", "x")]
)
def test_a_choice_that_does_not_exist_is_named(visitor: Client, field: str, value: str) -> None:
    response = visitor.post("/en/services/", {field: value})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_a_page_past_the_last_is_empty_but_said(visitor: Client) -> None:
    assert visitor.post("/nl/services/", {"number": "99"}).status_code == 200
    assert visitor.get("/nl/organisations/?page=99").status_code == 404
    assert visitor.get("/nl/organisations/?page=²").status_code == 404


def test_the_number_of_queries_of_the_list_does_not_grow(
    visitor: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        visitor.get("/nl/services/")


def test_every_page_says_that_the_town_is_invented(visitor: Client, town: dict[str, UUID]) -> None:
    for path in ("/nl/", "/nl/services/", "/nl/about/", "/nl/urgent/", "/nl/nothing/"):
        assert "Demonstratie." in visitor.get(path).content.decode()


def test_a_real_directory_does_not_say_so(visitor: Client) -> None:
    from baken.localities.models import Area

    Organisation.objects.update(source="city")
    Area.objects.all().delete()
    assert "Demonstratie." not in visitor.get("/nl/").content.decode()


@pytest.mark.parametrize(("language", "said"), [("nl", True), ("ar", True), ("en", False)])
def test_words_that_a_machine_drafted_are_said_to_be(visitor: Client, language: str, said: bool) -> None:
    assert (visitor.get(f"/{language}/").context["site"].machine_drafted) is said


def test_a_change_shows_at_the_next_look_and_an_unchanged_page_is_cheap(visitor: Client, town: dict[str, UUID]) -> None:
    debts = Service.objects.get(pk=town["Hulp bij schulden"])
    site = debts.service_at_locations.first().location_id
    house = f"/nl/organisations/{debts.organisation_id}/"
    service = f"/nl/services/{debts.pk}/"
    for path in (service, f"{service}sources/", house, "/nl/organisations/", f"/nl/places/{site}/", "/nl/services/"):
        first = visitor.get(path)
        assert (path, first.status_code, first["Cache-Control"]) == (path, 200, "no-cache")
        again = visitor.get(path, headers={"if-none-match": first["ETag"]})
        assert (path, again.status_code, again.content) == (path, 304, b"")
    known = visitor.get(service)["ETag"]
    Service.objects.filter(pk=debts.pk).update(room="full")
    changed = visitor.get(service, headers={"if-none-match": known})
    assert changed.status_code == 200


def test_the_base_map_is_ours_and_may_be_kept(visitor: Client) -> None:
    response = visitor.get("/map/nl.json")
    assert response.json()["type"] == "FeatureCollection"
    assert "max-age" in response["Cache-Control"]
    assert visitor.get("/map/xx.json").status_code == 404
