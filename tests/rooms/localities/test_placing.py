"""Addresses of the demonstration town get the same place every time, and only once."""

import sys
from pathlib import Path

import pytest
import yaml

DEMO = Path(__file__).parents[3] / "demo"
ENTRY = """locations:
  - key: huis
    address: Kadestraat 12
    municipality: "@CITY"
    neighbourhood: N02
    wheelchair: "yes"
  - {key: zaal, address: Kadestraat 12, municipality: "@CITY", neighbourhood: N02}
  - {key: elders, address: Molenweg 1, neighbourhood: N60}
"""


@pytest.fixture
def placed(monkeypatch):
    monkeypatch.syspath_prepend(str(DEMO))
    from place import placed

    yield placed
    for name in ("place", "geography"):
        sys.modules.pop(name, None)


def test_every_location_gets_town_postal_code_and_coordinates(placed):
    house, hall, elsewhere = yaml.safe_load(placed(ENTRY, "Zandermond"))["locations"]
    assert (house["municipality"], house["postal_code"], house["wheelchair"]) == ("Zandermond", "0410", "yes")
    assert (house["lat"], house["lon"]) == (hall["lat"], hall["lon"])
    assert (elsewhere["lat"], elsewhere["lon"]) != (house["lat"], house["lon"])


def test_placing_again_changes_nothing(placed):
    once = placed(ENTRY, "Zandermond")
    assert placed(once, "Zandermond") == once
