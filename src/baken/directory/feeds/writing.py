"""A batch into the database: checked as a whole, all or nothing, nothing touched that did not change."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import override

from baken.directory import models
from baken.directory.entries import PARTS, parts_of, paths_to
from baken.directory.feeds.batch import Batch
from baken.directory.feeds.checking import Checks
from baken.directory.feeds.comparing import keep_other_languages, same, unsaid
from baken.directory.feeds.disputes import Disputes
from baken.directory.feeds.entries import Entries, Entry
from baken.directory.feeds.inserting import insert
from baken.directory.feeds.merged import Pointing, lead_to_the_kept
from baken.directory.feeds.references import References
from baken.directory.feeds.report import Counts, FeedError, Refusal
from baken.directory.feeds.reporting import Recorder
from baken.directory.history import changed_by_feed
from baken.directory.services import search_again

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
        pointing = lead_to_the_kept(batch)
        with transaction.atomic():
            counts = _store(_Import(batch, recorder, pointing, References(batch), Checks()), on_progress)
            if dry_run or batch.refusals:
                transaction.set_rollback(True)
    except IntegrityError as problem:
        raise FeedError(f"the database refuses this combination, nothing was imported: {problem}") from problem
    except DatabaseError as problem:
        raise FeedError(f"the database cannot be written, nothing was imported: {problem}") from problem
    return counts


@dataclass(frozen=True, slots=True)
class _Import:
    """What every part of an import asks."""

    batch: Batch
    recorder: Recorder
    pointing: Pointing
    references: References
    checks: Checks


def _store(under_way: _Import, on_progress: Progress | None) -> tuple[Counts, Counts, Counts]:
    batch = under_way.batch
    organisations, renamed = _store_kind(under_way, models.Organisation, batch.organisations.in_parts(_CHUNK))
    locations, _ = _store_kind(under_way, models.Location, batch.locations.in_parts(_CHUNK))
    told = _told(batch.services.in_parts(_CHUNK), len(batch.services), on_progress)
    services, touched = _store_kind(under_way, models.Service, told)
    for entry in batch.merged:  # one by one: several may have become part of the same
        also_touched = _store_kind(under_way, type(entry.root), [[entry]])[1]
        touched += also_touched if isinstance(entry.root, models.Service) else []
    touched += under_way.recorder.look_for_missing(batch)
    also = models.Service.objects.filter(organisation__in=renamed).values_list("pk", flat=True)
    search_again(dict.fromkeys([*touched, *also]))
    return (
        _and_standing(organisations, batch.organisations),
        _and_standing(locations, batch.locations),
        _and_standing(services, batch.services),
    )


def _and_standing(counts: Counts, entries: Entries) -> Counts:
    return replace(counts, unchanged=counts.unchanged + len(entries.standing))


def _told(parts: Iterable[list[Entry]], total: int, on_progress: Progress | None) -> Iterator[list[Entry]]:
    """The parts, and after each how many entries are done."""
    done = 0
    for some in parts:
        yield some
        done += len(some)
        if on_progress:
            on_progress(done, total)


def _store_kind(under_way: _Import, model: Any, parts: Iterable[list[Entry]]) -> tuple[Counts, list[UUID]]:
    """Adds and changes the roots of one kind with their parts; gives the ids that were touched."""
    added = changed = unchanged = 0
    touched: list[UUID] = []
    batch = under_way.batch
    for some in parts:
        under_way.pointing.mend(some)
        batch.refusals += under_way.references.loose(some)
        known = dict(model.objects.filter(pk__in=[entry.root.id for entry in some]).values_list("pk", "feed_digest"))
        fresh = [entry for entry in some if _digested(entry) != known.get(entry.root.id)]
        standing = [entry.root.id for entry in fresh if entry.root.id in known]
        fresh = _really_changed(batch, model, fresh, standing, under_way.recorder)
        batch.refusals += [refusal for entry in fresh for refusal in _refused(entry, under_way.checks)]
        changed_ids = [entry.root.id for entry in fresh if entry.root.id in known]
        if not batch.refusals:
            with changed_by_feed(model, changed_ids, {entry.root.source for entry in fresh}):
                _put(model, fresh, changed_ids)
        touched += [entry.root.id for entry in fresh]
        added, changed = added + len(fresh) - len(changed_ids), changed + len(changed_ids)
        unchanged += len(some) - len(fresh)
    return Counts(added, changed, unchanged), touched


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
            recorder.see_disputed(entry, root, disputes.look_at(entry, root, parts[root.pk]))
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
        insert(model, roots, changing=[name for name in columns if name not in silent])
    _clear(model, changed_ids, fresh)
    for part in PARTS:
        insert(part, [row for entry in fresh for row in entry.parts if type(row) is part])


def _clear(model: Any, ids: Collection[UUID], fresh: Sequence[Entry]) -> None:
    """Parts of changed roots make room for the new ones; temporary changes that an editor added stay."""
    for part in PARTS if ids else ():
        for path in paths_to(model, part):
            rows = part._default_manager.filter(**{f"{path}__in": list(ids)})
            (rows.filter(_gone_with_feed(fresh)) if part is models.TemporaryChange else rows).delete()


def _gone_with_feed(fresh: Sequence[Entry]) -> Q:
    """What came with a feed, or comes with it now."""
    given = [row.pk for entry in fresh for row in entry.parts if isinstance(row, models.TemporaryChange)]
    return Q(imported=True) | Q(pk__in=given)


def _refused(entry: Entry, checks: Checks) -> Iterable[Refusal]:
    """What the fields themselves refuse: too long, not among the choices, not a text. In English, as every refusal."""
    for row in (entry.root, *entry.parts):
        try:
            checks.clean(row)
        except ValidationError as problem:
            name = "" if row is entry.root else f"{row._meta.model_name}."
            with override("en"):  # the words are chosen when they are read
                said = {field: " ".join(messages) for field, messages in problem.message_dict.items()}
            for field, message in said.items():
                yield Refusal(entry.row, f"{name}{field}", message)
