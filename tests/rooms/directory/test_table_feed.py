"""Somebody's own table: guessed, mapped, read, refused by row and column."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import pytest
import yaml

from baken.directory import feeds
from baken.directory.feeds import (
    TABLE_FIELDS,
    FeedError,
    Note,
    Report,
    check_mapping,
    guess_mapping,
    import_feed,
    load_mapping,
    report_data,
    report_from,
)
from baken.directory.feeds.report_files import report_csv
from baken.directory.feeds.table.hours import written_line, written_lines
from baken.directory.models import Location, Organisation, Service

HEADER = [
    *("Nr", "Organisatie", "Naam dienst", "Omschrijving", "Adres", "Postcode", "Gemeente", "Telefoon", "E-mail"),
    *("Talen", "Openingsuren", "Leeftijd", "Gratis", "Laatst bevestigd", "Kleur"),
]
TEA = [
    *("1", "Huis aan de Brug", "Taaltafel", "Samen praten", "Brugstraat 12", "2060", "Antwerpen"),
    *("03 000 01 01 / +32 470 00 00 01", "info@example.org", "Nederlands, Frans en Tigrinya"),
    *("ma-vr 9u-12u30 en 13-17u", "18+", "ja", "31/1/2026", "blauw"),
]
DEBTS = [
    *("2", "Huis aan de Brug", "Budgethulp", "", "Brugstraat 12", "2060", "Antwerpen", "", "", "nl", "bel eerst"),
    *("", "neen", "", ""),
]


PAGE = Path(__file__).parents[3] / "docs/how-to/load-your-services.md"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: list[str], ending: str = "csv", header: list[str] = HEADER) -> Path:
        file = tmp_path / f"lijst.{ending}"
        if ending == "xlsx":
            book = openpyxl.Workbook()
            for row in (header, *rows):
                book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
            book.save(file)
        else:
            lines = [";".join(cell if ";" not in cell else f'"{cell}"' for cell in row) for row in (header, *rows)]
            file.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
        return file

    return write


def load(file: Path, *, mapping: dict[str, Any] | None = None, **options: Any) -> Report:
    said = mapping or guess_mapping(file)
    return import_feed(kind="table", paths=[file], mapping=said, language="nl", **options)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_is_read_as_it_is_guessed(needs: None, write: Callable[..., Path], ending: str) -> None:
    file = write(TEA, DEBTS, ending=ending)
    report = load(file)
    assert report.refused == ()
    assert (report.added, report.organisations.added, report.locations.added) == (2, 1, 1)
    tea = Service.objects.get(service_at_locations__isnull=False, minimum_age=18)
    assert (tea.organisation.name, tea.free, tea.email) == ("Huis aan de Brug", True, "info@example.org")
    assert tea.assured_date == date(2026, 1, 31)
    assert sorted(one.code for one in tea.languages.all()) == ["fr", "nl", "ti"]
    assert [one.number for one in tea.phones.all()] == ["03 000 01 01", "+32 470 00 00 01"]
    hours = [(one.byday, one.opens_at, one.closes_at) for one in tea.schedules.all()]
    weekdays = "MO,TU,WE,TH,FR"
    assert hours == [(weekdays, time(9), time(12, 30)), (weekdays, time(13), time(17))]
    assert tea.extra == {"Kleur": "blauw"}
    debts = Service.objects.exclude(pk=tea.pk).get()
    (words,) = debts.schedules.all()
    assert (words.freq, words.description["nl"]["text"]) == ("", "bel eerst")
    assert debts.ages_known is False
    assert load(file).unchanged == 2


def test_a_changed_cell_changes_its_service_only_and_the_report_says_which_field(
    needs: None, write: Callable[..., Path]
) -> None:
    load(write(TEA, DEBTS))
    report = load(write([*TEA[:3], "Praten", *TEA[4:]], DEBTS), dry_run=True)
    (line,) = report.lines
    assert [(one.field, one.before, one.after) for one in line.changes] == [
        ("description.nl", "Samen praten", "Praten")
    ]
    assert (report.changed, report.unchanged) == (1, 1)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("Naam dienst", "", "needs a name"),
        ("Talen", "Klingonees", "not a language"),
        ("Leeftijd", "jong", "not ages"),
        ("Laatst bevestigd", "gisteren", "not a day"),
        ("Nr", "", "tells the rows apart"),
        ("Telefoon", "0" * 100, "at most 60"),
        ("E-mail", "a" * 300, "at most 255"),
        ("Postcode", "2" * 60, "at most 20"),
        ("Omschrijving", "\x00", "NUL"),
    ],
)
def test_what_cannot_be_read_is_refused_by_row_and_column(
    needs: None, write: Callable[..., Path], column: str, cell: str, words: str
) -> None:
    mapping = guess_mapping(write(TEA, DEBTS))
    broken = [cell if name == column else value for name, value in zip(HEADER, TEA, strict=True)]
    report = load(write(broken, DEBTS), mapping=mapping)
    refusal = report.refused[0]
    assert (refusal.row, refusal.field) == ("lijst.csv 2", column)
    assert words in refusal.message
    assert not Organisation.objects.exists()


def test_what_is_neither_yes_nor_no_is_not_known_and_noted(needs: None, write: Callable[..., Path]) -> None:
    file = write(TEA, [*DEBTS[:12], "soms", *DEBTS[13:]])
    report = load(file)
    assert report.refused == ()
    assert (report.noted, report.notes) == (1, (Note("lijst.csv 3", "Gratis", "soms"),))
    assert Service.objects.get(name__nl__text="Budgethulp").free is None
    assert report_from(report_data(report)) == report
    assert "noted,,,,lijst.csv 3,Gratis,,soms," in report_csv(report)


def test_values_say_what_a_cell_means(needs: None, write: Callable[..., Path]) -> None:
    file = write([*TEA[:9], "moedertaal", *TEA[10:12], "soms", *TEA[13:]])
    mapping = guess_mapping(file)
    mapping["values"] = {"service.languages": {"Moedertaal": "ti"}, "service.free": {"soms": None}}
    assert load(file, mapping=mapping).refused == ()
    service = Service.objects.get()
    assert (service.free, [one.code for one in service.languages.all()]) == (None, ["ti"])


def test_without_a_key_two_rows_of_one_name_and_place_are_refused(needs: None, write: Callable[..., Path]) -> None:
    file = write(TEA, TEA)
    mapping = {**guess_mapping(file), "key": ""}
    assert "given twice" in load(file, mapping=mapping).refused[0].message


def test_a_site_of_several_rows_is_one_site_and_no_place_is_none(needs: None, write: Callable[..., Path]) -> None:
    online = [*DEBTS[:4], "", "", "", *DEBTS[7:]]
    load(write(TEA, ["3", *DEBTS[1:]], online))
    assert Location.objects.count() == 1
    assert Service.objects.filter(service_at_locations__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (None, "columns"),
        ({"columns": {"a": "service.nme"}}, "not a field"),
        ({"columns": {"a": "service.name", "b": "service.name"}}, "both"),
        ({"columns": {"a": "organisation.name"}}, "no column is service.name"),
        ({"columns": {"a": "service.name"}, "colour": 1}, "not known"),
        ({"columns": {"a": "service.name"}, "key": 1}, "must be text"),
        ({"columns": {"a": "service.name"}, "values": {"x": {}}}, "not meanings"),
    ],
)
def test_a_wrong_mapping_is_told_what_is_wrong(mapping: Any, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        check_mapping(mapping)


def test_a_mapping_of_another_table_is_refused(needs: None, write: Callable[..., Path]) -> None:
    with pytest.raises(FeedError, match="no column «Naam»"):
        load(write(TEA), mapping={"columns": {"Naam": "service.name"}})


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("ma-vr 9u-12u30 en 13-17u", ["mon-fri 09:00-12:30, 13:00-17:00"]),
        ("lundi au vendredi: 9h-17h", ["mon-fri 09:00-17:00"]),
        ("Mon, Wed 9am-5pm; Sat 10:00-12:00", ["mon,wed 09:00-17:00", "sat 10:00-12:00"]),
        ("dinsdag van 9 tot 12 uur", ["tue 09:00-12:00"]),
        ("werkdagen 8.30-16.30", ["mon-fri 08:30-16:30"]),
        ("op afspraak", None),
        ("ma 9-12, behalve in juli", None),
        ("ma 25-26", None),
        ("9-12", None),
        ("", None),
    ],
)
def test_hours_are_computed_with_only_where_all_of_them_is_understood(cell: str, lines: list[str] | None) -> None:
    assert written_lines(cell) == lines


def test_hours_of_one_day_stand_in_its_column() -> None:
    assert written_line("mon", "9u - 12u, 13u30 - 17u") == "mon 09:00-12:00, 13:30-17:00"
    assert written_line("mon", "even weken") is None


def test_more_rows_than_are_read_are_refused(needs: None, write: Callable[..., Path], monkeypatch: Any) -> None:
    from baken.directory.feeds import tables

    file = write(TEA, DEBTS)
    monkeypatch.setattr(tables.csv_table, "__kwdefaults__", {"encoding": "", "limit": 1})
    with pytest.raises(FeedError, match="more than 1 rows; split it"):
        load(file)


def test_what_is_no_table_is_told_so(tmp_path: Path, needs: None) -> None:
    said = {"old.xls": "old Excel", "a.pdf": "no table", "b.xlsx": "not an XLSX", "none.csv": "does not exist"}
    for name in list(said)[:3]:
        (tmp_path / name).write_bytes(b"x,y\n1,2\n")
    for name, words in said.items():
        with pytest.raises(FeedError, match=words):
            guess_mapping(tmp_path / name)


def test_the_example_of_the_page_is_read_with_its_mapping(tmp_path: Path, needs: None) -> None:
    page = PAGE.read_text(encoding="utf-8")
    table, mapping = (re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)[0] for kind in ("csv", "yaml"))
    (tmp_path / "list.csv").write_text(table, encoding="utf-8")
    (tmp_path / "list.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    report = load(tmp_path / "list.csv", mapping=load_mapping(tmp_path / "list.csv.mapping.yaml"))
    assert (report.refused, report.added) == ((), 2)
    assert sorted(map(str, Service.objects.values_list("free", flat=True))) == ["None", "True"]
    guessed = guess_mapping(tmp_path / "list.csv")
    assert guessed["columns"] == load_mapping(tmp_path / "list.csv.mapping.yaml")["columns"]


def test_every_field_that_headers_are_guessed_for_is_one() -> None:
    words = yaml.safe_load((Path(feeds.__file__).parent / "table/headers.yaml").read_text(encoding="utf-8"))
    assert set(words) <= set(TABLE_FIELDS)


@pytest.mark.parametrize(
    "cell", ["ma 9" + " " * 200_000 + "x", "9-" * 100_000, "ma" * 100_000 + " 9-12", "1 " * 100_000]
)
def test_endless_hours_take_no_time_and_stay_words(cell: str) -> None:
    began = process_time()
    assert (written_lines(cell), written_line("mon", cell)) == (None, None)
    assert process_time() - began < 1


def test_a_workbook_with_entities_that_grow_is_refused(tmp_path: Path, needs: None, write: Callable[..., Path]) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    bomb = f"<?xml version='1.0'?><!DOCTYPE s [{entities}]><s>&e11;</s>".encode()
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(write(TEA, ending="xlsx")) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            bad.writestr(
                name, bomb if name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml") else good.read(name)
            )
    with pytest.raises(FeedError, match="cannot be read as an XLSX"):
        guess_mapping(file)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad:
        bad.writestr("xl/workbook.xml", b"x")
        bad.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    with pytest.raises(FeedError, match="times its size"):
        guess_mapping(file)


def changed_sheet(good: Path, file: Path, change: Callable[[bytes], bytes]) -> Path:
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(good) as read, zipfile.ZipFile(file, "w") as written:
        for name in read.namelist():
            written.writestr(name, change(read.read(name)) if name == sheet else read.read(name))
    return file


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'<row r="1"', b'<row r="99999999"', "a row 99999999"),
        (b'<row r="2"', b'<row r="1048577"', "a row 1048577"),
        (b'<row r="2"', b'<row r="1e9"', "a row 1000000000"),
        (b'<row r="2"', b'<row r="inf"', "a row «inf»"),
        (b'<row r="2"', b'<row r="-1"', "a row «-1»"),
        (b'r="A2"', b'r="XFE2"', "a column 16385"),
        (b'r="A2"', b'r="XFDA9999999"', "a cell «XFDA9999999»"),
        (b"</sheetData>", b"<row/>" * 1_048_577 + b"</sheetData>", "a row 1048577"),
        (b"</sheetData>", b"<row>" + b"<c/>" * 20_000 + b"</row></sheetData>", "a column 16385"),
        (b"</sheetData>", b'<row><c r="XFD1"/></row>' * 1_300 + b"</sheetData>", "over 20000000 cells"),
        (b"<sheetData>", b"<a>" * 100 + b"<sheetData>", "too deep"),
    ],
)
def test_a_small_workbook_that_claims_to_reach_far_is_refused_at_once(
    tmp_path: Path, write: Callable[..., Path], old: bytes, new: bytes, words: str
) -> None:
    file = changed_sheet(write(TEA, ending="xlsx"), tmp_path / "far.xlsx", lambda xml: xml.replace(old, new, 1))
    began = process_time()
    with pytest.raises(FeedError, match=words):
        guess_mapping(file)
    assert process_time() - began < 10  # without the refusal it takes minutes


def test_a_sheet_at_another_place_in_the_workbook_is_looked_at_too(tmp_path: Path, write: Callable[..., Path]) -> None:
    file = tmp_path / "far.xlsx"
    with zipfile.ZipFile(write(TEA, ending="xlsx")) as read, zipfile.ZipFile(file, "w") as written:
        for name in read.namelist():
            content = read.read(name).replace(b"worksheets/sheet1.xml", b"media/image1.png")
            new_name = name.replace("worksheets/sheet1.xml", "media/image1.png")
            written.writestr(new_name, content.replace(b'<row r="2"', b'<row r="99999999"'))
    with pytest.raises(FeedError, match="a row 99999999"):
        guess_mapping(file)


def test_rows_and_cells_that_a_sheet_leaves_out_are_empty_ones(
    tmp_path: Path, needs: None, write: Callable[..., Path]
) -> None:
    last = b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'  # as a stray colour leaves it
    good = write(TEA, ending="xlsx")
    file = changed_sheet(good, tmp_path / "stray.xlsx", lambda xml: xml.replace(b"</sheetData>", last))
    began = process_time()
    assert load(file).added == 1
    assert process_time() - began < 15
