"""The header and the rows of one table, whatever kind of file it is."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from baken.directory.feeds.archives import packed_files
from baken.directory.feeds.report import FeedError, Refusal
from baken.directory.feeds.table.sheet_size import check_sheets
from baken.directory.feeds.tables import Row, csv_table, sheet_lines, sheet_table

_SHEETS: Final = (".xlsx", ".xlsm")
_TEXTS: Final = (".csv", ".tsv", ".txt", "")
_OTHERS: Final = {".xls": "an old Excel file", ".ods": "an OpenDocument sheet", ".numbers": "a Numbers sheet"}


def rows_of(path: Path, refusals: list[Refusal], *, encoding: str, sheet: str) -> tuple[list[str], Iterator[Row]]:
    """The names of the columns and the rows below them; both empty for an empty table. Raises FeedError."""
    if not path.is_file():
        raise FeedError(f"{path} {'is a folder; name the table itself' if path.is_dir() else 'does not exist'}")
    ending = path.suffix.lower()
    if ending in _SHEETS:
        return _sheet(path, refusals, sheet)
    if ending not in _TEXTS:
        raise FeedError(f"{path.name} is {_OTHERS.get(ending, 'no table')}; save it as .xlsx or as CSV UTF-8")
    with packed_files(path) as files:
        if [file.name for file in files] != [path.name]:
            raise FeedError(f"{path.name} is a zip and not a table")
        return csv_table(files[0], refusals, encoding=encoding)


def _sheet(path: Path, refusals: list[Refusal], sheet: str) -> tuple[list[str], Iterator[Row]]:
    if not zipfile.is_zipfile(path):
        raise FeedError(f"{path.name} is not an XLSX file, or only a part of one")
    with packed_files(path) as files:
        if not any(file.name == "xl/workbook.xml" for file in files):
            raise FeedError(f"{path.name} is a zip and not an XLSX file")
        check_sheets(path.name, files)
    return sheet_table(path.name, sheet_lines(path, sheet), refusals)
