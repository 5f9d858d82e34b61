from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from baken.directory import models
from baken.directory.feeds import batch as room
from baken.directory.feeds.batch import Entries, Entry


@pytest.fixture(autouse=True)
def small(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.BAKEN_HOME = tmp_path
    monkeypatch.setattr(room, "IN_MEMORY", 3)
    return tmp_path


def entry(number: int) -> Entry:
    root = models.Organisation(id=UUID(int=number), name=f"Huis {number}", source=f"bron {number % 2}")
    return Entry(f"row {number}", root, [models.Phone(id=root.id, organisation_id=root.id, number=str(number))])


def filled(count: int) -> Entries:
    entries = Entries()
    for number in range(count):
        entries[UUID(int=number)] = entry(number)
    return entries


def test_all_come_back_whole_and_in_order() -> None:
    entries = filled(50)
    assert len(entries) == 50
    parts = list(entries.in_parts(7))
    assert [len(part) for part in parts] == [7] * 7 + [1]
    assert [one.row for part in parts for one in part] == [f"row {number}" for number in range(50)]
    assert entries[UUID(int=4)].digest() == entry(4).digest()
    assert entries[UUID(int=4)].root._state.adding


def test_a_change_to_an_entry_survives_its_way_through_the_file() -> None:
    entries = filled(50)
    root = entries[UUID(int=2)].root
    assert isinstance(root, models.Organisation)
    root.name = "Een ander huis"
    for number in range(30, 50):
        assert entries[UUID(int=number)]
    changed = entries[UUID(int=2)].root
    assert isinstance(changed, models.Organisation)
    assert changed.name == "Een ander huis"


def test_an_entry_put_in_again_keeps_its_place() -> None:
    entries = filled(20)
    entries[UUID(int=1)] = entry(99)
    assert [one.row for one in next(iter(entries.in_parts(3)))] == ["row 0", "row 99", "row 2"]


def test_what_is_taken_out_is_gone() -> None:
    entries = filled(20)
    assert entries.pop(UUID(int=0)).row == "row 0"
    assert UUID(int=0) not in entries
    assert entries.get(UUID(int=0)) is None
    with pytest.raises(KeyError):
        entries[UUID(int=0)]
    assert len([one for part in entries.in_parts(5) for one in part]) == 19


def test_sources_are_known_without_reading_the_file() -> None:
    assert filled(20).sources == {"bron 0", "bron 1"}


def test_those_that_stand_are_there_without_being_read() -> None:
    entries = filled(2)
    entries.standing.add(UUID(int=7))
    assert UUID(int=7) in entries
    assert entries.get(UUID(int=7)) is None
    assert len(entries) == 2


def test_the_file_has_no_name_that_could_be_left_behind(small: Path) -> None:
    entries = filled(50)
    assert entries
    assert list((small / "cache").iterdir()) == []
