"""An entry as a whole: the row of an organisation, site or service with the rows that belong to it.

As data it can be compared fact by fact, kept (in a merge, in a conflict) and put back. A fact is what is said and
decided together: the columns and parts that make no sense apart, as the ages with whether they are known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import F, Model

from baken.directory.models import (
    EntryKind,
    Location,
    Organisation,
    Phone,
    Schedule,
    ScheduleException,
    Service,
    ServiceAccess,
    ServiceArea,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceNeed,
    ServiceWelcome,
    TemporaryChange,
)

Root = Organisation | Location | Service
Content = dict[str, Any]  # of one row: columns by name, in forms that JSON holds

ROOTS: Final[Mapping[EntryKind, Any]] = {
    EntryKind.ORGANISATION: Organisation,
    EntryKind.LOCATION: Location,
    EntryKind.SERVICE: Service,
}
# In the order in which they may be written: what others point to comes first.
PARTS: Final[tuple[type[Model], ...]] = (
    ServiceNeed,
    ServiceAccess,
    ServiceWelcome,
    ServiceArea,
    ServiceLanguage,
    ServiceAtLocation,
    Phone,
    Schedule,
    ScheduleException,
    TemporaryChange,
)
# Not said about the world, but about the row itself.
HOUSEKEEPING: Final = frozenset(
    {"id", "source", "source_id", "source_url", "assured_date", "assurer", "last_modified", "field_sources"}
    | {"feed_digest", "extra", "mobilisation"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """`columns` of the root and `parts` beside it, said together. `also`: other names in `field_sources`."""

    name: str
    columns: tuple[str, ...] = ()
    parts: tuple[type[Model], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.name, *self.columns, *self.also})


_PHONES: Final = Fact("phones", parts=(Phone,))
_CHANGES: Final = Fact("temporary_changes", parts=(TemporaryChange,))
_TOGETHER: Final[Mapping[EntryKind, tuple[Fact, ...]]] = {
    EntryKind.ORGANISATION: (_PHONES,),
    EntryKind.LOCATION: (
        Fact(
            "address",
            (
                *("address", "postal_code", "municipality", "state_province", "country", "neighbourhood"),
                *("latitude", "longitude"),
            ),
        ),
        _PHONES,
        _CHANGES,
    ),
    EntryKind.SERVICE: (
        Fact("needs", parts=(ServiceNeed,)),
        Fact("access", parts=(ServiceAccess,)),
        Fact("languages", parts=(ServiceLanguage,)),
        Fact("locations", parts=(ServiceAtLocation,)),
        _PHONES,
        Fact(
            "hours",
            ("always", "holiday_rule"),
            (Schedule, ScheduleException),
            also=("schedules", "schedule_exceptions"),
        ),
        Fact("ages", ("minimum_age", "maximum_age", "ages_known")),
        Fact("price", ("free", "amount", "currency")),
        Fact("welcome", ("residence_rule",), (ServiceWelcome,)),
        Fact("municipalities", ("area_rule",), (ServiceArea,)),
        Fact("room", ("room", "waiting_weeks", "room_said_on")),
        _CHANGES,
    ),
}


@cache
def facts(kind: EntryKind) -> Mapping[str, Fact]:
    """By name: the columns that stand alone first, in the order of the table."""
    together = _TOGETHER[kind]
    grouped = {column for fact in together for column in fact.columns}
    columns = [column.attname for column in ROOTS[kind]._meta.concrete_fields]
    alone = [Fact(name, (name,)) for name in columns if name not in HOUSEKEEPING | grouped]
    return {fact.name: fact for fact in (*alone, *together)}


def kind_of(model: type[Model]) -> EntryKind:
    return next(kind for kind, root in ROOTS.items() if root is model)


def paths_to(model: Any, part: type[Model]) -> list[str]:
    """How a part points to the roots it goes with. A site of a service goes with the service, not with the place."""
    columns = {column.name for column in part._meta.concrete_fields}
    if model is Service and "service_at_location" in columns:
        return ["service", "service_at_location__service"]
    owner = model._meta.model_name
    return [owner] if owner in columns and (model, part) != (Location, ServiceAtLocation) else []


def parts_of(model: Any, ids: Sequence[UUID]) -> dict[UUID, list[Model]]:
    """By root; a service has also the parts of the service at its sites."""
    found: dict[UUID, list[Model]] = {pk: [] for pk in ids}
    for part in PARTS if ids else ():
        for path in paths_to(model, part):
            for row in part._default_manager.filter(**{f"{path}__in": ids}).annotate(of_root=F(path)):
                found[row.of_root].append(row)
    return found


def content(row: Model) -> Content:
    """All columns, in forms that JSON holds and `row_of` reads."""
    return {column.attname: _plain(getattr(row, column.attname)) for column in row._meta.concrete_fields}


def row_of(model: type[Model], kept: Content) -> Any:
    """The unsaved row. Columns that the model no longer has are left out."""
    columns = {column.attname: column for column in model._meta.concrete_fields}
    return model(**{name: columns[name].to_python(value) for name, value in kept.items() if name in columns})


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as data: `root` by column, `parts` by the name of their model."""

    kind: EntryKind
    root: Content
    parts: Mapping[str, Sequence[Content]]

    @property
    def id(self) -> UUID:
        return UUID(self.root["id"])

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "root": self.root,
            "parts": {name: list(rows) for name, rows in self.parts.items()},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Kept":
        return cls(EntryKind(kept["kind"]), kept["root"], kept["parts"])

    def rows(self, part: type[Model]) -> Sequence[Content]:
        return self.parts.get(part._meta.model_name or "", ())


