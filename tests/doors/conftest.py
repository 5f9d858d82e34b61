"""The small town for the doors of machines and the terminal: loaded once for a module, search by hashed letters."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("doors")
    for part in ("cache", "index", "logs", "static"):
        (home / part).mkdir()
    with override_settings(BAKEN_HOME=home, BAKEN_ENCODERS=("hash",), STORAGES=PLAIN_FILES):
        yield home


@pytest.fixture(scope="module")
def town_once(
    own_home: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    small_town_loader: Callable[[], None],
) -> Iterator[None]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        small_town_loader()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def in_town(town_once: None, db: None) -> None:
    """Inside the small town; what a test changes is undone."""
