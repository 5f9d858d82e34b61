"""The docs say what there is: settings, commands, fields. And nothing in the repository points where it must not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from baken.cli.main import _COMMANDS
from baken.plans import asking

ROOT = Path(__file__).parents[2]
SETTING = re.compile(r'"((?:BAKEN|DATABASE)_[A-Z0-9_]+)"')
# Written so that this file does not name what it forbids.
FORBIDDEN = re.compile(
    r"pypi[.]org|pythonhosted[.]org|npmjs[.]|crates[.]io|proxy[.]golang|(?<!emit-)index[-]url|artifac[t]ory|(?<![\w.])/(?:work|root)/"
)
OURS = ("src", "tests", "docs", "demo", "bench")
BINARY = {".png", ".jpg", ".pdf", ".mo", ".npy", ".npz", ".woff2", ".gz", ".pyc"}


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def files() -> Iterator[Path]:
    yield from (file for file in ROOT.iterdir() if file.is_file() and file.name != ".git")  # a file in a worktree
    for folder in OURS:
        yield from (file for file in (ROOT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def test_every_setting_that_is_read_stands_in_the_docs() -> None:
    sources = [*(ROOT / "src").rglob("*.py")]
    read = {
        name
        for source in sources
        for line in source.read_text(encoding="utf-8").splitlines()
        if "env." in line or "environ" in line or "env(" in line
        for name in SETTING.findall(line)
    }
    assert {"BAKEN_HOME", "DATABASE_URL", "BAKEN_ENCODERS"} <= read
    described = page("docs/how-to/run.md")
    assert sorted(name for name in read if f"`{name}`" not in described) == []


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_stands_in_the_docs(command: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs/how-to").glob("*.md")]
    described = "".join(each.read_text(encoding="utf-8") for each in pages)
    assert f"./baken {command}" in described


def test_every_address_and_field_of_the_api_stands_in_the_docs() -> None:
    description = Client().get("/api/openapi.json").json()
    described = page("docs/how-to/ask-by-machine.md")
    names = {*asking.FIELDS, *asking.PERSON_FIELDS, *_fields(description["components"]["schemas"])}
    assert sorted(name for name in names if f"`{name}`" not in described and f'"{name}"' not in described) == []
    assert sorted(path for path in description["paths"] if path not in described) == []


def _fields(schemas: dict[str, Any]) -> set[str]:
    return {field for schema in schemas.values() for field in schema.get("properties", {})}


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in files()
        if file.suffix not in BINARY
        for match in FORBIDDEN.finditer(file.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
