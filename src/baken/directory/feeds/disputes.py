"""Where a feed says otherwise than somebody else did: what stands is kept, and a conflict waits for a person.

A fact that only the feed itself has ever said is changed by it as always. What nobody has said is taken from the feed;
what the feed does not say takes nothing away.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from baken.directory.entries import Fact, Kept, as_data, differing, facts, kind_of, sayings, silent, told
from baken.directory.feeds.entries import Entry
from baken.directory.models import Conflict, ConflictState, Service, ServiceAtLocation
from baken.directory.provenance import By, Said, explicitly_said, whole

_OF_THE_ROW: Final = ("source", "source_id", "source_url", "extra", "feed_digest", "assured_date", "assurer")


class Disputes:
    """Gathers the conflicts of some entries of one kind; `keep` writes them."""

    def __init__(self, model: Any, standing: Iterable[UUID]) -> None:
        self._kind = kind_of(model)
        known = Conflict.objects.filter(entry_kind=self._kind, entry_id__in=list(standing))
        self._known: dict[tuple[UUID, str, str], list[Conflict]] = {}
        for conflict in known:
            self._known.setdefault((conflict.entry_id, conflict.field, conflict.source), []).append(conflict)
        self._new: list[Conflict] = []
        self._renewed: list[Conflict] = []
        self._settled: list[Conflict] = []

    def look_at(self, entry: Entry, root: Any, parts: Iterable[Model]) -> list[Conflict]:
        """Puts back into `entry` what somebody else said; `root` and `parts` are what stands in the directory.

        Gives the conflicts that this makes: new ones, and open ones of which the offer is another now.
        """
        standing = list(parts)
        there = as_data(self._kind, root, standing)
        offered = as_data(self._kind, entry.root, entry.parts)
        of_another = bool(root.source != entry.root.source) or entry.merged
        sources = dict(root.field_sources)
        other = differing(there, offered)
        made: list[Conflict] = []
        for fact in other:
            word = explicitly_said(root.field_sources, fact)
            if _may_change(fact, word, entry, there, of_another=of_another):
                _note_feed(sources, fact, entry, of_another=of_another)
                continue
            if not silent(offered, fact):
                made += self._doubt(fact, there, offered, root, entry)
            _stay(entry, root, standing, fact)
        if isinstance(entry.root, Service):
            _keep_the_later_day(entry, root)
            _relink(entry, standing, offered)
        self._settle(entry, {fact.name for fact in other}, root)
        _keep_the_row(entry, root, sources, of_another=of_another)
        return made

    def keep(self) -> None:
        Conflict.objects.bulk_create(self._new, batch_size=500)
        Conflict.objects.bulk_update(self._renewed, ["standing", "offered", "seen"], batch_size=500)
        ids = [conflict.pk for conflict in self._settled]
        Conflict.objects.filter(pk__in=ids).update(state=ConflictState.KEPT, decided_on=timezone.now())

    def _doubt(self, fact: Fact, there: Kept, offered: Kept, root: Any, entry: Entry) -> list[Conflict]:
        """Once while it is open, and never again for what was decided already: then none."""
        source = name_of_source(entry)
        conflict = Conflict(
            entry_kind=self._kind,
            entry_id=root.pk,
            field=fact.name,
            source=source,
            standing={
                **(explicitly_said(root.field_sources, fact) or whole(root)).to_json(),
                "told": told(there, fact),
            },
            offered={**_word(entry).to_json(), "told": told(offered, fact)},
        )
        known = self._known.get((root.pk, fact.name, source), [])
        if any(one.state == ConflictState.KEPT and _same(one.offered, conflict.offered) for one in known):
            return []
        if (open_one := next((one for one in known if one.state == ConflictState.OPEN), None)) is None:
            self._new.append(conflict)
            self._known.setdefault((root.pk, fact.name, source), []).append(conflict)
            return [conflict]
        if not _same(open_one.offered, conflict.offered):
            open_one.standing, open_one.offered, open_one.seen = conflict.standing, conflict.offered, timezone.now()
            self._renewed.append(open_one)
            return [open_one]
        return []

    def _settle(self, entry: Entry, other: set[str], root: Any) -> None:
        """Both say the same again."""
        source = name_of_source(entry)
        for name in facts(self._kind).keys() - other:
            known = self._known.get((root.pk, name, source), [])
            self._settled += [one for one in known if one.state == ConflictState.OPEN and one not in self._new]


def name_of_source(entry: Entry) -> str:
    return str(entry.root.source or By.FEED)


def _may_change(fact: Fact, word: Said | None, entry: Entry, there: Kept, *, of_another: bool) -> bool:
    if fact.name == "temporary_changes" and not entry.merged:
        return True  # those of editors stay beside those of the feed
    if word is not None:
        return word.by == By.FEED and word.source == entry.root.source
    return not of_another or silent(there, fact)


def _note_feed(sources: dict[str, Any], fact: Fact, entry: Entry, *, of_another: bool) -> None:
    explicit = fact.names & sources.keys()
    for name in explicit:
        del sources[name]
    if of_another or explicit:
        sources[fact.name] = _word(entry).to_json()


def _word(entry: Entry) -> Said:
    return Said(name_of_source(entry), By.FEED, entry.root.assured_date or timezone.localdate())


def _stay(entry: Entry, root: Any, parts: Iterable[Model], fact: Fact) -> None:
    for column in fact.columns:
        setattr(entry.root, column, getattr(root, column))
    if fact.parts:
        entry.parts = [part for part in entry.parts if type(part) not in fact.parts]
        entry.parts += [part for part in parts if type(part) in fact.parts]


def _relink(entry: Entry, standing: Iterable[Model], offered: Kept) -> None:
    """Hours and phones at a site follow the link that stays; with hours that are kept their site is kept."""
    links = {part.pk: part for part in standing if isinstance(part, ServiceAtLocation)}
    place = {pk: link.location_id for pk, link in links.items()}
    place |= {UUID(row["id"]): UUID(row["location_id"]) for row in offered.rows(ServiceAtLocation)}
    final = {part.location_id: part.pk for part in entry.parts if isinstance(part, ServiceAtLocation)}
    parts: list[Model] = []
    for part in entry.parts:
        if (link_id := getattr(part, "service_at_location_id", None)) is not None:
            site = place[link_id]
            if site not in final and link_id in links:
                parts.append(links[link_id])
                final[site] = link_id
            if site not in final:
                continue
            part.service_at_location_id = final[site]  # type: ignore[attr-defined]
        parts.append(part)
    entry.parts = parts


def _keep_the_row(entry: Entry, root: Any, sources: Mapping[str, Any], *, of_another: bool) -> None:
    """Whose entry it is stays; a confirmation never goes back to an older day."""
    entry.root.field_sources = dict(sources)
    if of_another:
        for column in _OF_THE_ROW:
            setattr(entry.root, column, getattr(root, column))
    elif (
        _edited(sources)
        and root.assured_date
        and (entry.root.assured_date is None or root.assured_date > entry.root.assured_date)
    ):
        entry.root.assured_date, entry.root.assurer = root.assured_date, root.assurer


def _keep_the_later_day(entry: Any, root: Service) -> None:
    """Both say the same of the room; who said it last is who counts."""
    later = root.room_said_on
    if later is None or entry.root.room != root.room or entry.root.waiting_weeks != root.waiting_weeks:
        return
    if "room" in root.field_sources and (entry.root.room_said_on is None or entry.root.room_said_on < later):
        entry.root.room_said_on = later


def _edited(sources: Mapping[str, Any]) -> bool:
    return any(Said.from_json(said).by != By.FEED for said in sources.values())


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(sayings(one["told"]) == sayings(other["told"]))
