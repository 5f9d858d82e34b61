"""The order of doors, and why each stands where it stands."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planning_cases import (
    ASKED,
    BRUSSELS,
    EVERYONE,
    NINE_TO_FIVE,
    SHUT_TO_ALL,
    TODAY,
    TOMORROW,
    WALKING,
    WEDNESDAY,
    WEEK,
    Buses,
    asker,
    candidate,
    east,
    hours,
)

from baken.core.eligibility import REASON_CODES as ELIGIBILITY_CODES
from baken.core.eligibility import Ages, Rules
from baken.core.hours import ChangeKind, HolidayRule, Opening, State, TemporaryChange, Weekday, WeeklyRule
from baken.core.kinds import Gender, LatLon, Person, Residence, Verdict
from baken.core.planning import (
    DEFAULT,
    REASON_CODES,
    AccessMode,
    Asker,
    Candidate,
    Capacity,
    Door,
    PlanningError,
    Room,
    SpokenBy,
    Weights,
    rank,
)
from baken.core.planning.codes import DOOR_CODES, MOST_USEFUL_FIRST
from baken.core.reach import WithBarriers


def ranked(*candidates: Candidate, person: Person | None = None, when: datetime = WEDNESDAY) -> tuple[Door, ...]:
    return rank(candidates, asker(person, when=when), walking=WALKING)


def names(doors: Sequence[Door]) -> list[str]:
    return [door.candidate.service_id for door in doors]


def codes(door: Door) -> list[str]:
    return [reason.code for reason in door.reasons]


def alone(found: Candidate, person: Person | None = None, when: datetime = WEDNESDAY) -> Door:
    (door,) = ranked(found, person=person, when=when)
    return door


WALK_IN = frozenset({AccessMode.WALK_IN})
BOOKED = frozenset({AccessMode.APPOINTMENT})
ONLINE = frozenset({AccessMode.ONLINE})
PHONE = frozenset({AccessMode.PHONE})
FULL = Capacity(Room.FULL, None, TODAY)


BETTER_THAN = [
    ("fits the need better", {"need_fit": {"money.debts": 1.0}}, {"need_fit": {"money.debts": 0.6}}),
    (
        "answers one more need",
        {"need_fit": {"money.debts": 0.8, "talking.stress": 0.8}},
        {"need_fit": {"money.debts": 0.8}},
    ),
    ("certainly takes them", {"rules": EVERYONE}, {"rules": ASKED}),
    ("is nearer", {"metres": 300}, {"metres": 900}),
    ("is open when they arrive", {"opening": NINE_TO_FIVE}, {"opening": hours(14, 18)}),
    ("opens later today", {"opening": hours(14, 18)}, {"opening": TOMORROW}),
    ("opens another day, and it is known when", {"opening": TOMORROW}, {"opening": Opening()}),
    ("needs no appointment", {"access": WALK_IN}, {"access": BOOKED}),
    ("opens today without appointment", {"opening": hours(14, 18)}, {"opening": hours(by_appointment=True)}),
    ("has people behind a door, not only a phone", {"access": WALK_IN}, {"access": PHONE}),
    ("was confirmed lately", {"confirmed_on": TODAY}, {"confirmed_on": TODAY - timedelta(days=400)}),
    ("was confirmed at all", {"confirmed_on": TODAY - timedelta(days=400)}, {"confirmed_on": None}),
    ("has room", {"capacity": Capacity(Room.OPEN)}, {"capacity": Capacity(Room.FEW)}),
    ("has a little room", {"capacity": Capacity(Room.FEW)}, {"capacity": Capacity()}),
    ("has no waiting list", {"capacity": Capacity()}, {"capacity": Capacity(Room.WAITING, 6)}),
    ("has at least a waiting list", {"capacity": Capacity(Room.WAITING, 6)}, {"capacity": FULL}),
    ("is free", {"free": True}, {"free": None}),
    ("is perhaps free", {"free": None}, {"free": False}),
]


@pytest.mark.parametrize(("better", "worse"), [row[1:] for row in BETTER_THAN], ids=[row[0] for row in BETTER_THAN])
def test_among_equals_goes_first_the_door_that(better: dict[str, object], worse: dict[str, object]) -> None:
    # the ids are against it: a tie would go the other way
    doors = ranked(candidate("z-better", **better), candidate("a-worse", **worse))  # type: ignore[arg-type]
    assert names(doors) == ["z-better", "a-worse"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"ti": SpokenBy.STAFF}, {"ti": SpokenBy.VOLUNTEER}),
        ({"ti": SpokenBy.VOLUNTEER}, {"ti": SpokenBy.UNKNOWN}),
        ({"ti": SpokenBy.UNKNOWN}, {"ti": SpokenBy.INTERPRETER}),
        ({"ti": SpokenBy.INTERPRETER}, {}),
        ({}, {"nl": SpokenBy.STAFF}),  # not known is better than known to be others
        ({"ti": SpokenBy.STAFF}, {"en": SpokenBy.STAFF}),
        ({"en": SpokenBy.STAFF}, {"en": SpokenBy.INTERPRETER}),
        ({"ti-ER": SpokenBy.STAFF}, {"ti": SpokenBy.INTERPRETER}),
    ],
)
def test_the_language_of_the_person_counts_by_who_speaks_it(
    better: dict[str, SpokenBy], worse: dict[str, SpokenBy]
) -> None:
    person = Person(languages=("ti", "en"))
    doors = ranked(candidate("z-better", spoken=better), candidate("a-worse", spoken=worse), person=person)
    assert names(doors) == ["z-better", "a-worse"]


@pytest.mark.parametrize(
    ("languages", "spoken", "expected"),
    [
        (("fa-af",), {"fa": SpokenBy.STAFF}, ("language.staff", {"language": "fa"})),
        (("prs",), {"fa-AF": SpokenBy.STAFF}, ("language.staff", {"language": "fa-AF"})),
        (("ar",), {"AR_sy": SpokenBy.VOLUNTEER}, ("language.volunteer", {"language": "AR_sy"})),
        (("ar", "ti"), {"nl": SpokenBy.STAFF}, ("language.not-named", {"languages": "ar,ti"})),
        (("ar",), {}, ("language.unknown", {})),
        (("ar",), {"ar": SpokenBy.UNKNOWN}, ("language.spoken", {"language": "ar"})),
    ],
)
def test_tags_of_one_language_find_each_other(
    languages: tuple[str, ...], spoken: dict[str, SpokenBy], expected: tuple[str, dict[str, str]]
) -> None:
    door = alone(candidate(spoken=spoken), Person(languages=languages))
    (reason,) = [reason for reason in door.reasons if reason.code.startswith("language")]
    assert (reason.code, reason.facts) == expected


def test_a_person_who_said_no_language_hears_nothing_of_languages() -> None:
    assert not [code for code in codes(alone(candidate(spoken={"nl": SpokenBy.STAFF}))) if "language" in code]


# Groups


def test_online_only_comes_after_everybody_else_and_no_comes_last() -> None:
    weak = {"need_fit": {"money.debts": 0.1}, "metres": 9_000, "confirmed_on": None, "free": False}
    doors = ranked(
        candidate("no", rules=SHUT_TO_ALL),
        candidate("online", access=ONLINE, spoken={"ti": SpokenBy.STAFF}),
        candidate("full", capacity=FULL),
        candidate("weak", rules=ASKED, opening=Opening(), **weak),  # type: ignore[arg-type]
        candidate("no-and-online", access=ONLINE, rules=SHUT_TO_ALL),
        person=Person(age=40, languages=("ti",)),
    )
    assert names(doors)[:3] == ["weak", "full", "online"]
    assert {door.judgement.verdict for door in doors[3:]} == {Verdict.NO}
    assert doors[2].score > doors[0].score  # groups hold whatever the scores say


def test_unknown_ways_to_come_are_not_taken_for_online_only() -> None:
    doors = ranked(candidate("z-unknown", access=frozenset()), candidate("a-online", access=ONLINE))
    assert names(doors) == ["z-unknown", "a-online"]
    assert "access.unknown" in codes(doors[0])


def test_a_phone_beside_the_website_is_no_online_only_door() -> None:
    doors = ranked(candidate("z-phone", access=PHONE | ONLINE), candidate("a-online", access=ONLINE))
    assert names(doors) == ["z-phone", "a-online"]


def test_full_counts_for_sixty_days_and_is_then_asked_about() -> None:
    today = alone(candidate(capacity=Capacity(Room.FULL, None, TODAY - timedelta(days=60))))
    long_ago = alone(candidate(capacity=Capacity(Room.FULL, None, TODAY - timedelta(days=61))))
    undated = alone(candidate(capacity=Capacity(Room.FULL)))
    assert "room.full" in codes(today) and "room.full" in codes(undated)
    assert "room.full" not in codes(long_ago) and "room.ask" in codes(long_ago)


# Hours and the walk


def test_open_on_arrival_counts_the_walk() -> None:
    door = alone(candidate(opening=hours(9, 11), metres=4_000), when=WEDNESDAY)
    assert door.walk_seconds == pytest.approx(4_160, rel=0.01)
    assert (door.open_now.state, door.open_on_arrival.state) == (State.OPEN, State.CLOSED)
    assert "open.closes-before-arrival" in codes(door)


def test_a_door_that_opens_while_one_walks_is_open_on_arrival() -> None:
    door = alone(candidate(opening=hours(11, 17), metres=4_000))
    assert (door.open_now.state, door.open_on_arrival.state) == (State.OPENS_LATER, State.OPEN)
    assert "open.now-until" in codes(door)


def test_a_door_that_closes_just_after_arrival_says_so() -> None:
    door = alone(candidate(opening=hours(9, 11), metres=2_600))
    assert "open.closes-soon" in codes(door) and "open.now-until" not in codes(door)


def test_the_walk_is_added_to_the_moment_and_not_to_the_clock_face() -> None:
    opening = Opening(rules=(WeeklyRule(WEEK, time(3), time(3, 30)),), holidays=HolidayRule.AS_USUAL)
    night = datetime(2025, 3, 30, 1, 50, tzinfo=BRUSSELS)  # ten minutes before 02:00 becomes 03:00
    door = alone(candidate(opening=opening, metres=962), when=night)  # about a thousand seconds
    assert door.open_on_arrival.state is State.OPEN


def test_nobody_walks_to_a_phone_or_to_who_comes_to_you() -> None:
    for access in (PHONE, frozenset({AccessMode.HOME_VISIT}), frozenset({AccessMode.OUTREACH, AccessMode.PHONE})):
        assert alone(candidate(access=access)).walk_seconds is None


def test_where_the_person_is_may_stay_unsaid() -> None:
    (door,) = rank([candidate()], asker(origin=None), walking=WALKING)
    assert door.walk_seconds is None


def test_a_place_without_a_way_says_so_and_sinks() -> None:
    river = WithBarriers([[LatLon(51.1, 4.41), LatLon(51.3, 4.41)]], [])
    across, here = candidate("a-across", metres=2_000), candidate("z-here", metres=600)
    doors = rank([across, here], asker(), walking=river)
    assert names(doors) == ["z-here", "a-across"]
    assert doors[1].walk_seconds is None and "walk.no-way" in codes(doors[1])


def test_a_door_more_than_an_hour_away_says_how_far_and_sinks() -> None:
    far, near = candidate("a-far", metres=6_000), candidate("z-near", metres=3_000, free=None)
    doors = rank([far, near], asker(), walking=WALKING)
    assert names(doors) == ["z-near", "a-far"]
    assert doors[1].far and not doors[0].far
    (said,) = [reason for reason in doors[1].reasons if reason.code == "walk.far"]
    assert said.facts == {"km": 8}
    assert "walk.far" not in codes(doors[0])


def test_who_can_only_walk_is_not_told_to_ask_about_a_bus() -> None:
    far = codes(alone(candidate(metres=6_000), Person(walk_only=True)))
    assert "walk.far-on-foot" in far and "walk.far" not in far


def test_a_door_that_opens_in_the_morning_is_not_open_today_for_who_arrives_after_midnight() -> None:
    late = WEDNESDAY.replace(hour=23, minute=30)
    door = alone(candidate(opening=hours(9, 17), metres=3_000), when=late)
    assert door.open_on_arrival.state is State.OPENS_LATER
    assert "open.later" in codes(door) and "open.later-today" not in codes(door)
    early = alone(candidate(opening=hours(9, 17), metres=3_000), when=late.replace(hour=5))
    assert "open.later-today" in codes(early) and early.score > door.score


def test_who_goes_far_is_counted_as_there_within_the_hour() -> None:
    door = alone(candidate(metres=12_000, opening=hours(9, 12)))
    assert door.open_on_arrival.state is State.OPEN


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (NINE_TO_FIVE, "open.now-until"),
        (Opening(always=True), "open.always"),
        (hours(14, 18), "open.later-today"),
        (TOMORROW, "open.later"),
        (Opening(), "open.unknown"),
        (hours(days=frozenset({Weekday.MO}), opens=6, closes=7), "open.later"),
    ],
)
def test_each_state_of_the_door_has_its_reason(opening: Opening, expected: str) -> None:
    assert [code for code in codes(alone(candidate(opening=opening))) if code.startswith("open.")] == [expected]


def test_a_holiday_without_a_rule_is_asked_about() -> None:
    easter_monday = datetime(2025, 4, 21, 10, tzinfo=BRUSSELS)
    opening = replace(NINE_TO_FIVE, holidays=HolidayRule.UNKNOWN)
    assert "open.holiday" in codes(alone(candidate(opening=opening), when=easter_monday))


@pytest.mark.parametrize(
    ("kind", "ends", "expected"),
    [
        (ChangeKind.CLOSED, None, "change.closed"),
        (ChangeKind.CLOSED, WEDNESDAY + timedelta(days=2), "change.closed-until"),
        (ChangeKind.REMOTE_ONLY, None, "change.remote-only"),
        (ChangeKind.REMOTE_ONLY, WEDNESDAY + timedelta(days=2), "change.remote-only-until"),
        (ChangeKind.HOURS, None, "change.hours"),
        (ChangeKind.NOTICE, None, "change.notice"),
    ],
)
def test_a_temporary_change_is_named(kind: ChangeKind, ends: datetime | None, expected: str) -> None:
    change = TemporaryChange(kind, WEDNESDAY - timedelta(days=1), ends, time(9), time(12))
    assert expected in codes(alone(candidate(opening=replace(NINE_TO_FIVE, changes=(change,)))))


def test_a_door_that_is_remote_for_now_sinks_below_a_real_one() -> None:
    change = TemporaryChange(ChangeKind.REMOTE_ONLY, WEDNESDAY - timedelta(days=1))
    remote = candidate("a-remote", opening=replace(NINE_TO_FIVE, changes=(change,)), access=WALK_IN | PHONE)
    assert names(ranked(remote, candidate("z-real"))) == ["z-real", "a-remote"]


# The score and its explanation


def test_the_score_is_the_sum_of_its_parts_and_lies_between_nothing_and_one() -> None:
    best = alone(
        candidate(spoken={"ti": SpokenBy.STAFF}, metres=0, need_fit={"a": 1.0, "b": 1.0}), Person(40, languages=("ti",))
    )
    assert best.score == pytest.approx(sum(part.value * part.weight for part in best.parts))
    assert best.score == pytest.approx(1.0)
    assert [part.name for part in best.parts] == [
        "need",
        "verdict",
        "language",
        "open",
        "walk",
        "in-person",
        "room",
        "freshness",
        "price",
    ]
    nothing = alone(
        candidate(need_fit={}, rules=SHUT_TO_ALL, access=ONLINE, free=False, confirmed_on=None, metres=None)
    )
    assert 0 <= nothing.score < 0.3


def test_other_weights_give_another_order() -> None:
    near, fitting = candidate("near", {"a": 0.4}, metres=10), candidate("fitting", {"a": 1.0}, metres=3_000)
    assert names(rank([near, fitting], asker(), walking=WALKING)) == ["fitting", "near"]
    assert names(rank([near, fitting], asker(), walking=WALKING, weights=Weights(need=0.0))) == ["near", "fitting"]


@pytest.mark.parametrize("weight", [-0.1, float("inf"), float("nan")])
def test_a_weight_that_is_no_number_from_nothing_up_is_refused(weight: float) -> None:
    with pytest.raises(PlanningError):
        Weights(walk=weight)


def test_the_default_weights_add_up_to_one() -> None:
    door = alone(candidate())
    assert sum(part.weight for part in door.parts) == pytest.approx(1.0)
    assert Weights() == DEFAULT


def test_what_stands_against_a_door_is_said_first() -> None:
    door = alone(
        candidate(rules=replace(EVERYONE, genders=frozenset({Gender.WOMAN}))),
        Person(age=52, gender=Gender.MAN, residence=Residence.NO_PAPERS),
    )
    assert codes(door)[0] == "gender.women-only"


def test_reasons_come_in_their_useful_order_with_the_language_before_the_price() -> None:
    door = alone(candidate(spoken={"ti": SpokenBy.STAFF}), Person(age=40, languages=("ti",)))
    places = [MOST_USEFUL_FIRST.index(code) for code in codes(door)]
    assert places == sorted(places)
    assert codes(door)[:3] == ["language.staff", "open.now-until", "papers.none-asked"]


def test_the_useful_order_knows_every_reason_of_a_door_once() -> None:
    assert len(MOST_USEFUL_FIRST) == len(set(MOST_USEFUL_FIRST))
    assert set(MOST_USEFUL_FIRST) == set(DOOR_CODES) | set(ELIGIBILITY_CODES)


# Order and limits


def test_equal_doors_stand_by_their_ids() -> None:
    twins = [candidate(f"s{number}") for number in range(9)]
    assert names(ranked(*reversed(twins))) == sorted(names(ranked(*twins)))


def test_one_service_at_two_sites_is_two_doors() -> None:
    doors = ranked(candidate("one", site_id="b"), candidate("one", site_id="a"), candidate("one", site_id="a"))
    assert [door.candidate.site_id for door in doors] == ["a", "a", "b"]


def test_nothing_to_rank_is_nothing() -> None:
    assert rank([], asker(), walking=WALKING) == ()


def test_a_question_without_a_time_zone_is_refused() -> None:
    with pytest.raises(PlanningError, match="time zone"):
        Asker(datetime(2025, 3, 26, 10))  # noqa: DTZ001 - that is the point


def test_a_limit_below_nothing_is_refused() -> None:
    with pytest.raises(PlanningError, match="limit"):
        rank([], asker(), walking=WALKING, limit=-1)


def town(seed: int, size: int) -> list[Candidate]:
    dice = random.Random(seed)
    days = [frozenset(dice.sample(list(Weekday), 3)) for _ in range(5)]
    change = TemporaryChange(ChangeKind.REMOTE_ONLY, WEDNESDAY - timedelta(days=1), WEDNESDAY + timedelta(hours=5))
    return [
        candidate(
            f"s{number}",
            {code: dice.choice([0.1, 0.5, 1.0]) for code in dice.sample(["a", "b", "c"], 2)},
            metres=dice.choice([None, dice.uniform(-4_000, 4_000)]),
            site_id=dice.choice([None, f"site-{number // 3}"]),
            rules=dice.choice([EVERYONE, ASKED, SHUT_TO_ALL, Rules(), Rules(ages=Ages(18), asks_papers=False)]),
            opening=dice.choice(
                [
                    Opening(),
                    Opening(always=True),
                    hours(days=dice.choice(days)),
                    hours(20, 4),
                    hours(12, 14, by_appointment=True),
                    replace(NINE_TO_FIVE, changes=(change,)),
                ]
            ),
            spoken=dict.fromkeys(dice.sample(["nl", "fr", "ti", "ar"], 2), dice.choice(list(SpokenBy))),
            access=frozenset(dice.sample(list(AccessMode), dice.randint(0, 2))),
            free=dice.choice([None, True, False]),
            capacity=Capacity(dice.choice(list(Room)), dice.choice([None, 3]), dice.choice([None, date(2024, 1, 1)])),
            confirmed_on=dice.choice([None, TODAY, date(2024, 1, 1)]),
        )
        for number in range(size)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_does_not_depend_on_the_order_of_the_candidates(seed: int) -> None:
    candidates = town(seed, 60)
    shuffled = random.Random(seed).sample(candidates, len(candidates))
    who = asker(Person(age=52, languages=("ti",)))
    assert rank(candidates, who, walking=WALKING) == rank(shuffled, who, walking=WALKING)


@pytest.mark.parametrize("limit", [0, 1, 7, 40, 90])
@pytest.mark.parametrize("seed", range(4))
def test_a_limit_gives_the_same_first_doors(seed: int, limit: int) -> None:
    candidates = town(seed, 80)
    who = asker(Person(age=52, languages=("ti", "fr")))
    assert rank(candidates, who, walking=WALKING, limit=limit) == rank(candidates, who, walking=WALKING)[:limit]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["2025-03-30T01:30", "2025-04-21T10:00", "2025-10-26T02:30"]))
def test_every_reason_of_a_door_is_in_the_list_with_just_its_facts(seed: int, when: str) -> None:
    moment = datetime.fromisoformat(when).replace(tzinfo=BRUSSELS)
    known = {**REASON_CODES, **ELIGIBILITY_CODES}
    for door in rank(town(seed, 25), asker(Person(age=52, languages=("ti",)), when=moment), walking=WALKING):
        for reason in door.reasons:
            assert set(reason.facts) == set(known[reason.code])
            assert not any(fact is None for fact in reason.facts.values())
        assert 0 <= door.score <= 1
        assert all(0 <= part.value <= 1 for part in door.parts)


def test_every_reason_of_a_door_is_given_somewhere() -> None:
    river = WithBarriers([[LatLon(51.1, 4.41), LatLon(51.3, 4.41)]], [])
    moments = [WEDNESDAY, datetime(2025, 4, 21, 10, tzinfo=BRUSSELS), WEDNESDAY.replace(hour=16, minute=40)]
    others = [
        candidate("closing", opening=hours(9, 11), metres=4_000),
        candidate("closing-soon", opening=hours(9, 17)),
        candidate("visits", access=frozenset({AccessMode.HOME_VISIT})),
        candidate("full", capacity=FULL),
        candidate("weeks", capacity=Capacity(Room.WAITING, 3, TODAY)),
        candidate("waiting", capacity=Capacity(Room.WAITING, None, TODAY)),
        candidate("holiday", opening=replace(NINE_TO_FIVE, holidays=HolidayRule.UNKNOWN)),
        *(
            candidate(
                f"{kind}-{ends}",
                opening=replace(NINE_TO_FIVE, changes=(TemporaryChange(kind, start, ends, time(9), time(12)),)),
            )
            for kind in ChangeKind
            for start in [datetime(2025, 1, 1, tzinfo=UTC)]
            for ends in [None, datetime(2025, 9, 1, tzinfo=UTC)]
        ),
        *(candidate(f"by-{by}", spoken={"ti": by}) for by in SpokenBy),
    ]
    given_codes = {
        reason.code
        for walking in (WALKING, river)
        for moment in moments
        for door in rank(town(1, 200) + others, asker(Person(age=52, languages=("ti",)), when=moment), walking=walking)
        for reason in door.reasons
    }
    given_codes |= set(codes(alone(candidate(), Person(languages=("ti",)))))
    given_codes |= set(codes(alone(candidate(metres=6_000), Person(walk_only=True))))
    (ridden,) = rank(
        [candidate(metres=5_000)], asker(Person(wheelchair=True)), walking=WALKING, travel=Buses({5_000: 20})
    )
    given_codes |= set(codes(ridden))
    assert set(DOOR_CODES) <= given_codes


def test_distance_is_asked_once_for_all_candidates() -> None:
    class Counting:
        calls = 0

        def seconds(self, origin: LatLon, places: Sequence[LatLon]):  # type: ignore[no-untyped-def]
            self.calls += 1
            return WALKING.seconds(origin, places)

    walking = Counting()
    rank(town(2, 100), asker(), walking=walking)
    assert walking.calls == 1
    assert east(0) == asker().origin
