"""How far the sheets of an XLSX reach, before they are read.

The reader fills up every row and every cell that a sheet leaves out: a file of 5 kB whose last row says it is number
99,999,999 would keep it at work for hours. Here the numbers are looked at while the XML streams by; nothing is kept.
"""

import re
from collections.abc import Sequence
from contextlib import closing, suppress
from typing import Final
from xml.parsers import expat

from baken.directory.feeds.archives import PackedFile
from baken.directory.feeds.report import FeedError
from baken.directory.feeds.tables import MOST_SHEET_ROWS

MOST_SHEET_COLUMNS: Final = 16_384  # as Excel
MOST_CELLS: Final = 20_000_000  # of one sheet, with those it leaves out before others of their row
_DEEPEST: Final = 100
_CHUNK: Final = 65_536
_COLUMN: Final = re.compile(r"([A-Za-z]{1,3})[0-9]")


class _OtherPart(Exception):
    """What is read is no sheet."""


def check_sheets(name: str, files: Sequence[PackedFile]) -> None:
    """Of the parts of the workbook `name`. Raises FeedError where a sheet reaches further than is read."""
    for file in files:
        with suppress(_OtherPart):
            _Sheet(name).check(file)


class _Sheet:
    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = self._cells = self._row = self._column = 0
        self._open: list[bool] = []  # of each element we are in, whether it is a row

    def check(self, file: PackedFile) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda _: self._open.pop()
        with closing(file.open()) as raw, suppress(expat.ExpatError):  # the reader comes no further either
            while chunk := raw.read(_CHUNK):
                parser.Parse(chunk)

    def _doctype(self, *_: object) -> None:
        raise self._refused("holds a document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if not self._open and tag != "worksheet":
            raise _OtherPart
        if len(self._open) >= _DEEPEST:
            raise self._refused("nests its elements too deep")
        if self._open and self._open[-1]:
            self._see_cell(attributes.get("r", ""))
        if tag == "row":
            self._see_row(attributes.get("r", ""))
        self._open.append(tag == "row")

    def _see_row(self, number: str) -> None:
        self._rows += 1
        self._row = self._row_number(number) if number else self._row + 1
        self._column = 0
        if self._row > MOST_SHEET_ROWS or self._rows > MOST_SHEET_ROWS:
            raise self._refused(f"has a row {max(self._row, self._rows)}; a sheet has at most {MOST_SHEET_ROWS}")

    def _row_number(self, number: str) -> int:
        """The reader takes `7.0` too."""
        with suppress(ValueError, OverflowError):
            if (found := int(float(number))) > 0:
                return found
        raise self._refused(f"has a row «{number[:20]}»")

    def _see_cell(self, reference: str) -> None:
        """Cells count up to the last column of their row, as they are filled up; one that stands twice counts twice."""
        column = self._column_number(reference) if reference else self._column + 1
        self._cells += max(1, column - self._column)
        self._column = max(self._column, column)
        if self._column > MOST_SHEET_COLUMNS:
            raise self._refused(f"has a column {self._column}; a sheet has at most {MOST_SHEET_COLUMNS}")
        if self._cells > MOST_CELLS:
            raise self._refused(
                f"has over {MOST_CELLS} cells, with those left empty; split it, or save it as CSV UTF-8"
            )

    def _column_number(self, reference: str) -> int:
        found = _COLUMN.match(reference)
        if found is None:
            raise self._refused(f"has a cell «{reference[:20]}»")
        number = 0
        for letter in found[1].upper():
            number = number * 26 + ord(letter) - ord("A") + 1
        return number

    def _refused(self, why: str) -> FeedError:
        return FeedError(f"{self._name} cannot be read as an XLSX: it {why}")
