"""Tables row by row: CSV with its delimiter and encoding found out, and the sheets of XLSX. Every cell is text."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, Final

from baken.directory.feeds.archives import PackedFile
from baken.directory.feeds.report import FeedError, Refusal
from baken.directory.spreadsheets import unescaped

MOST_ROWS: Final = 1_000_000
MOST_COLUMNS: Final = 500
MOST_SHEET_ROWS: Final = 1_048_576  # of an XLSX, empty ones too: as Excel
ENCODINGS: Final = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15", "utf-16")
_DELIMITERS: Final = (",", ";", "\t", "|")
_HEAD: Final = 65_536  # enough of a file to see its header


Line = tuple[int, Sequence[str]]  # its number in the file, its cells


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` that say something, by column; `at` names file and line (`services.csv 12`)."""

    at: str
    cells: dict[str, str]


def csv_rows(file: PackedFile, refusals: list[Refusal], *, encoding: str = "", limit: int = MOST_ROWS) -> Iterator[Row]:
    """Rows below the header. Rows that do not fit it are refused. Raises FeedError for what is no table at all."""
    yield from csv_table(file, refusals, encoding=encoding, limit=limit)[1]


def csv_table(
    file: PackedFile, refusals: list[Refusal], *, encoding: str = "", limit: int = MOST_ROWS
) -> tuple[list[str], Iterator[Row]]:
    """The names of the columns, and the rows as `csv_rows`."""
    return _table(file.name, _csv_lines(file, refusals, encoding), refusals, limit)


def _csv_lines(file: PackedFile, refusals: list[Refusal], encoding: str) -> Iterator[Line]:
    delimiter = _delimiter(file, encoding)
    with closing(TextIOWrapper(file.open(), encoding=_codec(encoding), newline="")) as text:
        yield from _lines(file, csv.reader(text, delimiter=delimiter, strict=True), refusals, encoding)


def _codec(encoding: str) -> str:
    if encoding and encoding.lower() not in ENCODINGS:
        raise FeedError(f"the encoding «{encoding}» is not read; choose one of: {', '.join(ENCODINGS)}")
    return "utf-8-sig" if encoding.lower() in ("", "utf-8") else encoding


def _delimiter(file: PackedFile, encoding: str) -> str:
    """The sign that stands most often in the first line, outside of quotes."""
    with closing(file.open()) as raw:
        head = raw.read(_HEAD)
    text = head.decode(_codec(encoding), "replace")
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _lines(file: PackedFile, reader: Any, refusals: list[Refusal], encoding: str) -> Iterator[Line]:
    try:
        for cells in reader:
            yield reader.line_num, cells
    except UnicodeDecodeError as problem:
        raise FeedError(_not_readable(file, encoding, problem)) from problem
    except csv.Error as problem:
        message = f"is not a table of separated values ({problem}); is the file whole?"
        refusals.append(Refusal(f"{file.name} {reader.line_num}", "", message))


def _not_readable(file: PackedFile, encoding: str, problem: UnicodeDecodeError) -> str:
    if encoding:
        return f"{file.name} is not {encoding}: {problem.reason}; save it as UTF-8"
    if _decodes(file, "utf-16") and _head(file).startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"{file.name} is not UTF-8 but UTF-16; save it as UTF-8, or give --encoding utf-16"
    if _decodes(file, "cp1252"):
        return (
            f"{file.name} is not UTF-8; save it as «CSV UTF-8», or give --encoding cp1252 if it comes from Windows "
            "(then look whether the letters with accents are right)"
        )
    return f"{file.name} is not UTF-8; save it as UTF-8"


def _head(file: PackedFile) -> bytes:
    with closing(file.open()) as raw:
        return raw.read(4)


def _decodes(file: PackedFile, encoding: str) -> bool:
    with closing(TextIOWrapper(file.open(), encoding=encoding, newline="")) as text:
        try:
            while text.read(_HEAD):
                pass
        except UnicodeError:
            return False
    return True


