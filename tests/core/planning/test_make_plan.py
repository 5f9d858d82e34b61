"""Few places for several needs, causes first, nothing silently dropped."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planning_cases import (
    ASKED,
    EVERYONE,
    HOME,
    NINE_TO_FIVE,
    SHUT_TO_ALL,
    TODAY,
    TOMORROW,
    WALKING,
    WEDNESDAY,
    Buses,
    asker,
    candidate,
    hours,
)

from baken.core.hours import ChangeKind, Opening, TemporaryChange
from baken.core.kinds import LatLon, Reason, Verdict
from baken.core.planning import (
    REASON_CODES,
    AccessMode,
    AskedNeed,
    Candidate,
    Capacity,
    Plan,
    Room,
    make_plan,
    rank,
)
from baken.core.planning.codes import LEFT_OUT_CODES, NETWORK_CODES, STEP_CODES
from baken.core.planning.covering import ANSWERS_FROM, MOST_STEPS, POOL
from baken.core.planning.network import own_network
from baken.core.planning.ordering import URGENT, Stop, causes_among, upside_down
from baken.core.reach import WithBarriers

ONLINE = frozenset({AccessMode.ONLINE})
FULL = Capacity(Room.FULL, None, TODAY)
NEVER = Opening(rules=NINE_TO_FIVE.rules, changes=(TemporaryChange(ChangeKind.CLOSED, WEDNESDAY.replace(month=1)),))
DEBTS, SLEEP, SCHOOL, FOOD = "money.debts", "talking.sleep", "family.school", "money.food"


def plan_of(needs: Sequence[str | AskedNeed], *candidates: Candidate) -> Plan:
    asked = [need if isinstance(need, AskedNeed) else AskedNeed(need, 1.0) for need in needs]
    who = asker()
    return make_plan(asked, rank(candidates, who, walking=WALKING), who, WALKING)


def test_a_door_too_far_to_walk_to_is_a_step_only_where_no_nearer_door_or_phone_answers() -> None:
    far = candidate("far", {DEBTS: 1.0, FOOD: 1.0}, metres=8_000)
    near = candidate("near", {DEBTS: 0.5}, metres=1_000, free=None)
    called = candidate("called", {DEBTS: 0.5}, metres=8_000, access=frozenset({AccessMode.WALK_IN, AccessMode.PHONE}))
    assert steps(plan_of([DEBTS], far, near)) == [("near", (DEBTS,))]
    assert steps(plan_of([DEBTS], far, called)) == [("called", (DEBTS,))]
    (only,) = plan_of([FOOD], far, near).steps
    assert only.door.candidate.service_id == "far"
    assert "plan.open-today" not in [reason.code for reason in only.reasons]
    assert "walk.far" in [reason.code for reason in only.door.reasons]


def steps(plan: Plan) -> list[tuple[str, tuple[str, ...]]]:
    return [(step.door.candidate.service_id, step.needs) for step in plan.steps]


def why_not(plan: Plan) -> dict[str | None, str]:
    return {left.need: left.reason.code for left in plan.left_out if left.need}


def step_codes(plan: Plan, place: int) -> list[str]:
    return [reason.code for reason in plan.steps[place].reasons]


# Few places


def test_one_need_is_one_step_to_the_best_door() -> None:
    plan = plan_of([DEBTS], candidate("far", metres=4_000), candidate("near", metres=200))
    assert steps(plan) == [("near", (DEBTS,))]


def test_a_door_that_answers_several_needs_is_better_than_several_doors() -> None:
    plan = plan_of(
        [DEBTS, SLEEP],
        candidate("debts", {DEBTS: 1.0}),
        candidate("sleep", {SLEEP: 1.0}),
        candidate("both", {DEBTS: 0.8, SLEEP: 0.8}),
    )
    assert steps(plan) == [("both", (DEBTS, SLEEP))]
    assert "plan.several-needs" in step_codes(plan, 0)


def test_two_good_doors_are_better_than_one_that_hardly_fits() -> None:
    plan = plan_of(
        [DEBTS, SLEEP],
        candidate("debts", {DEBTS: 1.0}),
        candidate("sleep", {SLEEP: 1.0}),
        candidate("both", {DEBTS: 0.31, SLEEP: 0.31}, metres=4_000, confirmed_on=None),
    )
    assert {name for name, _ in steps(plan)} == {"debts", "sleep"}


def test_of_equal_doors_those_under_one_roof_are_taken() -> None:
    plan = plan_of(
        [DEBTS, SLEEP],
        candidate("debts", {DEBTS: 1.0}, metres=500, site_id="house"),
        candidate("sleep-elsewhere", {SLEEP: 1.0}, metres=-480, site_id="other"),
        candidate("sleep", {SLEEP: 1.0}, metres=500, site_id="house"),
    )
    assert steps(plan) == [("debts", (DEBTS,)), ("sleep", (SLEEP,))]
    assert plan.steps[1].reasons[0] == Reason("plan.same-place", None, {"step": 1})


def test_two_houses_at_one_spot_are_one_place_whoever_runs_them() -> None:
    plan = plan_of(
        [DEBTS, SLEEP],
        candidate("debts", {DEBTS: 1.0}, metres=500, site_id="house-a"),
        candidate("sleep", {SLEEP: 1.0}, metres=501, site_id="house-b"),
    )
    assert "plan.same-place" in step_codes(plan, 1)


def test_doors_near_each_other_make_one_trip() -> None:
    plan = plan_of(
        [DEBTS, SLEEP],
        candidate("debts", {DEBTS: 1.0}, metres=1_000),
        candidate("sleep-west", {SLEEP: 1.0}, metres=-950),
        candidate("sleep-east", {SLEEP: 1.0}, metres=1_100),
    )
    assert {name for name, _ in steps(plan)} == {"debts", "sleep-east"}
    assert "plan.near-previous" in step_codes(plan, 1)


def test_a_plan_has_at_most_four_steps_and_names_what_it_left_out() -> None:
    needs = [AskedNeed(f"work.n{number}", 1.0 - number / 10) for number in range(6)]
    doors = [candidate(f"s{number}", {need.code: 1.0}, metres=100 * number) for number, need in enumerate(needs)]
    plan = plan_of(needs, *doors)
    assert len(plan.steps) == MOST_STEPS
    assert why_not(plan) == {"work.n4": "left-out.enough-places", "work.n5": "left-out.enough-places"}
    assert {left.service_id for left in plan.left_out if left.need} == {"s4", "s5"}


def test_no_needs_is_an_empty_plan() -> None:
    assert plan_of([], candidate()) == Plan((), (), ())


def test_a_need_asked_twice_is_planned_once() -> None:
    plan = plan_of([AskedNeed(DEBTS, 0.4), AskedNeed(DEBTS, 0.9, (SLEEP,)), AskedNeed(SLEEP, 0.5)], candidate())
    assert steps(plan) == [("one", (DEBTS,))]
    assert why_not(plan) == {SLEEP: "left-out.no-door"}


# Which doors can be steps


@pytest.mark.parametrize(
    ("kept_out", "code"),
    [
        ({"rules": SHUT_TO_ALL}, "left-out.not-for-you"),
        ({"access": ONLINE}, "left-out.only-online"),
        ({"capacity": FULL}, "left-out.full"),
        ({"opening": NEVER}, "left-out.not-open-soon"),
        ({"need_fit": {DEBTS: ANSWERS_FROM - 0.01}}, "left-out.no-door"),
    ],
)
def test_a_need_without_a_door_to_go_to_says_why_and_names_the_nearest(kept_out: dict[str, object], code: str) -> None:
    plan = plan_of([DEBTS], candidate("only", **kept_out))  # type: ignore[arg-type]
    assert plan.steps == ()
    assert why_not(plan) == {DEBTS: code}
    assert plan.left_out[0].service_id == (None if code == "left-out.no-door" else "only")


def test_the_reason_is_that_of_the_door_that_comes_nearest_to_helping() -> None:
    plan = plan_of(
        [DEBTS], candidate("no", rules=SHUT_TO_ALL), candidate("web", access=ONLINE), candidate("full", capacity=FULL)
    )
    assert [(left.reason.code, left.service_id) for left in plan.left_out] == [("left-out.full", "full")]


@pytest.mark.parametrize(
    "possible", [{"opening": Opening()}, {"opening": TOMORROW}, {"rules": ASKED}, {"access": frozenset()}]
)
def test_what_is_not_known_or_not_today_can_still_be_a_step(possible: dict[str, object]) -> None:
    assert steps(plan_of([DEBTS], candidate("one", **possible))) == [("one", (DEBTS,))]  # type: ignore[arg-type]


def test_a_house_that_answers_by_phone_for_now_can_be_a_step_if_it_has_a_phone() -> None:
    remote = TemporaryChange(ChangeKind.REMOTE_ONLY, WEDNESDAY.replace(month=1))
    opening = replace(NINE_TO_FIVE, changes=(remote,))
    walk_in, phone = AccessMode.WALK_IN, AccessMode.PHONE
    assert plan_of([DEBTS], candidate(opening=opening, access=frozenset({walk_in, phone}))).steps
    assert why_not(plan_of([DEBTS], candidate(opening=opening))) == {DEBTS: "left-out.not-open-soon"}


def test_a_door_that_was_a_close_call_is_named_with_the_step_that_answers_instead() -> None:
    plan = plan_of([DEBTS], candidate("a", metres=100), candidate("b", metres=120), candidate("c", {DEBTS: 0.4}))
    (left,) = plan.left_out
    assert (left.service_id, left.need) == ("b", None)
    assert left.reason == Reason("left-out.answered-by-step", None, {"step": 1})


# Order


def test_the_cause_goes_before_the_symptom_and_says_so() -> None:
    needs = [AskedNeed(SLEEP, 1.0), AskedNeed(DEBTS, 0.5, causes=(SLEEP,))]
    plan = plan_of(needs, candidate("sleep", {SLEEP: 1.0}, metres=10), candidate("debts", {DEBTS: 1.0}, metres=900))
    assert [needs for _, needs in steps(plan)] == [(DEBTS,), (SLEEP,)]
    assert Reason("plan.cause-first", None, {"cause": DEBTS, "symptom": SLEEP}) in plan.steps[0].reasons


def test_the_cause_goes_first_even_when_its_door_opens_another_day() -> None:
    needs = [AskedNeed(SLEEP, 1.0), AskedNeed(DEBTS, 0.5, causes=(SLEEP,))]
    plan = plan_of(needs, candidate("sleep", {SLEEP: 1.0}), candidate("debts", {DEBTS: 1.0}, opening=TOMORROW))
    assert [name for name, _ in steps(plan)] == ["debts", "sleep"]
    assert "plan.another-day" in step_codes(plan, 0) and "plan.open-today" in step_codes(plan, 1)


def test_what_cannot_wait_goes_before_its_cause() -> None:
    needs = [AskedNeed("work.lost", 1.0, causes=(FOOD,)), AskedNeed(FOOD, 1.0)]
    plan = plan_of(needs, candidate("work", {"work.lost": 1.0}), candidate("food", {FOOD: 1.0}, metres=3_000))
    assert [name for name, _ in steps(plan)] == ["food", "work"]


def test_only_of_what_cannot_wait_a_day_is_it_said_so() -> None:
    """«This cannot wait» above a doctor who opens on Monday frightens, and then leaves alone."""
    needs = [AskedNeed("housing.tonight", 1.0), AskedNeed("health.doctor", 1.0)]
    plan = plan_of(needs, candidate("bed", {"housing.tonight": 1.0}), candidate("doctor", {"health.doctor": 1.0}))
    said = {reason.facts["need"] for step in plan.steps for reason in step.reasons if reason.code == "plan.urgent"}
    assert said == {"housing.tonight"}


def test_needs_that_bring_each_other_about_bind_nothing() -> None:
    circle = [
        AskedNeed("a.a", 1.0, ("b.b",)),
        AskedNeed("b.b", 1.0, ("c.c",)),
        AskedNeed("c.c", 1.0, ("a.a", "d.d")),
        AskedNeed("d.d", 1.0),
    ]
    assert set(causes_among(circle)) == {("c.c", "d.d")}
    assert causes_among([AskedNeed("a.a", 1.0, ("a.a", "not-asked"))]) == ()


def test_what_closes_first_is_gone_to_first() -> None:
    plan = plan_of(
        [DEBTS, SLEEP],
        candidate("all-day", {DEBTS: 1.0}, metres=100),
        candidate("till-eleven", {SLEEP: 1.0}, opening=hours(9, 11), metres=1_500),
    )
    assert [name for name, _ in steps(plan)] == ["till-eleven", "all-day"]


def test_what_cannot_be_reached_in_time_after_the_steps_before_says_so() -> None:
    plan = plan_of(
        [DEBTS, SLEEP],
        candidate("one", {DEBTS: 1.0}, opening=hours(9, 11)),
        candidate("other", {SLEEP: 1.0}, opening=hours(9, 11), metres=-600),
    )
    assert Reason("plan.too-late-after", None, {"step": 1}) in plan.steps[1].reasons
    assert "plan.open-today" not in step_codes(plan, 1)


def test_open_now_goes_before_later_today_before_perhaps_before_another_day() -> None:
    doors = {
        "later": hours(15, 18),
        "another-day": TOMORROW,
        "perhaps": Opening(),
        "now": NINE_TO_FIVE,
    }
    needs = [f"work.{name}" for name in doors]
    plan = plan_of(needs, *(candidate(name, {f"work.{name}": 1.0}, opening=opening) for name, opening in doors.items()))
    assert [name for name, _ in steps(plan)] == ["now", "later", "perhaps", "another-day"]


def test_doors_open_all_day_stand_in_the_order_of_the_walk() -> None:
    spots = {"far": 3_000, "near": 300, "middle": 1_500}
    needs = [f"work.{name}" for name in spots]
    plan = plan_of(needs, *(candidate(name, {f"work.{name}": 1.0}, metres=metres) for name, metres in spots.items()))
    assert [name for name, _ in steps(plan)] == ["near", "middle", "far"]


def test_a_step_to_ask_about_says_to_ask_first() -> None:
    assert "plan.ask-first" in step_codes(plan_of([DEBTS], candidate(rules=ASKED)), 0)
    assert "plan.ask-first" in step_codes(plan_of([DEBTS], candidate(opening=Opening())), 0)
    assert "plan.ask-first" not in step_codes(plan_of([DEBTS], candidate()), 0)


def test_the_only_door_for_a_need_is_named_as_such() -> None:
    assert "plan.only-door" in step_codes(plan_of([DEBTS], candidate()), 0)
    assert "plan.only-door" not in step_codes(plan_of([DEBTS], candidate("a"), candidate("b")), 0)


def test_a_place_beyond_the_river_without_a_bridge_does_not_break_the_plan() -> None:
    river = WithBarriers([[LatLon(51.1, 4.41), LatLon(51.3, 4.41)]], [])
    who = asker()
    doors = rank([candidate("here", {DEBTS: 1.0}), candidate("there", {SLEEP: 1.0}, metres=2_000)], who, walking=river)
    plan = make_plan([AskedNeed(DEBTS, 1.0), AskedNeed(SLEEP, 1.0)], doors, who, river)
    assert len(plan.steps) == 2


# One's own network


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ([SCHOOL], ["network.school"]),
        (["isolation.lonely"], ["network.neighbour"]),
        ([DEBTS], ["network.someone-to-ask"]),
        ([SLEEP], ["network.someone-trusted"]),
        (["health.doctor"], ["network.go-along"]),
        (["digital.forms"], ["network.helping-hand"]),
        ([DEBTS, "housing.find", SCHOOL], ["network.someone-to-ask", "network.school"]),
        ([DEBTS, SCHOOL, SLEEP], ["network.someone-to-ask", "network.school"]),
        (["isolation.lonely", "safety.home"], ["network.safe-person"]),  # the neighbour may tell the one who hits
        (["safety.exploitation", DEBTS], ["network.safe-person"]),
        (["no-domain"], ["network.someone-to-ask"]),
        ([], []),
    ],
)
def test_the_own_network_fits_the_needs(needs: list[str], expected: list[str]) -> None:
    reasons = own_network(needs)
    assert [reason.code for reason in reasons] == expected
    assert all(reason.facts["need"] in needs for reason in reasons)


# Properties


CODES = ["money.debts", "talking.sleep", "talking.stress", "family.school", "money.food", "housing.tonight"]
fits = st.dictionaries(st.sampled_from(CODES), st.sampled_from([0.1, 0.3, 0.6, 1.0]), max_size=3)


@st.composite
def towns(draw: st.DrawFn) -> list[Candidate]:
    return [
        candidate(
            f"s{number}",
            draw(fits),
            metres=draw(st.sampled_from([None, -900, 0, 40, 700])),
            site_id=draw(st.sampled_from([None, "x", "y"])),
            rules=draw(st.sampled_from([EVERYONE, ASKED, SHUT_TO_ALL])),
            opening=draw(st.sampled_from([NINE_TO_FIVE, TOMORROW, Opening(), NEVER, hours(9, 11)])),
            access=draw(st.sampled_from([frozenset({AccessMode.WALK_IN}), ONLINE, frozenset({AccessMode.PHONE})])),
            capacity=draw(st.sampled_from([Capacity(), FULL])),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


questions = st.lists(
    st.builds(
        AskedNeed, st.sampled_from(CODES), st.floats(0, 1), st.lists(st.sampled_from(CODES), max_size=2).map(tuple)
    ),
    min_size=1,
    max_size=5,
)


def checked(asked: Sequence[AskedNeed], town: Sequence[Candidate]) -> Plan:
    who = asker()
    return make_plan(asked, rank(town, who, walking=WALKING), who, WALKING)


def covered(plan: Plan) -> list[str]:
    return [need for step in plan.steps for need in step.needs]


@settings(max_examples=60, deadline=None)
@given(questions, towns())
def test_every_need_is_in_just_one_step_or_left_out_with_a_reason(
    asked: list[AskedNeed], town: list[Candidate]
) -> None:
    plan = checked(asked, town)
    left = [item.need for item in plan.left_out if item.need]
    assert sorted(covered(plan) + left) == sorted({need.code for need in asked})
    assert len(plan.steps) <= MOST_STEPS
    assert all(step.needs for step in plan.steps)
    for step in plan.steps:
        door = step.door
        assert door.judgement.verdict is not Verdict.NO
        assert not door.candidate.digital_only
        assert door.candidate.capacity.room is not Room.FULL
        assert all(door.candidate.need_fit[need] >= ANSWERS_FROM for need in step.needs)
    for reason in (
        *plan.own_network,
        *(item.reason for item in plan.left_out),
        *(r for s in plan.steps for r in s.reasons),
    ):
        assert set(reason.facts) == set(REASON_CODES[reason.code])


@settings(max_examples=60, deadline=None)
@given(questions, towns())
def test_no_other_order_of_the_steps_has_fewer_symptoms_before_their_cause(
    asked: list[AskedNeed], town: list[Candidate]
) -> None:
    plan = checked(asked, town)
    causes = causes_among(merged(asked))
    stops = [Stop(step.door, step.needs) for step in plan.steps]
    assert upside_down(stops, causes) == min(upside_down(order, causes) for order in permutations(stops))
    if all(len(step.needs) == 1 for step in plan.steps):
        assert upside_down(stops, causes) == 0


def merged(asked: Sequence[AskedNeed]) -> list[AskedNeed]:
    together: dict[str, AskedNeed] = {}
    for need in asked:
        known = together.get(need.code, need)
        together[need.code] = replace(known, causes=known.causes + need.causes)
    return list(together.values())


@settings(max_examples=40, deadline=None)
@given(questions, towns(), st.randoms(use_true_random=False))
def test_the_order_of_the_doors_does_not_matter(
    asked: list[AskedNeed], town: list[Candidate], dice: random.Random
) -> None:
    who = asker()
    doors = list(rank(town, who, walking=WALKING))
    plan = make_plan(asked, doors, who, WALKING)
    dice.shuffle(doors)
    assert make_plan(asked, doors, who, WALKING) == plan


@settings(max_examples=40, deadline=None)
@given(questions, towns(), st.sampled_from([{}, {"money.debts": 0.2}, {"work.find": 1.0}]))
def test_a_door_that_answers_nothing_asked_changes_nothing(
    asked: list[AskedNeed], town: list[Candidate], irrelevant: Mapping[str, float]
) -> None:
    plan = checked(asked, town)
    assert checked(asked, [*town, candidate("irrelevant", irrelevant, metres=0)]) == plan


@settings(max_examples=40, deadline=None)
@given(questions, towns(), fits)
def test_one_more_door_never_makes_the_plan_answer_fewer_needs(
    asked: list[AskedNeed], town: list[Candidate], more: Mapping[str, float]
) -> None:
    asked = [replace(need, score=1.0) for need in asked]
    before = len(covered(checked(asked, town)))
    assert len(covered(checked(asked, [*town, candidate("one-more", more)]))) >= before


@settings(max_examples=40, deadline=None)
@given(questions, towns())
def test_a_plan_answers_all_that_four_doors_can_answer(asked: list[AskedNeed], town: list[Candidate]) -> None:
    plan = checked(asked, town)
    for item in plan.left_out:
        if item.need and item.reason.code == "left-out.enough-places":
            assert len(plan.steps) == MOST_STEPS
    if len({need.code for need in asked}) <= MOST_STEPS:
        assert "left-out.enough-places" not in [item.reason.code for item in plan.left_out]


def test_a_large_town_does_not_hide_the_one_door_for_a_need() -> None:
    many = [candidate(f"s{number}", {DEBTS: 1.0, SLEEP: 1.0}, metres=number) for number in range(3 * POOL)]
    rare = candidate("rare", {SCHOOL: 0.4}, metres=5_000, confirmed_on=None, free=False)
    plan = plan_of([DEBTS, SLEEP, SCHOOL], *many, rare)
    assert set(covered(plan)) == {DEBTS, SLEEP, SCHOOL}


def test_every_code_of_steps_left_outs_and_network_is_given_somewhere() -> None:
    asked = [AskedNeed(code, 1.0, ("talking.sleep",)) for code in CODES]
    given_codes: set[str] = set()
    for seed in range(60):
        dice = random.Random(seed)
        town = [
            candidate(
                f"s{number}",
                {code: dice.choice([0.3, 1.0]) for code in dice.sample(CODES, dice.choice([1, 1, 2]))},
                metres=dice.choice([0, 300, 2_000]),
                rules=dice.choice([EVERYONE, ASKED, SHUT_TO_ALL]),
                opening=dice.choice([NINE_TO_FIVE, TOMORROW, Opening(), NEVER, hours(9, 11)]),
                access=dice.choice([frozenset({AccessMode.WALK_IN}), ONLINE]),
                capacity=dice.choice([Capacity(), FULL]),
            )
            for number in range(dice.randint(0, 16))
        ]
        plan = checked(asked, town)
        given_codes |= {item.reason.code for item in plan.left_out}
        given_codes |= {reason.code for step in plan.steps for reason in step.reasons}
    bus = Buses({5_000: 20, 8_000: 25})
    apart = [candidate("one", {DEBTS: 1.0}, metres=5_000), candidate("two", {SLEEP: 1.0}, metres=8_000)]
    needs = [AskedNeed(DEBTS, 1.0), AskedNeed(SLEEP, 1.0)]
    ridden = make_plan(needs, rank(apart, asker(), walking=WALKING, travel=bus), asker(), WALKING)
    given_codes |= {reason.code for step in ridden.steps for reason in step.reasons}
    plan = checked(asked, [candidate(code, {code: 1.0}) for code in CODES])
    given_codes |= {item.reason.code for item in plan.left_out}
    for needs in (
        ["family.school"],
        ["isolation.x"],
        ["talking.x"],
        ["x.x"],
        ["health.x"],
        ["digital.x"],
        ["safety.home"],
    ):
        given_codes |= {reason.code for reason in own_network(needs)}
    assert given_codes == set(STEP_CODES) | set(LEFT_OUT_CODES) | set(NETWORK_CODES)


def test_the_urgent_needs_have_a_domain() -> None:
    assert all("." in code for code in URGENT)
    assert asker().origin == HOME
