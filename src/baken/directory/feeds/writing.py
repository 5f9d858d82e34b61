"""A batch into the database: checked as a whole, all or nothing, nothing touched that did not change."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ForeignKey, Model
from django.utils.translation import override

from baken.directory import models
from baken.directory.entries import PARTS, parts_of, paths_to
from baken.directory.feeds.batch import Batch, Entry
from baken.directory.feeds.comparing import keep_other_languages, same, unsaid
from baken.directory.feeds.disputes import Disputes
from baken.directory.feeds.merged import lead_to_the_kept
from baken.directory.feeds.report import Counts, FeedError, Refusal
from baken.directory.feeds.reporting import Recorder
from baken.directory.history import changed_by_feed
from baken.directory.services import search_again
from baken.needs.selectors import need_labels

Progress = Callable[[int, int], None]  # services written so far, of how many

_CHUNK: Final = 500


def write(
    batch: Batch, *, dry_run: bool, on_progress: Progress | None, recorder: Recorder
) -> tuple[Counts, Counts, Counts]:
    """Counts of organisations, sites, services; the recorder is told what happens to each. With refusals (also found
    here) nothing stays written.

    Raises FeedError when the database itself refuses.
    """
    try:
        lead_to_the_kept(batch)
        _check_references(batch)
        with transaction.atomic():
            counts = _store(batch, on_progress, recorder)
            if dry_run or batch.refusals:
                transaction.set_rollback(True)
    except IntegrityError as problem:
        raise FeedError(f"the database refuses this combination, nothing was imported: {problem}") from problem
    except DatabaseError as problem:
        raise FeedError(f"the database cannot be written, nothing was imported: {problem}") from problem
    return counts


def _store(batch: Batch, on_progress: Progress | None, recorder: Recorder) -> tuple[Counts, Counts, Counts]:
    organisations, renamed = _store_kind(batch, models.Organisation, list(batch.organisations.values()), recorder)
    locations, _ = _store_kind(batch, models.Location, list(batch.locations.values()), recorder)
    services, touched = _store_kind(batch, models.Service, list(batch.services.values()), recorder, on_progress)
    for entry in batch.merged:  # one by one: several may have become part of the same
        also_touched = _store_kind(batch, type(entry.root), [entry], recorder)[1]
        touched += also_touched if isinstance(entry.root, models.Service) else []
    touched += recorder.look_for_missing(batch)
    also = models.Service.objects.filter(organisation__in=renamed).values_list("pk", flat=True)
    search_again(dict.fromkeys([*touched, *also]))
    return organisations, locations, services


def _store_kind(
    batch: Batch, model: Any, entries: Sequence[Entry], recorder: Recorder, on_progress: Progress | None = None
) -> tuple[Counts, list[UUID]]:
    """Adds and changes the roots of one kind with their parts; gives the ids that were touched."""
    added = changed = 0
    touched: list[UUID] = []
    for start in range(0, len(entries), _CHUNK):
        some = entries[start : start + _CHUNK]
        known = dict(model.objects.filter(pk__in=[entry.root.id for entry in some]).values_list("pk", "feed_digest"))
        fresh = [entry for entry in some if _digested(entry) != known.get(entry.root.id)]
        standing = [entry.root.id for entry in fresh if entry.root.id in known]
        fresh = _really_changed(batch, model, fresh, standing, recorder)
        batch.refusals += [refusal for entry in fresh for refusal in _refused(entry)]
        changed_ids = [entry.root.id for entry in fresh if entry.root.id in known]
        if not batch.refusals:
            with changed_by_feed(model, changed_ids, {entry.root.source for entry in fresh}):
                _put(model, fresh, changed_ids)
        touched += [entry.root.id for entry in fresh]
        added, changed = added + len(fresh) - len(changed_ids), changed + len(changed_ids)
        if on_progress:
            on_progress(start + len(some), len(entries))
    return Counts(added, changed, len(entries) - added - changed), touched


def _digested(entry: Entry) -> str:
    entry.root.feed_digest = entry.digest()
    return entry.root.feed_digest


def _really_changed(
    batch: Batch, model: Any, fresh: Sequence[Entry], known: Sequence[UUID], recorder: Recorder
) -> list[Entry]:
    """Those that say something new; what stands there in other languages is put with what they say."""
    roots = model.objects.in_bulk(known)
    parts = parts_of(model, known)
    found = []
    disputes = Disputes(model, roots)
    for entry in fresh:
        root = roots.get(entry.root.id)
        if root is not None and batch.languages is not None:
            keep_other_languages(entry, root, parts[root.pk], batch.languages)
        if root is not None:
            disputes.look_at(entry, root, parts[root.pk])
        if root is None or not same(entry, root, parts[root.pk]):
            found.append(entry)
            recorder.see(entry, root, parts[root.pk] if root is not None else ())
    disputes.keep()
    return found


def _put(model: Any, fresh: Sequence[Entry], changed_ids: Collection[UUID]) -> None:
    """What a feed does not say stays as an editor said it."""
    columns = [column.name for column in model._meta.concrete_fields if not column.primary_key]
    for silent in dict.fromkeys(unsaid(entry.root) for entry in fresh):
        roots = [entry.root for entry in fresh if unsaid(entry.root) == silent]
        _upsert(model, roots, [name for name in columns if name not in silent])
    _clear(model, changed_ids)
    for part in PARTS:
        rows = [row for entry in fresh for row in entry.parts if type(row) is part]
        part._default_manager.bulk_create(rows, batch_size=_CHUNK)


def _upsert(model: Any, rows: Sequence[Model], columns: Sequence[str]) -> None:
    model.objects.bulk_create(
        rows, batch_size=_CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=list(columns)
    )


def _clear(model: Any, ids: Collection[UUID]) -> None:
    """Parts of changed roots make room for the new ones; temporary changes that an editor added stay."""
    for part in PARTS if ids else ():
        for path in paths_to(model, part):
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


def _check_references(batch: Batch) -> None:
    """Every organisation, site and need that is pointed to is in the batch or in the database."""
    known_needs = need_labels("en")
    organisations = _known(
        models.Organisation,
        batch.organisations,
        [entry.root.organisation_id for entry in _having_organisation(batch)],  # type: ignore[union-attr]
    )
    visits = [(entry, part) for entry in batch.services.values() for part in entry.parts]
    locations = _known(
        models.Location,
        batch.locations,
        [part.location_id for _, part in visits if isinstance(part, models.ServiceAtLocation)],
    )
    for entry in _having_organisation(batch):
        organisation_id = entry.root.organisation_id  # type: ignore[union-attr]
        if organisation_id is not None and organisation_id not in organisations:
            batch.refusals.append(_dangling(entry, "organization_id", organisation_id, "organisation"))
    for entry, part in visits:
        if isinstance(part, models.ServiceAtLocation) and part.location_id not in locations:
            batch.refusals.append(_dangling(entry, "location_id", part.location_id, "location"))
        if isinstance(part, models.ServiceNeed) and part.need_id not in known_needs:
            batch.refusals.append(
                Refusal(entry.row, "needs", f"«{part.need_id}» is not a need; `baken needs` lists them")
            )


def _having_organisation(batch: Batch) -> list[Entry]:
    return [*batch.locations.values(), *batch.services.values()]


def _known(model: Any, given: Collection[UUID], wanted: Iterable[UUID | None]) -> set[UUID]:
    missing = list({pk for pk in wanted if pk is not None and pk not in given})
    found = set(given)
    for start in range(0, len(missing), _CHUNK):
        found |= set(model.objects.filter(pk__in=missing[start : start + _CHUNK]).values_list("pk", flat=True))
    return found


def _dangling(entry: Entry, field: str, pk: UUID, what: str) -> Refusal:
    return Refusal(entry.row, field, f"no {what} {pk} is in these files or in the directory; add it or correct the id")
