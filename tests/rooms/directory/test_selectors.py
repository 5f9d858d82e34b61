"""What others read: facts for planning in a fixed number of queries, cards in the reader's language."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from baken.core.hours.opening import ChangeKind, HolidayRule, Weekday
from baken.core.kinds import LatLon, Residence, TextState
from baken.core.planning.kinds import AccessMode, Room, SpokenBy
from baken.directory import models, selectors
from baken.directory.feeds import Report

Load = Callable[..., Report]
TWO_SITES = """
language: nl
organisations:
  - key: huis
    name: Huis
    locations:
      - {key: oost, name: Oost, address: Oosterstraat 1, municipality: Stad, lat: 51.0, lon: 4.0, wheelchair: yes,
         phones: ["03 1"]}
      - {key: west, name: West, municipality: Stad, lat: 51.1, lon: 4.1, changes: [{kind: closed, from: -1, to: 3}]}
    services:
      - key: les
        name: {nl: Taalles, fr: Cours de langue}
        at: [oost, {location: west, hours: [tue 18:00-20:00]}]
        hours: [mon 09:00-12:00]
        access: [walk-in, online]
        languages: {nl: [interpreter, staff]}
        municipalities: [Stad]
        residence: [asylum-seeker]
        genders: [woman]
      - key: lijn
        name: Luisterlijn
        access: [online]
        always: true
        status: temporarily closed
      - key: vroeger
        name: Vroeger
        status: defunct
