"""The files of a feed: from a zip or a folder, with a limit on what they may hold once unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from baken.core.reach.gtfs.faults import Fault, GtfsError

MOST_BYTES = 1 << 30  # of one file, unpacked; a national feed's stop_times.txt has half of that
MOST_BYTES_IN_ALL = 2 << 30

Words = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Table:
    """One file's columns as text, blanks at both ends taken off. `lines`: the line of each row in the file."""

    file: str
    columns: Mapping[str, Words]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, column: str) -> Words:
        return self.columns[column]

    def fault(self, row: int, field: str, message: str, *, refused: bool = True) -> Fault:
        return Fault(self.file, int(self.lines[row]), field, message, refused)

    def only(self, rows: NDArray[np.bool_]) -> Table:
        return Table(self.file, {name: words[rows] for name, words in self.columns.items()}, self.lines[rows])


class FeedFiles:
    """`tables`: name -> open it. A file may lie in a folder inside the zip; the one least deep counts."""

    def __init__(self, openers: Mapping[str, Callable[[], IO[bytes]]], sizes: Mapping[str, int]) -> None:
        self._openers, self._sizes = openers, sizes

    def __contains__(self, name: str) -> bool:
        return name in self._openers

    def table(self, name: str, columns: Sequence[str], *, required: Sequence[str] = ()) -> Table | None:
        """The wanted columns, empty where the file has none of that name; None where there is no such file, or it is
        empty. Raises GtfsError."""
        if name not in self._openers:
            return None
        raw = self._bytes(name)
        if not raw.strip():
            return None
        header = _header(name, raw)
        missing = [Fault(name, 1, column, "this column is missing") for column in required if column not in header]
        if missing:
            raise GtfsError(missing)
        return _table(name, raw, header, columns)

    def _bytes(self, name: str) -> bytes:
        if self._sizes[name] > MOST_BYTES:
            raise GtfsError([Fault(name, None, None, f"holds over {MOST_BYTES >> 20} MB, more than a feed may")])
        try:
            with self._openers[name]() as file:
                raw = file.read(MOST_BYTES + 1)
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
            raise GtfsError([Fault(name, None, None, f"cannot be unpacked: {error}")]) from error
        if len(raw) > MOST_BYTES:
            raise GtfsError([Fault(name, None, None, f"holds over {MOST_BYTES >> 20} MB, more than a feed may")])
        return raw


@contextmanager
def open_files(path: Path) -> Iterator[FeedFiles]:
    """Raises GtfsError for what is neither a zip nor a folder, and for a zip that would unpack to too much."""
    if path.is_dir():
        found = {file.name: file for file in sorted(path.iterdir()) if file.is_file()}
        yield FeedFiles(
            {name: _opener(file) for name, file in found.items()},
            {name: file.stat().st_size for name, file in found.items()},
        )
        return
    with _opened(path) as archive:
        members = _members(archive)
        if sum(info.file_size for info in members.values()) > MOST_BYTES_IN_ALL:
            raise GtfsError([Fault(path.name, None, None, f"unpacks to over {MOST_BYTES_IN_ALL >> 30} GB")])
        yield FeedFiles(
            {name: _member(archive, info) for name, info in members.items()},
            {name: info.file_size for name, info in members.items()},
        )


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise GtfsError([Fault(path.name, None, None, "there is no such file")]) from error
    except (OSError, ValueError, NotImplementedError, struct.error, zipfile.BadZipFile) as error:
        raise GtfsError([Fault(path.name, None, None, "this is not a zip file, nor a folder of GTFS files")]) from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """By their names without folders."""
    members: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        name = info.filename.rsplit("/", 1)[-1]
        if name and (name not in members or info.filename.count("/") < members[name].filename.count("/")):
            members[name] = info
    return members


def _opener(file: Path) -> Callable[[], IO[bytes]]:
    return lambda: file.open("rb")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(info)


def _header(name: str, raw: bytes) -> list[str]:
    """The columns of the first line: without a byte order mark, blanks and quotes."""
    try:
        first = raw.split(b"\n", 1)[0].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GtfsError([Fault(name, 1, None, "is not UTF-8: save the feed in that encoding")]) from error
    return [column.strip().strip('"').strip() for column in first.strip().split(",")]


def _table(name: str, raw: bytes, header: list[str], columns: Sequence[str]) -> Table:
    places = [place for place, column in enumerate(header) if column in columns and header.index(column) == place]
    try:
        read = pd.read_csv(
            io.BytesIO(raw.removeprefix(BOM_UTF8)),
            dtype=object,
            header=None,  # the first line is read as a row: it tells the number of columns when others are short
            names=list(range(len(header))),
            usecols=places,
            keep_default_na=False,
            skipinitialspace=True,
            skip_blank_lines=False,
            engine="c",
            index_col=False,
        )
    except UnicodeDecodeError as error:
        raise GtfsError(
            [Fault(name, _line_not_utf8(raw), None, "is not UTF-8: save the feed in that encoding")]
        ) from error
    except (pd.errors.ParserError, ValueError, IndexError) as error:
        raise GtfsError([Fault(name, None, None, f"is not a table of comma-separated values: {error}")]) from error
    words = {header[place]: _stripped(read[place].iloc[1:]) for place in places}
    rows = max(len(read) - 1, 0)
    filled = np.zeros(rows, bool)
    for column in words.values():
        filled |= column != ""
    blank = np.full(rows, "", object)
    table = Table(name, {column: words.get(column, blank) for column in columns}, np.arange(2, rows + 2))
    return table if filled.all() else table.only(filled)


def _line_not_utf8(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1
    return 1


def _stripped(column: pd.Series[str]) -> Words:
    """Few distinct texts: each is stripped once."""
    codes, distinct = pd.factorize(column.fillna("").to_numpy(object))
    return np.asarray(np.array([str(text).strip() for text in distinct] or [""], object)[codes], object)
