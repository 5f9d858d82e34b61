"""The product as people meet it: `baken demo` once, `baken serve` in a process of its own, a real browser."""

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
from playwright.sync_api import BrowserContext, Route

from read_before import take_what_was_read

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60
LOCAL = ("http://127.0.0.1", "data:", "blob:")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def town_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BAKEN_HOME with the demonstration town. Search by hashed letters: journeys test doors, not models."""
    home = tmp_path_factory.mktemp("journeys")
    take_what_was_read(home)
    subprocess.run(
        [sys.executable, "-m", "baken", "demo", "--no-serve"], env=_environment(home), check=True, timeout=300
    )
    return home


@pytest.fixture(scope="session")
def site(town_home: Path) -> Iterator[str]:
    """The address of a running Baken, without a slash at the end."""
    port = _free_port()
    command = [sys.executable, "-m", "baken", "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(command, env=_environment(town_home), stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
        server.terminate()


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """For pytest-playwright: `page.goto("/nl/")`."""
    return site


@pytest.fixture
def phone(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 360, "height": 740}}


@pytest.fixture
def closed(context: BrowserContext) -> Iterator[None]:
    """Fails the test when a page asks anything of another host."""
    outside: list[str] = []

    def gate(route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    yield
    assert outside == []


def _environment(home: Path) -> dict[str, str]:
    ours = {
        "BAKEN_HOME": str(home),
        "BAKEN_DEMO_DIR": str(ROOT / "demo"),
        "BAKEN_ENCODERS": "hash",
        "DJANGO_SETTINGS_MODULE": "baken.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BAKEN_", "DATABASE_URL"))}
    return inherited | ours


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < ends:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            with urlopen(f"{address}/en/about/", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address} in {SECONDS_TO_START} seconds")
