"""A directory of one organisation: the example of docs/rooms/directory-yaml.md, so that the page stays true."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import baken.needs as needs_room
from baken.directory.feeds import Report, import_feed
from baken.directory.models import Service
from baken.needs.models import Domain, Need

PAGE = Path(__file__).parents[3] / "docs/rooms/directory-yaml.md"


@pytest.fixture(scope="session")
def example_yaml() -> str:
    """The whole example of the page."""
    blocks: list[str] = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return blocks[0]


@pytest.fixture(scope="session")
def need_codes() -> list[str]:
    """All codes of the taxonomy, without the second that loading it whole takes."""
    files = sorted((Path(needs_room.__file__).parent / "taxonomy").glob("*.yaml"))
    return [code for file in files for code in re.findall(r"^\s*- code: (\S+)", file.read_text("utf-8"), re.MULTILINE)]


@pytest.fixture
def needs(db: None, need_codes: list[str]) -> None:
    label = {"en": {"text": "A need", "state": "original"}}
    domains = sorted({code.split(".")[0] for code in need_codes})
    Domain.objects.bulk_create(Domain(code=code, labels=label, position=at) for at, code in enumerate(domains))
    Need.objects.bulk_create(
        Need(code=code, domain_id=code.split(".")[0], labels=label, explanations=label, pictogram="x", position=at)
        for at, code in enumerate(need_codes)
    )


@pytest.fixture
def load_yaml(needs: None, tmp_path: Path) -> Callable[[str], Report]:
    def load(text: str, *, dry_run: bool = False) -> Report:
        file = tmp_path / "town.yaml"
        file.write_text(text, encoding="utf-8")
        return import_feed(kind="baken", paths=[file], dry_run=dry_run, language="nl")

    return load


@pytest.fixture
def example(load_yaml: Callable[[str], Report], example_yaml: str) -> Service:
    report = load_yaml(example_yaml)
    assert not report.refused
    return Service.objects.get()


@pytest.fixture
def load_json(needs: None, tmp_path: Path) -> Callable[..., Report]:
    """HSDS from a string or bytes."""

    def load(text: str | bytes, *, name: str = "services.json", dry_run: bool = False) -> Report:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return import_feed(kind="hsds", paths=[file], dry_run=dry_run, language="en")

    return load
