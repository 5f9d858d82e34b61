"""The columns of a table that somebody sent: a first guess, what they choose, and the mappings they saved before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from baken.directory.feeds import kept
from baken.directory.feeds.kept import Asked
from baken.directory.feeds.report import FeedError
from baken.directory.feeds.table import guess, read_mapping
from baken.directory.feeds.table.cells import FIELDS
from baken.directory.feeds.table.opening import rows_of
from baken.directory.models import SavedMapping

KEEP: Final = ""  # the column is kept beside the service, as it is
_SAMPLES: Final = 3
_ROWS_LOOKED_AT: Final = 50
_LONGEST_SAMPLE: Final = 60

FIELD_NAMES: Final = tuple(FIELDS)


@dataclass(frozen=True, slots=True)
class Column:
    """`samples`: the first different cells that say something. `guessed`: a field, «-» to leave it out, or KEEP."""

    name: str
    samples: tuple[str, ...]
    guessed: str


@dataclass(frozen=True, slots=True)
class TableSeen:
    """`key`: the column that tells rows apart, if any."""

    columns: tuple[Column, ...]
    key: str
    source: str


@dataclass(frozen=True, slots=True)
class MappingName:
    id: int
    name: str


def saved_mappings() -> tuple[MappingName, ...]:
    return tuple(MappingName(pk, name) for pk, name in SavedMapping.objects.values_list("pk", "name"))


def saved_mapping(mapping_id: int) -> dict[str, Any]:
    """Raises FeedError when it is gone."""
    found = SavedMapping.objects.filter(pk=mapping_id).values_list("mapping", flat=True).first()
    if found is None:
        raise FeedError("this saved choice of columns is gone; choose the columns anew")
    return dict(found)


def table_seen(run_id: UUID) -> TableSeen:
    """Raises FeedError where there is no table to choose columns of."""
    asked, file = _table(run_id)
    mapping = guess(file, encoding=asked.encoding)
    header, rows = rows_of(file, [], encoding=asked.encoding, sheet="")
    looked_at = [row.cells for _, row in zip(range(_ROWS_LOOKED_AT), rows, strict=False)]
    columns = tuple(Column(name, _samples(name, looked_at), mapping.columns.get(name, KEEP)) for name in header)
    return TableSeen(columns, mapping.key, asked.source or mapping.source)


def choose_columns(*, run_id: UUID, columns: Mapping[str, str], key: str, save_as: str) -> None:
    """The run goes by these columns from now on. Raises FeedError that names what is wrong with them."""
    asked, file = _table(run_id)
    chosen = {column: field for column, field in columns.items() if field != KEEP}
    data = {"columns": chosen, "source": asked.source or file.stem[:80]} | ({"key": key} if key else {})
    mapping = read_mapping(data).as_data()
    if save_as:
        SavedMapping.objects.update_or_create(
            name=save_as[:80], defaults={"mapping": mapping, "last_modified": timezone.now()}
        )
    kept.write_asked(run_id, replace(asked, mapping=mapping))


def _table(run_id: UUID) -> tuple[Asked, Path]:
    asked = kept.asked_of(run_id)
    if asked is None or asked.kind != "table":
        raise FeedError("the table is no longer kept; send it again")
    return asked, kept.files_of(run_id)[0]


def _samples(name: str, rows: list[dict[str, str]]) -> tuple[str, ...]:
    cells = dict.fromkeys(row[name].strip() for row in rows if row.get(name, "").strip())
    return tuple(cell if len(cell) <= _LONGEST_SAMPLE else f"{cell[: _LONGEST_SAMPLE - 1]}…" for cell in cells)[
        :_SAMPLES
    ]
