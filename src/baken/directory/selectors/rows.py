"""Reading many rows cheaply: planning asks for hundreds of services at every question.

Django makes each of several hundred ids a parameter of its own in every query, puts every query together anew, and
makes an object of each id, date and flag of a row. For 500 services that took 90 of 115 ms. Here a query is put
together once, all ids are one parameter, and rows stay as the database writes them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import (
    Aggregate,
    CharField,
    F,
    ForeignKey,
    IntegerField,
    Lookup,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Concat

Row = tuple[Any, ...]


class _Ids:
    """Stands in a prepared query where the ids go."""


IDS: Final = _Ids()


class _AnyOf(Lookup):
    """`id__any_of=IDS`: as `in`, with one parameter that is filled when the query runs."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, self.rhs]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*params, self.rhs]


UUIDField.register_lookup(_AnyOf)
ForeignKey.register_lookup(_AnyOf)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query with IDS in it, put together for one kind of database."""

    sql: str
    params: Row

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "Prepared":
        sql, params = rows.query.sql_with_params()
        return cls(sql, tuple(params))

    def rows(self, ids: Any) -> list[Row]:
        """`ids` as `ids_parameter` gives them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [ids if param is IDS else param for param in self.params])
            found: list[Row] = cursor.fetchall()
        return found

    def grouped(self, ids: Any) -> Mapping[str, list[Row]]:
        """Rows by their first column, without it."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(ids):
            found[row[0]].append(row[1:])
        return found


def ids_parameter(ids: Iterable[UUID]) -> Any:
    """SQLite takes one JSON text, PostgreSQL an array."""
    if connection.vendor == "sqlite":
        return orjson.dumps([one.hex for one in ids]).decode()
    return list(ids)


def as_text(*columns: Any) -> list[Cast]:
    """Ids, dates and times as the database writes them."""
    return [Cast(column, CharField()) for column in columns]


def as_number(*columns: str) -> list[Cast]:
    """Flags as 1, 0 and None; `FLAG` reads them."""
    return [Cast(column, IntegerField()) for column in columns]


FLAG: Final[Mapping[int | None, bool | None]] = {1: True, 0: False, None: None}


class _Joined(Aggregate):
    """The values of a group as one text, in no order."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, CHAR(31))"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, CHR(31))"
        )


def joined(rows: QuerySet[Any, Any], key: str, *columns: str) -> QuerySet[Any, Any]:
    """One row per key: the key, and one text with the values of its rows (several columns with a blank between).

    `parted` takes it apart. A text is also a cheap key for what was made of it before.
    """
    blank: tuple[Any, ...] = (Value(" "),)
    parts = [part for column in columns for part in (*blank, F(column))][1:]
    value = Concat(*parts, output_field=TextField()) if len(columns) > 1 else F(columns[0])
    found: QuerySet[Any, Any] = rows.order_by().values_list(*as_text(key)).annotate(said=_Joined(value))
    return found


def parted(text: str) -> list[str]:
    return text.split("\x1f") if text else []


@lru_cache(maxsize=65_536)
def canonical(written: str) -> str:
    """SQLite keeps 32 digits, PostgreSQL writes hyphens: always the second."""
    if len(written) == 36:
        return written
    return f"{written[:8]}-{written[8:12]}-{written[12:16]}-{written[16:20]}-{written[20:]}"
