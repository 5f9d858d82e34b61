"""The map of a plan: the doors by number, stops by name, nothing on top of another, and silence where nobody knows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils.translation import gettext, override
from fontTools.ttLib import TTFont

from baken.core.kinds import LatLon
from baken.core.planning.kinds import Ride, Way
from baken.localities import services as localities
from baken.plans import paper
from baken.plans.kinds import PlanSheet, Question
from baken.plans.selectors import plan_for
from baken.plans.sketch import Label, Sketch, _half, sketch
from baken.plans.typesetting import font_folders

AREAS = Path(__file__).parents[3] / "demo/areas.geojson"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
START = LatLon(51.2, 4.13)
WIDTH, HEIGHT = 88.0, 56.0


@pytest.fixture
def sheet(town: None) -> Iterator[PlanSheet]:
    localities.load_areas(path=AREAS)
    plan = plan_for(Question(when=MONDAY, language="nl", needs=("money.debts", "talking.sleep"), place=START))
    yield _ridden(plan)


def _ridden(plan: PlanSheet) -> PlanSheet:
    """The first step by bus."""
    step = plan.steps[0]
    place = step.door.candidate.place
    assert place is not None
    ride = Ride(
        "40", "bus", "Centrum", "Dokken", "Kerkplein", MONDAY, MONDAY + timedelta(minutes=9),
        board_at=LatLon(START.lat, START.lon + 0.002), alight_at=LatLon(place.lat + 0.002, place.lon),
    )  # fmt: skip
    way = Way(MONDAY, ride.arrives, 540, (ride,))
    return replace(plan, start=START, steps=(replace(step, door=replace(step.door, way=way)), *plan.steps[1:]))


def _drawn(plan: PlanSheet) -> Sketch:
    drawn = sketch(plan, languages=("nl", "nl"), start_words="Hier begin je", width=WIDTH, height=HEIGHT)
    assert drawn is not None
    return drawn


def _of_kind(drawn: Sketch, kind: str) -> list[Label]:
    return [label for label in drawn.labels if label.kind == kind]


def test_every_door_has_its_number_and_doors_of_one_house_share_a_mark(sheet: PlanSheet) -> None:
    numbers = " · ".join(label.text for label in _of_kind(_drawn(sheet), "door")).split(" · ")
    assert sorted(numbers) == [str(at + 1) for at, _step in enumerate(sheet.steps)]
    twice = replace(sheet, steps=(sheet.steps[0], sheet.steps[0]))
    assert [label.text for label in _of_kind(_drawn(twice), "door")] == ["1 · 2"]


def test_stops_where_one_gets_on_and_off_stand_by_name(sheet: PlanSheet) -> None:
    near = replace(sheet, start=None)
    assert _of_kind(_drawn(near), "stop") == [], "where somebody starts is not told by the stop there either"
    place = sheet.steps[0].door.candidate.place
    assert place is not None
    ride = sheet.steps[0].door.way.rides[0]  # type: ignore[union-attr]
    short = replace(ride, board_at=LatLon(place.lat - 0.003, place.lon))
    door = replace(sheet.steps[0].door, way=Way(MONDAY, MONDAY, 540, (short,)))
    plan = replace(sheet, start=LatLon(place.lat - 0.004, place.lon), steps=(replace(sheet.steps[0], door=door),))
    drawn = _drawn(plan)
    assert {label.text for label in _of_kind(drawn, "stop")} == {"Dokken", "Kerkplein"}
    assert [label.text for label in _of_kind(drawn, "start")] == ["Hier begin je"]


def test_who_flees_from_home_gets_no_map_of_where_that_is(town: None) -> None:
    plan = plan_for(Question(when=MONDAY, language="nl", needs=("safety.home",), place=START))
    assert plan.start is None


def test_nothing_stands_outside_or_on_top_of_another(sheet: PlanSheet) -> None:
    labels = _drawn(sheet).labels
    assert all(0 <= label.x <= WIDTH and 0 <= label.y <= HEIGHT for label in labels)
    for at, one in enumerate(labels):
        for other in labels[at + 1 :]:
            assert abs(one.x - other.x) > 2 or abs(one.y - other.y) > 2, (one, other)


def test_the_drawing_is_a_plain_svg_with_the_base_map_in_it(sheet: PlanSheet) -> None:
    drawing = _drawn(sheet).drawing
    ElementTree.fromstring(drawing)
    assert "<text" not in drawing
    assert not re.search("NaN|inf|href", drawing)
    assert len(drawing) < 60_000


def test_a_place_that_nobody_knows_on_the_map_is_said_and_not_guessed(sheet: PlanSheet) -> None:
    nowhere = replace(sheet.steps[0].door.candidate, place=None)
    lost = replace(sheet.steps[0], door=replace(sheet.steps[0].door, candidate=nowhere))
    plan = replace(sheet, steps=(lost, *sheet.steps))
    assert _drawn(plan).missing == (1,)
    record = paper.sheet_record(plan, languages=("en", "nl"), address="", maps={"map": (88.0, 56.0)})
    assert record["map"]["missing"][0]["mine"] == "Step 1 is not on this map. Ask how to get there."


def test_a_plan_without_any_place_has_no_map(sheet: PlanSheet) -> None:
    nowhere = replace(sheet.steps[0].door.candidate, place=None)
    plan = replace(sheet, steps=(replace(sheet.steps[0], door=replace(sheet.steps[0].door, candidate=nowhere)),))
    assert sketch(plan, languages=("nl",), start_words="", width=WIDTH, height=HEIGHT) is None
    assert paper.plan_pdf(plan, languages=("en", "nl")).startswith(b"%PDF")


def test_without_areas_the_doors_are_still_drawn(town: None) -> None:
    plan = plan_for(Question(when=MONDAY, language="nl", needs=("money.debts",)))
    assert _of_kind(_drawn(plan), "door")


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_the_room_kept_for_words_is_as_wide_as_the_font_draws_them(language: str) -> None:
    with override(language):
        words = gettext("Where you start")
    assert 2 * _half(words, 8)[0] >= _drawn_mm(words, 8)


def _drawn_mm(words: str, points: float) -> float:
    """Letter by letter: joined Arabic letters are narrower still."""
    return sum(_advance(letter) for letter in words) * points * 25.4 / 72


def _advance(letter: str) -> float:
    """Of the letters' height."""
    for folder in font_folders():
        for file in sorted(folder.glob("*wght*.ttf")):
            font = _font(file)
            if glyph := font.getBestCmap().get(ord(letter)):
                return float(font["hmtx"][glyph][0] / font["head"].unitsPerEm)
    raise AssertionError(f"no font draws {letter!r}")


@lru_cache
def _font(file: Path) -> TTFont:
    return TTFont(file, lazy=True)
