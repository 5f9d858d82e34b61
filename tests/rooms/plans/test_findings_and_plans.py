"""From a question to doors and a plan: every need gets its chance, nothing vanishes unsaid."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.core.eligibility.rules import Rules
from baken.core.kinds import Gender, Person, Residence, Verdict
from baken.core.planning.covering import ANSWERS_FROM
from baken.core.planning.kinds import AccessMode
from baken.directory.models import Organisation, Service, ServiceAtLocation
from baken.localities.models import Area
from baken.needs.selectors import Hit
from baken.plans import selectors
from baken.plans.kinds import PlanSheet, Question
from baken.plans.phrasing import left_out_sentence, sentence, spoken_by
from baken.plans.sealing import SealedPlan, SealedStep
from baken.plans.selectors import find_for, plan_for, sealed, sheet_from

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
THREE = ("money.debts", "talking.sleep", "family.school")


def _question(*needs: str, **fields: object) -> Question:
    return replace(Question(when=MONDAY, language="nl", needs=needs), **fields)  # type: ignore[arg-type]


def _needs_of(sheet: PlanSheet) -> set[str]:
    return {chip.code for step in sheet.steps for chip in step.needs}


def _queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


# ---- several needs ------------------------------------------------------------------------------------------------


def test_three_needs_each_get_a_step(town: None) -> None:
    assert _needs_of(plan_for(_question(*THREE))) == set(THREE)


def test_a_need_with_many_doors_does_not_crowd_out_the_others(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a large directory, where the first need alone fills all that ranking looks at."""
    monkeypatch.setattr(selectors, "CANDIDATES", 2)
    monkeypatch.setattr(selectors, "LEAST_OF_A_NEED", 2)
    assert _needs_of(plan_for(_question(*THREE))) == set(THREE)


def test_a_need_without_a_door_is_said_to_have_none(town: None) -> None:
    sheet = plan_for(_question("money.debts", "mobility.driving"))
    (left,) = [view for view in sheet.left_out if view.need is not None]
    assert left.need is not None
    assert left.need.code == "mobility.driving"
    assert left_out_sentence(left, "en").startswith("Driving")
    assert "no door" in left_out_sentence(left, "en")


def test_a_need_that_was_taken_away_is_not_answered(town: None) -> None:
    findings = find_for(_question("money.debts", "talking.sleep", without=("money.debts",)))
    assert [chip.code for chip in findings.needs] == ["talking.sleep"]


def test_a_plan_of_chosen_doors_holds_no_others(town: None) -> None:
    all_steps = plan_for(_question(*THREE)).steps
    only = UUID(all_steps[0].door.candidate.service_id)
    sheet = plan_for(_question(*THREE), chosen=[only])
    assert [step.card.id for step in sheet.steps] == [only]


# ---- who asks -----------------------------------------------------------------------------------------------------


def test_a_neighbourhood_counts_as_its_municipality(town: None) -> None:
    square = {"type": "Polygon", "coordinates": [[[4, 51], [5, 51], [5, 52], [4, 51]]]}
    box = {"south": 51, "north": 52, "west": 4, "east": 5}
    shape = {"polygon": square, "lat": 51.1, "lon": 4.1, "source": "test", **box}
    city = Area.objects.create(code="C", kind="municipality", names=_named("Voorbeeldstad"), **shape)
    Area.objects.create(code="N", kind="neighbourhood", names=_named("Oeverwijk"), parent=city, **shape)
    citizen = Person(age=40, residence=Residence.CITIZEN, municipality="oeverwijk")
    findings = find_for(_question("money.debts", person=citizen, include_no=True))
    (budget,) = [view for view in findings.doors if view.card.name.text == "Budgetloket"]
    assert "municipality.fits" in [reason.code for reason in budget.door.reasons]


def _named(name: str) -> dict[str, dict[str, str]]:
    return {"nl": {"text": name, "state": "original"}}


def test_a_home_that_no_map_knows_stays_as_it_was_said(town: None) -> None:
    person = Person(residence=Residence.CITIZEN, municipality="Elders")
    budget = Service.objects.get(name__nl__text="Budgetloket")
    findings = find_for(_question("money.debts", person=person))
    assert findings.hidden == 1
    assert budget.id not in [view.card.id for view in findings.doors]


@pytest.mark.parametrize(
    ("said", "detected", "reading", "spoken"),
    [
        (("ti", "nl"), "nl", "nl", ("ti", "nl")),
        ((), "ar", "nl", ("ar",)),
        ((), "und", "fr", ("fr",)),
        ((), "", "fr", ("fr",)),
    ],
)
def test_at_the_desk_people_speak_what_they_said_else_wrote_else_read(
    said: tuple[str, ...], detected: str, reading: str, spoken: tuple[str, ...], town: None
) -> None:
    findings = find_for(_question("money.debts", language=reading, person=Person(languages=said)))
    assert spoken_by(replace(findings, language=detected)) == spoken


