"""What an import does to each entry, noted while it is written: the first details of each outcome, exact counts."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from baken.core.kinds import Texts
from baken.directory import models
from baken.directory.entries import sayings
from baken.directory.feeds.batch import Batch
from baken.directory.feeds.comparing import unsaid
from baken.directory.feeds.entries import NOT_CONTENT, Entries, Entry
from baken.directory.feeds.report import MOST_DETAILS, Counts, FieldChange, Line, Outcome, Refusal, What
from baken.directory.history import changed_by_feed
from baken.directory.models.services import IN_USE, Status
from baken.directory.models.sourced import TextsField

MOST_RETIRED: Final = 0.2  # of a source at once; more is rather a broken feed than so many closed doors
_CHUNK: Final = 500
_IDS: Final = 5_000
_LONGEST: Final = 120
_MOST_CHANGES: Final = 12
_NOT_TOLD: Final = NOT_CONTENT | {"id", "position", "imported", "field_sources"}
_WHAT: Final[Mapping[type[Model], What]] = {
    models.Organisation: What.ORGANISATION,
    models.Location: What.SITE,
    models.Service: What.SERVICE,
}


@dataclass(slots=True)
class Recorder:
    """`retire`: services that the feed no longer has are taken out of use, but those of which somebody said what their
    status is; at most a fifth of all unless `even_so`."""

    retire: bool = False
    even_so: bool = False
    lines: list[Line] = field(default_factory=list)
    removed: Counter[What] = field(default_factory=Counter)
    disputed: Counter[What] = field(default_factory=Counter)
    retired: int = 0
    _kept: Counter[tuple[What, Outcome]] = field(default_factory=Counter)
    _sources: dict[What, set[str]] = field(default_factory=dict)

    def see(self, entry: Entry, root: Model | None, parts: Iterable[Model]) -> None:
        """An entry that is new (`root` None) or says something else than what stands in the directory."""
        what = _WHAT[type(entry.root)]
        outcome = Outcome.ADDED if root is None else Outcome.CHANGED
        if self._room_for(what, outcome):
            changes = () if root is None else tuple(field_changes(entry, root, parts))
            self.lines.append(Line(what, outcome, entry.root.id, short(entry.root), entry.row, changes))

    def see_disputed(self, entry: Entry, root: Model, made: Sequence[models.Conflict]) -> None:
        """An entry of which something stays as somebody else said it, with the conflicts that this makes."""
        if not made:
            return
        what = _WHAT[type(entry.root)]
        self.disputed[what] += 1
        if self._room_for(what, Outcome.DISPUTED):
            changes = tuple(_first([change for conflict in made for change in _disputed(conflict)]))
            self.lines.append(Line(what, Outcome.DISPUTED, root.pk, short(root), entry.row, changes))

    def note_sources(self, batch: Batch) -> None:
        """Of whom the feed speaks, before what stands in the directory of others is put into its entries."""
        for model, entries in _entries(batch):
            self._sources[_WHAT[model]] = set(entries.sources)

    def look_for_missing(self, batch: Batch) -> list[UUID]:
        """Counts what the batch's sources no longer say, and takes such services out of use where that is asked.

        Gives the ids of the services that were. Nothing is known to be missing in a feed of which a part was refused.
        """
        if batch.refusals or not batch.whole:
            return []
        merged = {entry.root.id for entry in batch.merged}
        for model, entries in _entries(batch):
            missing = self._look(model, entries.keys() | entries.standing | merged)
        return self._retire(batch, missing) if self.retire and missing else []

    def counts(self, what: What, written: Counts) -> Counts:
        return Counts(written.added, written.changed, written.unchanged, self.removed[what], self.disputed[what])

    def _look(self, model: Any, seen: Collection[UUID]) -> list[UUID]:
        """The ids of those that may be retired."""
        what, retirable = _WHAT[model], []
        for row in self._missing(model, seen):
            self.removed[what] += 1
            retires = self.retire and what is What.SERVICE and "status" not in row.field_sources
            retirable += [row.pk] if retires else []
            if self._room_for(what, Outcome.REMOVED):
                outcome = Outcome.RETIRED if retires else Outcome.REMOVED
                self.lines.append(Line(what, outcome, row.pk, short(row)))
        return retirable

    def _missing(self, model: Any, seen: Collection[UUID]) -> Iterator[Any]:
        """Only these are read whole: a feed hardly ever misses many of its own."""
        ids = self._standing(model).values_list("pk", flat=True).iterator(chunk_size=_IDS)
        missing = [pk for pk in ids if pk not in seen]
        for start in range(0, len(missing), _CHUNK):
            yield from model.objects.filter(pk__in=missing[start : start + _CHUNK]).order_by("pk")

    def _standing(self, model: Any) -> Any:
        """What stands in the directory from the sources of the feed; of services those that are in use."""
        standing = model.objects.filter(source__in=self._sources[_WHAT[model]]).order_by("pk")
        return standing.filter(status__in=IN_USE) if model is models.Service else standing

    def _retire(self, batch: Batch, missing: Sequence[UUID]) -> list[UUID]:
        standing = self._standing(models.Service).count()
        if len(missing) > MOST_RETIRED * standing and not self.even_so:
            message = (
                f"{len(missing)} of the {standing} services of this source would be retired, more than a fifth: is the "
                "feed whole? If it is, retire them even so"
            )
            batch.refusals.append(Refusal("", "retire", message))
            return []
        for start in range(0, len(missing), _CHUNK):
            some = missing[start : start + _CHUNK]
            with changed_by_feed(models.Service, some, self._sources[What.SERVICE]):
                # without a digest the entry is compared anew when the feed has it again
                models.Service.objects.filter(pk__in=some).update(status=Status.INACTIVE, feed_digest="")
        self.retired = len(missing)
        return list(missing)

    def _room_for(self, what: What, outcome: Outcome) -> bool:
        self._kept[what, outcome] += 1
        return self._kept[what, outcome] <= MOST_DETAILS


def _entries(batch: Batch) -> tuple[tuple[type[Model], Entries], ...]:
    """Services last."""
    return (
        (models.Organisation, batch.organisations),
        (models.Location, batch.locations),
        (models.Service, batch.services),
    )


def field_changes(entry: Entry, root: Any, parts: Iterable[Model]) -> Iterator[FieldChange]:
    """What the entry says otherwise than root and parts, as they stand in the directory; the first dozen."""
    yield from _first([*_columns_changed(entry.root, root), *_parts_changed(entry.parts, parts)])


def _disputed(conflict: models.Conflict) -> Iterator[FieldChange]:
    """Column by column, texts language by language: what stands, what is offered, and who said what stands."""
    standing, offered = sayings(conflict.standing["told"]), sayings(conflict.offered["told"])
    by, on = conflict.standing["source"], conflict.standing.get("on", "")
    for name in offered:
        told_as = conflict.field if isinstance(offered[name], list) else name
        before, after = _by_language(told_as, standing.get(name)), _by_language(told_as, offered[name])
        for field_name in sorted({*before, *after}):
            old, new = before.get(field_name, ""), after.get(field_name, "")
            if old != new:
                yield FieldChange(field_name, old, new, by, on)


def _by_language(name: str, value: Any) -> dict[str, str]:
    """What a column or the rows of a part say, in short words; empty where nothing is said."""
    if isinstance(value, dict):
        return {f"{name}.{tag}": words(text.get("text", "")) for tag, text in value.items()}
    if isinstance(value, list):
        return {name: _cut(", ".join(" ".join(filter(None, map(words, row.values()))) for row in value))}
    return {name: words(value)}


def _first(found: Sequence[FieldChange]) -> Iterator[FieldChange]:
    yield from found[:_MOST_CHANGES]
    if len(found) > _MOST_CHANGES:
        yield FieldChange("…", "", f"{len(found) - _MOST_CHANGES} more")


def _columns_changed(said: Any, there: Any) -> Iterator[FieldChange]:
    left_out = unsaid(said) | _NOT_TOLD
    for column in said._meta.concrete_fields:
        if column.name in left_out:
            continue
        new, old = getattr(said, column.attname), getattr(there, column.attname)
        if isinstance(column, TextsField):
            yield from _texts_changed(column.name, old, new)
        elif new != old:
            yield FieldChange(column.name, words(old), words(new))


def _texts_changed(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    for tag in sorted({*old, *new}):
        before, after = old.get(tag, {}).get("text", ""), new.get(tag, {}).get("text", "")
        if before != after:
            yield FieldChange(f"{name}.{tag}", words(before), words(after))


def _parts_changed(said: Iterable[Model], there: Iterable[Model]) -> Iterator[FieldChange]:
    """Kind by kind, what no longer is there and what came."""
    new, old = _by_kind(said), _by_kind(there)
    for kind in sorted({*new, *old}):
        gone, came = old.get(kind, Counter()), new.get(kind, Counter())
        if gone != came:
            yield FieldChange(kind, _listed(gone - came), _listed(came - gone))


def _by_kind(parts: Iterable[Model]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for part in parts:
        found.setdefault(str(part._meta.verbose_name), Counter())[_part_words(part)] += 1
    return found


def _part_words(part: Any) -> str:
    """The columns of a part that say something, without its owner."""
    said = []
    for column in part._meta.concrete_fields:
        value = getattr(part, column.attname)
        owner = column.is_relation and column.name in ("organisation", "service", "service_at_location")
        if column.primary_key or owner or column.name in _NOT_TOLD | {"extra", "interval"} or value in (None, "", {}):
            continue
        said.append(words(value))
    return " ".join(said)


def _listed(parts: Counter[str]) -> str:
    return _cut(", ".join(sorted(parts.elements())))


def words(value: object) -> str:
    """A value in short words."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and all(isinstance(part, dict) and "text" in part for part in value.values()):
        return _cut(" / ".join(f"{tag}: {part['text']}" for tag, part in sorted(value.items())))
    return _cut(str(value))


def short(root: Any) -> str:
    """The name of an entry."""
    if isinstance(root.name, str):
        return _cut(root.name)
    name = Texts.from_json(root.name).best()
    return _cut(name.text if name else getattr(root, "address", "") or str(root.pk))


def _cut(said: str) -> str:
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
