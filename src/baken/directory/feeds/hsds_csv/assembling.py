"""Rows of an HSDS data package to the nested records of its JSON form.

A row lies in every row that it points to; one that points to what is not there is refused.
https://docs.openreferral.org/en/v3.2.3/hsds/schema_reference.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from baken.directory.feeds.fields import PlacedRecord
from baken.directory.feeds.hsds_csv.package import Tables
from baken.directory.feeds.report import Refusal


@dataclass(frozen=True, slots=True)
class _Link:
    """Rows of `table` lie under `name` in the row of `parent` that `column` names."""

    table: str
    column: str
    parent: str
    name: str


_LINKS: Final = (
    # what lies in others comes before those others lie in something
    _Link("languages", "phone_id", "phones", "languages"),
    _Link("phones", "contact_id", "contacts", "phones"),
    *(_Link("phones", f"{one}_id", f"{one}s", "phones") for one in ("organization", "service", "location")),
    *(_Link("contacts", f"{one}_id", f"{one}s", "contacts") for one in ("organization", "service", "location")),
    *(
        _Link(table, "service_at_location_id", "service_at_locations", table)
        for table in ("phones", "contacts", "schedules", "service_areas")
    ),
    _Link("addresses", "location_id", "locations", "addresses"),
    _Link("accessibility", "location_id", "locations", "accessibility"),
    _Link("schedules", "location_id", "locations", "schedules"),
    _Link("schedules", "service_id", "services", "schedules"),
    _Link("languages", "location_id", "locations", "languages"),
    _Link("languages", "service_id", "services", "languages"),
    _Link("service_areas", "service_id", "services", "service_areas"),
    _Link("required_documents", "service_id", "services", "required_documents"),
    _Link("cost_options", "service_id", "services", "cost_options"),
    _Link("payments_accepted", "service_id", "services", "payments_accepted"),
    _Link("service_capacity", "service_id", "services", "capacities"),
    _Link("funding", "service_id", "services", "funding"),
    _Link("funding", "organization_id", "organizations", "funding"),
    _Link("urls", "service_id", "services", "additional_urls"),
    _Link("urls", "organization_id", "organizations", "additional_websites"),
    _Link("organization_identifiers", "organization_id", "organizations", "organization_identifiers"),
    _Link("programs", "organization_id", "organizations", "programs"),
)
_POINTERS: Final = frozenset(link.column for link in _LINKS)  # left out of the nested form
# What is nested by the reader itself, by these pointers.
_MAIN: Final = ("organizations", "locations", "services", "service_at_locations")
_NUMBERS: Final = frozenset(
    [
        *("year_incorporated", "interval", "count", "available", "maximum", "minimum_age", "maximum_age"),
        *("latitude", "longitude", "amount", "timezone"),
    ]
)
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?")
_CHILDREN: Final = frozenset(link.table for link in _LINKS)
_NOT_LINKED: Final = frozenset({"attributes", "taxonomy_terms", "taxonomies", "metadata"})


@dataclass(frozen=True, slots=True)
class Nested:
    """Records as the JSON form has them: services with their sites, which name their locations."""

    organizations: list[PlacedRecord]
    locations: list[PlacedRecord]
    services: list[PlacedRecord]


def assemble(tables: Tables, refusals: list[Refusal]) -> Nested:
    """Uses the tables up. Refuses rows that point to nothing, and numbers that are none."""
    for rows in tables.values():
        for row in rows:
            _type_row(row)
    known = {table: _by_id(table, rows, refusals) for table, rows in tables.items()}
    _nest_attributes(tables, known, refusals)
    _nest_metadata(tables, known)
    _nest_units(known)
    for link in _LINKS:
        _nest(link, tables, known, refusals)
    _nest_sites(tables, known, refusals)
    _nest_programs(tables, known, refusals)
    for table in _CHILDREN & set(tables):
        for row in tables[table]:
            for column in _POINTERS:
                row.pop(column, None)
    return Nested(tables.get("organizations", []), tables.get("locations", []), tables.get("services", []))


def _type_row(row: dict[str, Any]) -> None:
    """Numbers that are numbers; what is none stays a text, and the reader refuses it by its row and field."""
    for column, cell in row.items():
        if column == "id" or column.endswith("_id"):
            row[column] = cell.strip()
        elif column in _NUMBERS and isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()):
            row[column] = float(cell) if "." in cell else int(cell)


def _by_id(table: str, rows: list[PlacedRecord], refusals: list[Refusal]) -> dict[str, PlacedRecord]:
    """Rows by id. A second organization, location or service with an id is refused; of the rest the first counts."""
    found: dict[str, PlacedRecord] = {}
    for row in rows:
        given = row.get("id", "")
        if given not in found:
            found[given] = row
        elif given and table in _MAIN:
            message = f"{given} is given twice; it stands in {found[given].row} too"
            refusals.append(Refusal(row.row, "id", message))
    return found


def _nest(
    link: _Link, tables: Tables, known: Mapping[str, Mapping[str, PlacedRecord]], refusals: list[Refusal]
) -> None:
    for row in tables.get(link.table, ()):
        if pointer := row.get(link.column):
            parent = known.get(link.parent, {}).get(pointer)
            if parent is None:
                refusals.append(Refusal(row.row, link.column, _not_there(pointer, link.parent)))
            else:
                parent.setdefault(link.name, []).append(row)


def _not_there(pointer: str, table: str) -> str:
    return f"no row of {table} has the id «{pointer[:80]}»"


def _nest_sites(tables: Tables, known: Mapping[str, Mapping[str, PlacedRecord]], refusals: list[Refusal]) -> None:
    """Whether its location is known, in the files or in the directory, is looked at when all is read."""
    for row in tables.get("service_at_locations", ()):
        service = known.get("services", {}).get(row.get("service_id", ""))
        if service is None:
            refusals.append(Refusal(row.row, "service_id", _not_there(row.get("service_id", ""), "services")))
        else:
            service.setdefault("service_at_locations", []).append(row)
            del row["service_id"]


def _nest_programs(tables: Tables, known: Mapping[str, Mapping[str, PlacedRecord]], refusals: list[Refusal]) -> None:
    for row in tables.get("services", ()):
        if pointer := row.get("program_id"):
            program = known.get("programs", {}).get(pointer)
            if program is None:
                refusals.append(Refusal(row.row, "program_id", _not_there(pointer, "programs")))
            else:
                row["program"] = program


def _nest_units(known: Mapping[str, Mapping[str, PlacedRecord]]) -> None:
    for row in known.get("service_capacity", {}).values():
        if unit := known.get("units", {}).get(row.get("unit_id", "")):
            row["unit"] = unit
            del row["unit_id"]


def _nest_attributes(tables: Tables, known: Mapping[str, Mapping[str, PlacedRecord]], refusals: list[Refusal]) -> None:
    """Attributes with their terms, on whatever row has the id that they link to."""
    for row in tables.get("taxonomy_terms", ()):
        if detail := known.get("taxonomies", {}).get(row.get("taxonomy_id", "")):
            row["taxonomy_detail"] = detail
            del row["taxonomy_id"]
    for row in tables.get("attributes", ()):
        term_id, link_id = row.pop("taxonomy_term_id", ""), row.pop("link_id", "")
        term = known.get("taxonomy_terms", {}).get(term_id)
        owners = list(_linked(row.pop("link_entity", ""), link_id, known))
        if term is None:
            refusals.append(Refusal(row.row, "taxonomy_term_id", _not_there(term_id, "taxonomy_terms")))
        elif not owners:
            refusals.append(Refusal(row.row, "link_id", f"no row of any table has the id «{link_id[:80]}»"))
        for owner in owners if term is not None else ():
            owner.setdefault("attributes", []).append(PlacedRecord({**row, "taxonomy_term": term}, row.row))


def _linked(entity: str, pointer: str, known: Mapping[str, Mapping[str, PlacedRecord]]) -> Iterator[PlacedRecord]:
    """The row of the table that is named, else of every table."""
    named = {entity, f"{entity}s", f"{entity}es"} & set(known)
    for table in (named or set(known)) - _NOT_LINKED:
        if pointer and (row := known[table].get(pointer)) is not None:
            yield row


def _nest_metadata(tables: Tables, known: Mapping[str, Mapping[str, PlacedRecord]]) -> None:
    """Who changed what and when; about a row that is not here any more it says nothing."""
    for row in tables.get("metadata", ()):
        for owner in _linked(row.get("resource_type", ""), row.get("resource_id", ""), known):
            owner.setdefault("metadata", []).append(row)
