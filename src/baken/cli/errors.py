"""Failures in words: what went wrong and what to do, with an exit code.

The rooms' own exceptions have messages that say what to do; bad input is a ValueError among them.
"""

import sqlite3
import sys
from dataclasses import dataclass

from django.db import DatabaseError


@dataclass(frozen=True, slots=True)
class Explained:
    code: str
    message: str
    exit_code: int
    expected: bool = True  # False: a fault of ours, worth a traceback in the log


def explain(failure: Exception) -> Explained:
    for cause in (failure, failure.__cause__):
        if isinstance(cause, DatabaseError | sqlite3.Error):  # the cache of vectors is a file of SQLite's own
            return Explained("database", _database_words(cause), 1)
    if isinstance(failure, OSError):
        return _file_words(failure)
    if _is_index_problem(failure):
        return Explained("index", str(failure), 1)
    if (code := _unknown_times(failure)) is not None:
        return Explained(code, str(failure), 1)
    if type(failure).__module__.startswith("baken.") and isinstance(failure, ValueError):
        return Explained("bad-question" if hasattr(failure, "field") else "bad-input", str(failure), 2)
    kind = type(failure).__name__
    return Explained("failed", f"failed ({kind}); details are in BAKEN_HOME/logs/baken.log", 1, expected=False)


def _file_words(failure: OSError) -> Explained:
    if isinstance(failure, PermissionError):
        return Explained("not-writable", f"{failure.filename} may not be read or written; check who owns it", 1)
    return Explained("file", f"{failure.filename or 'a file'}: {failure.strerror or failure}", 1)


def _is_index_problem(failure: Exception) -> bool:
    """Where the needs room was never imported, no failure is its own; importing it only to ask would be slow."""
    room = sys.modules.get("baken.needs.selectors")
    return room is not None and isinstance(failure, room.IndexProblem)


def _unknown_times(failure: Exception) -> str | None:
    room = sys.modules.get("baken.timetables.travel")
    return failure.code if room is not None and isinstance(failure, room.TimesUnknown) else None


def _database_words(failure: DatabaseError | sqlite3.Error) -> str:
    words = str(failure).strip().splitlines()[0] if str(failure).strip() else type(failure).__name__
    if "locked" in words:
        return "the database is locked by another program; try again in a moment"
    if "readonly" in words or "read-only" in words:
        return "the database may not be written; check who owns the files in BAKEN_HOME"
    if "unable to open" in words:
        return "the database file cannot be opened; check that BAKEN_HOME exists and is yours"
    return f"the database did not answer: {words}"
