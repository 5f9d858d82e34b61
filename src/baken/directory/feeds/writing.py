"""A batch into the database: checked as a whole, all or nothing, nothing touched that did not change."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, ForeignKey, Model
from django.utils.translation import override

from baken.directory import models
from baken.directory.feeds.batch import Batch, Entry
from baken.directory.feeds.comparing import keep_other_languages, same, unsaid
from baken.directory.feeds.entries import Entries
from baken.directory.feeds.references import References
from baken.directory.feeds.report import Counts, FeedError, Refusal
from baken.directory.services import search_again

Progress = Callable[[int, int], None]  # services written so far, of how many

_CHUNK: Final = 500
# Parts in the order in which they may be written: what others point to comes first.
_PARTS: Final[tuple[type[Model], ...]] = (
    models.ServiceNeed,
    models.ServiceAccess,
    models.ServiceWelcome,
    models.ServiceArea,
    models.ServiceLanguage,
    models.ServiceAtLocation,
    models.Phone,
    models.Schedule,
    models.ScheduleException,
    models.TemporaryChange,
)


def write(batch: Batch, *, dry_run: bool, on_progress: Progress | None) -> tuple[Counts, Counts, Counts]:
    """Counts of organisations, sites, services. With refusals (also found here) nothing stays written.

    Raises FeedError when the database itself refuses.
    """
    try:
        with transaction.atomic():
            counts = _store(batch, on_progress)
            if dry_run or batch.refusals:
                transaction.set_rollback(True)
    except IntegrityError as problem:
        raise FeedError(f"the database refuses this combination, nothing was imported: {problem}") from problem
    except DatabaseError as problem:
        raise FeedError(f"the database cannot be written, nothing was imported: {problem}") from problem
    return counts


def _store(batch: Batch, on_progress: Progress | None) -> tuple[Counts, Counts, Counts]:
    references = References(batch)
    organisations, renamed = _store_kind(batch, models.Organisation, batch.organisations, references)
    locations, _ = _store_kind(batch, models.Location, batch.locations, references)
    services, touched = _store_kind(batch, models.Service, batch.services, references, on_progress)
    also = models.Service.objects.filter(organisation__in=renamed).values_list("pk", flat=True)
    search_again(dict.fromkeys([*touched, *also]))
    return organisations, locations, services


def _store_kind(
    batch: Batch, model: Any, entries: Entries, references: References, on_progress: Progress | None = None
) -> tuple[Counts, list[UUID]]:
    """Adds and changes the roots of one kind with their parts; gives the ids that were touched."""
    added = changed = done = 0
    touched: list[UUID] = []
    for some in entries.in_parts(_CHUNK):
        batch.refusals += references.loose(some)
        known = dict(model.objects.filter(pk__in=[entry.root.id for entry in some]).values_list("pk", "feed_digest"))
        fresh = [entry for entry in some if _digested(entry) != known.get(entry.root.id)]
        fresh = _really_changed(batch, model, fresh, [entry.root.id for entry in fresh if entry.root.id in known])
        batch.refusals += [refusal for entry in fresh for refusal in _refused(entry)]
        changed_ids = [entry.root.id for entry in fresh if entry.root.id in known]
        if not batch.refusals:
            _put(model, fresh, changed_ids)
        touched += [entry.root.id for entry in fresh]
        added, changed = added + len(fresh) - len(changed_ids), changed + len(changed_ids)
        done += len(some)
        if on_progress:
            on_progress(done, len(entries))
    return Counts(added, changed, len(entries) - added - changed), touched


def _digested(entry: Entry) -> str:
    entry.root.feed_digest = entry.digest()
    return entry.root.feed_digest


def _really_changed(batch: Batch, model: Any, fresh: Sequence[Entry], known: Sequence[UUID]) -> list[Entry]:
    """Those that say something new; what stands there in other languages is put with what they say."""
    roots = model.objects.in_bulk(known)
    parts = _parts_of(model, known)
    found = []
    for entry in fresh:
        root = roots.get(entry.root.id)
        if root is not None and batch.languages is not None:
            keep_other_languages(entry, root, parts[root.pk], batch.languages)
        if root is None or not same(entry, root, parts[root.pk]):
            found.append(entry)
    return found


def _parts_of(model: Any, ids: Sequence[UUID]) -> dict[UUID, list[Model]]:
    """By root; a service has also the parts of the service at its sites."""
    found: dict[UUID, list[Model]] = {pk: [] for pk in ids}
    for part in _PARTS if ids else ():
        for path in _paths_to(model, part):
            for row in part._default_manager.filter(**{f"{path}__in": ids}).annotate(of_root=F(path)):
                found[row.of_root].append(row)
    return found


def _paths_to(model: Any, part: type[Model]) -> list[str]:
    """How a part points to the roots it goes with. A site of a service goes with the service, not with the place."""
    columns = {column.name for column in part._meta.concrete_fields}
    if model is models.Service and "service_at_location" in columns:
        return ["service", "service_at_location__service"]
    owner = model._meta.model_name
    return [owner] if owner in columns and (model, part) != (models.Location, models.ServiceAtLocation) else []


def _put(model: Any, fresh: Sequence[Entry], changed_ids: Collection[UUID]) -> None:
    """What a feed does not say stays as an editor said it."""
    columns = [column.name for column in model._meta.concrete_fields if not column.primary_key]
    for silent in dict.fromkeys(unsaid(entry.root) for entry in fresh):
        roots = [entry.root for entry in fresh if unsaid(entry.root) == silent]
        _upsert(model, roots, [name for name in columns if name not in silent])
    _clear(model, changed_ids)
    for part in _PARTS:
        rows = [row for entry in fresh for row in entry.parts if type(row) is part]
        part._default_manager.bulk_create(rows, batch_size=_CHUNK)


def _upsert(model: Any, rows: Sequence[Model], columns: Sequence[str]) -> None:
    model.objects.bulk_create(
        rows, batch_size=_CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=list(columns)
    )


def _clear(model: Any, ids: Collection[UUID]) -> None:
    """Parts of changed roots make room for the new ones; temporary changes that an editor added stay."""
    for part in _PARTS if ids else ():
        for path in _paths_to(model, part):
            rows = part._default_manager.filter(**{f"{path}__in": list(ids)})
            (rows.filter(imported=True) if part is models.TemporaryChange else rows).delete()


def _refused(entry: Entry) -> Iterable[Refusal]:
    """What the fields themselves refuse: too long, not among the choices, not a text. In English, as every refusal."""
    for row in (entry.root, *entry.parts):
        links = [column.name for column in row._meta.concrete_fields if isinstance(column, ForeignKey)]
        try:
            row.clean_fields(exclude=links)
        except ValidationError as problem:
            name = "" if row is entry.root else f"{row._meta.model_name}."
            with override("en"):  # the words are chosen when they are read
                said = {field: " ".join(messages) for field, messages in problem.message_dict.items()}
            for field, message in said.items():
                yield Refusal(entry.row, f"{name}{field}", message)