def keep(kind: EntryKind, ids: Iterable[UUID]) -> dict[UUID, Kept]:
    """Entries as they stand in the database; those that are not there are left out. At most 15 queries."""
    roots = ROOTS[kind].objects.in_bulk(list(ids))
    parts = parts_of(ROOTS[kind], list(roots))
    return {pk: as_data(kind, root, parts[pk]) for pk, root in roots.items()}


def as_data(kind: EntryKind, root: Model, parts: Iterable[Model]) -> Kept:
    by_model: dict[str, list[Content]] = {}
    for part in parts:
        by_model.setdefault(part._meta.model_name or "", []).append(content(part))
    return Kept(kind, content(root), by_model)


def told(entry: Kept, fact: Fact) -> Content:
    """What the entry holds of one fact, whole: `columns`, and `rows` by model, those at a site with the site (`at`)."""
    return {
        "columns": {name: entry.root.get(name) for name in fact.columns},
        "rows": {part._meta.model_name: [_with_site(row, entry) for row in entry.rows(part)] for part in fact.parts},
    }


def said(entry: Kept, fact: Fact) -> Content:
    """What the entry says of one fact: to compare and to show. Parts without their own ids, in order."""
    return sayings(told(entry, fact))


def sayings(whole: Content) -> Content:
    """The same, of what `told` gave."""
    rows = {name: sorted(map(_without_ids, rows), key=_in_order) for name, rows in whole["rows"].items()}
    columns = {name: value for name, value in whole["columns"].items() if name not in _WHEN}
    return {**columns, **rows}


def silent(entry: Kept, fact: Fact) -> bool:
    """Whether nothing is known of this fact: every column as in a new row, and no parts. A status is always said."""
    if fact.name == "status" or any(entry.rows(part) for part in fact.parts):
        return False
    defaults = {column.attname: column.get_default() for column in ROOTS[entry.kind]._meta.concrete_fields}
    return all(entry.root.get(name) in (defaults[name], "") for name in fact.columns)


def differing(one: Kept, other: Kept) -> list[Fact]:
    """The facts of which two entries of a kind, or one entry at two moments, say different things."""
    return [fact for fact in facts(one.kind).values() if said(one, fact) != said(other, fact)]


_WHEN: Final = frozenset({"room_said_on"})  # on which day something was said is not what was said
_NOT_SAID: Final = frozenset(
    {"id", "extra", "imported", "organisation_id", "location_id", "service_id", "service_at_location_id"}
)


def _with_site(row: Content, entry: Kept) -> Content:
    """A site's own parts name the site, however the link between service and site is numbered."""
    if (link := row.get("service_at_location_id")) is not None:
        sites = entry.rows(ServiceAtLocation)
        return {**row, "at": next((site["location_id"] for site in sites if site["id"] == link), None)}
    if row.get("service_id") and row.get("location_id"):  # the link itself
        return {**row, "at": row["location_id"]}
    return row


def _without_ids(row: Content) -> Content:
    return {name: value for name, value in row.items() if name not in _NOT_SAID}


def _in_order(row: Content) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value) if isinstance(value, UUID) else value
