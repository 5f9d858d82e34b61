"""The read API on a running server, put to the test by the standard's own description (open data)."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from read_before import take_what_was_read

TOWN = Path(__file__).parents[2] / "factories/small_town.yaml"
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# The standard's own lists describe entries without their parts; `full=true` gives entries with them.
FULL = {"service_list": "service", "organization_list": "organization_full"}
FULL |= {"service_at_location_list": "service_at_location_full"}

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own with the small town, on SQLite whatever the suite runs on."""
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    home = tmp_path_factory.mktemp("hsds")
    take_what_was_read(home)
    environment = {**without, "BAKEN_HOME": str(home), "BAKEN_ENCODERS": "hash", "PYTHONWARNINGS": "ignore"}
    baken = [sys.executable, "-m", "baken"]
    subprocess.run([*baken, "import", "baken", str(TOWN)], env=environment, check=True, capture_output=True)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    serve = [*baken, "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL) as server:
        _wait_for(f"http://127.0.0.1:{port}/hsds/")
        yield f"http://127.0.0.1:{port}/hsds"
        server.terminate()


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            urlopen(address).close()
            return
        except (URLError, ConnectionError):
            time.sleep(0.25)
    raise AssertionError("the server did not answer within a minute")


def described(shared: Path, folder: Path, address: str, *strict: str) -> Path:
    """The standard's description, with ids that exist here."""
    ids = []
    for name in LISTS:
        with urlopen(f"{address}/{name}?per_page=1") as answer:
            ids += ["--id", f"{name}={json.load(answer)['contents'][0]['id']}"]
    bundle = folder / "openapi.json"
    bundler = [sys.executable, str(shared / "checks/bundle_openapi.py"), str(shared / "data/hsds-3.2.3/schema")]
    subprocess.run([*bundler, str(bundle), *strict, *ids], check=True, capture_output=True)
    return bundle


def faults(bundle: Path, address: str, phases: str = "examples,coverage") -> str:
    """What schemathesis finds; nothing when it finds nothing."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", str(bundle), "--url", address]
    options = ["--phases", phases, "--seed", "1", "--checks", CHECKS, "--workers", "2", "--no-color"]
    done = subprocess.run(
        [*command, *options], cwd=bundle.parent, capture_output=True, text=True, timeout=420, check=False
    )
    return "" if done.returncode == 0 else done.stdout[-6000:]


def test_it_does_what_the_standard_says(shared: Path, tmp_path: Path, address: str) -> None:
    assert faults(described(shared, tmp_path, address), address) == ""


def test_it_says_nothing_that_the_standard_does_not_know(shared: Path, tmp_path: Path, address: str) -> None:
    bundle = described(shared, tmp_path, address, "--strict")
    content: Any = json.loads(bundle.read_text())
    _allow_full_entries(content)
    bundle.write_text(json.dumps(content))
    assert faults(bundle, address, "examples") == ""


def _allow_full_entries(node: Any) -> None:
    if isinstance(node, list):
        for part in node:
            _allow_full_entries(part)
    elif isinstance(node, dict):
        items = node.get("items")
        name = items.get("$ref", "").rsplit("/", 1)[-1] if isinstance(items, dict) else ""
        if name in FULL:
            node["items"] = {"anyOf": [items, {"$ref": f"#/components/schemas/{FULL[name]}"}]}
        for part in node.values():
            _allow_full_entries(part)
