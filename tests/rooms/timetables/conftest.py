"""A home of its own for each test, and a feed of one line: Kerkplein, Gare d'Été, Hoek (Monday to Saturday of 2026)."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from baken.timetables import services

SMALL_LINE = Path(__file__).parents[2] / "factories/small_line"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with override_settings(BAKEN_HOME=tmp_path / "home"):
        yield tmp_path / "home"


@pytest.fixture
def small_line(tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(SMALL_LINE, tmp_path / "small_line"))


@pytest.fixture
def on_the_line(db: None, home: Path, small_line: Path) -> None:
    """The small line in force."""
    assert not services.import_feeds(paths=[small_line]).refused


@pytest.fixture
def change(small_line: Path) -> Callable[[str, str, str], None]:
    def replace(file: str, old: str, new: str) -> None:
        text = (small_line / file).read_text(encoding="utf-8")
        assert old in text
        (small_line / file).write_text(text.replace(old, new), encoding="utf-8")

    return replace
