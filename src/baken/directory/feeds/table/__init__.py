"""Somebody's own table, CSV or XLSX: a service a row (docs/how-to/load-your-services.md)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from baken.directory.feeds.batch import Batch, Options
from baken.directory.feeds.report import FeedError
from baken.directory.feeds.table.guessing import guess_mapping
from baken.directory.feeds.table.mapping import ColumnMapping, load_mapping, read_mapping
from baken.directory.feeds.table.opening import rows_of
from baken.directory.feeds.table.rows import RowReader
from baken.directory.feeds.tables import Row

__all__ = ["ColumnMapping", "guess", "load_mapping", "read", "read_mapping"]


def read(paths: Sequence[Path | str], options: Options) -> Batch:
    """Raises FeedError without a mapping, or with one that names columns the table has not."""
    if options.mapping is None:
        raise FeedError("say which column is which field with a mapping; --guess writes a first one")
    mapping = read_mapping(options.mapping)
    batch = Batch()
    reader = RowReader(batch, mapping, options)
    batch.languages = {reader.language}
    for path in map(Path, paths):
        header, rows = rows_of(path, batch.refusals, encoding=options.encoding or mapping.encoding, sheet=mapping.sheet)
        _check_columns(path, mapping, header)
        for row in rows:
            batch.rows += 1
            reader.read(row)
    return batch


def _check_columns(path: Path, mapping: ColumnMapping, header: Sequence[str]) -> None:
    wanted = [column for column, target in mapping.columns.items() if target != "-"]
    missing = [column for column in (*wanted, *filter(None, [mapping.key])) if column not in header]
    if missing and header:
        named = ", ".join(f"«{column[:60]}»" for column in missing[:10])
        raise FeedError(f"{path.name} has no column {named}; correct the mapping, or guess it anew")


def guess(path: Path, *, encoding: str = "", sheet: str = "", most_rows: int = 200) -> ColumnMapping:
    """A first proposal, to be looked at by a person. Raises FeedError where the table cannot be read."""
    header, rows = rows_of(path, [], encoding=encoding, sheet=sheet)
    mapping = guess_mapping(header, [row.cells for row in _first(rows, most_rows)])
    given = {"source": path.stem[:80], "encoding": encoding, "sheet": sheet}
    return read_mapping({**mapping, **{name: value for name, value in given.items() if value}})


def _first(rows: Iterator[Row], most: int) -> Iterator[Row]:
    for _, row in zip(range(most), rows, strict=False):
        yield row
