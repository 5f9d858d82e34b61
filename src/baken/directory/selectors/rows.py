"""Reading many rows cheaply: planning asks for hundreds of services at every question.

Django turns each of several hundred ids into a parameter of its own, in every query, and each id and date of a row
into an object. For 500 services that alone took 70 of 100 ms. Here all ids are one parameter, and ids and dates stay
text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.db.models import Aggregate, CharField, F, ForeignKey, Lookup, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast, Concat

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Ids:
    """Many ids as one value, so that Django does not look into each of them in every query."""

    uuids: tuple[UUID, ...]
    as_json: str

    @classmethod
    def of(cls, uuids: Iterable[UUID]) -> "Ids":
        kept = tuple(uuids)
        return cls(kept, orjson.dumps([one.hex for one in kept]).decode())


class _AnyOf(Lookup):
    """`id__any_of=Ids.of(…)`: as `in`, with one parameter."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, self.rhs.as_json]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*params, list(self.rhs.uuids)]


UUIDField.register_lookup(_AnyOf)
ForeignKey.register_lookup(_AnyOf)


def as_text(*columns: Any) -> list[Cast]:
    """Ids, dates and times as the database writes them."""
    return [Cast(column, CharField()) for column in columns]


def grouped(rows: QuerySet[Any, Any], key: Any, *columns: Any) -> Mapping[str, list[tuple[Any, ...]]]:
    """Rows of `columns` by the text of their key."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows.order_by().values_list(*as_text(key), *columns):
        found[row[0]].append(row[1:])
    return found


class _Joined(Aggregate):
    """The values of a group as one text, in no order."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, CHAR(31))"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, CHR(31))"
        )


def joined(rows: QuerySet[Any, Any], key: str, *columns: str) -> Mapping[str, str]:
    """One text per key with the values of its rows; several columns of a row have a blank between them.

    `parted` takes it apart. A text is also a cheap key for what was made of it before.
    """
    blank: tuple[Any, ...] = (Value(" "),)
    parts = [part for column in columns for part in (*blank, F(column))][1:]
    value = Concat(*parts, output_field=TextField()) if len(columns) > 1 else F(columns[0])
    return dict(rows.order_by().values_list(*as_text(key)).annotate(said=_Joined(value)))


def parted(text: str) -> list[str]:
    return text.split("\x1f") if text else []


@lru_cache(maxsize=65_536)
def canonical(written: str) -> str:
    """SQLite keeps 32 digits, PostgreSQL writes hyphens: always the second."""
    if len(written) == 36:
        return written
    return f"{written[:8]}-{written[8:12]}-{written[12:16]}-{written[16:20]}-{written[20:]}"


def keyed(values: Mapping[UUID, Kept]) -> dict[str, Kept]:
    """By the text of the id, hyphenated."""
    return {str(one): value for one, value in values.items()}