def _table(name: str, lines: Iterator[Line], refusals: list[Refusal], limit: int) -> tuple[list[str], Iterator[Row]]:
    """The first line that says something is the header; empty lines are left out."""
    said = ((at, cells) for at, cells in lines if any(cell.strip() for cell in cells))
    first = next(said, None)
    if first is None:
        return [], iter(())
    header = header_names(name, first[1])
    return header, _rows(name, header, said, refusals, limit)


def _rows(
    name: str, header: Sequence[str], lines: Iterator[Line], refusals: list[Refusal], limit: int
) -> Iterator[Row]:
    for number, (at, cells) in enumerate(lines, start=1):
        if number > limit:
            raise FeedError(f"{name} holds more than {limit} rows; split it into several files")
        if len(cells) != len(header):
            message = f"has {len(cells)} cells where the header has {len(header)}; is a quote or a line missing?"
            refusals.append(Refusal(f"{name} {at}", "", message))
            continue
        said = {column: unescaped(cell) for column, cell in zip(header, cells, strict=True) if cell.strip()}
        yield Row(f"{name} {at}", said)


def header_names(name: str, cells: Sequence[str]) -> list[str]:
    """Names of the columns; one without a name goes by its number. Raises FeedError."""
    if len(cells) > MOST_COLUMNS:
        raise FeedError(f"{name} has {len(cells)} columns; at most {MOST_COLUMNS} are read")
    header = [" ".join(cell.split()) or f"column {number}" for number, cell in enumerate(cells, start=1)]
    for number, column in enumerate(header):
        if column in header[:number]:
            raise FeedError(f"{name}: two columns are called «{column[:80]}»; give each its own name")
        if "\x00" in column:
            raise FeedError(f"{name}: the header holds a NUL character; is this a table?")
    return header


def sheet_lines(path: Path, sheet: str) -> Iterator[Line]:
    """Lines that say something, of a sheet (the first, if none is named) of an XLSX that `check_sheets` let through.
    Raises FeedError."""
    import openpyxl  # with defusedxml beside it, it reads no entities

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            page = _sheet(path.name, book, sheet)
            for at, cells in enumerate(page.iter_rows(values_only=True), start=1):
                if at > MOST_SHEET_ROWS:  # it makes up the rows that a sheet leaves out
                    raise FeedError(f"{path.name} has a row {at}; a sheet has at most {MOST_SHEET_ROWS}")
                if cells.count(None) < len(cells):
                    yield at, [_written(cell) for cell in cells]
        finally:
            book.close()
    except (FeedError, GeneratorExit):
        raise
    except Exception as problem:  # its parser raises whatever it trips over
        said = f"{path.name} cannot be read as an XLSX: {type(problem).__name__}: {problem}"
        raise FeedError(said[:300]) from problem


def _sheet(name: str, book: Any, sheet: str) -> Any:
    if sheet and sheet not in book.sheetnames:
        raise FeedError(f"{name} has no sheet «{sheet}»; it has {', '.join(book.sheetnames)}")
    page = book[sheet] if sheet else book.worksheets[0]
    page.reset_dimensions()  # what a file says of its size need not be so
    return page


def sheet_table(
    name: str, lines: Iterator[Line], refusals: list[Refusal], *, limit: int = MOST_ROWS
) -> tuple[list[str], Iterator[Row]]:
    """As `csv_table`, of a sheet: its lines end where they say nothing more."""
    first = next(((at, cells) for at, cells in lines if any(cell.strip() for cell in cells)), None)
    if first is None:
        return [], iter(())
    width = max(number for number, cell in enumerate(first[1], start=1) if cell.strip())
    fitted = ((at, _fitted(cells, width)) for at, cells in chain([first], lines))
    return _table(name, fitted, refusals, limit)


def _fitted(cells: Sequence[str], width: int) -> Sequence[str]:
    if any(cells[width:]):
        return cells
    return [*cells[:width], *[""] * (width - len(cells))]


def _written(cell: object) -> str:
    """A cell in the words in which a table of text would give it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
