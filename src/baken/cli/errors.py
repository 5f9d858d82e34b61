"""Failures in words: what went wrong and what to do, with an exit code.

The rooms' own exceptions for bad input are ValueErrors whose message says what to do. This module imports no room, so
that it can also explain why Django itself could not start.
"""

from dataclasses import dataclass

from django.db import DatabaseError


@dataclass(frozen=True, slots=True)
class Explained:
    code: str
    message: str
    exit_code: int
    expected: bool  # False: a fault of ours, worth a traceback in the log


def explain(failure: Exception) -> Explained:
    if isinstance(failure, DatabaseError):
        return Explained("database", _database_words(failure), 1, expected=True)
    if isinstance(failure, PermissionError):
        return Explained("not-writable", f"{failure.filename} may not be written; check who owns it", 1, expected=True)
    if isinstance(failure, OSError):
        return Explained("file", f"{failure.filename or 'a file'}: {failure.strerror or failure}", 1, expected=True)
    if isinstance(failure, ValueError):
        code = "bad-question" if hasattr(failure, "field") else "bad-input"
        return Explained(code, str(failure), 2, expected=True)
    kind = type(failure).__name__
    return Explained("failed", f"failed ({kind}); details are in BAKEN_HOME/logs/baken.log", 1, expected=False)


def _database_words(failure: DatabaseError) -> str:
    words = str(failure).strip().splitlines()[0] if str(failure).strip() else type(failure).__name__
    if "locked" in words:
        return "the database is locked by another program; try again in a moment"
    if "readonly" in words or "read-only" in words:
        return "the database may not be written; check who owns the files in BAKEN_HOME"
    if "unable to open" in words:
        return "the database file cannot be opened; check that BAKEN_HOME exists and is yours"
    return f"the database did not answer: {words}"
