"""The command itself: its help, its first start, and how it fails."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError
from terminal import Baken

from baken.cli import errors, main
from baken.directory.feeds import FeedError
from baken.needs.selectors import IndexMissing
from baken.plans.asking import AskError


def run(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, as from a shell."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("BAKEN_", "DATABASE_", "DJANGO_"))
    }
    environment = {**kept, "BAKEN_HOME": str(home), "BAKEN_ENCODERS": "hash", **settings}
    command = [sys.executable, "-m", "baken", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done


HELP_WITHOUT_DJANGO = """
import sys
from baken.cli.main import main
try:
    main(["--help"])
finally:
    assert "django" not in sys.modules
"""


def test_help_names_every_command_without_loading_django() -> None:
    command = [sys.executable, "-c", HELP_WITHOUT_DJANGO]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert all(f"  {name} " in said for name in main._COMMANDS)


@pytest.mark.parametrize("name", main._COMMANDS)
def test_every_command_explains_itself(baken: Baken, name: str) -> None:
    command = main.baken.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.help
    assert len(main._COMMANDS[name].summary) <= 65


def test_without_a_command_there_is_help(baken: Baken) -> None:
    said = baken()
    assert said.code == 0
    assert "Usage: baken" in said.out


@pytest.mark.parametrize(
    "arguments", [("fly",), ("find", "--colour", "red"), ("serve", "--port", "99999"), ("import",)]
)
def test_a_wrong_command_ends_with_2_and_says_why(baken: Baken, arguments: tuple[str, ...]) -> None:
    said = baken(*arguments)
    assert said.code == 2
    assert said.err.startswith("baken: ")
    assert len(said.err.splitlines()) == 1


def test_the_first_command_makes_everything_and_the_second_writes_nothing(tmp_path: Path) -> None:
    first = run(tmp_path / "home", "needs")
    assert (first.returncode, "money.debts" in first.stdout) == (0, True)
    database = tmp_path / "home/baken.sqlite3"
    before = database.read_bytes()
    with sqlite3.connect(database, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")  # somebody else is writing: a command that only reads does not wait
        second = run(tmp_path / "home", "needs")
    assert second.stdout == first.stdout
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"BAKEN_COUNTRY": "XX"}, "BAKEN_COUNTRY"),
        ({"BAKEN_LOCAL_LANGUAGE": "tlh"}, "BAKEN_LOCAL_LANGUAGE"),
        ({"BAKEN_PLAN_LINK_DAYS": "many"}, "BAKEN_PLAN_LINK_DAYS"),
        ({"BAKEN_TIMEZONE": "Mars/Olympus"}, "Mars/Olympus"),
        ({"DATABASE_URL": "excel://here"}, "excel"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, settings: dict[str, str], named: str) -> None:
    done = run(tmp_path, "needs", "--json", **settings)
    assert done.returncode == 1
    assert '"code":"settings"' in done.stdout
    assert named in done.stdout


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(tmp_path / "file", "needs")
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr


def test_a_database_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "baken.sqlite3").mkdir()
    done = run(tmp_path, "find", "schulden", "--json")
    assert done.returncode == 1
    assert '"code":"database"' in done.stdout
    assert "cannot be opened" in done.stdout


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "baken.sqlite3").write_text("these are not rows\n" * 100)
    done = run(tmp_path, "check")
    assert done.returncode == 1
    assert "NOT OK  database" in done.stdout


@pytest.mark.parametrize(
    ("failure", "code", "exit_code", "said"),
    [
        (OperationalError("database is locked"), "database", 1, "locked by another program"),
        (OperationalError("attempt to write a readonly database"), "database", 1, "may not be written"),
        (OperationalError("unable to open database file"), "database", 1, "cannot be opened"),
        (DatabaseError("connection refused\nIs the server running?"), "database", 1, "connection refused"),
        (PermissionError(13, "Permission denied", "/srv/baken"), "not-writable", 1, "/srv/baken"),
        (FileNotFoundError(2, "No such file or directory", "/x/plan.pdf"), "file", 1, "/x/plan.pdf"),
        (IndexMissing("run «baken index»"), "index", 1, "baken index"),
        (AskError("age", "is not a number"), "bad-question", 2, "age: is not a number"),
        (FeedError("there is no file"), "bad-input", 2, "there is no file"),
        (ValueError("a fault of ours"), "failed", 1, "ValueError"),
        (KeyError("a fault of ours"), "failed", 1, "KeyError"),
    ],
)
def test_a_failure_is_said_in_words_with_its_exit_code(
    failure: Exception, code: str, exit_code: int, said: str
) -> None:
    explained = errors.explain(failure)
    assert (explained.code, explained.exit_code) == (code, exit_code)
    assert said in explained.message
    assert "a fault of ours" not in explained.message


def test_a_locked_database_behind_a_rooms_own_failure_is_still_a_locked_database() -> None:
    try:
        raise FeedError("nothing was imported") from OperationalError("database is locked")
    except FeedError as failure:
        assert errors.explain(failure).code == "database"
