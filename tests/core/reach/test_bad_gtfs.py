"""Feeds that are wrong: what is said, and where it stands. And odd ones that are right all the same."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from reach_feeds import TUESDAY, arrivals, folder_of, gtfs, table, timetable_of, zip_of

from baken.core.reach.gtfs import GtfsError, files
from baken.core.reach.gtfs.reading import read_feed
from baken.core.reach.timetable import build_timetable

GOOD = gtfs({"1": "A 8:00, B 8:10, C 8:20", "2": "A 9:00, B 9:10"})


def changed(file: str, old: str, new: str) -> dict[str, str]:
    assert old in GOOD[file]
    return GOOD | {file: GOOD[file].replace(old, new, 1)}


def said(path: Path) -> list[str]:
    with pytest.raises(GtfsError) as refused:
        read_feed(path)
    return [str(fault) for fault in refused.value.faults if fault.refused]


WRONG = [
    ("stop_times.txt", "1,8:10:00,8:10:00,B,1", "1,8:10:00,8:10:00,X,1", "line 3, stop_id: there is no stop «X»"),
    ("stop_times.txt", "1,8:10:00,8:10:00,B,1", "9,8:10:00,8:10:00,B,1", "line 3, trip_id: there is no trip «9»"),
    ("stop_times.txt", "1,8:10:00,8:10:00", "1,300:99:00,8:10:00", "line 3, arrival_time: «300:99:00» is not a time"),
    ("stop_times.txt", "1,8:10:00,8:10:00", "1,8:10:00,1e9", "line 3, departure_time: «1e9» is not a time"),
    ("stop_times.txt", "1,8:10:00,8:10:00", "1,-1:10:00,8:10:00", "line 3, arrival_time: «-1:10:00» is not a time"),
    ("stop_times.txt", "8:10:00,8:10:00", "8:10:00,8:09:00", "line 3, arrival_time: «8:10:00» is earlier than"),
    ("stop_times.txt", "8:20:00,8:20:00", "8:09:59,8:20:00", "line 4, arrival_time: «8:09:59» is earlier than"),
    ("stop_times.txt", "B,1", "B,0", "line 3, stop_sequence: «0» stands twice in this trip"),
    ("stop_times.txt", "B,1", "B,", "line 3, stop_sequence: a number is missing"),
    ("stop_times.txt", "B,1", "B,nan", "line 3, stop_sequence: «nan» is not a number"),
    ("stops.txt", "A,Stop A,51.0,4.0", "A,Stop A,91,4.0", "line 2, stop_lat: «91» lies outside the world"),
    ("stops.txt", "A,Stop A,51.0,4.0", "A,Stop A,51,-180.5", "line 2, stop_lon: «-180.5» lies outside the world"),
    ("stops.txt", "A,Stop A,51.0,4.0", "A,Stop A,NaN,4.0", "line 2, stop_lat: «NaN» is not a number"),
    ("stops.txt", "A,Stop A,51.0,4.0", "A,Stop A,51,inf", "line 2, stop_lon: «inf» is not a number"),
    ("stops.txt", "B,Stop B", "A,Stop B", "line 3, stop_id: «A» stands here twice"),
    ("stops.txt", "B,Stop B", ",Stop B", "line 3, stop_id: an id is missing"),
    ("trips.txt", "1,daily,2", "1,daily,1", "line 3, trip_id: «1» stands here twice"),
    ("trips.txt", "1,daily,2", "7,daily,2", "line 3, route_id: there is no route «7»"),
    ("routes.txt", "1,1,3", "1,1,bus", "line 2, route_type: «bus» is not a number"),
    ("calendar.txt", "20260101", "2026-01-01", "line 2, start_date: «2026-01-01» is not a date"),
    ("calendar.txt", "20261231", "20261331", "line 2, end_date: «20261331» is not a date"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), WRONG)
def test_what_is_wrong_is_said_with_file_line_and_field(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    faults = said(folder_of(tmp_path, changed(file, old, new)))
    assert any(fault.startswith(f"{file}, {message}") for fault in faults), faults


@pytest.mark.parametrize("file", ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_a_missing_or_empty_file_is_named(tmp_path: Path, file: str) -> None:
    without = {name: text for name, text in GOOD.items() if name != file}
    assert said(folder_of(tmp_path, without)) == [f"{file}: this file is missing"]
    assert said(folder_of(tmp_path, GOOD | {file: " \n"}, "empty")) == [f"{file}: this file is empty"]
    header = GOOD[file].split("\n")[0]
    assert said(folder_of(tmp_path, GOOD | {file: header}, "header")) == [f"{file}: this file is empty"]


def test_a_feed_without_any_calendar_is_refused(tmp_path: Path) -> None:
    without = {name: text for name, text in GOOD.items() if name != "calendar.txt"}
    (fault,) = said(folder_of(tmp_path, without))
    assert fault == "calendar.txt: this file and calendar_dates.txt are both missing"


@pytest.mark.parametrize(
    ("file", "column"),
    [("stops.txt", "stop_id"), ("trips.txt", "service_id"), ("stop_times.txt", "trip_id"), ("routes.txt", "route_id")],
)
def test_a_missing_column_is_named(tmp_path: Path, file: str, column: str) -> None:
    assert said(folder_of(tmp_path, changed(file, column, "other"))) == [
        f"{file}, line 1, {column}: this column is missing"
    ]


def test_what_is_no_zip_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "page.zip").write_text("<html>not found</html>")
    (tmp_path / "empty.zip").write_bytes(b"")
    for name in ("page.zip", "empty.zip"):
        assert said(tmp_path / name) == [f"{name}: this is not a zip file, nor a folder of GTFS files"]
    assert said(tmp_path / "nowhere.zip") == ["nowhere.zip: there is no such file"]


def test_a_zip_of_something_else_names_what_is_missing(tmp_path: Path) -> None:
    assert "stops.txt: this file is missing" in said(zip_of(tmp_path, {"photo.jpg": b"\xff\xd8"}))


def test_a_zip_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    whole = zip_of(tmp_path, GOOD).read_bytes()
    (tmp_path / "short.zip").write_bytes(whole[: len(whole) // 2])
    assert len(said(tmp_path / "short.zip")) == 1
    at = whole.index(b"stop_times.txt") + len(b"stop_times.txt")
    (tmp_path / "flipped.zip").write_bytes(whole[:at] + bytes(40) + whole[at + 40 :])
    (fault,) = said(tmp_path / "flipped.zip")
    assert fault.startswith("stop_times.txt: cannot be unpacked")


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    raw = bytearray(zip_of(tmp_path, GOOD).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(signature)
        while place >= 0:
            raw[place + offset] |= 1
            place = raw.find(signature, place + 1)
    (tmp_path / "locked.zip").write_bytes(raw)
    assert all("cannot be unpacked" in fault for fault in said(tmp_path / "locked.zip"))


@pytest.mark.parametrize("line", [2, 3, 60_002])
def test_what_is_not_utf_8_is_said_with_its_line(tmp_path: Path, line: int) -> None:
    rows = [f"S{number},Halt {number},51,4".encode() for number in range(60_010)]
    rows[line - 2] = "X,Gärten,51,4".encode("latin-1")
    stops = b"stop_id,stop_name,stop_lat,stop_lon\n" + b"\n".join(rows)
    path = zip_of(tmp_path, GOOD | {"stops.txt": stops})
    assert said(path) == [f"stops.txt, line {line}: is not UTF-8: save the feed in that encoding"]


def test_a_header_that_is_not_utf_8_is_said_too(tmp_path: Path) -> None:
    path = zip_of(tmp_path, GOOD | {"stops.txt": GOOD["stops.txt"].encode("utf-16")})
    assert said(path) == ["stops.txt, line 1: is not UTF-8: save the feed in that encoding"]


def test_a_bomb_is_refused_by_its_declared_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1 << 20)
    path = zip_of(tmp_path, GOOD | {"stop_times.txt": bytes(2 << 20)})
    assert said(path) == ["stop_times.txt: holds over 1 MB, more than a feed may"]


def test_a_bomb_is_refused_by_what_all_files_declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES_IN_ALL", 2 << 20)
    path = zip_of(tmp_path, GOOD | {f"{number}.txt": bytes(1 << 20) for number in range(3)})
    monkeypatch.setattr(zipfile.ZipFile, "open", _not_to_be_opened)
    assert said(path)[0].startswith("feed.zip: unpacks to over")


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1 << 20)
    raw = zip_of(tmp_path, GOOD | {"stop_times.txt": bytes(2 << 20)}).read_bytes()
    lying = raw.replace(struct.pack("<I", 2 << 20), struct.pack("<I", 1000))
    assert lying != raw
    (tmp_path / "liar.zip").write_bytes(lying)
    (fault,) = said(tmp_path / "liar.zip")
    assert fault.startswith("stop_times.txt: ")
    assert "holds over 1 MB" in fault or "cannot be unpacked" in fault


def test_many_faults_are_counted_not_poured_out(tmp_path: Path) -> None:
    rows = [("1", "25", "x", "A", number) for number in range(500)]
    times = table("trip_id,arrival_time,departure_time,stop_id,stop_sequence", *rows)
    with pytest.raises(GtfsError, match="and 980 more") as refused:
        read_feed(folder_of(tmp_path, GOOD | {"stop_times.txt": times}))
    assert len(str(refused.value).splitlines()) == 21


def test_a_trip_that_cannot_be_used_is_left_out_and_the_rest_is_good(tmp_path: Path) -> None:
    trips = {"1": "A 8:00, B 8:10", "ends blank": "A 7:00, B -", "starts blank": "A -, B 7:30", "alone": "A 7:40"}
    feed = read_feed(folder_of(tmp_path, gtfs(trips)))
    assert feed.trips.ids == ("1",)
    assert [(fault.line, fault.refused) for fault in feed.faults] == [(4, False), (6, False), (8, False)]
    assert "«alone» has no time at its first or last stop, or one stop only; it is left out" in str(feed.faults[2])


ODD = {
    "a byte order mark": lambda text: "\ufeff" + text,
    "quoted everything": lambda text: "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in text.strip().split("\n")
    ),
    "blanks round everything": lambda text: text.replace(",", " , ").replace("\n", " \n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "a column nobody asked for": lambda text: "\n".join(f"x,{line}" for line in text.strip().split("\n")),
    "no line end at the end": lambda text: text.rstrip("\n"),
    "a comma too many in every row": lambda text: text.replace("\n", ",\n"),
}


@pytest.mark.parametrize("how", ODD.values(), ids=ODD.keys())
def test_odd_files_are_read_all_the_same(tmp_path: Path, how: Callable[[str], str]) -> None:
    timetable = timetable_of(tmp_path, {name: how(text) for name, text in GOOD.items()})
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "C": "8:20"}
    assert timetable.labels.stop_names == ("Stop A", "Stop B", "Stop C")


def test_a_row_with_too_few_cells_is_filled_with_blanks(tmp_path: Path) -> None:
    times = GOOD["stop_times.txt"].replace("stop_sequence\n", "stop_sequence,pickup_type,drop_off_type\n")
    assert arrivals(timetable_of(tmp_path, GOOD | {"stop_times.txt": times}), "A", "7:00") == {"B": "8:10", "C": "8:20"}


def test_a_feed_in_a_folder_of_the_zip_is_found(tmp_path: Path) -> None:
    nested = {f"export/2026/{name}": text for name, text in GOOD.items()}
    path = zip_of(tmp_path, {"__MACOSX/a/b/c/stops.txt": "x", **nested})
    timetable = build_timetable([read_feed(path)], TUESDAY)
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "C": "8:20"}


def test_rows_in_any_order_make_the_same_trip(tmp_path: Path) -> None:
    header, *rows = GOOD["stop_times.txt"].strip().split("\n")
    times = "\n".join([header, *reversed(rows)])
    assert arrivals(timetable_of(tmp_path, GOOD | {"stop_times.txt": times}), "A", "7:00") == {"B": "8:10", "C": "8:20"}


def test_numbers_that_stand_for_order_may_have_gaps(tmp_path: Path) -> None:
    times = GOOD["stop_times.txt"].replace(",C,2", ",C,1000")
    assert arrivals(timetable_of(tmp_path, GOOD | {"stop_times.txt": times}), "A", "7:00")["C"] == "8:20"


def test_a_service_without_a_calendar_leaves_its_trips_out(tmp_path: Path) -> None:
    feed = read_feed(folder_of(tmp_path, changed("trips.txt", "1,daily,2", "1,sundays,2")))
    assert ["no calendar says when «sundays» runs" in str(fault) for fault in feed.faults] == [True]
    timetable = build_timetable([feed], TUESDAY)
    assert timetable.trips == 1


def test_each_file_is_announced_before_it_is_read(tmp_path: Path) -> None:
    read: list[str] = []
    read_feed(folder_of(tmp_path, GOOD), on_file=read.append)
    assert {"stops.txt", "stop_times.txt", "calendar.txt"} <= set(read)


def test_any_bytes_end_in_a_feed_or_in_a_clear_refusal(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    whole = zip_of(tmp_path, GOOD).read_bytes()
    for number in range(150):
        raw = bytearray(whole)
        for place in random.integers(0, len(raw), 3).tolist():
            raw[place] = int(random.integers(256))
        path = tmp_path / f"{number}.zip"
        path.write_bytes(raw)
        try:
            read_feed(path)
        except GtfsError as refused:
            assert str(refused)


@pytest.mark.parametrize("file", sorted(GOOD))
def test_any_text_ends_in_a_feed_or_in_a_clear_refusal(tmp_path: Path, file: str) -> None:
    random = np.random.default_rng(5)
    odd = ['"', ",", "\n", "\x00", "«", "9" * 400, "-1", "1e308", "", "🚋", "\r", "2147483648", ";", "=1+1"]
    for number in range(40):
        text = list(GOOD[file])
        for place in random.integers(0, len(text), 2).tolist():
            text[place] = odd[int(random.integers(len(odd)))]
        try:
            read_feed(zip_of(tmp_path, GOOD | {file: "".join(text)}, f"{number}.zip"))
        except GtfsError as refused:
            assert str(refused)


def _not_to_be_opened(*_: object) -> None:
    raise AssertionError("nothing is unpacked")
