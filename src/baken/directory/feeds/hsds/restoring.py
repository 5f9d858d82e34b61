"""Columns that an export kept in an attribute, put back where they were."""

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model

from baken.directory.feeds.entries import NOT_CONTENT
from baken.directory.feeds.hsds.reader import HsdsRecord

# Never taken from a file: what says whose an entry is, and the register for research.
_NEVER: Final = (NOT_CONTENT - {"field_sources"}) | {"mobilisation", "imported"}
_OTHERWISE: Final = frozenset({"id", "extra", "not_extra", "own_changes"})
# Who said what: believed only of the directory that is being restored, else any feed could speak for an editor.
_RESTORED: Final = frozenset({"field_sources"})


def put_back(record: HsdsRecord, row: Model) -> None:
    """Sets the columns of `row` that were kept; `extra` as it was. Wrong values are refused."""
    kept = record.kept()
    for name, value in kept.items():
        if name not in _OTHERWISE and (record.restoring or name not in _RESTORED):
            _put_column(record, row, name, value)
    extra = {name: value for name, value in _extra(row).items() if name not in kept.get("not_extra", ())}
    more = kept.get("extra", {})
    if hasattr(row, "extra"):
        row.extra = {**extra, **(more if isinstance(more, dict) else {})}


def _extra(row: Model) -> dict[str, Any]:
    return getattr(row, "extra", {})


def _put_column(record: HsdsRecord, row: Model, name: str, value: Any) -> None:
    try:
        column: Any = row._meta.get_field(name)
        if name in _NEVER or column.primary_key or column.is_relation:
            raise FieldDoesNotExist
        setattr(row, name, column.to_python(value))
    except (FieldDoesNotExist, ValidationError):
        record.fields.refuse("attributes", f"the kept field {name} cannot be read")


def own_id(record: HsdsRecord, given: UUID | None, otherwise: UUID) -> UUID:
    """The id of a row as the directory that exported it had it; `otherwise` for files of others."""
    if not record.ours or given is None:
        return otherwise
    kept = record.kept().get("id")
    try:
        return UUID(kept) if kept else given
    except (ValueError, TypeError, AttributeError):
        record.fields.refuse("attributes", "the kept id is not a UUID")
        return given


def given_id(record: HsdsRecord, given: UUID | None) -> dict[str, str]:
    """The publisher's id beside our own; in our exports only where there was one."""
    return {"id": str(given)} if not record.ours or "id" in record.kept() else {}
