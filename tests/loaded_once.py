"""A town that was loaded once is put back: the same rows into the same empty tables, and the same index.

Loading it anew takes seconds each time, for some forty files of tests. This asks nothing of how it was loaded, so that
whatever loading writes comes back as it was; where the database does not begin as it began then, it is loaded anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any, LiteralString, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from baken.needs.index.folders import Current
from baken.needs.runtime import runtime


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the same rows must find: tables with nothing in them, the numbers of the kinds of rows that histories
    name, the day that ages are counted from, the encoders of the index."""

    empty: frozenset[str]
    kinds: tuple[tuple[int, str, str], ...]
    today: date
    encoders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    beginning: Beginning
    rows: dict[str, Any]
    index: Path
    current: Current


class LoadedOnce:
    """Loads with `load` the first time; `beside` is where the index is kept meanwhile."""

    def __init__(self, load: Callable[[], None], beside: Path) -> None:
        self._load = load
        self._beside = beside
        self._loaded: Loaded | None = None

    def __call__(self) -> None:
        beginning = _beginning()
        if self._loaded and self._loaded.beginning == beginning:
            _put_back(self._loaded)
            return
        self._load()
        self._loaded = self._loaded or _kept(beginning, self._beside)


def _beginning() -> Beginning:
    empty = frozenset(table for table in connection.introspection.table_names() if not _has_rows(table))
    kinds = tuple(ContentType.objects.order_by("pk").values_list("pk", "app_label", "model"))
    return Beginning(empty, kinds, timezone.localdate(), tuple(settings.BAKEN_ENCODERS))


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
        return cursor.fetchone() is not None


def _kept(beginning: Beginning, beside: Path) -> Loaded:
    folder = runtime().folder
    copytree(folder.path, beside)
    filled = [table for table in sorted(beginning.empty) if _has_rows(table)]
    return Loaded(beginning, {table: _read(table) for table in filled}, beside, folder.current())


def _put_back(loaded: Loaded) -> None:
    for table, rows in loaded.rows.items():
        _write(table, rows)
    folder = runtime().folder
    with folder.writing():
        for name in (loaded.current.needs, loaded.current.documents):
            if name and not (folder.path / name).exists():
                copytree(loaded.index / name, folder.path / name)
        folder.publish(loaded.current)


def _read(table: str) -> Any:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(cast(LiteralString, f'COPY "{table}" TO STDOUT')) as out:
                return b"".join(out)
        described = connection.introspection.get_table_description(cursor, table)
        columns = ", ".join(f'+"{column.name}"' for column in described)  # +: as it is stored, of no declared type
        return cursor.execute(f'SELECT {columns} FROM "{table}"').fetchall()


def _write(table: str, rows: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(cast(LiteralString, f'COPY "{table}" FROM STDIN')) as into:
                into.write(rows)
            return
        places = ", ".join("?" * len(rows[0]))
        connection.connection.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
