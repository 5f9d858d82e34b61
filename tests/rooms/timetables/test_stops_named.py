"""Stops by what people call them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from baken.timetables import selectors, services


@pytest.mark.parametrize("text", ["Kerkplein", "kerkplein", "KERKPLEIN", " kerk", "kerkplien", "Kerkplein 12"])
def test_a_stop_is_found_by_prefix_and_with_typing_errors_once_for_both_sides_of_the_street(
    on_the_line: None, text: str
) -> None:
    assert [stop.name for stop in selectors.stops_named(text)] == ["Kerkplein"]


@pytest.mark.parametrize("text", ["Gare d'Été", "gare d ete", "GARE D’ETE", "ete"])
def test_a_station_is_one_place_and_accents_do_not_matter(on_the_line: None, text: str) -> None:
    assert [stop.name for stop in selectors.stops_named(text)] == ["Gare d'Été"]


@pytest.mark.parametrize("name", ["محطّة القِطار", "Вокзальна площа", "ጣቢያ መንገድ"])
def test_any_script_is_found(
    db: None, home: Path, small_line: Path, change: Callable[[str, str, str], None], name: str
) -> None:
    change("stops.txt", "hoek,Hoek", f"hoek,{name}")
    services.import_feeds(paths=[small_line])
    assert [stop.name for stop in selectors.stops_named(name[:6])] == [name]
    assert [stop.name for stop in selectors.stops_named("محطة القطار" if "محط" in name else name)] == [name]


@pytest.mark.parametrize("text", ["", " ", "k", "%", "'; drop table", "x" * 10_000, "\x00\x00", "Hoogstraat"])
def test_nothing_like_it_is_nothing(on_the_line: None, text: str) -> None:
    assert selectors.stops_named(text) == ()


def test_without_a_timetable_no_stop_has_a_name(db: None, home: Path) -> None:
    assert selectors.stops_named("Kerkplein") == ()


def test_at_most_so_many_as_asked(on_the_line: None) -> None:
    assert len(selectors.stops_named("kerk", limit=0)) == 0
