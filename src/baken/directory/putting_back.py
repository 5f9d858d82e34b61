"""Facts and whole entries written from data that was kept: of a conflict, of an older revision, of a merge.

Everything is checked against the fields and constraints, as any other change. Raises DirectoryError.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from baken.directory.entries import PARTS, ROOTS, Content, Fact, Kept, Root, paths_to, row_of
from baken.directory.models import Location, Organisation, Service, ServiceAtLocation
from baken.directory.services import DirectoryError
from baken.directory.services.saving import save_checked


def put_fact(root: Root, fact: Fact, told: Content) -> None:
    """What `entries.told` gave of one fact, for what stands there. The root is not saved yet."""
    put_columns(root, told["columns"])
    for part in fact.parts:
        rows = told["rows"].get(part._meta.model_name, ())
        if part is ServiceAtLocation:
            _put_sites(root, rows)
        else:
            _rows_of(root, part).delete()
            _add(root, part, rows)


def put_columns(root: Root, columns: Content) -> None:
    read = row_of(type(root), columns)
    for name in columns:
        if hasattr(read, name):
            setattr(root, name, getattr(read, name))


def put_back(kept: Kept) -> Root:
    """The whole entry with its parts as it was, whether it still stands or is gone."""
    model = ROOTS[kept.kind]
    root = model.objects.filter(pk=kept.id).first() or model(pk=kept.id)
    put_columns(root, kept.root)
    _check_owner(root)
    save_checked(root)
    for part in reversed(PARTS):
        for path in paths_to(model, part):
            part._default_manager.filter(**{path: root.pk}).delete()
    for part in PARTS:
        if paths_to(model, part):
            _restore(part, kept.rows(part))
    return root  # type: ignore[no-any-return]


def _restore(part: type[Model], rows: Sequence[Content]) -> None:
    """With their own ids, unless such a row belongs to another entry by now; not what stood at a place that is gone."""
    taken = set(part._default_manager.filter(pk__in=[row["id"] for row in rows]).values_list("pk", flat=True))
    for content in rows:
        row = row_of(part, {name: value for name, value in content.items() if name != "at"})
        if row.pk in taken:
            row.pk = row._meta.pk.get_default() if isinstance(row.pk, UUID) else None
        if _has_its_place(row):
            save_checked(row)


def _has_its_place(row: Any) -> bool:
    if isinstance(row, ServiceAtLocation):
        return Location.objects.filter(pk=row.location_id).exists()
    link = getattr(row, "service_at_location_id", None)
    return link is None or ServiceAtLocation.objects.filter(pk=link).exists()


def _check_owner(root: Root) -> None:
    owner = getattr(root, "organisation_id", None)
    if owner is not None and not Organisation.objects.filter(pk=owner).exists():
        raise DirectoryError(f"organisation: {owner} of this entry no longer exists; bring that back first")


def _rows_of(root: Root, part: type[Model]) -> Any:
    ways = Q()
    for path in paths_to(type(root), part):
        ways |= Q(**{path: root.pk})
    return part._default_manager.filter(ways)


def _put_sites(root: Root, rows: Sequence[Content]) -> None:
    """Hours and numbers of a place that stays stay with it: only places that are not named go."""
    places = {UUID(str(row["at"])): row for row in rows}
    links = ServiceAtLocation.objects.filter(service=root.pk)
    links.exclude(location__in=places).delete()
    standing = {link.location_id: link for link in links.all()}
    known = set(Location.objects.filter(pk__in=places).values_list("pk", flat=True))
    for place, row in places.items():
        link = standing.get(place) or ServiceAtLocation(service_id=root.pk, location_id=place)
        link.position, link.description = row.get("position", 0), row.get("description", {})
        if place in known:
            save_checked(link)


def _add(root: Root, part: type[Model], rows: Sequence[Content]) -> None:
    """New rows of this entry; those at a place go to the link with that place, if the service is still there."""
    links: Mapping[UUID, UUID] = dict(
        ServiceAtLocation.objects.filter(service=root.pk).values_list("location_id", "pk")
        if isinstance(root, Service)
        else ()
    )
    for content in rows:
        owner: dict[str, Any] = {f"{root._meta.model_name}_id": root.pk}
        if place := content.get("at"):
            if UUID(str(place)) not in links:
                continue
            owner = {f"{root._meta.model_name}_id": None, "service_at_location_id": links[UUID(str(place))]}
        plain = {name: value for name, value in content.items() if name not in _OWN}
        save_checked(row_of(part, {**plain, **owner}))


_OWN = frozenset({"id", "at", "organisation_id", "location_id", "service_id", "service_at_location_id"})
