"""What every test shares: no sockets outward, the open data beside the checkout, a home of its own."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from read_before import leave_what_was_read, take_what_was_read

# How long an example takes says nothing of whether it is right; the first one also waits for compiled code.
settings.register_profile("baken", deadline=None)
settings.load_profile("baken")

SHARED = Path(__file__).parents[2] / "shared"

# Playwright keeps an asyncio loop in the test's thread; without this Django refuses database calls there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure() -> None:
    """No test leaves a process behind: everything is encoded at once, but where a test is about the other way."""
    from django.conf import settings as django_settings

    django_settings.BAKEN_ENCODE_IN_BACKGROUND = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--of-the-database",
        action="store_true",
        help="only tests that use the database: for another run of the same tests beside another database",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--of-the-database"):
        _leave_out_what_asks_no_database(config, items)
    _skip_without_the_open_data(items)


def _leave_out_what_asks_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without that fixture or mark, pytest-django refuses a test the database: it says the same beside any."""
    left_out = [item for item in items if not _asks_the_database(item)]
    items[:] = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=left_out)  # counted in the last line


def _asks_the_database(item: pytest.Item) -> bool:
    return "django_db" in item.keywords or "django_db_setup" in getattr(item, "fixturenames", ())


def _skip_without_the_open_data(items: list[pytest.Item]) -> None:
    """Tests on the open data must run where CI=true; elsewhere a machine without it skips them, and says so."""
    if SHARED.is_dir() or os.environ.get("CI") == "true":
        return
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="the open data folder ../shared is not beside this checkout"))


@pytest.fixture(scope="session")
def shared() -> Path:
    assert SHARED.is_dir(), "the open data folder ../shared must lie beside the checkout"
    return SHARED


SMALL_TOWN = Path(__file__).parent / "factories/small_town.yaml"


def load_small_town() -> None:
    """Needs, helplines and a town of a few doors, with an index over them."""
    from django.conf import settings as site

    from baken.directory import selectors as directory
    from baken.directory.feeds import import_feed
    from baken.guidance import services as guidance
    from baken.needs import services as needs

    needs.load_taxonomy()
    guidance.bring_in_step()
    report = import_feed(kind="baken", paths=(SMALL_TOWN,), dry_run=False, language="nl")
    assert not report.refused, report.refused
    take_what_was_read(site.BAKEN_HOME)
    needs.rebuild_index(documents=directory.documents())
    leave_what_was_read(site.BAKEN_HOME)


@pytest.fixture(scope="session")
def small_town_loader(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], None]:
    """For fixtures that load the town for many tests: read once in a process, put back after."""
    from loaded_once import LoadedOnce

    return LoadedOnce(load_small_town, tmp_path_factory.mktemp("loaded") / "index")


@pytest.fixture
def small_town(db: None, small_town_loader: Callable[[], None]) -> None:
    small_town_loader()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell"),
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-sync", *quiet],
    }
