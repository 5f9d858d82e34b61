"""What changed in an entry, when and by whom, newest first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from reversion.models import Revision, Version

from baken.accounts.models import RoleGrant
from baken.accounts.roles import Role
from baken.directory.entries import PARTS, ROOTS, Content, Kept, content, differing, paths_to, row_of, said
from baken.directory.history import BEFORE, FEED
from baken.directory.models import EntryKind, Membership
from baken.directory.provenance import By

MOST_REVISIONS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """`old` and `new`: what `entries.said` gives of that fact."""

    field: str
    old: Content
    new: Content


@dataclass(frozen=True, slots=True)
class Step:
    """One revision. `who`: the e-mail address of the person, empty for a feed or a command; `by`: «organisation» or
    «coordinator», as this person is now, empty where neither; `feed`: its name. `changes` against the revision before;
    `first`: nothing is kept from before it."""

    revision_id: int
    at: datetime
    what: str
    who: str
    by: str
    feed: str
    first: bool
    changes: tuple[Change, ...]


def history(kind: EntryKind, entry_id: UUID) -> tuple[Step, ...]:
    """The last 200 revisions, newest first; empty for an entry that never changed since it came. A fixed number
    of queries."""
    found = list(_revisions(kind, entry_id)[: MOST_REVISIONS + 1])
    entries = kept_in(kind, entry_id, found)
    editors = _editors(kind, entry_id)
    coordinators = set(RoleGrant.objects.filter(role=Role.COORDINATOR).values_list("user", flat=True))
    steps = []
    for at, revision in enumerate(found):
        now = entries.get(revision.pk)
        if now is not None:
            earlier = next((entries[one.pk] for one in found[at + 1 :] if one.pk in entries), None)
            by = _role(revision.user_id, editors, coordinators)
            steps.append(_step(revision, now, earlier, by))
    return tuple(step for step in steps[:MOST_REVISIONS] if step.first or step.changes or step.what)


def kept_in(kind: EntryKind, entry_id: UUID, revisions: Iterable[Revision]) -> dict[int, Kept]:
    """The entry as each revision holds it, with its parts."""
    ids = [revision.pk for revision in revisions]
    by_revision: dict[int, list[Version]] = {}
    for version in Version.objects.filter(revision__in=ids).select_related("content_type"):
        by_revision.setdefault(version.revision_id, []).append(version)
    found = {revision: _kept(kind, entry_id, versions) for revision, versions in by_revision.items()}
    return {revision: kept for revision, kept in found.items() if kept is not None}


def revision_of(kind: EntryKind, entry_id: UUID, revision_id: int) -> Kept | None:
    """None where that revision does not hold this entry."""
    return kept_in(kind, entry_id, _revisions(kind, entry_id).filter(pk=revision_id)).get(revision_id)


def _revisions(kind: EntryKind, entry_id: UUID) -> Any:
    versions = Version.objects.get_for_model(ROOTS[kind]).filter(object_id=str(entry_id))
    return (
        Revision.objects.filter(pk__in=versions.order_by().values("revision"))
        .select_related("user")
        .order_by("-date_created", "-pk")
    )


def _kept(kind: EntryKind, entry_id: UUID, versions: Sequence[Version]) -> Kept | None:
    """A revision may hold several entries: the parts of this one are those that point to it, or to its links."""
    rows: dict[type[Model], list[Content]] = {}
    for version in versions:
        model = version.content_type.model_class()
        if model is not None:
            rows.setdefault(model, []).append(_content(model, version))
    root = next((row for row in rows.get(ROOTS[kind], []) if row["id"] == str(entry_id)), None)
    if root is None:
        return None
    parts: dict[str, list[Content]] = {}
    links: set[str] = set()
    for part in PARTS:
        owned = [row for row in rows.get(part, []) if _is_part(kind, entry_id, part, row, links)]
        if part._meta.model_name == "serviceatlocation":
            links = {row["id"] for row in owned}
        if owned:
            parts[part._meta.model_name or ""] = owned
    return Kept(kind, root, parts)


def _is_part(kind: EntryKind, entry_id: UUID, part: type[Model], row: Content, links: set[str]) -> bool:
    if not paths_to(ROOTS[kind], part):
        return False
    return row.get(f"{kind}_id") == str(entry_id) or row.get("service_at_location_id") in links


def _content(model: type[Model], version: Version) -> Content:
    """As `entries.content`: columns that the revision does not know are as in a new row."""
    fields: Mapping[str, Any] = version.field_dict
    return content(row_of(model, dict(fields)))


def _role(user_id: int | None, editors: Collection[int], coordinators: Collection[int]) -> str:
    if user_id in editors:
        return By.ORGANISATION
    return By.COORDINATOR if user_id in coordinators else ""


def _editors(kind: EntryKind, entry_id: UUID) -> set[int]:
    """The accounts of those who edit the organisation of this entry."""
    owner = {
        EntryKind.ORGANISATION: "organisation",
        EntryKind.LOCATION: "organisation__locations",
        EntryKind.SERVICE: "organisation__services",
    }
    return set(Membership.objects.filter(**{owner[kind]: entry_id}).values_list("user", flat=True))


def _step(revision: Revision, now: Kept, earlier: Kept | None, by: str) -> Step:
    comment = revision.get_comment()
    feed = comment.removeprefix(FEED) if comment.startswith(FEED) else ""
    changes = (
        ()
        if earlier is None
        else tuple(Change(fact.name, said(earlier, fact), said(now, fact)) for fact in differing(earlier, now))
    )
    return Step(
        revision_id=revision.pk,
        at=revision.date_created,
        what="" if feed or comment == BEFORE else comment,
        who=revision.user.email if revision.user else "",
        by=by,
        feed=feed,
        first=earlier is None,
        changes=changes,
    )
