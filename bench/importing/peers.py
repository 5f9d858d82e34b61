"""What bare tools take for a part of the same: no checks, no report, no digests, no index."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import process_time

import orjson


def copied_rows(database: Path, to: Path) -> tuple[float, int]:
    """Processor seconds to write every row of the directory's tables into a new SQLite file, as it is, and how many.

    Nothing that keeps a directory true can be quicker than this.
    """
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as there, closing(sqlite3.connect(to)) as file:
        known = there.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'directory!_%' ESCAPE '!'")
        tables = [(name, made) for name, made in known if made and made.startswith("CREATE TABLE")]
        started = process_time()
        for name, made in tables:
            file.execute(made)
            rows = there.execute(f'SELECT * FROM "{name}"')
            marks = ",".join("?" * len(rows.description))
            file.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
        file.commit()
        return process_time() - started, file.total_changes


def parsed_and_dumped(lines: Path, to: Path) -> tuple[float, float]:
    """Processor seconds to parse every line of a file, and to write them again, by orjson alone."""
    parsing = dumping = 0.0
    with to.open("wb") as out:
        for line in _lines(lines):
            started = process_time()
            record = orjson.loads(line)
            parsed = process_time()
            out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS))
            parsing, dumping = parsing + parsed - started, dumping + process_time() - parsed
    return parsing, dumping


def _lines(file: Path) -> Iterator[bytes]:
    with file.open("rb") as lines:
        yield from lines
