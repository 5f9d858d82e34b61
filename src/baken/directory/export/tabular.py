"""An HSDS data package: one CSV file per table, and datapackage.json, which says what is in them.

A cell that a spreadsheet would take for a formula begins with an apostrophe; imports take it away again.
"""

import csv
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import orjson

from baken.directory.export.columns import LISTS, OBJECTS, TABLES, TYPES
from baken.directory.spreadsheets import escaped

Record = Mapping[str, Any]
_SHARED: Final = frozenset({"taxonomy_term", "taxonomy", "unit", "program"})


class DataPackage:
    """Writes records into tables as they come; only ids of terms, taxonomies and units are remembered.

    Organisations and locations are written where they are given as entries of their own (`write`), services refer to
    them. Use it as a context.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._tables: dict[str, Any] = {}
        self._seen: set[tuple[str, str]] = set()

    def __enter__(self) -> "DataPackage":
        self._folder.mkdir(parents=True, exist_ok=True)
        for table, (name, columns) in TABLES.items():
            file = self._open.enter_context((self._folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            self._tables[table] = csv.writer(file, lineterminator="\r\n")
            self._tables[table].writerow(columns.split())
        (self._folder / "datapackage.json").write_bytes(_description())
        return self

    def __exit__(self, *_problem: object) -> None:
        self._open.close()

    def write(self, table: str, record: Record) -> None:
        """An object with everything below it."""
        if table in _SHARED:
            if (table, record["id"]) in self._seen:
                return
            self._seen.add((table, record["id"]))
        row = dict(record)
        for name, value in record.items():
            if name in LISTS and isinstance(value, list):
                self._write_list(table, record, LISTS[name], value)
            elif name in OBJECTS and isinstance(value, dict):
                below, column = OBJECTS[name]
                row.setdefault(column, value["id"])
                if below not in ("organization", "location"):
                    self.write(below, value)
        self._tables[table].writerow([_cell(row.get(column)) for column in TABLES[table][1].split()])

    def _write_list(self, owner: str, record: Record, table: str, values: list[Any]) -> None:
        for value in values:
            if isinstance(value, dict) and "id" in value:
                self.write(table, {**_link(owner, record, table), **value})


def _link(owner: str, record: Record, table: str) -> dict[str, Any]:
    if table == "attribute":
        return {"link_id": record["id"], "link_entity": owner}
    if table == "metadata":
        return {"resource_id": record["id"], "resource_type": owner}
    return {f"{owner}_id": record["id"]}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return escaped(value if isinstance(value, str) else orjson.dumps(value).decode())


def _description() -> bytes:
    """Frictionless Data's description of the tables."""
    resources = [
        {
            "name": table,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {"primaryKey": "id", "fields": [_field(column) for column in columns.split()]},
        }
        for table, (name, columns) in TABLES.items()
    ]
    content = {
        "name": "human-services-data",
        "title": "Human Services Data Specification",
        "profile": "tabular-data-package",
        "version": "3.2.3",
        "resources": resources,
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)


def _field(column: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column, "type": TYPES.get(column, "string")}
    return {**field, "constraints": {"required": True, "unique": True}} if column == "id" else field