# ---- the list of doors --------------------------------------------------------------------------------------------


def test_the_best_few_are_the_first_of_all(town: None) -> None:
    every = find_for(_question(*THREE, limit=50)).doors
    assert len(every) > 3
    for limit in (1, 2, 3):
        few = find_for(_question(*THREE, limit=limit)).doors
        assert [view.card.id for view in few] == [view.card.id for view in every[:limit]]


def test_doors_that_say_no_are_counted_and_shown_only_when_asked_for(town: None) -> None:
    stranger = Person(age=52, residence=Residence.NO_PAPERS)
    shut = find_for(_question("money.debts", person=stranger))
    assert shut.hidden == 1
    assert Verdict.NO not in [view.door.judgement.verdict for view in shut.doors]
    all_of_them = find_for(_question("money.debts", person=stranger, include_no=True))
    assert all_of_them.hidden == 1
    assert [view.door.judgement.verdict for view in all_of_them.doors].index(Verdict.NO) == len(shut.doors)


def test_doors_that_say_no_never_take_the_place_of_others(town: None) -> None:
    stranger = Person(age=52, residence=Residence.NO_PAPERS)
    doors = find_for(_question("money.debts", person=stranger, include_no=True, limit=1)).doors
    assert [view.door.judgement.verdict is Verdict.NO for view in doors] == [False, True]


def test_what_is_only_online_comes_after_every_door(town: None) -> None:
    doors = find_for(_question("money.debts", limit=50)).doors
    digital = [view.door.candidate.digital_only for view in doors]
    assert digital == sorted(digital)
    assert any(digital)


def test_a_service_of_two_places_is_one_door(town: None) -> None:
    service = Service.objects.get(name__nl__text="Hulp bij schulden")
    other = ServiceAtLocation.objects.exclude(service=service).exclude(
        location__in=service.service_at_locations.values("location")
    )
    ServiceAtLocation.objects.create(id=uuid4(), service=service, location=other[0].location)
    doors = find_for(_question("money.debts")).doors
    assert [view.card.id for view in doors].count(service.id) == 1


def test_when_we_are_not_sure_there_are_no_doors_but_the_urgent_numbers(town: None) -> None:
    findings = find_for(_question(words="xqzv wrtpl"))
    assert not findings.sure
    assert findings.doors == ()
    assert "112" in [card.number for card in findings.helplines]


def test_a_ticked_need_is_sure_whatever_the_words(town: None) -> None:
    findings = find_for(_question("talking.sleep", words="xqzv wrtpl"))
    assert findings.sure
    assert findings.needs[0].ticked
    assert findings.doors
    assert findings.helplines == ()


def test_danger_in_the_words_brings_helplines_beside_the_doors(town: None) -> None:
    findings = find_for(_question("talking.sleep", words="I want to kill myself", language="en"))
    assert findings.danger == ("suicide",)
    assert findings.helplines
    assert findings.doors


def test_who_speaks_of_suicide_finds_only_doors_to_be_heard_at(town: None) -> None:
    findings = find_for(_question(words="I want to kill myself", language="en"))
    assert findings.doors
    for view in findings.doors:
        assert any(code.startswith("talking.") for code in view.door.candidate.need_fit)
        assert not view.door.candidate.rules.for_some_only
    assert all(chip.code.startswith("talking.") for chip in (*findings.needs, *findings.suggested))


def test_doors_to_be_heard_at_are_for_anyone_unless_there_are_none(town: None) -> None:
    (candidate, *_) = (view.door.candidate for view in find_for(_question("talking.sleep")).doors)
    women = replace(candidate, rules=replace(candidate.rules, genders=frozenset({Gender.WOMAN})))
    online = replace(candidate, access=frozenset({AccessMode.ONLINE}))
    anyone = replace(candidate, rules=Rules())
    assert selectors._open_to_anyone([women, anyone, online]) == [anyone]
    assert selectors._open_to_anyone([women, online]) == [women]


def test_the_door_to_be_heard_at_soonest_is_first(town: None) -> None:
    findings = find_for(_question(words="Ik wil niet meer leven", when=MONDAY.replace(hour=22)))
    worths = [next(part.value for part in view.door.parts if part.name == "open") for view in findings.doors]
    assert worths == sorted(worths, reverse=True)


def test_a_list_is_not_filled_up_with_doors_that_answer_nothing(town: None) -> None:
    findings = find_for(_question("money.debts", limit=50))
    assert findings.doors
    assert all(view.door.candidate.need_fit.get("money.debts", 0) >= ANSWERS_FROM for view in findings.doors)


