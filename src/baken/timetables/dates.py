"""The timetable of a date: built once from the feeds in force, kept as mapped files, shared by all workers."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Final

from baken.core.kinds import LatLon
from baken.core.reach import StraightLine, Walking
from baken.core.reach.gtfs import Feed
from baken.core.reach.gtfs.storing import StoredFeedError, read_stored_feed
from baken.core.reach.searching import Links, Mask, for_wheelchair, links, reversed_mask
from baken.core.reach.storing import StoredTimetableError, read_timetable, write_timetable
from baken.core.reach.timetable import NoService, Timetable, build_timetable, reverse
from baken.core.reach.transfers import Transfers
from baken.timetables import keeping
from baken.timetables.selectors import FeedCard, feeds

_MOST_LOADED: Final = 8  # dates in this process
_MOST_PLACES: Final = 20_000


class NoTimetable(LookupError):
    """No feed was imported."""

    def __init__(self) -> None:
        super().__init__("no timetable was imported: ./baken import gtfs FILE")


class Day:
    """A date's timetable with what questions to it share. Places that people are asked to go to are remembered with
    the stops around them; where a person is, never."""

    def __init__(self, timetable: Timetable, walking: Walking, made_of: str) -> None:
        self.timetable, self.walking, self.made_of = timetable, walking, made_of
        self._around: OrderedDict[LatLon, Links] = OrderedDict()
        self._masks: dict[tuple[bool, bool], Mask | None] = {}
        self._lock = Lock()

    @cached_property
    def backwards(self) -> Timetable:
        """`core.reach.timetable.reverse` of it."""
        folder = keeping.built_folder(self.timetable.day, self.made_of, backwards=True)
        return _kept(folder, lambda: reverse(self.timetable), self.made_of)

    def around(self, place: LatLon) -> Links:
        """The stops near a place that is nobody's own."""
        with self._lock:
            if place in self._around:
                self._around.move_to_end(place)
                return self._around[place]
        found = links(self.timetable, place, self.walking)
        with self._lock:
            self._around[place] = found
            while len(self._around) > _MOST_PLACES:
                self._around.popitem(last=False)
        return found

    def mask(self, *, strict: bool, backwards: bool = False) -> Mask | None:
        """For a wheelchair."""
        if (strict, backwards) not in self._masks:
            mask = for_wheelchair(self.timetable, strict=strict)
            self._masks[strict, backwards] = reversed_mask(mask, self.timetable) if backwards else mask
        return self._masks[strict, backwards]


def timetable_on(day: date, walking: Walking | None = None) -> Timetable:
    """All feeds in force together. `walking`: how one changes between stops, straight lines by default.

    Raises NoTimetable, and NoService where nothing runs on that date.
    """
    return day_of(day, walking).timetable


_loaded: OrderedDict[Path, Day | NoService] = OrderedDict()
_loading = Lock()


def day_of(day: date, walking: Walking | None = None) -> Day:
    """As `timetable_on`. One query tells whether what this process holds is still in force."""
    versions = feeds()
    try:
        return _day_of(day, versions, walking or StraightLine())
    except StoredFeedError:
        if (now := feeds()) == versions:
            raise
        return _day_of(day, now, walking or StraightLine())  # a new version came in between


def _day_of(day: date, versions: Sequence[FeedCard], walking: Walking) -> Day:
    if not versions:
        raise NoTimetable
    valid = min(version.first_day for version in versions), max(version.last_day for version in versions)
    if not valid[0] <= day <= valid[1] + timedelta(days=1):  # the day after has the last night's trips
        raise NoService(day, valid)
    made_of = keeping.fingerprint([version.sha256 for version in versions], walking)
    folder = keeping.built_folder(day, made_of)
    with _loading:
        if folder not in _loaded:
            _loaded[folder] = _load(folder, day, versions, walking, made_of)
        found = _loaded[folder]
        _loaded.move_to_end(folder)
        while len(_loaded) > _MOST_LOADED:
            _loaded.popitem(last=False)
    if isinstance(found, NoService):
        raise NoService(day, valid)
    return found


def _load(folder: Path, day: date, versions: Sequence[FeedCard], walking: Walking, made_of: str) -> Day | NoService:
    """That nothing runs is remembered too."""
    try:
        return Day(_kept(folder, lambda: _build(versions, day, walking), made_of), walking, made_of)
    except NoService as nothing:
        return nothing


def _kept(folder: Path, build: Callable[[], Timetable], made_of: str) -> Timetable:
    """From its files, or built and kept."""
    if (found := _read(folder)) is not None:
        return found
    with keeping.alone():
        if (found := _read(folder)) is not None:  # another process built it meanwhile
            return found
        shutil.rmtree(folder, ignore_errors=True)  # damaged, or of another version of Baken
        write_timetable(build(), folder)
        keeping.sweep_built(made_of)
        return read_timetable(folder)


def _read(folder: Path) -> Timetable | None:
    try:
        found = read_timetable(folder)
    except (OSError, StoredTimetableError, ValueError):
        return None
    keeping.touch(folder)
    return found


def _build(versions: Sequence[FeedCard], day: date, walking: Walking) -> Timetable:
    return build_timetable([_feed(version) for version in versions], day, Transfers(walking=walking))


def _feed(version: FeedCard) -> Feed:
    """Raises StoredFeedError, which says to import it again."""
    return read_stored_feed(keeping.feed_folder(version.sha256))
