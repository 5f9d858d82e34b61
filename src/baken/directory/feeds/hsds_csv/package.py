"""The tables of a data package: named by its datapackage.json, else by their files."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from sys import intern
from typing import Any, Final

from baken.directory.feeds.archives import PackedFile, packed_files
from baken.directory.feeds.fields import PlacedRecord
from baken.directory.feeds.keeping import LONGEST_KEPT, length_problem, text_problem
from baken.directory.feeds.report import FeedError, Refusal
from baken.directory.feeds.tables import MOST_ROWS, csv_rows

# The tables of 3.x by the names that files and resources have; 1.1 and 2.0 have more (`older`).
TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "organizations": ("organization", "organisations", "organisation"),
    "services": ("service",),
    "locations": ("location",),
    "service_at_locations": ("service_at_location", "services_at_location", "services_at_locations"),
    "programs": ("program",),
    "phones": ("phone",),
    "contacts": ("contact",),
    "addresses": ("address",),
    "schedules": ("schedule",),
    "languages": ("language",),
    "service_areas": ("service_area",),
    "required_documents": ("required_document",),
    "cost_options": ("cost_option",),
    "funding": ("fundings",),
    "accessibility": (),
    "service_capacity": ("service_capacities", "capacities", "capacity"),
    "units": ("unit",),
    "urls": ("url",),
    "organization_identifiers": ("organization_identifier",),
    "attributes": ("attribute",),
    "taxonomy_terms": ("taxonomy_term",),
    "taxonomies": (),
    "metadata": (),
    "physical_addresses": ("physical_address",),
    "postal_addresses": ("postal_address",),
    "regular_schedules": ("regular_schedule",),
    "holiday_schedules": ("holiday_schedule",),
    "eligibility": ("eligibilities",),
    "accessibility_for_disabilities": (),
    "payments_accepted": ("payment_accepted",),
    "service_taxonomy": ("services_taxonomy", "service_taxonomies", "services_taxonomies"),
    "service_attributes": ("service_attribute", "services_attributes"),
    "other_attributes": ("other_attribute",),
    "taxonomy": (),
}
_IGNORED: Final = frozenset({"meta_table_descriptions", "meta_table_description"})
_BY_NAME: Final = {name: table for table, names in TABLES.items() for name in (table, *names)}
_DESCRIPTION: Final = "datapackage.json"
_LONGEST_DESCRIPTION: Final = 4 << 20

Tables = dict[str, list[PlacedRecord]]


def read_tables(path: Path, refusals: list[Refusal], encoding: str) -> Tables:
    """All rows by the name of their table. Raises FeedError where there is no table of HSDS."""
    if not path.exists():
        raise FeedError(f"{path} does not exist")
    tables: Tables = {}
    left = MOST_ROWS
    with packed_files(path) as files:
        for table, file in _tables_of(files, refusals):
            rows = tables.setdefault(table, [])
            for row in csv_rows(file, refusals, encoding=encoding, limit=left):
                rows.append(PlacedRecord(dict(_kept(row.cells, row.at, refusals)), row.at))
                left -= 1
    if not tables:
        raise FeedError(f"{path.name} holds no CSV file of HSDS, such as services.csv or organizations.csv")
    return tables


def _kept(cells: Mapping[str, str], at: str, refusals: list[Refusal]) -> Iterator[tuple[str, str]]:
    for column, cell in cells.items():
        if problem := text_problem(cell) or length_problem(cell, LONGEST_KEPT):
            refusals.append(Refusal(at, column, problem))
        else:
            yield intern(column.strip().lower().replace(" ", "_")), cell  # a million rows share one name


def _tables_of(files: list[PackedFile], refusals: list[Refusal]) -> Iterator[tuple[str, PackedFile]]:
    """Each table with its file; a CSV file that is none of HSDS is refused, so that nothing is left out in silence."""
    described = _described(files)
    for file in files:
        if file.suffix != ".csv" or PurePosixPath(file.name).name.startswith("."):
            continue
        name = described.get(file.name, file.stem).lower().replace("-", "_")
        if name in _BY_NAME:
            yield _BY_NAME[name], file
        elif name not in _IGNORED:
            refusals.append(
                Refusal(file.name, "", "is not a table of HSDS; rename it as the standard does, or remove it")
            )


def _described(files: list[PackedFile]) -> dict[str, str]:
    """Names of tables by file, as the package's description gives them. Raises FeedError."""
    found: dict[str, str] = {}
    for file in files:
        if PurePosixPath(file.name).name == _DESCRIPTION:
            folder = PurePosixPath(file.name).parent
            for resource in _resources(file):
                name, path = resource.get("name"), resource.get("path")
                if isinstance(name, str) and isinstance(path, str):
                    found[(folder / path).as_posix()] = name
    return found


def _resources(file: PackedFile) -> list[dict[str, Any]]:
    with file.open() as raw:
        text = raw.read(_LONGEST_DESCRIPTION + 1)
    try:
        said = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise FeedError(f"{file.name} is not valid JSON; correct or remove it") from problem
    resources = said.get("resources") if isinstance(said, dict) else None
    return [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
