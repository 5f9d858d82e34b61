"""UNHCR Jordan's services: facts from the English file, words from both, nothing claimed that is not said."""

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from baken.core.eligibility import judge
from baken.core.hours import state_at
from baken.core.hours.opening import State
from baken.core.kinds import Person, Verdict
from baken.core.planning.kinds import AccessMode
from baken.directory.feeds import Report, import_feed
from baken.directory.feeds.unhcr import _mapping
from baken.directory.models import Location, Organisation, Service
from baken.directory.selectors import candidates, service_cards

EVERYTHING_SAID = {
    "3. Intake Criteria": {"Open to all": True},
    "1. Registration Type Requirement": {"No Requirement": True},
    "2. Nationality": {"No restriction": True},
    "5. Coverage": {"Countrywide": True},
    "4. Accessibility": {"Walk-in": True},
    "7. Availability Day": {"Sun-Thurs": True},
    "6. Availability": {"Every Day": True},
    "8. Office Open at": {"8:30am": True},
    "9. Office close at": {"Close at 16:00pm": True},
}


def feature(number: int = 1, *, arabic: bool = False, **properties: Any) -> dict[str, Any]:
    said = {
        "locationName": "مدينة" if arabic else "Amman Governorate",
        "partnerName": "IRC",
        "activity": 5598,
        "activityCategory": "الصحة" if arabic else "HEALTH",
        "activityName": "الخدمات الصحية" if arabic else "Health Services",
        "startDate": "2014-01-01",
        "endDate": "2014-12-31",
        "indicators": {"Primary healthcare": 1, "Mental health care": 0},
        **properties,
    }
    geometry = {"type": "Point", "coordinates": [35.93, 31.95]}
    return {"type": "Feature", "id": number, "properties": said, "geometry": geometry}


@pytest.fixture
def load(needs: None, tmp_path: Path) -> Any:
    def load(english: list[Any], arabic: list[Any] | None = None) -> Report:
        (tmp_path / "en.json").write_text(json.dumps(english))
        paths = [tmp_path / "en.json"]
        if arabic is not None:
            (tmp_path / "ar.json").write_text(json.dumps(arabic))
            paths.insert(0, tmp_path / "ar.json")
        return import_feed(kind="unhcr", paths=paths)

    return load


@pytest.mark.shared
def test_the_files_hold_562_services_and_a_second_run_changes_none(needs: None, shared: Path) -> None:
    files = [shared / f"data/unhcr-jordan-services/services_{language}.json" for language in ("en", "ar")]
    dry = import_feed(kind="unhcr", paths=files, dry_run=True)
    assert (dry.rows, dry.added, Service.objects.count()) == (562, 562, 0)
    report = import_feed(kind="unhcr", paths=files)
    assert (report.rows, report.added, report.refused) == (562, 562, ())
    assert (Service.objects.count(), Organisation.objects.count(), Location.objects.count()) == (562, 44, 82)
    assert import_feed(kind="unhcr", paths=list(reversed(files))).unchanged == 562
    assert not Service.objects.filter(service_needs=None).exists()


def test_every_need_of_the_mapping_exists(need_codes: list[str]) -> None:
    mapping = _mapping()
    used = {code for codes in (*mapping.activities.values(), *mapping.indicators.values()) for code in codes}
    assert used <= set(need_codes)


def test_the_key_is_id_and_activity(load: Any) -> None:
    assert load([feature(1), feature(1, activity=5599)]).added == 2
    (refusal,) = load([feature(1), feature(1)]).refused
    assert "twice" in refusal.message


def test_what_is_said_outright_becomes_a_rule(load: Any) -> None:
    load([feature(**EVERYTHING_SAID)])
    (candidate,) = candidates({Service.objects.get().id: {}})
    rules = candidate.rules
    assert (rules.genders, rules.welcome, rules.municipalities) == (frozenset(),) * 3
    assert (rules.asks_papers, rules.families_only) == (False, False)
    assert candidate.access == {AccessMode.WALK_IN}
    assert (candidate.free, candidate.spoken) == (None, {})


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"3. Intake Criteria": {"Woman at risk": True, "Specific Vulnerability Calculation/Scoring": True}},
        {"2. Nationality": {"Syrians only": True}},
        {"5. Coverage": {"City where the service is located": True}},
    ],
)
def test_what_is_for_people_to_judge_stays_unknown(load: Any, properties: dict[str, Any]) -> None:
    load([feature(**properties)])
    (candidate,) = candidates({Service.objects.get().id: {}})
    rules = candidate.rules
    assert (rules.ages, rules.genders, rules.welcome, rules.municipalities) == (None,) * 4


@pytest.mark.parametrize(
    ("registration", "asks"), [("No Requirement", False), ("MOI card", True), ("Valid UNHCR ASC and MOI card", True)]
)
def test_a_card_that_is_asked_is_a_paper_that_is_asked(load: Any, registration: str, asks: bool) -> None:
    load([feature(**{"1. Registration Type Requirement": {registration: True}})])
    assert Service.objects.get().asks_papers is asks


def test_a_space_for_women_is_for_women(load: Any) -> None:
    load([feature(activity=20815, activityName="Women Safe Spaces", **EVERYTHING_SAID)])
    assert Service.objects.get().genders == "woman"


