"""Loading a map: all of it or nothing, and a word on what is wrong."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from baken.localities.models import Area, Barrier, Crossing
from baken.localities.selectors import areas, base_map
from baken.localities.services import BadAreas, Loaded, load_areas

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[3] / "demo" / "areas.geojson"


def square(west: float, south: float, side: float = 0.1) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def area(code: str, **changes: Any) -> dict[str, Any]:
    properties = {"kind": "district", "code": code, "name": "Overal", "source": "a test", **changes}
    geometry = {"type": "Polygon", "coordinates": [square(4.0, 51.0)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def river(code: str = "R", **changes: Any) -> dict[str, Any]:
    properties = {"kind": "river", "code": code, "name": "Beek", "source": "a test", **changes}
    geometry = {"type": "LineString", "coordinates": [[4.0, 51.0], [4.1, 51.1]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def bridge(code: str = "B", over: str = "R") -> dict[str, Any]:
    properties = {"kind": "bridge", "code": code, "name": "Brug", "over": over, "source": "a test"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [4.05, 51.05]}}


@pytest.fixture
def write(tmp_path: Path):
    def written(*features: Any) -> Path:
        path = tmp_path / "map.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
        return path

    return written


def test_areas_barriers_and_crossings_are_written(write):
    city = area("G", kind="municipality", name={"nl": "Stad", "fr": "Ville"}, population={"0-9": 3, "80+": 1})
    done = load_areas(path=write(area("D", parent="G"), city, river(), bridge()))
    assert done == Loaded(areas=2, barriers=1, crossings=1, removed=0)
    assert [(a.code, a.parent) for a in areas()] == [("D", "G"), ("G", None)]
    (city_card,) = areas("municipality")
    assert city_card.name("fr") == "Ville"
    assert city_card.population == {"0-9": 3, "80+": 1}
    assert (city_card.centroid.lat, city_card.centroid.lon) == pytest.approx((51.05, 4.05))
    assert Crossing.objects.get().barrier == Barrier.objects.get()


def test_loading_again_changes_nothing(write):
    path = write(area("G", kind="municipality"), area("D", parent="G"), river(), bridge())
    first = load_areas(path=path)
    before = list(Area.objects.values())
    assert load_areas(path=path) == first
    assert list(Area.objects.values()) == before


def test_what_a_newer_file_of_the_same_source_leaves_out_is_removed(write):
    load_areas(path=write(area("OTHER", source="elsewhere")))
    load_areas(path=write(area("G", kind="municipality"), area("D", parent="G"), river(), bridge()))
    done = load_areas(path=write(area("D", name="Nieuw")))
    assert done.removed == 3
    assert {(a.code, a.name(), a.parent) for a in areas()} == {("D", "Nieuw", None), ("OTHER", "Overal", None)}


def test_a_plain_name_is_in_the_language_of_the_file(write):
    load_areas(path=write(area("D")), language="fr")
    assert Area.objects.get().names == {"fr": {"text": "Overal", "state": "original"}}


def with_coordinates(coordinates: Any, kind: str = "Polygon") -> dict[str, Any]:
    return area("X") | {"geometry": {"type": kind, "coordinates": coordinates}}


NOT_CLOSED = square(4, 51)[:-1]
FLAT = [[4, 51], [4.1, 51], [4.2, 51], [4, 51]]

BAD = {
    "no feature": ([], "type: must be Feature"),
    "no properties": ({"type": "Feature", "properties": None, "geometry": {}}, "properties: must be"),
    "no geometry": (area("X") | {"geometry": None}, "geometry: must be"),
    "unknown kind": (area("X", kind="quartier"), "properties.kind: 'quartier' is not one of municipality"),
    "kind is a list": (area("X", kind=["river"]), "properties.kind"),
    "no code": (area(""), "properties.code: must be a text"),
    "code is a number": (area(7), "properties.code: must be a text, not 7"),  # type: ignore[arg-type]
    "code too long": (area("x" * 41), "properties.code: at most 40 characters"),
    "nul in the code": (area("a\0b"), "properties.code"),
    "no source": (area("X", source=None), "properties.source"),
    "no name": (area("X", name=None), "properties.name"),
    "empty name": (area("X", name={"nl": " "}), "properties.name.nl"),
    "nul in a name": (area("X", name="a\0b"), "properties.name.nl"),
    "invented is a word": (area("X", invented="yes"), "properties.invented"),
    "unknown age band": (area("X", population={"0-18": 4}), "properties.population: '0-18' is not one of"),
    "people below zero": (area("X", population={"0-9": -1}), "properties.population.0-9"),
    "people are true": (area("X", population={"0-9": True}), "properties.population.0-9"),
    "half a person": (area("X", population={"0-9": 1.5}), "properties.population.0-9"),
    "people are a list": (area("X", population=[1]), "properties.population"),
    "unknown parent": (area("X", parent="NOWHERE"), "properties.parent: there is no area 'NOWHERE'"),
    "its own parent": (area("X", parent="X"), "properties.parent: a district cannot lie in the district 'X'"),
    "a point for an area": (with_coordinates([4, 51], "Point"), "geometry.type: an area needs Polygon"),
    "no rings": (with_coordinates([]), "geometry.coordinates"),
    "rings are numbers": (with_coordinates([4, 51]), "geometry.coordinates"),
    "too few positions": (with_coordinates([[[4, 51], [5, 51], [4, 51]]]), "at least 4 positions"),
    "ring not closed": (with_coordinates([NOT_CLOSED]), "a ring must end where it begins"),
    "no surface": (with_coordinates([FLAT]), "encloses nothing"),
    "outside the world": (with_coordinates([square(4, 89.95)]), "90.05] is outside the world"),
    "metres for degrees": (with_coordinates([square(152_000, 212_000, 100)]), "outside the world"),
    "not a number": (with_coordinates([[[float("nan"), 51], *square(4, 51)]]), "outside the world"),
    "words for numbers": (with_coordinates([[["4", "51"], *square(4, 51)]]), "a position is [longitude, latitude]"),
    "a barrier without a line": (river() | {"geometry": {"type": "Point", "coordinates": [4, 51]}}, "LineString"),
    "a line of one point": (river() | {"geometry": {"type": "LineString", "coordinates": [[4, 51]]}}, "at least 2"),
    "a bridge over nothing": (bridge(over="Q"), "properties.over: there is no barrier 'Q'"),
}  # fmt: skip


@pytest.mark.parametrize(("feature", "message"), BAD.values(), ids=BAD.keys())
def test_one_bad_feature_is_named_and_nothing_is_written(write, feature, message):
    path = write(area("GOOD"), river("GOODRIVER"), feature)
    with pytest.raises(BadAreas) as refusal:
        load_areas(path=path)
    (problem,) = refusal.value.problems
    assert problem.startswith("feature 2")
    assert message in problem
    assert "map.geojson was not loaded" in str(refusal.value)
    assert not Area.objects.exists()
    assert not Barrier.objects.exists()


def test_a_code_used_twice_names_both_features(write):
    with pytest.raises(BadAreas, match=r"feature 1 \(D\): properties.code: 'D' is also the code of feature 0"):
        load_areas(path=write(area("D"), area("D")))


def test_a_neighbourhood_holds_no_district(write):
    path = write(area("N", kind="neighbourhood"), area("D", parent="N"))
    with pytest.raises(BadAreas, match="a district cannot lie in the neighbourhood 'N'"):
        load_areas(path=path)


def test_every_problem_is_said_at_once_up_to_twenty(write):
    with pytest.raises(BadAreas) as refusal:
        load_areas(path=write(*(area("X", kind=f"kind{number}") for number in range(30))))
    assert len(refusal.value.problems) == 30
    assert "… and 10 more" in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON"),
        (b'{"type": "FeatureCollection", "features": [', "not JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "FeatureCollection"),
        (b'{"type": "Feature"}', "FeatureCollection"),
        (b'{"type": "FeatureCollection"}', "`features` must be a list"),
        (b'{"type": "FeatureCollection", "features": []}', "at least one feature"),
    ],
)
def test_a_file_that_is_no_map_is_refused(tmp_path, content, message):
    path = tmp_path / "broken.geojson"
    path.write_bytes(content)
    with pytest.raises(BadAreas, match=message):
        load_areas(path=path)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(BadAreas, match=r"nowhere\.geojson was not loaded:\nthe file cannot be read: No such file"):
        load_areas(path=tmp_path / "nowhere.geojson")


def test_a_bad_newer_file_leaves_the_older_map(write):
    load_areas(path=write(area("D")))
    with pytest.raises(BadAreas):
        load_areas(path=write(area("E"), area("F", kind="x")))
    assert [a.code for a in areas()] == ["D"]


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "moon"}, {"lat": 91.0}, {"lon": -181.0}, {"north": 50.0}, {"parent_id": "D"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_itself_refuses_what_cannot_be(write, wrong):
    load_areas(path=write(area("D")))
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.update(**wrong)


def test_texts_of_others_stay_texts(write):
    load_areas(path=write(area("D", name="<script>alert(1)</script>")))
    assert base_map()["features"][0]["properties"]["name"] == "<script>alert(1)</script>"


def test_loading_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        load_areas(path=DEMO)


def test_the_reader_leaves_its_input_alone(write):
    feature = area("D")
    before = deepcopy(feature)
    load_areas(path=write(feature))
    assert feature == before
