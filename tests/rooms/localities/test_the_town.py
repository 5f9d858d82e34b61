"""The demonstration town's map: reproducible, whole, and marked as invented."""

import importlib.util
import json
import sqlite3
import sys
from contextlib import closing
from math import cos, radians
from pathlib import Path
from types import ModuleType

import pytest

from baken.core.kinds import LatLon
from baken.core.reach import StraightLine
from baken.localities import selectors
from baken.localities.services import load_areas

DEMO = Path(__file__).parents[3] / "demo"
AGE_BANDS = 9


def geography() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo_geography", DEMO / "geography.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def town():
    return geography()


@pytest.fixture
def loaded(db):
    return load_areas(path=DEMO / "areas.geojson")


def test_the_committed_map_is_what_the_generator_makes(town, tmp_path):
    town.write(tmp_path / "again.geojson")
    assert (tmp_path / "again.geojson").read_bytes() == (DEMO / "areas.geojson").read_bytes()


def test_it_has_nine_districts_sixty_neighbourhoods_one_river_and_seven_bridges(loaded):
    kinds = [f["properties"]["kind"] for f in json.loads((DEMO / "areas.geojson").read_text())["features"]]
    assert [kinds.count(k) for k in ("municipality", "district", "neighbourhood", "river", "bridge")] == [
        1,
        9,
        60,
        1,
        7,
    ]
    assert (loaded.areas, loaded.barriers, loaded.crossings) == (70, 1, 7)


def test_everything_on_it_says_that_it_is_invented(loaded):
    assert all(area.invented and area.source == "invented for demonstration" for area in selectors.areas())
    assert selectors.invented()


def test_half_a_million_people_live_there_and_every_level_counts_the_same(loaded):
    levels = [
        sum(sum(area.population.values()) for area in selectors.areas(kind))
        for kind in ("municipality", "district", "neighbourhood")
    ]
    assert len(set(levels)) == 1
    assert levels[0] == pytest.approx(500_000, rel=0.02)
    assert all(len(area.population) == AGE_BANDS for area in selectors.areas())


def test_the_centre_is_younger_than_the_villages(loaded):
    def share_over_70(code: str) -> float:
        (area,) = (a for a in selectors.areas("district") if a.code == code)
        return (area.population["70-79"] + area.population["80+"]) / sum(area.population.values())

    assert share_over_70("D02") < 0.1 < 0.2 < share_over_70("D06")


def test_neighbourhoods_fill_the_city_without_gaps_or_overlaps(town):
    features = json.loads((DEMO / "areas.geojson").read_text())["features"]
    surface = {"municipality": 0.0, "district": 0.0, "neighbourhood": 0.0}
    for f in features:
        if f["properties"]["kind"] in surface:
            surface[f["properties"]["kind"]] += town.signed_km2(f["geometry"]["coordinates"][0])
    squeeze = 111.2**2 * cos(radians(51.1))
    assert surface["municipality"] * squeeze == pytest.approx(250, rel=0.05)
    assert surface["district"] == pytest.approx(surface["municipality"], rel=1e-6)
    assert surface["neighbourhood"] == pytest.approx(surface["municipality"], rel=1e-6)


def test_points_lie_in_their_neighbourhood_and_stay_there(town, loaded):
    for area in selectors.areas("neighbourhood"):
        for seed in ("Kadestraat", 7):
            place = town.point_in(area.code, seed)
            assert place == town.point_in(area.code, seed)
            found = selectors.area_at(place)
            assert found is not None
            assert found.code == area.code
    assert town.point_in("N01", 1) != town.point_in("N01", 2)
    assert town.postal_code("N01") == "0410"


def test_a_point_in_an_unknown_neighbourhood_is_an_error(town):
    with pytest.raises(KeyError):
        town.point_in("N99", 1)


def test_each_neighbourhood_lies_in_the_district_it_names(loaded):
    for area in selectors.areas("neighbourhood"):
        district = selectors.area_at(area.centroid, kind="district")
        assert district is not None
        assert district.code == area.parent


def test_across_the_river_is_farther_than_it_looks(loaded):
    walking = selectors.walking()
    quay, other_bank = LatLon(51.1108, 4.0770), LatLon(51.1108, 4.0690)
    here, there = selectors.area_at(quay), selectors.area_at(other_bank)
    assert here is not None
    assert there is not None
    assert {here.parent, there.parent} == {"D01", "D04"}
    (straight,) = StraightLine().seconds(quay, [other_bank])
    (over_the_bridge,) = walking.seconds(quay, [other_bank])
    assert 1.2 * straight < over_the_bridge < 5 * straight


@pytest.mark.shared
def test_no_real_place_has_one_of_its_names(shared, town):
    real = set()
    for name in ("flanders_brussels_wijken_2024", "flanders_brussels_gemeenten_2024"):
        with closing(sqlite3.connect(f"file:{shared / 'data/geo' / name}.gpkg?mode=ro", uri=True)) as database:
            real |= {row[0].split(" (")[0].casefold() for row in database.execute(f'select naam from "{name}"')}
    refnis = (shared / "data/geo/refnis_2019.csv").read_text(encoding="utf-8", errors="replace")
    real |= {cell.casefold() for line in refnis.splitlines() for cell in line.split(";")}
    features = json.loads((DEMO / "areas.geojson").read_text())["features"]
    assert not {f["properties"]["name"]["nl"].casefold() for f in features} & real
