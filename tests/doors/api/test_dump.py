"""The public dump: whole or not there, kept for some days, and no way from it to other files."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from baken.directory.export.dumping import dumps, write_dump

pytestmark = pytest.mark.usefixtures("in_town")


@pytest.fixture
def folder() -> Path:
    home: Path = settings.BAKEN_HOME
    shutil.rmtree(home / "dump", ignore_errors=True)  # of the test before
    return home / "dump"


def test_a_dump_is_listed_and_served_and_old_ones_go(client: Client, folder: Path) -> None:
    for number in (1, 2):
        write_dump(folder=folder, day=date(2026, 1, number), keep_days=1)
    assert dumps(folder) == ["2026-01-02"]
    assert sorted(path.name for path in folder.iterdir()) == ["2026-01-02", "latest"]
    listed = client.get("/dump/").json()
    assert [one["date"] for one in listed["dumps"]] == ["2026-01-02"]
    for file in listed["dumps"][0]["files"]:
        response = client.get(file["url"])
        assert response.status_code == 200
        assert len(b"".join(response.streaming_content)) == file["bytes"]  # type: ignore[attr-defined]
    latest = client.get(f"{listed['latest']}nl/services.ndjson")
    assert latest["Content-Type"] == "application/x-ndjson"
    latest.close()


@pytest.mark.parametrize("path", ["../secret.key", "2026-01-03", "latest", ".latest/x", "x/y"])
def test_nothing_else_is_served(client: Client, folder: Path, path: str) -> None:
    (folder / "2026-01-03").mkdir(parents=True, exist_ok=True)
    (folder.parent / "secret.key").write_text("secret")
    assert client.get(f"/dump/{path}").status_code == 404
