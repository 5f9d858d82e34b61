"""Travel times between many places, written once and for all, also when somebody pulls the plug."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from baken.core.reach import StraightLine
from baken.core.reach.matrix import BLOCK
from baken.timetables import matrices, travel
from baken.timetables.matrices import BadWindow, MatrixTask, Window
from baken.timetables.places import BadPlaces, read_places

WINDOW = Window.parse("07:50-08:00")
WALKING = StraightLine()
ORIGINS = BLOCK * 2 + 5


@pytest.fixture
def task(on_the_line: None, tmp_path: Path) -> MatrixTask:
    lines = [f"o{number},{51.0 + number / 1e6},4.001" for number in range(ORIGINS)]
    (tmp_path / "origins.csv").write_text("id,lat,lon\n" + "\n".join(lines))
    (tmp_path / "sites.csv").write_text("id,lat,lon\nhoek,51.06,4.001\nfar's,51.9,4.0\n")
    return MatrixTask(tmp_path / "origins.csv", tmp_path / "sites.csv", date(2026, 11, 24), WINDOW)


def rows(out: Path) -> list[tuple[str, str, int | None]]:
    return duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(out)]).fetchall()


def test_every_origin_has_a_row_for_every_site_and_out_of_reach_is_null(task: MatrixTask, tmp_path: Path) -> None:
    out = tmp_path / "it's [here].parquet"
    assert matrices.write_matrix(task, out, walking=WALKING) == 2 * ORIGINS
    found = rows(out)
    assert [(row[0], row[1]) for row in found[:2]] == [("o0", "hoek"), ("o0", "far's")]
    assert {row[2] for row in found if row[1] == "far's"} == {None}
    # who leaves at 07:59 misses the bus of eight and waits for the next; of ten departures the sixth is that of 07:53
    from_the_stop = 73
    assert found[0][2] == 27 * 60 + from_the_stop
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []


def test_a_run_that_was_killed_goes_on_where_it_was(task: MatrixTask, tmp_path: Path) -> None:
    def pull_the_plug(done: int, total: int) -> None:
        if done == BLOCK:
            raise KeyboardInterrupt

    whole, out = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    matrices.write_matrix(task, whole, walking=WALKING)
    with pytest.raises(KeyboardInterrupt):
        matrices.write_matrix(task, out, walking=WALKING, on_progress=pull_the_plug)
    assert not out.exists()
    done: list[int] = []
    matrices.write_matrix(task, out, walking=WALKING, on_progress=lambda now, total: done.append(now))
    assert done == [BLOCK, 2 * BLOCK, ORIGINS]
    assert rows(out) == rows(whole)


@pytest.mark.parametrize("changed", ["window", "sites", "percentile", "timetable"])
def test_blocks_of_another_task_are_not_used(
    task: MatrixTask, tmp_path: Path, changed: str, change: Callable[[str, str, str], None], small_line: Path
) -> None:
    def pull_the_plug(done: int, total: int) -> None:
        if done == BLOCK:
            raise KeyboardInterrupt

    out = tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        matrices.write_matrix(task, out, walking=WALKING, on_progress=pull_the_plug)
    if changed == "window":
        task = replace(task, window=Window.parse("07:40-08:00"))
    elif changed == "percentile":
        task = replace(task, percentile=90)
    elif changed == "sites":
        task.sites.write_text("id,lat,lon\nhoek,51.061,4.001\n")
    else:
        from baken.timetables import services

        change("routes.txt", "R7,small,7,", "R7,small,8,")
        services.import_feeds(paths=[small_line])
    done: list[int] = []
    matrices.write_matrix(task, out, walking=WALKING, on_progress=lambda now, total: done.append(now))
    assert done == [0, BLOCK, 2 * BLOCK, ORIGINS]


def test_a_matrix_of_a_day_without_service_says_so(task: MatrixTask, tmp_path: Path) -> None:
    with pytest.raises(travel.TimesUnknown):
        matrices.write_matrix(replace(task, day=date(2031, 1, 1)), tmp_path / "out.parquet", walking=WALKING)
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: no column id"),
        ("id,lat\na,1\n", "line 1: no column lon"),
        ("id,lat,lon\n", "line 2: there is no place"),
        ("id,lat,lon\na,1,2\n\nb,x,2\n", "line 4, lat: 'x' is not a number"),
        ("id,lat,lon\na,nan,2\n", "line 2, lat: nan lies outside the world"),
        ("id,lat,lon\na,1,181\n", "line 2, lon: 181 lies outside the world (-180 to 180)"),
        ("id,lat,lon\na,1,2\na,1,2\n", "line 3, id: stands here twice: a"),
        ("id,lat,lon\n,1,2\n", "line 2, id: is missing"),
        ("id,lat,lon\na,1\n", "line 2, lon: '' is not a number"),
        ('id,lat,lon\n"a,1,2\n', "not CSV"),
    ],
)
def test_a_bad_file_of_places_is_refused_with_line_and_field(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "places.csv").write_text(text)
    with pytest.raises(BadPlaces) as refused:
        read_places(tmp_path / "places.csv")
    assert str(refused.value).startswith("places.csv, ") and said in str(refused.value)


def test_a_file_of_places_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_bytes("id,lat,lon\né,1,2".encode("latin-1"))
    with pytest.raises(BadPlaces, match="UTF-8"):
        read_places(tmp_path / "places.csv")


def test_a_byte_order_mark_other_columns_and_blanks_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_bytes("\ufeffname, LON ,lat,id\nx, 4.0 , 51.0, a \n".encode())
    (place,) = read_places(tmp_path / "places.csv")
    assert (place.id, place.at.lat, place.at.lon) == ("a", 51.0, 4.0)


@pytest.mark.parametrize(
    "text", ["", "9-10", "09:00", "10:00-09:00", "09:00-09:00", "09:60-10:00", "-1:00-02:00", "29:00-31:00", "a:b-c:d"]
)
def test_a_window_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(BadWindow, match="window"):
        Window.parse(text)


def test_a_window_is_a_departure_every_minute() -> None:
    assert Window.parse("09:00-10:00") == Window(9 * 3600, 60)
    assert Window.parse("23:30-25:00") == Window(23 * 3600 + 1800, 90)
