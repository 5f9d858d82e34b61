"""Before any command: an empty BAKEN_HOME gets its tables, its needs and, for questions, its index by itself."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from baken.guidance import services as guidance
from baken.needs import selectors as needs_room
from baken.needs import services as needs


def ready() -> None:
    """Tables, needs and helplines as the package has them. Only reads, and takes no lock, when all is done."""
    if _migrations_wait() or not needs_room.taxonomy_is_loaded():
        with _alone():
            _bring_in_step()
    guidance.bring_in_step()


def index_ready(*, with_encoders: bool = True) -> None:
    """Builds the index where it is missing, or was made with other encoders than those in force.

    `with_encoders` False does not load them in this process, and so sees only that an index is missing or broken.
    """
    problem = needs_room.index_problem()
    if problem is None and with_encoders:
        problem = needs_room.index_state().problem
    if problem is not None:
        _build_index()


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class OldHome(ValueError):
    """The database was made before there were accounts of our own, and cannot be brought along."""


def _bring_in_step() -> None:
    if _migrations_wait():
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except InconsistentMigrationHistory as problem:
            raise OldHome(
                "this database was made by an earlier Baken, before it had accounts: run `baken export hsds DIR` with "
                "that version, then `baken import hsds DIR` in a new BAKEN_HOME"
            ) from problem
    if needs_room.taxonomy_is_loaded():
        return
    needs.load_taxonomy()
    if needs_room.index_problem() is None:  # an index of the needs as they were
        _build_index()


def _build_index() -> None:
    from baken.cli.indexing import build_index  # its bar costs a start more than a tenth of a second

    build_index()


@contextmanager
def _alone() -> Iterator[None]:
    """One of several first commands at once does the work; the others wait for it."""
    with (settings.BAKEN_HOME / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
