"""Who changed what, and when: every write to the directory by a person goes through `recorded`.

One revision holds an entry with all its parts as they stood after the change. Entries that came with a feed have no
revision yet; the first change keeps one of how they stood before, so that everything can be restored.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

import reversion
from django.contrib.auth import get_user_model
from django.db.models import Model
from reversion.models import Version

from baken.accounts.permissions import Actor
from baken.directory import models
from baken.directory.models import Location, Organisation, Service
from baken.directory.settling import settle

BEFORE: Final = "before"  # the comment of the revision that holds an entry as it stood before its first change

FEED: Final = "feed: "  # how the comment of a change by a feed begins

_PARTS: Final[dict[type[Model], tuple[str, ...]]] = {
    models.Organisation: ("phones",),
    models.Location: ("phones", "temporary_changes"),
    models.Service: (
        "service_needs",
        "access_modes",
        "welcome",
        "service_areas",
        "languages",
        "service_at_locations",
        "phones",
        "schedules",
        "schedule_exceptions",
        "temporary_changes",
    ),
    models.ServiceAtLocation: ("phones", "schedules", "schedule_exceptions"),
    models.Phone: (),
    models.TemporaryChange: (),
    models.Schedule: (),
    models.ScheduleException: (),
    models.ServiceNeed: (),
    models.ServiceAccess: (),
    models.ServiceWelcome: (),
    models.ServiceArea: (),
    models.ServiceLanguage: (),
}


def keep_history() -> None:
    """Called once, when Django is ready. `needs` is held by its own rows."""
    for model, parts in _PARTS.items():
        if not reversion.is_registered(model):
            reversion.register(model, follow=parts, exclude=("needs",) if model is models.Service else ())


@contextmanager
def recorded(by: Actor | None, what: str, entry: Model | None = None) -> Iterator[None]:
    """One transaction and one revision: what is saved inside is kept with all its parts, with who did it and `what`
    in a few words («room: waiting-list»). `by` None: a command or a feed.

    `entry`: the organisation, site or service that is about to change, as it stands now in the database. Save it last
    inside, so that its parts are kept as they then stand.
    """
    if entry is not None and not Version.objects.get_for_object(entry).exists():
        with reversion.create_revision():
            reversion.set_comment(BEFORE)
            reversion.add_to_revision(entry)
    with reversion.create_revision():
        if by is not None and by.signed_in:
            reversion.set_user(get_user_model().objects.filter(pk=by.user_id).first())
        reversion.set_comment(what)
        yield
        if isinstance(entry, Organisation | Location | Service):
            settle(entry)


@contextmanager
def changed_by_feed(model: Any, ids: Sequence[UUID], sources: set[str]) -> Iterator[None]:
    """A revision for each entry that a feed changes, and where it has none yet, one of how it stood before.
    Entries that it adds need none: the feed is where they come from."""
    if ids:
        versions = Version.objects.get_for_model(model).filter(object_id__in=[str(pk) for pk in ids])
        known = {UUID(written) for written in versions.values_list("object_id", flat=True)}
        _keep_all(model, [pk for pk in ids if pk not in known], BEFORE)
    yield
    if ids:
        _keep_all(model, ids, FEED + ", ".join(sorted(filter(None, sources))))


def _keep_all(model: Any, ids: Sequence[UUID], what: str) -> None:
    """A revision of its own for each, so that the history of one entry never reads the others."""
    for root in model.objects.filter(pk__in=list(ids)) if ids else ():
        with reversion.create_revision():
            reversion.set_comment(what)
            reversion.add_to_revision(root)