@pytest.mark.parametrize(
    ("fit", "text", "shown"), [(0.8, 0.0, True), (0.1, 0.9, True), (0.1, 0.4, False), (None, 0.59, False)]
)
def test_a_service_belongs_by_a_need_or_by_what_it_clearly_says(fit: float | None, text: float, shown: bool) -> None:
    hit = Hit(uuid4(), {} if fit is None else {"money.debts": fit}, text, 0.9)
    assert selectors._belongs(hit) is shown


def test_on_another_day_no_reason_speaks_of_today(town: None) -> None:
    asked = _question("money.debts", language="en", another_day=True)
    (step, *_) = plan_for(asked).steps
    said = [sentence(reason, "en") for reason in (*step.reasons, *step.door.reasons)]
    assert "You can go on Monday 23 November." in said
    assert not any("today" in words.casefold() for words in said)
    (door, *_) = find_for(asked).doors
    assert any(sentence(reason, "en").startswith("Open on Monday") for reason in door.door.reasons)


# ---- a kept plan --------------------------------------------------------------------------------------------------


def test_a_kept_plan_opens_with_the_same_steps_in_any_language(town: None) -> None:
    sheet = plan_for(_question(*THREE))
    for language in ("nl", "ti", "ar"):
        again = sheet_from(sealed(sheet), language=language, when=MONDAY)
        assert [step.card.id for step in again.steps] == [step.card.id for step in sheet.steps]
        assert [len(step.hours) for step in again.steps] == [14] * len(sheet.steps)
        assert again.findings.question.language == language
    assert again.made_on == sheet.made_on


def test_a_kept_plan_says_which_door_is_gone(town: None) -> None:
    kept = sealed(plan_for(_question(*THREE)))
    gone = kept.steps[0]
    Service.objects.filter(pk=gone.service_id).update(status="defunct")
    sheet = sheet_from(kept, language="en", when=MONDAY)
    assert gone.service_id not in [step.card.id for step in sheet.steps]
    told = [left_out_sentence(view, "en") for view in sheet.left_out]
    assert len(told) == len(gone.needs)
    assert all("no longer offered" in line for line in told)


def test_a_door_that_moved_is_shown_where_it_is_now(town: None) -> None:
    kept = sealed(plan_for(_question("money.debts")))
    moved = replace(kept, steps=tuple(replace(step, site_id=uuid4()) for step in kept.steps))
    assert len(sheet_from(moved, language="nl", when=MONDAY).steps) == len(kept.steps)


@pytest.mark.parametrize("needs", [(), ("needs.that-was-retired",)])
def test_a_kept_plan_outlives_its_needs(needs: tuple[str, ...], town: None) -> None:
    kept = sealed(plan_for(_question("money.debts")))
    old = replace(kept, steps=tuple(replace(step, needs=needs) for step in kept.steps))
    sheet = sheet_from(old, language="nl", when=MONDAY)
    assert len(sheet.steps) == len(kept.steps)
    assert all(step.needs == () for step in sheet.steps)


def test_a_kept_plan_of_nothing_is_empty_and_a_gone_door_without_needs_is_still_said(town: None) -> None:
    empty = SealedPlan("nl", date(2026, 11, 23), ())
    assert sheet_from(empty, language="nl", when=MONDAY).steps == ()
    stray = replace(empty, steps=(SealedStep(uuid4(), None, ()),))
    (left,) = sheet_from(stray, language="en", when=MONDAY).left_out
    assert "no longer offered" in left_out_sentence(left, "en")


def test_a_kept_plan_holds_nothing_of_the_person(town: None) -> None:
    person = Person(age=52, residence=Residence.NO_PAPERS, languages=("ti",), municipality="Voorbeeldstad")
    kept = sealed(plan_for(_question(*THREE, words="Ik ben Zebedeus", person=person)))
    assert "no-papers" not in str(kept)
    assert "Zebedeus" not in str(kept)
    assert kept.language == "nl"


# ---- how much it reads --------------------------------------------------------------------------------------------


def test_more_needs_and_more_doors_cost_no_more_queries(town: None) -> None:
    def one() -> object:
        return find_for(_question("money.debts", limit=2))

    def many() -> object:
        return find_for(_question(*THREE, "health.doctor", limit=50))

    one()
    assert _queries(one) == _queries(many) <= 32


def test_longer_plans_cost_no_more_queries(town: None) -> None:
    plan_for(_question("family.school"))
    assert _queries(lambda: plan_for(_question("family.school"))) == _queries(
        lambda: plan_for(_question(*THREE, "health.doctor"))
    )
    short, long = (sealed(plan_for(_question(*needs))) for needs in (THREE[:1], THREE))
    assert _queries(lambda: sheet_from(short, language="nl", when=MONDAY)) == _queries(
        lambda: sheet_from(long, language="nl", when=MONDAY)
    )


def test_a_directory_that_is_no_demonstration_is_not_called_invented(town: None) -> None:
    assert plan_for(_question("money.debts")).invented
    Organisation.objects.update(source="hsds")
    assert not plan_for(_question("money.debts")).invented
