"""A home of their own for reviewed words; the packaged catalogues are a small one of these tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small_package import DRAFTED, write_package

from baken.translations import standing


@pytest.fixture
def package(tmp_path: Path, settings: Any) -> Iterator[Path]:
    folder = tmp_path / "package"
    write_package(folder, "nl", DRAFTED)
    write_package(folder, "ar", {"Urgent help": "مساعدة عاجلة"})
    settings.LOCALE_PATHS = [tmp_path / "home", folder]
    standing.refresh()
    yield folder
    (tmp_path / "home/standing.json").unlink(missing_ok=True)
    settings.LOCALE_PATHS = [tmp_path / "nothing", *settings.LOCALE_PATHS[1:]]
    standing.refresh()
