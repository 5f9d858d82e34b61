"""The small town, loaded once for a whole file of tests: none of them changes it but inside its own savepoint."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def town_once(
    small_town_loader: Callable[[], None], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        small_town_loader()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def town(town_once: None, db: None) -> None:
    """A town of a few doors, with an index over them."""
