"""Ways in findings and plans: by the timetable where there is one, on foot where not, and said as people say it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.conf import settings
from django.utils.translation import override

from baken.core.kinds import LatLon, Person
from baken.core.planning.kinds import Ride, Walk, Way
from baken.plans import paper, reaching, sealing, typesetting
from baken.plans.directions import (
    home_sentences,
    leave_sentence,
    leg_sentences,
    times_unknown_sentence,
    way_sentence,
)
from baken.plans.kinds import Question, WayHome
from baken.plans.records import findings_record, plan_record
from baken.plans.selectors import find_for, plan_for, sealed, sheet_from
from baken.timetables import travel
from baken.timetables.travel import RideLeg, TimesUnknown, Trip, WalkLeg

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FAR_AWAY = LatLon(51.22, 4.13)  # eleven kilometres north of the town
LANGUAGES = [tag for tag, _name in settings.LANGUAGES]


def _trip(leaves: datetime, minutes: int = 24, *, wheelchair: bool | None = None) -> Trip:
    boards, ends = leaves + timedelta(minutes=4), leaves + timedelta(minutes=minutes)
    off = ends - timedelta(minutes=5)
    ride = RideLeg("7", "Centrum", "Dorp", "Kerkplein", boards, off, 6, 3, wheelchair)
    return Trip(leaves, ends, (WalkLeg(240, leaves, "Dorp"), ride, WalkLeg(300, off, "")))


class _Ways:
    """A bus in 24 minutes to every place."""

    def __init__(self, when: datetime, count: int) -> None:
        self._when, self.seconds = when, np.full(count, 24 * 60.0)

    def trip(self, _index: int) -> Trip:
        return _trip(self._when)


@pytest.fixture
def buses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bus at any moment, from anywhere to anywhere."""

    def ways(_origin: LatLon, when: datetime, places: Sequence[LatLon], **_: object) -> _Ways:
        return _Ways(when, len(places))

    monkeypatch.setattr(travel, "ways", ways)
    monkeypatch.setattr(travel, "arriving", lambda _from, by, _to, **_: _trip(by - timedelta(minutes=30)))
    monkeypatch.setattr(travel, "first_after", lambda _from, _to, after, **_: _trip(after))
    monkeypatch.setattr(travel, "last_home", lambda _from, _to, day, **_: _trip(MONDAY.replace(hour=22)))


def _question(**fields: object) -> Question:
    question = Question(when=MONDAY, language="nl", needs=("money.debts", "talking.sleep"), place=FAR_AWAY)
    return replace(question, **fields)  # type: ignore[arg-type]