def test_clear_hours_are_a_rule_in_the_time_of_amman(load: Any) -> None:
    load([feature(**EVERYTHING_SAID)])
    (candidate,) = candidates({Service.objects.get().id: {}})
    assert (candidate.opening.timezone, candidate.opening.country) == ("Asia/Amman", "JO")
    (rule,) = candidate.opening.rules
    assert (rule.opens, rule.closes, rule.valid_from, rule.valid_to) == (
        time(8, 30),
        time(16),
        date(2014, 1, 1),
        date(2014, 12, 31),
    )
    amman = ZoneInfo("Asia/Amman")
    assert state_at(candidate.opening, datetime(2014, 11, 12, 9, tzinfo=amman)).state == State.OPEN
    assert state_at(candidate.opening, datetime(2026, 11, 11, 9, tzinfo=amman)).state == State.UNKNOWN


@pytest.mark.parametrize(
    "said",
    [
        {"8. Office Open at": {"13:00pm": True, "8:30am": True}, "9. Office close at": None},
        {"8. Office Open at": {"12:00am": True}},
        {"9. Office close at": None},
        {"6. Availability": {"Once a month": True}},
        {"6. Availability": {"Once a week": True}},
        {"7. Availability Day": None},
    ],
)
def test_unclear_hours_stay_in_the_words_of_the_source(load: Any, said: dict[str, Any]) -> None:
    load([feature(**{**EVERYTHING_SAID, **said})])
    service = Service.objects.get()
    (candidate,) = candidates({service.id: {}})
    assert candidate.opening.rules == ()
    assert service_cards([service.id], ["en"])[service.id].hours_in_words


def test_a_service_planned_until_a_day_that_has_passed_is_to_be_asked(load: Any) -> None:
    load([feature(**EVERYTHING_SAID)])
    (candidate,) = candidates({Service.objects.get().id: {}})
    verdicts = [judge(candidate.rules, Person(), today=day).verdict for day in (date(2014, 12, 31), date(2026, 11, 22))]
    assert verdicts == [Verdict.YES, Verdict.ASK]


@pytest.mark.parametrize(
    ("said", "needed"),
    [
        ({"Referral required": "Yes"}, True),
        ({"Referral required": "Yes", "10. Referral Method": {"IA Form": True}}, True),
        ({"Referral required": "Yes", "10. Referral Method": {"Referrals not accepted": True}}, None),
        ({"Referral required": "Yes", "10. Referral Method": {"Referral is not required": True}}, None),
        ({"4. Accessibility": {"Referrals only": True}}, True),
        ({"Referral required": "No"}, False),
        ({}, None),
    ],
)
def test_a_referral_is_needed_where_the_source_does_not_say_two_things(
    load: Any, said: dict[str, Any], needed: bool | None
) -> None:
    load([feature(**said)])
    (candidate,) = candidates({Service.objects.get().id: {}})
    assert candidate.rules.referral_needed is needed


def test_hours_of_the_source_stay_in_its_words_when_they_have_lapsed(load: Any) -> None:
    load([feature(**EVERYTHING_SAID)])
    service = Service.objects.get()
    (words,) = service_cards([service.id], ["en"])[service.id].hours_in_words
    assert words.text == "Sun-Thurs, Every Day, 8:30am, Close at 16:00pm"


def test_always_open_ends_with_the_service(load: Any) -> None:
    load([feature(**{**EVERYTHING_SAID, "8. Office Open at": {"Always open": True}, "9. Office close at": None})])
    assert Service.objects.get().always is False


def test_it_is_as_old_as_the_source_says_and_still_findable(load: Any) -> None:
    load([feature()])
    service = Service.objects.get()
    assert service.assured_date == date(2014, 1, 1)
    assert service_cards([service.id], ["en"])[service.id].stale
    assert service in Service.objects.in_use()


def test_arabic_words_stand_beside_the_english_and_arabic_facts_are_not_read(load: Any) -> None:
    shifted = {"3. معايير القبول": {"حالة صحية خطيرة": True}}
    load([feature(**EVERYTHING_SAID)], [feature(arabic=True, **shifted)])
    service = Service.objects.get()
    assert service.name["ar"] == {"text": "الخدمات الصحية", "state": "machine-drafted"}
    assert service.genders == "any"
    assert Location.objects.get().name["ar"]["text"] == "مدينة"


def test_needs_come_from_the_indicators_that_are_set(load: Any) -> None:
    load([feature(), feature(2, indicators={})])
    found = [
        [need.need_id for need in service.service_needs.all()] for service in Service.objects.order_by("source_id")
    ]
    assert found == [["health.doctor", "health.medicine"], ["health.doctor"]]


@pytest.mark.parametrize(
    ("english", "arabic", "words"),
    [
        ([feature(1), feature(2)], [feature(2, arabic=True), feature(1, arabic=True)], "same order"),
        ([feature(1), feature(2)], [feature(1, arabic=True)], "one export"),
        ([feature(1, arabic=True)], None, "no English file"),
        ([feature(1, activity="x")], None, "must be a number"),
        ([feature(1, partnerName=None)], None, "missing"),
        ([feature(1, startDate="2014-13-01")], None, "not a date"),
        ([feature(1, endDate="2013-01-01")], None, "before"),
        ([feature(1, **{"4. Accessibility": ["Walk-in"]})], None, "options"),
        ([feature(1, indicators={"x": "many"})], None, "numbers"),
        ([{"type": "Feature", "id": 1}], None, "missing"),
        ([{**feature(1), "geometry": {"coordinates": [200, 31]}}], None, "-180 to 180"),
        ([{**feature(1), "geometry": {"coordinates": [35]}}], None, "longitude, latitude"),
        (["x"], None, "must be an object"),
    ],
)
def test_broken_rows_are_told_and_nothing_is_written(load: Any, english: Any, arabic: Any, words: str) -> None:
    report = load(english, arabic)
    assert words in " ".join(refusal.message for refusal in report.refused)
    assert not Organisation.objects.exists()
