"""Many rows of one kind into their table: the statement is Django's, made once; the values follow it row by row."""

from collections.abc import Callable, Sequence
from types import NoneType
from typing import Any

from django.db import connections, router
from django.db.models import CharField, Field, JSONField, Model, TextField
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

Value = Callable[[Any], Any]  # of a row, as the database takes it


def insert(model: type[Model], rows: Sequence[Model], *, changing: Sequence[str] = ()) -> None:
    """New rows; where one with its id is there, the columns named in `changing` become what the new one says.

    Rows must have their ids, or leave them to the table, all alike. Raises IntegrityError.
    """
    for given in (True, False):
        alike = [row for row in rows if (row.pk is not None) is given]
        if alike:
            _insert(model, alike, _columns(model, with_id=given), changing)


def _insert(model: type[Model], rows: Sequence[Model], columns: Sequence[Any], changing: Sequence[str]) -> None:
    connection = connections[router.db_for_write(model)]
    values = [_value_of(column, connection) for column in columns]
    with connection.cursor() as cursor:
        statement = _statement(connection, model, rows[0], columns, changing)
        cursor.executemany(statement, [tuple([value(row) for value in values]) for row in rows])
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def _columns(model: type[Model], *, with_id: bool) -> list[Any]:
    columns = model._meta.concrete_fields
    return [column for column in columns if with_id or not column.primary_key]


def _statement(connection: Any, model: type[Model], row: Model, columns: Sequence[Any], changing: Sequence[str]) -> str:
    meta = model._meta
    query = InsertQuery(
        model,
        on_conflict=OnConflict.UPDATE if changing else None,
        update_fields=[meta.get_field(name) for name in changing],
        unique_fields=[meta.get_field("id")] if changing else [],
    )
    query.insert_values(list(columns), [row])
    ((statement, _),) = query.get_compiler(connection=connection).as_sql()
    return str(statement)


def _value_of(column: Any, connection: Any) -> Value:
    name, prepared = column.attname, column.get_db_prep_save
    if type(column).pre_save is not Field.pre_save:
        return lambda row: prepared(column.pre_save(row, add=True), connection)
    as_it_is = (str, NoneType) if type(column) in (CharField, TextField) else (NoneType,)

    def value(row: Any) -> Any:
        said = getattr(row, name)
        return said if type(said) in as_it_is else prepared(said, connection)

    def json(row: Any) -> Any:
        said = getattr(row, name)
        return nothing if said == {} else prepared(said, connection)

    nothing = prepared({}, connection) if isinstance(column, JSONField) else None
    return json if isinstance(column, JSONField) else value