"""


@pytest.fixture
def two_sites(load_yaml: Load) -> dict[str, models.Service]:
    assert not load_yaml(TWO_SITES).refused
    return {service.source_id.split("/")[1]: service for service in models.Service.objects.all()}


def test_there_is_a_candidate_for_each_place_and_one_without_a_place(two_sites: dict[str, models.Service]) -> None:
    fit = {service.id: {"language.learn": 0.5} for service in two_sites.values()}
    found = selectors.candidates({**fit, uuid4(): {}})
    assert sorted((str(one.place), one.need_fit["language.learn"]) for one in found) == [
        ("LatLon(lat=51.0, lon=4.0)", 0.5),
        ("LatLon(lat=51.1, lon=4.1)", 0.5),
        ("None", 0.5),
    ]


def test_hours_of_a_site_win_over_hours_of_the_service(two_sites: dict[str, models.Service]) -> None:
    found = {one.place: one for one in selectors.candidates({two_sites["les"].id: {}})}
    (east,) = found[LatLon(51.0, 4.0)].opening.rules
    (west,) = found[LatLon(51.1, 4.1)].opening.rules
    assert (east.weekdays, east.opens) == ({Weekday.MO}, time(9))
    assert (west.weekdays, west.opens) == ({Weekday.TU}, time(18))


def test_a_change_of_a_site_holds_for_that_site_only(two_sites: dict[str, models.Service]) -> None:
    found = {one.place: one for one in selectors.candidates({two_sites["les"].id: {}})}
    assert found[LatLon(51.0, 4.0)].opening.changes == ()
    assert [change.kind for change in found[LatLon(51.1, 4.1)].opening.changes] == [ChangeKind.CLOSED]


def test_rules_come_as_they_were_said(two_sites: dict[str, models.Service]) -> None:
    found = {one.place: one for one in selectors.candidates({two_sites["les"].id: {}})}
    east = found[LatLon(51.0, 4.0)]
    assert {str(gender) for gender in east.rules.genders or ()} == {"woman"}
    assert east.rules.welcome == {Residence.ASYLUM_SEEKER}
    assert east.rules.municipalities == {"Stad"}
    assert (east.rules.wheelchair, found[LatLon(51.1, 4.1)].rules.wheelchair) == (True, None)
    assert east.spoken == {"nl": SpokenBy.STAFF}
    assert east.access == {AccessMode.WALK_IN, AccessMode.ONLINE}
    assert east.capacity.room == Room.UNKNOWN


def test_a_temporarily_closed_service_is_shut_and_a_defunct_one_is_gone(two_sites: dict[str, models.Service]) -> None:
    (line,) = selectors.candidates({two_sites["lijn"].id: {}, two_sites["vroeger"].id: {}})
    assert [change.kind for change in line.opening.changes] == [ChangeKind.CLOSED]
    assert line.digital_only
    assert {document.title for document in selectors.documents()} == {"Taalles", "Luisterlijn"}


@pytest.mark.parametrize(
    "schedule",
    [
        {"freq": "MONTHLY", "byday": "2MO"},
        {"freq": ""},
        {"freq": "WEEKLY", "byday": ""},
        {"freq": "WEEKLY", "byday": "XX"},
        {"freq": "WEEKLY", "byday": "MO", "opens_at": None, "closes_at": None},
    ],
)
def test_hours_known_in_part_are_not_known(two_sites: dict[str, models.Service], schedule: dict[str, Any]) -> None:
    service = two_sites["lijn"]
    hours = {"opens_at": time(9), "closes_at": time(12)}
    models.Schedule.objects.create(service=service, freq="WEEKLY", byday="FR", **hours)
    assert len(selectors.candidates({service.id: {}})[0].opening.rules) == 1
    models.Schedule.objects.create(service=service, **{**hours, **schedule})
    assert selectors.candidates({service.id: {}})[0].opening.rules == ()


def test_listed_without_a_list_is_not_known(two_sites: dict[str, models.Service]) -> None:
    service = two_sites["lijn"]
    models.Service.objects.filter(pk=service.pk).update(residence_rule="listed", area_rule="listed")
    (line,) = selectors.candidates({service.id: {}})
    assert (line.rules.welcome, line.rules.municipalities) == (None, None)


def test_a_country_whose_holidays_are_not_known_has_none(two_sites: dict[str, models.Service]) -> None:
    models.Location.objects.update(country="XX")
    found = selectors.candidates({two_sites["les"].id: {}})
    assert {(one.opening.country, one.opening.holidays) for one in found} == {("BE", HolidayRule.AS_USUAL)}


def test_the_number_of_queries_does_not_grow_with_the_services(
    two_sites: dict[str, models.Service], django_assert_num_queries: Any
) -> None:
    one, all_of_them = [two_sites["les"].id], [service.id for service in two_sites.values()]
    for ids in (one, all_of_them):
        with django_assert_num_queries(9):
            selectors.candidates({service_id: {} for service_id in ids})
        with django_assert_num_queries(8):
            selectors.service_cards(ids, ["nl"])


def test_no_services_are_no_candidates(db: None) -> None:
    assert selectors.candidates({}) == []


def test_a_card_speaks_the_readers_language_where_it_can(two_sites: dict[str, models.Service]) -> None:
    service = two_sites["les"]
    french = selectors.service_cards([service.id], ["fr"])[service.id]
    arabic = selectors.service_cards([service.id], ["ar", "nl"])[service.id]
    assert (french.name.text, french.name.language, french.name.state) == ("Cours de langue", "fr", TextState.REVIEWED)
    assert (arabic.name.text, arabic.name.language) == ("Taalles", "nl")


def test_a_card_can_be_turned_to_another_site(two_sites: dict[str, models.Service]) -> None:
    card = selectors.service_cards([two_sites["les"].id], ["nl"])[two_sites["les"].id]
    east, west = card.sites
    assert (card.address_lines, [phone.number for phone in card.phones]) == (("Oosterstraat 1", "Stad"), ["03 1"])
    assert len(card.notices) == 1
    assert (card.at(west.id).address_lines, card.at(west.id).place) == (("West", "Stad"), LatLon(51.1, 4.1))
    assert (len(card.at(west.id).notices), len(card.at(east.id).notices)) == (1, 0)
    assert card.at(None) == card


def test_a_card_says_features_and_how_old_it_is(example: models.Service) -> None:
    card = selectors.service_cards([example.id], ["nl"])[example.id]
    assert card.features == ("diverse-staff", "child-care", "lgbti-safe", "no-faith")
    assert (card.stale, card.confirmed_by, card.free) == (False, "redactie", True)
    models.Service.objects.update(assured_date=timezone.localdate() - timedelta(days=400))
    assert selectors.service_cards([example.id], ["nl"])[example.id].stale
    assert list(models.Service.objects.stale_on(timezone.localdate())) == [example]


def test_a_fax_is_not_a_number_to_call_and_lapsed_notices_are_gone(example: models.Service) -> None:
    example.phones.update(kind="fax")
    example.temporary_changes.update(starts="2020-01-01T00:00:00Z", ends="2020-01-02T00:00:00Z")
    card = selectors.service_cards([example.id], ["nl"])[example.id]
    at_the_site = models.Phone.objects.get(location__isnull=False)
    assert [phone.number for phone in card.phones] == [at_the_site.number]
    assert card.notices == ()


def test_no_page_or_card_knows_of_mobilisation(example: models.Service) -> None:
    models.Organisation.objects.update(mobilisation="anti-migrant")
    page = selectors.organisation_page(example.organisation_id, ["nl"])
    assert "anti-migrant" not in repr(page) + repr(selectors.service_page(example.id, ["nl"]))


def test_pages_lists_and_the_map_show_what_is_offered_now(two_sites: dict[str, models.Service]) -> None:
    les, gone = two_sites["les"], two_sites["vroeger"]
    page = selectors.service_page(les.id, ["nl"])
    assert page is not None
    assert [card.name.text for card in page.others] == ["Luisterlijn"]
    assert len(page.candidates) == 2
    assert selectors.service_page(gone.id, ["nl"]) is None
    assert selectors.organisation_page(uuid4(), ["nl"]) is None
    (organisation,) = selectors.organisation_cards(["nl"])
    assert (organisation.services, organisation.municipalities) == (2, ("Stad",))
    assert [(point.name, point.service_ids) for point in selectors.map_points(["nl"])] in (
        [("Oost", (les.id,)), ("West", (les.id,))],
        [("West", (les.id,)), ("Oost", (les.id,))],
    )
    assert selectors.map_points(["nl"], ids=[gone.id]) == []


def test_services_for_needs_come_best_fit_first(example: models.Service) -> None:
    assert selectors.services_for_needs(["money.bailiff", "money.debts", "work.find"]) == {
        example.id: ("money.debts", "money.bailiff")
    }


def test_documents_hold_the_original_words_the_needs_and_the_place(example: models.Service) -> None:
    (document,) = selectors.documents([example.id])
    assert (document.language, document.title) == ("nl", "Hulp bij schulden")
    assert "We lezen samen uw brieven" in document.text
    assert "Buurthuis" in document.text
    assert document.need_codes == ("money.debts", "money.bailiff")
    assert document.place == LatLon(51.2101, 4.4102)
