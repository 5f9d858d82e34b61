"""What points to an entry that becomes part of another: it points to the kept one, and back when that is undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from baken.directory.entries import Content, content, row_of
from baken.directory.models import (
    EntryKind,
    Invitation,
    Location,
    Membership,
    Phone,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    Suggestion,
)

_POINTING: Final[Mapping[EntryKind, tuple[tuple[type[Model], str], ...]]] = {
    EntryKind.ORGANISATION: (
        (Service, "organisation"),
        (Location, "organisation"),
        (Membership, "organisation"),
        (Invitation, "organisation"),
        (Suggestion, "organisation"),
    ),
    EntryKind.LOCATION: ((ServiceAtLocation, "location"),),
    EntryKind.SERVICE: ((Suggestion, "service"),),
}
# Of two rows that would then say the same only one stays: what is told apart by.
_ONCE: Final[Mapping[type[Model], str]] = {Membership: "user_id", ServiceAtLocation: "service_id"}
_AT_A_LINK: Final = (Phone, Schedule, ScheduleException)
_BY_NAME: Final = {model._meta.model_name or "": model for rows in _POINTING.values() for model, _ in rows} | {
    part._meta.model_name or "": part for part in _AT_A_LINK
}


@dataclass(frozen=True, slots=True)
class Pointers:
    """`moved`: ids by model. `dropped`: rows that would have been there twice. `under`: what hung on a dropped link,
    by model, and to which row it went: (id, id of the dropped link)."""

    moved: dict[str, list[str]] = field(default_factory=dict)
    dropped: dict[str, list[Content]] = field(default_factory=dict)
    under: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"moved": self.moved, "dropped": self.dropped, "under": self.under}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Pointers":
        return cls(dict(kept["moved"]), dict(kept["dropped"]), dict(kept["under"]))


def point_to(kind: EntryKind, gone_id: UUID, kept_id: UUID) -> Pointers:
    found = Pointers()
    for model, path in _POINTING[kind]:
        rows: Any = model._default_manager
        doubles = _doubles(model, path, gone_id, kept_id)
        for double in doubles:
            found.dropped.setdefault(model._meta.model_name or "", []).append(content(double))
            if isinstance(double, ServiceAtLocation):
                _hand_over(double, kept_id, found)
            double.delete()
        pointing = rows.filter(**{path: gone_id})
        found.moved[model._meta.model_name or ""] = [str(pk) for pk in pointing.values_list("pk", flat=True)]
        pointing.update(**{path: kept_id})
    return found


def point_back(kind: EntryKind, gone_id: UUID, kept_id: UUID, pointers: Pointers) -> None:
    """Only what still points to the kept entry; what somebody moved elsewhere since stays there."""
    for model, path in _POINTING[kind]:
        rows: Any = model._default_manager
        ids = pointers.moved.get(model._meta.model_name or "", ())
        rows.filter(pk__in=ids, **{path: kept_id}).update(**{path: gone_id})
    for name, dropped in pointers.dropped.items():
        model = _BY_NAME[name]
        for kept in dropped:
            row = row_of(model, kept)
            if not model._default_manager.filter(pk=row.pk).exists() and _owners_are_there(row):
                row.save(force_insert=True)
    links = {str(pk) for pk in ServiceAtLocation.objects.filter(location=gone_id).values_list("pk", flat=True)}
    for part in _AT_A_LINK:
        for pk, link in pointers.under.get(part._meta.model_name or "", ()):
            if link in links:
                part._default_manager.filter(pk=pk).update(service_at_location=link)


def _doubles(model: type[Model], path: str, gone_id: UUID, kept_id: UUID) -> list[Any]:
    if (once := _ONCE.get(model)) is None:
        return []
    rows: Any = model._default_manager
    there = rows.filter(**{path: kept_id}).values(once)
    return list(rows.filter(**{path: gone_id, f"{once}__in": there}))


def _hand_over(link: ServiceAtLocation, kept_id: UUID, found: Pointers) -> None:
    """A service that is at both places: what it says of the one is said of the other, unless that is said already."""
    other = ServiceAtLocation.objects.get(service=link.service_id, location=kept_id)
    for part in _AT_A_LINK:
        rows: Any = part._default_manager
        name = part._meta.model_name or ""
        if not rows.filter(service_at_location=other).exists():
            for row in rows.filter(service_at_location=link):
                found.under.setdefault(name, []).append((str(row.pk), str(link.pk)))
            rows.filter(service_at_location=link).update(service_at_location=other)
        else:
            found.dropped.setdefault(name, []).extend(content(row) for row in rows.filter(service_at_location=link))


def _owners_are_there(row: Any) -> bool:
    if isinstance(row, ServiceAtLocation):
        return Service.objects.filter(pk=row.service_id).exists()
    return True