@pytest.mark.usefixtures("buses")
class TestWithBuses:
    def test_doors_come_with_their_way(self, town: None) -> None:
        first = find_for(_question()).doors[0].door
        assert first.way is not None
        assert (first.travel_seconds, first.way.alight, first.way.rides[0].kind) == (1440, "Kerkplein", "bus")

    def test_who_cannot_pay_walks_and_is_not_told_that_times_are_unknown(self, town: None) -> None:
        findings = find_for(_question(person=Person(walk_only=True)))
        assert findings.doors
        assert all(view.door.way is None for view in findings.doors)
        assert not findings.times_unknown

    def test_from_nowhere_there_is_no_way(self, town: None) -> None:
        assert all(view.door.travel_seconds is None for view in find_for(_question(place=None)).doors)

    def test_the_plan_tells_the_way_home(self, town: None) -> None:
        (step, *_others) = plan_for(_question()).steps
        assert step.home is not None and step.home.back is not None and step.home.last is not None
        inside = reaching.visit_begins(_question(), step.door)
        assert step.home.back.leaves == inside + reaching.VISIT

    @pytest.mark.parametrize("need", ["safety.home", "housing.tonight"])
    def test_who_flees_from_home_or_has_none_is_not_told_the_way_back(self, town: None, need: str) -> None:
        steps = plan_for(_question(needs=("money.debts", need))).steps
        assert steps and all(step.door.way is not None and step.home is None for step in steps)

    def test_a_door_that_opens_later_is_reached_as_it_opens(self, town: None) -> None:
        early = _question(when=MONDAY.replace(hour=4), at_opening=True)
        way = find_for(early).doors[0].door.way
        assert way is not None
        assert way.leaves > early.when

    def test_where_no_ride_gets_there_as_it_opens_none_is_told(
        self, town: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(travel, "arriving", lambda *_args, **_: None)
        early = _question(when=MONDAY.replace(hour=4), at_opening=True)
        assert all(view.door.way is None for view in find_for(early).doors if view.door.open_on_arrival.next_opens)

    def test_a_ride_as_it_opens_is_found_where_none_goes_now(self, town: None, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_ways(*_args: object, **_: object) -> _Ways:
            raise travel.TimesUnknown("no-service", "none")

        monkeypatch.setattr(travel, "ways", no_ways)
        door = find_for(_question(when=MONDAY.replace(hour=4), at_opening=True)).doors[0].door
        assert door.way is not None
        assert not any(reason.code == "walk.far" for reason in door.reasons)

    def test_records_have_legs_and_the_time_it_takes(self, town: None) -> None:
        first = findings_record(find_for(_question()))["results"][0]
        assert (first["travel_seconds"], first["way"]["minutes"]) == (1440, 24)
        assert [leg["by"] for leg in first["way"]["legs"]] == ["foot", "bus", "foot"]
        step = plan_record(plan_for(_question()))["steps"][0]
        assert step["way_home"]["back"]["legs"][1]["line"] == "7"

    def test_a_link_holds_nothing_of_where_somebody_starts(self, town: None) -> None:
        plan = sealed(plan_for(_question()))
        assert set(plan.__slots__) == {"language", "made_on", "steps"}
        token = sealing.seal(plan, now=MONDAY)
        (opened, *_others) = sheet_from(sealing.unseal(token, now=MONDAY), language="nl", when=MONDAY).steps
        assert (opened.door.way, opened.door.walk_seconds, opened.home) == (None, None, None)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_three_steps_with_their_ways_stand_on_one_sheet_of_paper(self, language: str, town: None) -> None:
        needs = ("money.debts", "talking.sleep", "family.school")
        sheet = plan_for(_question(language=language, needs=needs))
        assert len(sheet.steps) == 3
        pdf = paper.plan_pdf(sheet, languages=(language, "nl"), address="https://b.example/p/" + "A" * 420)
        assert typesetting.pages(pdf) <= 2


def test_without_times_everybody_walks_and_it_is_said(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise TimesUnknown("no-service", "nothing runs", (date(2025, 1, 1), date(2025, 12, 31)))

    monkeypatch.setattr(travel, "ways", unknown)
    findings = find_for(_question())
    assert findings.times_unknown
    assert findings.doors and findings.doors[0].door.walk_seconds is not None
    assert findings_record(findings)["times_unknown"] is True


# ---- in words -----------------------------------------------------------------------------------------------------


def _way(kind: str = "bus") -> Way:
    trip = reaching.way_of(_trip(MONDAY))
    ride = next(leg for leg in trip.legs if isinstance(leg, Ride))
    legs = tuple(replace(ride, kind=kind) if leg is ride else leg for leg in trip.legs)
    return replace(trip, legs=legs)


def test_a_way_names_minutes_line_and_stop() -> None:
    assert way_sentence(_way(), "en") == "24 min: bus 7 to Kerkplein, then 5 min on foot"
    assert way_sentence(_way("line"), "nl") == "24 min: lijn 7 tot Kerkplein, dan 5 min te voet"


def test_lines_and_stops_stand_apart_in_right_to_left_words() -> None:
    said = way_sentence(_way(), "ar")
    assert "\N{LEFT-TO-RIGHT ISOLATE}7\N{POP DIRECTIONAL ISOLATE}" in said
    assert "\N{FIRST STRONG ISOLATE}Kerkplein\N{POP DIRECTIONAL ISOLATE}" in said


def test_legs_are_told_with_their_times() -> None:
    assert leg_sentences(_way(), "en") == (
        "11:00: 4 min on foot to Dorp",
        "11:04: bus 7 from Dorp, towards Centrum. Get off at Kerkplein, 11:19.",
        "11:19: 5 min on foot",
    )


def test_the_last_way_home_is_left_out_where_it_is_the_first() -> None:
    (only,) = home_sentences(WayHome(_way(), _way()), "en")
    assert only == "Back after an hour there: 11:04, bus 7 from Dorp, home at 11:24."
    assert home_sentences(None, "en") == ()


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
@pytest.mark.parametrize("kind", ["bus", "tram", "metro", "train", "ferry", "line"])
def test_ways_are_said_in_every_language(language: str, kind: str) -> None:
    with override("en"):
        english = {way_sentence(_way(kind), "en"), times_unknown_sentence("en"), leave_sentence(_way(), "en")}
    said = {way_sentence(_way(kind), language), times_unknown_sentence(language), leave_sentence(_way(), language)}
    assert not said & english
    assert not any("%(" in each for each in said)


@pytest.mark.parametrize(
    ("route_type", "kind"),
    [(0, "tram"), (1, "metro"), (2, "train"), (3, "bus"), (4, "ferry"), (109, "train"), (900, "tram"), (7, "line")],
)
def test_kinds_of_vehicles_have_names(route_type: int, kind: str) -> None:
    trip = _trip(MONDAY)
    leg = replace(trip.rides[0], kind=route_type)
    (ride,) = reaching.way_of(replace(trip, legs=(leg,))).rides
    assert ride.kind == kind


def test_a_way_without_a_last_walk_ends_at_the_stop() -> None:
    legs = tuple(leg for leg in _way().legs if not (isinstance(leg, Walk) and not leg.to))
    assert way_sentence(replace(_way(), legs=legs), "en") == "24 min: bus 7 to Kerkplein"
