"""`baken import gtfs`, `baken reach` and what `baken check` says of timetables."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from terminal import Baken

SMALL_LINE = str(Path(__file__).parents[2] / "factories/small_line")
FROM = ("reach", "from", "51.0,4.001", "--at")

pytestmark = pytest.mark.usefixtures("in_town", "no_feeds_left")


@pytest.fixture
def no_feeds_left(own_home: Path) -> None:
    """Rows are undone after each test, and so are files."""
    shutil.rmtree(own_home / "timetables", ignore_errors=True)


def test_what_is_imported_can_be_travelled(baken: Baken) -> None:
    said = baken("import", "gtfs", SMALL_LINE, "--licence", "CC0")
    assert said.code == 0 and "6 stops, 1 lines, 12 trips, 36 stop times" in said.out and "2026-12-31" in said.out
    found = baken(*FROM, "2026-11-24T07:50", "--json").json
    assert found["from"] == {"lat": 51.0, "lon": 4.001} and found["at"] == "2026-11-24T07:50:00+01:00"
    assert found["valid"] == ["2026-01-05", "2026-12-31"]
    seconds = [stop["seconds"] for stop in found["reached"]]
    assert seconds == sorted(seconds)
    assert {"stop_id": "hoek", "name": "Hoek", "seconds": 1800, "rides": 1} in found["reached"]
    assert found["reached"][0]["rides"] == 0
    assert "Hoek" in baken(*FROM, "2026-11-24T06:50:00Z").out


def test_a_date_outside_validity_fails_with_the_range(baken: Baken) -> None:
    baken("import", "gtfs", SMALL_LINE)
    said = baken(*FROM, "2027-01-11T09:30")
    assert said.code == 1 and "2026-01-05 to 2026-12-31" in said.err and said.out == ""
    said = baken(*FROM, "2027-01-11T09:30", "--json")
    assert said.code == 1 and said.json["error"]["code"] == "no-service"
    assert "2026-01-05 to 2026-12-31" in said.json["error"]["message"]


def test_without_a_timetable_it_says_how_to_get_one(baken: Baken) -> None:
    said = baken(*FROM, "2026-11-24T09:30", "--json")
    assert said.code == 1 and said.json["error"]["code"] == "no-timetable"


@pytest.mark.parametrize(
    "arguments",
    [
        ("reach", "from", "51.0", "--at", "2026-11-24T09:30"),
        ("reach", "from", "nan,4", "--at", "2026-11-24T09:30"),
        ("reach", "from", "91,4", "--at", "2026-11-24T09:30"),
        ("reach", "from", "51,4", "--at", "tomorrow"),
        ("reach", "from", "51,4"),
        ("reach", "from", "51,4", "--at", "2026-11-24T09:30", "--walk-minutes", "-1"),
        ("import", "gtfs"),
        ("import", "gtfs", SMALL_LINE, "--retire", "small_line"),
        ("import", "gtfs", SMALL_LINE, SMALL_LINE),
        ("import", "gtfs", "--retire", "nothing"),
    ],
)
def test_what_is_asked_wrongly_ends_with_two_and_a_line(baken: Baken, arguments: tuple[str, ...]) -> None:
    said = baken(*arguments)
    assert said.code == 2 and said.err.strip().startswith("baken: ")


def test_the_southern_and_western_halves_of_the_world_are_no_options(baken: Baken) -> None:
    baken("import", "gtfs", SMALL_LINE)
    assert baken("reach", "from", "-30.03,-51.22", "--at", "2026-11-24T09:30", "--json").json["reached"] == []


def test_a_bad_feed_is_refused_with_every_fault_and_nothing_changes(baken: Baken, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL_LINE, tmp_path / "small_line"))
    baken("import", "gtfs", str(folder))
    (folder / "stops.txt").write_text("stop_id,stop_name,stop_lat,stop_lon\nkerk,Kerkplein,95,4\n")
    said = baken("import", "gtfs", str(folder))
    assert said.code == 1 and "refused: small_line: stops.txt, line 2, stop_lat: «95»" in said.err
    assert "Nothing was imported" in said.err
    assert baken(*FROM, "2026-11-24T07:50").code == 0
    assert "no such file" in baken("import", "gtfs", str(tmp_path / "none.zip")).err


def test_a_dry_run_only_says(baken: Baken) -> None:
    assert "would be in force" in baken("import", "gtfs", SMALL_LINE, "--dry-run").out
    assert "timetables: none" in baken("check").out


def test_the_check_says_what_is_in_force_and_what_has_ended(baken: Baken, tmp_path: Path) -> None:
    baken("import", "gtfs", SMALL_LINE)
    assert "timetable small_line: 6 stops, valid from 2026-01-05 to 2026-12-31" in baken("check").out
    folder = Path(shutil.copytree(SMALL_LINE, tmp_path / "small_line"))
    calendar = (folder / "calendar.txt").read_text().replace("20260105,20261231", "20200106,20201231")
    (folder / "calendar.txt").write_text(calendar)
    assert "ended on 2020-12-31" in baken("import", "gtfs", str(folder)).err
    said = baken("check")
    assert said.code == 1 and "NOT OK  timetable small_line" in said.out and "it has ended" in said.out
    assert "no longer in force" in baken("import", "gtfs", "--retire", "small_line").out


def test_a_matrix_is_written_as_parquet(baken: Baken, tmp_path: Path) -> None:
    baken("import", "gtfs", SMALL_LINE)
    (tmp_path / "o.csv").write_text("id,lat,lon\na,51.0,4.001\n")
    (tmp_path / "s.csv").write_text("id,lat,lon\nhoek,51.06,4.001\nfar,52,4\n")
    files = (
        "--origins",
        str(tmp_path / "o.csv"),
        "--sites",
        str(tmp_path / "s.csv"),
        "--out",
        str(tmp_path / "m.parquet"),
    )
    said = baken("reach", "matrix", *files, "--window", "07:50-08:00", "--date", "2026-11-24")
    assert said.code == 0, said.err
    found = duckdb.connect().execute("SELECT origin, site, seconds FROM read_parquet(?)", [str(tmp_path / "m.parquet")])
    assert [(row[0], row[1], row[2] is None) for row in found.fetchall()] == [("a", "hoek", False), ("a", "far", True)]
    assert baken("reach", "matrix", *files, "--window", "8-9", "--date", "2026-11-24").code == 2
    (tmp_path / "s.csv").write_text("id,lat,lon\nhoek,x,4.001\n")
    said = baken("reach", "matrix", *files, "--window", "07:50-08:00", "--date", "2026-11-24")
    assert said.code == 2 and "s.csv, line 2, lat" in said.err


@pytest.mark.shared
def test_a_town_of_real_lines_answers_and_says_when_it_was_valid(baken: Baken, shared: Path) -> None:
    assert baken("import", "gtfs", str(shared / "data/gtfs/kuopio_2016.zip")).code == 0
    found = baken("reach", "from", "62.89,27.68", "--at", "2016-11-08T09:30", "--json").json
    assert len(found["reached"]) > 600 and found["valid"] == ["2016-10-24", "2017-06-04"]
    said = baken("reach", "from", "62.89,27.68", "--at", "2026-01-01T09:30", "--json")
    assert said.code == 1 and "2016-10-24 to 2017-06-04" in json.dumps(said.json)
