"""HSDS 1.1 and 2.0 to the tables of 3.x.

1.1: https://github.com/openreferral/specification/tree/1.1; 2.0: http://docs.openreferral.org/en/v2.0.1/hsds/reference.html
Their ids need not be UUIDs: those that are not get one that is the same in every import, and stand in `source_id`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from baken.core.wording import fold
from baken.directory.feeds.batch import Options, made_id
from baken.directory.feeds.fields import PlacedRecord
from baken.directory.feeds.hsds_csv.package import Tables
from baken.directory.feeds.report import Refusal
from baken.directory.languages import language_named
from baken.directory.taxonomies import attribute

_OLDER: Final = frozenset(
    {
        "physical_addresses", "postal_addresses", "regular_schedules", "holiday_schedules", "eligibility", "taxonomy",
        "accessibility_for_disabilities", "payments_accepted", "service_taxonomy", "service_attributes",
        "other_attributes",
    }
)  # fmt: skip
# Old table -> the table of 3.x, what its columns are called there, and what every row of it says there.
_MOVED: Final[Mapping[str, tuple[str, Mapping[str, str], Mapping[str, str]]]] = {
    "organizations": ("organizations", {"url": "website"}, {}),
    "services": ("services", {"fees": "fees_description"}, {}),
    "locations": ("locations", {}, {"location_type": "physical"}),
    "physical_addresses": ("addresses", {}, {"address_type": "physical"}),
    "postal_addresses": ("addresses", {}, {"address_type": "postal"}),
    "languages": ("languages", {"language": "name"}, {}),
    "service_areas": ("service_areas", {"service_area": "name"}, {}),
    "accessibility_for_disabilities": ("accessibility", {"accessibility": "description"}, {}),
    "service_taxonomy": (
        "attributes",
        {"service_id": "link_id", "taxonomy_id": "taxonomy_term_id", "taxonomy_detail": "label"},
        {"link_entity": "service"},
    ),
    "service_attributes": ("attributes", {"service_id": "link_id"}, {"link_entity": "service"}),
    "other_attributes": ("attributes", {"link_type": "link_entity"}, {}),
    "taxonomy": ("taxonomy_terms", {"vocabulary": "taxonomy"}, {}),
    "taxonomy_terms": ("taxonomy_terms", {"term": "name"}, {}),
}
_POINTS_TO: Final[Mapping[str, str]] = {
    "organization_id": "organizations", "parent_organization_id": "organizations", "service_id": "services",
    "location_id": "locations", "service_at_location_id": "service_at_locations", "contact_id": "contacts",
    "program_id": "programs", "phone_id": "phones", "taxonomy_id": "taxonomies", "taxonomy_term_id": "taxonomy_terms",
    "parent_id": "taxonomy_terms",
}  # fmt: skip
_MAIN: Final = ("organizations", "locations", "services")
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YES: Final = frozenset({"true", "t", "yes", "y", "1"})


def is_older(tables: Tables) -> bool:
    """By tables that 3.x no longer has, or by columns of 1.1 and 2.0."""
    organisations, locations = tables.get("organizations", []), tables.get("locations", [])
    if _OLDER & set(tables) or any("url" in row and "website" not in row for row in organisations):
        return True
    return bool(locations) and not any("location_type" in row for row in locations)


def modernised(tables: Tables, options: Options, refusals: list[Refusal]) -> Tables:
    """The tables of 3.x that say the same. Uses the old ones up."""
    found: Tables = {}
    for table, rows in tables.items():
        name, columns, always = _MOVED.get(table, (table, {}, {}))
        for row in rows:
            found.setdefault(name, []).append(
                PlacedRecord({**always, **{columns.get(column, column): cell for column, cell in row.items()}}, row.row)
            )
    _sites_of_services(found)
    _give_ids(found, options.source or "hsds")
    _eligibility(found)
    _closest_owner(found)
    _weekly(found, refusals)
    _holidays(found)
    _each(found, "languages", _coded)
    _each(found, "services", _in_lower_case_status)
    return found


def _each(tables: Tables, table: str, change: Callable[[PlacedRecord], None]) -> None:
    for row in tables.get(table, ()):
        change(row)


def _in_lower_case_status(row: PlacedRecord) -> None:
    row["status"] = row.get("status", "active").strip().lower()


def _coded(row: PlacedRecord) -> None:
    """A language by its code, where its name is known."""
    if "code" not in row and (tag := language_named(row.get("name", ""))):
        row["code"] = tag


def _sites_of_services(tables: Tables) -> None:
    """The first version of 1.1 named one location in the service itself."""
    for row in tables.get("services", ()):
        if location := row.pop("location_id", ""):
            site = {"service_id": row.get("id", ""), "location_id": location}
            tables.setdefault("service_at_locations", []).append(PlacedRecord(site, row.row))


def _give_ids(tables: Tables, source: str) -> None:
    """UUIDs for all ids and for what points to them."""
    for table, rows in tables.items():
        for row in rows:
            given = row.get("id", "").strip()
            row["id"] = _uuid(source, table, given) if given else str(made_id(source, table, *sorted(row.items())))
            if table in _MAIN and given and row["id"] != given.lower():
                row.setdefault("attributes", []).append(
                    attribute(row["id"], "provenance", "source-id", value=given[:255])
                )
            for column, target in _POINTS_TO.items():
                if pointer := row.get(column, "").strip():
                    row[column] = _uuid(source, target, pointer)
            if pointer := row.get("link_id", "").strip():
                row["link_id"] = _uuid(source, _table_of(row.get("link_entity", "")), pointer)


def _table_of(entity: str) -> str:
    return entity if entity.endswith("s") else f"{entity}s"


def _uuid(source: str, table: str, given: str) -> str:
    try:
        return str(UUID(given.strip()))
    except ValueError:
        return str(made_id(source, table, given.strip()))


def _eligibility(tables: Tables) -> None:
    """Words of who may come, in a table of their own, to one text of the service."""
    by_id = {row["id"]: row for row in tables.get("services", ())}
    for row in tables.pop("eligibility", ()):
        service, said = by_id.get(row.get("service_id", "")), row.get("eligibility", "")
        if service is not None and said:
            before = service.get("eligibility_description")
            service["eligibility_description"] = f"{before}; {said}" if before else said


def _closest_owner(tables: Tables) -> None:
    """A row that names a service and a site is of the service at that site, and then of nothing else."""
    sites = {
        (row.get("service_id"), row.get("location_id")): row["id"] for row in tables.get("service_at_locations", ())
    }
    for table in ("phones", "regular_schedules", "holiday_schedules", "schedules", "contacts"):
        for row in tables.get(table, ()):
            site = row.get("service_at_location_id") or sites.get((row.get("service_id"), row.get("location_id")))
            if site and table != "contacts":
                row["service_at_location_id"] = site
            owners = ("service_at_location_id", "service_id", "location_id", "organization_id")
            for other in [column for column in owners if column in row][1:]:
                del row[other]


def _weekly(tables: Tables, refusals: list[Refusal]) -> None:
    """A weekday with its hours to a schedule that recurs every week."""
    for row in tables.pop("regular_schedules", ()):
        written = row.pop("weekday", "")
        day = _weekday(written)
        if day is None:
            refusals.append(Refusal(row.row, "weekday", f"«{written[:40]}» is not a day of the week, as 1 or Monday"))
            continue
        row |= {"freq": "WEEKLY", "byday": day}
        tables.setdefault("schedules", []).append(row)


def _weekday(written: str) -> str | None:
    """«1» and «Monday» are Monday, «0», «7» and «Sunday» are Sunday."""
    said = fold(written).strip()
    if said in {str(number) for number in range(8)}:
        return _WEEKDAYS[int(said) - 1]
    found = [day for day in _WEEKDAYS if len(said) >= 2 and said[:2].upper() == day]
    return found[0] if found else None


def _holidays(tables: Tables) -> None:
    """Days with other hours or none: as our own attribute, which is read with the service or its site."""
    owners = {row["id"]: row for table in ("services", "service_at_locations") for row in tables.get(table, ())}
    for row in tables.pop("holiday_schedules", ()):
        owner = owners.get(row.get("service_at_location_id") or row.get("service_id", ""))
        if owner is None:
            kept = next((one for one in tables.get("locations", ()) if one["id"] == row.get("location_id")), None)
            if kept is not None:
                kept.setdefault("holiday_schedules", []).append(dict(row))
            continue
        owner.setdefault("attributes", []).append(_exception(row))


def _exception(row: Mapping[str, Any]) -> dict[str, Any]:
    opens, closes = row.get("opens_at", ""), row.get("closes_at", "")
    closed = row.get("closed", "").strip().lower() in _YES or not (opens and closes)
    first = row.get("start_date", "")
    hours = "" if closed else f";{opens[:5]}-{closes[:5]}"
    value = f"{first}/{row.get('end_date') or first}{hours}"
    return attribute(row["id"], "schedule-exception", "closed" if closed else "hours", value=value)
