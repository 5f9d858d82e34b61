"""What the fields of a row themselves refuse, asked once for each value that is seen again and again."""

from functools import cache
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model

_LONGEST: Final = 64  # of texts that are remembered; longer ones are hardly ever said twice
_MOST: Final = 5_000  # values of one column
_REMEMBERED: Final = (str, int, float, bool)

Known = set[tuple[type, Any]]


class Checks:
    """`clean_fields` of many rows. A value that a column took as it is, it takes again: its validators see nothing
    else. Links are not looked at; whether they lead somewhere is asked of the whole import."""

    def __init__(self) -> None:
        self._known: dict[Any, Known] = {}

    def clean(self, row: Model) -> None:
        """Raises ValidationError with all that is wrong, by field."""
        try:
            for column in _own_columns(type(row)):
                self._clean(column, row)
        except ValidationError:
            row.clean_fields(exclude=_links(type(row)))
            raise

    def _clean(self, column: Any, row: Model) -> None:
        said = getattr(row, column.attname)
        if column.blank and said in column.empty_values:
            return
        known = self._known.setdefault(column, set())
        key = (type(said), said) if type(said) in _REMEMBERED else None
        if key is not None and key in known:
            return
        taken = column.clean(said, row)
        setattr(row, column.attname, taken)
        if key == (type(taken), taken) and len(known) < _MOST and len(str(said)) <= _LONGEST:
            known.add(key)


@cache
def _own_columns(model: type[Model]) -> tuple[Any, ...]:
    return tuple(column for column in model._meta.concrete_fields if not isinstance(column, ForeignKey))


@cache
def _links(model: type[Model]) -> frozenset[str]:
    return frozenset(column.name for column in model._meta.concrete_fields if isinstance(column, ForeignKey))
