"""An export is the whole directory: read into an empty database, every field of every table is as it was."""

from pathlib import Path

import pytest
from directory_tables import differences, dump, fill_every_field

from baken.directory.export import export_hsds
from baken.directory.feeds import import_feed
from baken.directory.models import Location, Organisation, Service, TemporaryChange

TOWN = Path(__file__).parents[3] / "demo/town"


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*.*")) if file.is_file()}


def emptied() -> None:
    Organisation.objects.all().delete()
    Location.objects.all().delete()
    assert not Service.objects.exists()


def goes_round(folder: Path) -> list[str]:
    """What differs after an export was read into the empty database, and whether a second export differs."""
    before = dump()
    export_hsds(folder=folder / "one")
    emptied()
    report = import_feed(kind="hsds", paths=[folder / "one"])
    assert report.refused == ()
    export_hsds(folder=folder / "two")
    found = differences(before, dump())
    one, two = files(folder / "one"), files(folder / "two")
    return found + [f"{name} is not the same file" for name in {*one, *two} if one.get(name) != two.get(name)]


def test_every_field_that_can_be_filled_comes_back(needs: None, need_codes: list[str], tmp_path: Path) -> None:
    fill_every_field(*need_codes[:2])
    assert goes_round(tmp_path) == []


def test_the_demonstration_town_comes_back(needs: None, tmp_path: Path) -> None:
    assert import_feed(kind="baken", paths=[TOWN], language="nl").written
    assert goes_round(tmp_path) == []


@pytest.mark.shared
def test_the_open_directories_come_back(needs: None, shared: Path, tmp_path: Path) -> None:
    assert import_feed(kind="hsds", paths=[shared / "data/hsds-3.2-detroit-sample"], language="en").written
    assert import_feed(kind="unhcr", paths=[shared / "data/unhcr-jordan-services"]).written
    assert goes_round(tmp_path) == []


def test_a_text_that_does_not_exist_in_a_language_does_not_come_to_exist_in_it(
    needs: None, need_codes: list[str], tmp_path: Path
) -> None:
    fill_every_field(*need_codes[:2])
    before = dump()
    export_hsds(folder=tmp_path, languages=["nl", "ar", "fa-af", "fr", "so", "en", "ti", "uk"])
    emptied()
    assert import_feed(kind="hsds", paths=[tmp_path]).refused == ()
    assert differences(before, dump()) == []


def test_an_import_beside_a_directory_takes_changes_as_those_of_the_feed(
    needs: None, need_codes: list[str], tmp_path: Path
) -> None:
    """Else a closure that its publisher took away would stay here for ever."""
    fill_every_field(*need_codes[:2])
    export_hsds(folder=tmp_path)
    emptied()
    Organisation.objects.create(name="Somebody else")
    import_feed(kind="hsds", paths=[tmp_path])
    assert not TemporaryChange.objects.filter(imported=False).exists()
