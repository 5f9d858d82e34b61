"""The small town, loaded once for a module and rolled back after it; search by hashed letters."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from baken.directory import selectors as directory
from baken.localities import services as localities

AREAS = Path(__file__).parents[3] / "demo/areas.geojson"
PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(scope="package", autouse=True)
def settings_of_these_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("web")
    (home / "cache").mkdir()
    with override_settings(BAKEN_HOME=home, BAKEN_ENCODERS=("hash",), STORAGES=PLAIN_FILES):
        yield


@pytest.fixture(scope="module")
def town(
    settings_of_these_tests: None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    small_town_loader: Callable[[], None],
) -> Iterator[dict[str, UUID]]:
    """The ids of its services by their Dutch names."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        small_town_loader()
        localities.load_areas(path=AREAS)
        try:
            cards = directory.service_list(("nl",), limit=100).cards
            yield {card.name.text: card.id for card in cards}
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def visitor(town: dict[str, UUID], db: None) -> Client:
    return Client()
