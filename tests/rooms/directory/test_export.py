"""What goes out is valid HSDS, loses nothing on the way back in, and keeps to itself what is for research."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from baken.directory.export import ExportError, export_hsds
from baken.directory.export.columns import TYPES
from baken.directory.feeds import Report, import_feed
from baken.directory.models import Location, Organisation, Service
from baken.directory.selectors import candidates
from baken.directory.spreadsheets import escaped, unescaped

Load = Callable[..., Report]


def contents(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in sorted(folder.rglob("*.ndjson"))}


def services(folder: Path, language: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / language / "services.ndjson").read_text().splitlines()]


def emptied() -> None:
    Organisation.objects.all().delete()
    assert not Service.objects.exists()


def test_an_export_read_into_an_empty_directory_exports_the_same(example: Service, tmp_path: Path) -> None:
    (before,) = candidates({example.id: {}})
    export_hsds(folder=tmp_path / "one", languages=["nl", "fr"])
    emptied()
    report = import_feed(kind="hsds", paths=[tmp_path / "one"], language="nl")
    assert (report.refused, report.added) == ((), 1)
    export_hsds(folder=tmp_path / "two", languages=["nl", "fr"])
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert candidates({example.id: {}}) == [before]


def test_an_export_read_back_over_the_directory_it_came_from_changes_nothing(example: Service, tmp_path: Path) -> None:
    """Neither what no export gives (the register), nor what this one did not (other languages)."""
    Organisation.objects.update(mobilisation="pro-migrant", funding=["town"])
    Service.objects.update(free=True, amount=None)
    export_hsds(folder=tmp_path, languages=["nl"])
    report = import_feed(kind="hsds", paths=[tmp_path], language="nl")
    assert (report.unchanged, report.organisations.unchanged, report.locations.unchanged) == (1, 1, 1)
    assert Organisation.objects.get().mobilisation == "pro-migrant"
    assert Service.objects.get().name["fr"]["text"] == "Aide pour les dettes"


def test_a_translation_that_the_feed_does_not_speak_stays_and_is_behind_a_new_original(
    example: Service, tmp_path: Path
) -> None:
    export_hsds(folder=tmp_path, languages=["nl"])
    file = tmp_path / "nl/services.ndjson"
    file.write_text(file.read_text().replace("Hulp bij schulden", "Hulp bij brieven"))
    assert import_feed(kind="hsds", paths=[tmp_path], language="nl").changed == 1
    name = Service.objects.get().name
    assert name["nl"]["text"] == "Hulp bij brieven"
    assert name["fr"] == {"text": "Aide pour les dettes", "state": "stale"}


def test_a_place_that_changes_keeps_the_services_given_there(example: Service, tmp_path: Path) -> None:
    places = set(Location.objects.values_list("id", flat=True))
    export_hsds(folder=tmp_path, languages=["nl"])
    file = tmp_path / "nl/organizations.ndjson"
    organisation = json.loads(file.read_text())
    for location in organisation["locations"]:
        location["transportation"] = "Bus 3"
    file.write_text(json.dumps(organisation))
    for ending in ("json", "ndjson"):
        (tmp_path / f"nl/services.{ending}").unlink()
    assert import_feed(kind="hsds", paths=[tmp_path], language="nl").locations.changed == len(places)
    assert {at.location_id for at in example.service_at_locations.all()} == places


def test_each_language_says_which_text_is_not_in_it(example: Service, tmp_path: Path) -> None:
    export_hsds(folder=tmp_path, languages=["nl", "fr", "so"])
    assert [services(tmp_path, tag)[0]["name"] for tag in ("nl", "fr", "so")] == [
        "Hulp bij schulden",
        "Aide pour les dettes",
        "Hulp bij schulden",
    ]
    attributes = services(tmp_path, "so")[0]["attributes"]
    assert isinstance(attributes, list)
    said = {(one["taxonomy_term"]["code"], one["value"]) for one in attributes if one["link_type"] == "text_state"}
    assert ("original", "name:nl") in said


def test_mobilisation_is_for_research_and_never_exported(example: Service, tmp_path: Path) -> None:
    Organisation.objects.update(mobilisation="anti-migrant")
    export_hsds(folder=tmp_path, languages=["nl"])
    exported = "".join(contents(tmp_path).values())
    assert "anti-migrant" not in exported
    assert "mobilisation" not in exported


def test_properties_that_hsds_does_not_know_come_back_as_they_were(load_json: Load, tmp_path: Path) -> None:
    record = {
        "id": "ef71e94b-b1ae-5afa-9a5a-1de79223ab11",
        "name": "Class",
        "status": "active",
        "organization": {"id": "6b1abd7b-f771-5453-abce-fa09ac43a6ff", "name": "House", "x_city": {"id": "org"}},
        "accreditations": "ISO",
        "contacts": [{"id": "11111111-2222-4333-8444-555555555555", "name": "Desk", "email": None}],
        "x_city": {"flags": [], "checked": None},
    }
    load_json(json.dumps(record))
    export_hsds(folder=tmp_path / "out", languages=["en"])
    (exported,) = services(tmp_path / "out", "en")
    assert exported["accreditations"] == "ISO"
    assert exported["contacts"] == [{"id": "11111111-2222-4333-8444-555555555555", "name": "Desk"}]
    assert "x_city" not in exported
    emptied()
    import_feed(kind="hsds", paths=[tmp_path / "out"], language="en")
    service = Service.objects.get()
    assert service.extra["x_city"] == {"flags": [], "checked": None}
    assert service.organisation.extra["x_city"] == {"id": "org"}


def test_other_files_in_the_folder_are_left_alone_and_nothing_is_left_lying_about(
    example: Service, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    exported = export_hsds(folder=folder, languages=["nl"])
    assert (exported.services, exported.organisations) == (1, 1)
    names = sorted(file.name for file in exported.files if file.suffix != ".csv")
    assert names == sorted(
        ["organizations.json", "organizations.ndjson", "services.json", "services.ndjson", "datapackage.json"]
    )
    assert sorted(path.name for path in folder.iterdir()) == ["nl", "notes.txt"]


def test_cells_never_start_like_a_formula_and_come_back_as_they_were(example: Service, tmp_path: Path) -> None:
    words = ["=1+1", "+32 9", "-5", "@x", "\tx", "\rx", "'=1", "''@", "'s avonds", "plain", "", '="a"\n,b']
    assert [unescaped(escaped(word)) for word in words] == words
    Service.objects.update(alternate_name='=HYPERLINK("http://example.org")')
    export_hsds(folder=tmp_path, languages=["nl"])
    numbers = {column for column, kind in TYPES.items() if kind == "number"}
    for file in (tmp_path / "nl/csv").glob("*.csv"):
        with file.open(newline="", encoding="utf-8") as table:
            for row in csv.DictReader(table):
                cells = [cell for column, cell in row.items() if column not in numbers]
                assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=HYPERLINK" in (tmp_path / "nl/csv/services.csv").read_text()


@pytest.mark.shared
def test_the_tables_have_the_columns_of_the_standard_and_join(example: Service, shared: Path, tmp_path: Path) -> None:
    import_feed(kind="hsds", paths=[shared / "data/hsds-3.2-detroit-sample"], language="en")
    export_hsds(folder=tmp_path, languages=["nl"])
    ours = json.loads((tmp_path / "nl/csv/datapackage.json").read_text())
    official = json.loads((shared / "data/hsds-3.2.3/datapackage.json").read_text())
    columns = {part["path"]: [(field["name"]) for field in part["schema"]["fields"]] for part in official["resources"]}
    for part in ours["resources"]:
        assert [field["name"] for field in part["schema"]["fields"]] == columns[part["path"]]
    rows = {file.stem: read_table(file) for file in (tmp_path / "nl/csv").glob("*.csv")}
    known = {table: {row["id"] for row in found} for table, found in rows.items()}
    assert len(known["services"]) == len(rows["services"]) == Service.objects.count()
    assert len(known["locations"]) == len(rows["locations"]) == Location.objects.count()
    assert {row["organization_id"] for row in rows["services"]} <= known["organizations"]
    assert {row["location_id"] for row in rows["service_at_location"]} <= known["locations"]
    assert {row["taxonomy_term_id"] for row in rows["attributes"]} <= known["taxonomy_terms"]
    assert {row["taxonomy_id"] for row in rows["taxonomy_terms"]} <= known["taxonomies"]


def read_table(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table))


def test_a_folder_or_language_that_cannot_be_is_told(example: Service, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        export_hsds(folder=tmp_path / "file", languages=["nl"])
    with pytest.raises(ExportError, match="BCP-47"):
        export_hsds(folder=tmp_path, languages=["klingon!"])
    with pytest.raises(ExportError, match="at least one language"):
        export_hsds(folder=tmp_path, languages=[])


@pytest.mark.shared
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="takes long, and no database has a say in it: on SQLite only")
def test_everything_exported_is_valid_hsds_to_the_letter(example: Service, shared: Path, tmp_path: Path) -> None:
    import_feed(kind="hsds", paths=[shared / "data/hsds-3.2-detroit-sample"], language="en")
    import_feed(kind="unhcr", paths=[shared / "data/unhcr-jordan-services"])
    export_hsds(folder=tmp_path, languages=["nl", "ar"])
    for file in sorted(tmp_path.rglob("*.ndjson")):
        schema = shared / f"data/hsds-3.2.3/schema/compiled/{file.stem.removesuffix('s')}.json"
        check = [sys.executable, str(shared / "checks/hsds_check.py"), str(schema), str(file), "--strict"]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert not done.stdout.startswith("0 records")
