"""Where is it, what is it called, how does one walk there."""

import json
from pathlib import Path
from random import Random

import pytest

from baken.core.kinds import LatLon
from baken.core.reach import StraightLine, WithBarriers
from baken.localities import outlines
from baken.localities.models import Barrier
from baken.localities.selectors import (
    area_at,
    areas,
    base_map,
    find_places,
    invented,
    municipalities,
    municipality_of,
    walking,
)
from baken.localities.services import load_areas

DEMO = Path(__file__).parents[3] / "demo" / "areas.geojson"
SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
HOLE = [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0], [1.0, 1.0]]
CRESCENT = [[0, 0], [4, 0], [4, 1], [1, 1], [1, 3], [4, 3], [4, 4], [0, 4], [0, 0]]
ISLANDS = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [[[9, 9], [10, 9], [10, 10], [9, 9]]]]}


@pytest.fixture
def town(db):
    load_areas(path=DEMO)


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(3, 3, True), (1.5, 1.5, False), (9.2, 9.5, True), (5, 3, False), (3, -1, False), (9.9, 9.1, False)],
)
def test_holes_are_outside_and_islands_inside(lat, lon, inside):
    assert outlines.contains(ISLANDS, LatLon(lat, lon)) is inside


@pytest.mark.parametrize("shape", [{"type": "Polygon", "coordinates": [CRESCENT]}, ISLANDS])
def test_the_centre_of_an_area_lies_in_it(shape):
    assert outlines.contains(shape, outlines.centre(shape))


def test_every_place_in_the_city_lies_in_exactly_one_neighbourhood():
    features = json.loads(DEMO.read_text(encoding="utf-8"))["features"]
    city = next(f["geometry"] for f in features if f["properties"]["kind"] == "municipality")
    quarters = [f["geometry"] for f in features if f["properties"]["kind"] == "neighbourhood"]
    random = Random(3)
    for _ in range(300):
        place = LatLon(random.uniform(51.02, 51.22), random.uniform(3.97, 4.21))
        holding = sum(outlines.contains(quarter, place) for quarter in quarters)
        assert holding == int(outlines.contains(city, place)), place


@pytest.mark.parametrize("place", [LatLon(0, 0), LatLon(90, 180), LatLon(51.1, 5.0), LatLon(-51.1, 4.08)])
def test_outside_the_city_there_is_no_area(town, place):
    assert area_at(place) is None
    assert area_at(place, kind="municipality") is None


def test_a_kind_that_does_not_exist_is_an_error(town):
    with pytest.raises(ValueError, match="canton"):
        areas("canton")


def test_areas_can_be_asked_by_what_they_lie_in(town):
    assert [area.code for area in areas("neighbourhood", parent="D01")] == [f"N0{n}" for n in range(1, 8)]
    assert [area.name() for area in municipalities()] == ["Zandermond"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Graanmarkt", "Graanmarkt"),
        ("  GRAANMARKT ", "Graanmarkt"),
        ("graanmarkd", "Graanmarkt"),
        ("Zilver", "Zilverkaai"),
        ("odradahof", "Sint-Odradahof"),
        ("Kerkstraat 12, Lindeplaats", "Lindeplaats"),
        ("Hogerbeek", "Hogerbeek"),
        ("hogerbeek dorp", "Hogerbeek-Dorp"),
        ("zandermond", "Zandermond"),
        ("Lindeplaats Zandermond", "Lindeplaats"),
    ],
)
def test_a_place_is_found_as_people_write_it(town, text, name):
    assert find_places(text)[0].name == name


@pytest.mark.parametrize("text", ["", " ", "a", "qqqqqq", "💧💧💧", "(((", "\\", "x" * 10_000, "زاندرموند"])
def test_what_is_no_place_finds_nothing(town, text):
    assert find_places(text) == ()


@pytest.mark.parametrize("text", ["51.105, 4.085", "51.105,4.085", "geo:51.105,4.085", "51.105 4.085"])
def test_a_coordinate_is_a_place_too(db, text):
    (found,) = find_places(text)
    assert found.at == LatLon(51.105, 4.085)
    assert found.code is None


@pytest.mark.parametrize("text", ["91, 4", "51, 181", "-91.5,0"])
def test_a_coordinate_outside_the_world_is_said(db, text):
    with pytest.raises(ValueError, match="outside the world"):
        find_places(text)


@pytest.mark.parametrize(
    ("text", "municipality"),
    [
        ("Zandermond", "Zandermond"),
        ("hogerbeek", "Zandermond"),
        ("Zilverkaai", "Zandermond"),
        ("Elders", None),
        ("", None),
    ],
)
def test_a_quarter_is_known_by_its_municipality(town, text, municipality):
    assert municipality_of(text) == municipality


def test_without_a_map_everything_still_answers(db):
    assert areas() == ()
    assert find_places("Graanmarkt") == ()
    assert area_at(LatLon(51, 4)) is None
    assert base_map() == {"type": "FeatureCollection", "features": []}
    assert not invented()
    assert isinstance(walking(), StraightLine)


def test_walking_goes_round_barriers_where_there_are_any(town):
    assert isinstance(walking(), WithBarriers)


def test_a_railway_in_several_lines_is_a_barrier_in_each(db):
    lines = [[[4.0, 51.0], [4.0, 51.1]], [[4.0, 51.2], [4.0, 51.3]]]
    Barrier.objects.create(code="S", kind="railway", names={}, lines=lines, source="a test")
    way = walking()
    assert way.seconds(LatLon(51.05, 3.99), [LatLon(51.05, 4.01), LatLon(51.05, 3.98)]).tolist()[0] == float("inf")


def size(drawn: object) -> int:
    return len(json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode())


def test_the_base_map_is_light_and_shows_districts_neighbourhoods_river_and_bridges(town):
    drawn = base_map(languages=("ar", "nl"))
    assert size(drawn) <= 40_000
    kinds = [f["properties"]["kind"] for f in drawn["features"]]
    assert [kinds.count(k) for k in ("district", "neighbourhood", "river", "bridge")] == [9, 60, 1, 7]
    assert {f["properties"]["name"] for f in drawn["features"]} >= {"Binnenveste", "Ree", "Zilverbrug"}


@pytest.mark.parametrize("most", [30_000, 20_000, 8_000, 1_000])
def test_a_smaller_budget_gives_a_coarser_map_within_it(town, most):
    drawn = base_map(most_bytes=most)
    assert size(drawn) <= most
    for f in drawn["features"]:
        if f["geometry"]["type"] == "Polygon":
            (ring,) = f["geometry"]["coordinates"]
            assert len(ring) >= 4
            assert ring[0] == ring[-1]


def test_reading_takes_a_fixed_number_of_queries(town, django_assert_num_queries):
    with django_assert_num_queries(3):
        base_map()
    with django_assert_num_queries(2):
        walking()
    with django_assert_num_queries(1):
        find_places("graanmarkt")
    with django_assert_num_queries(1):
        area_at(LatLon(51.105, 4.085))
