"""Ways in words: which line, where to get off, when to leave, how to come home; in the reader's language.

Names of lines and stops stand in their own direction inside right-to-left text.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from baken.core.planning.kinds import Door, Ride, Walk, Way
from baken.plans import formats
from baken.plans.kinds import WayHome
from baken.plans.phrasing import walk_sentence

RIDES: Final[Mapping[str, str]] = {
    "bus": gettext_noop("bus %(line)s"),
    "tram": gettext_noop("tram %(line)s"),
    "metro": gettext_noop("metro %(line)s"),
    "train": gettext_noop("train %(line)s"),
    "ferry": gettext_noop("ferry %(line)s"),
}
_ANY_RIDE: Final = gettext_noop("line %(line)s")


def door_way_sentence(door: Door, language: str) -> str:
    """How to get to a door, in a line; empty where it is not known from where, or nobody goes there."""
    if door.way is not None:
        return way_sentence(door.way, language)
    if door.walk_seconds is None:
        return ""
    walk_only = any(reason.code == "walk.far-on-foot" for reason in door.reasons)
    return walk_sentence(door.walk_seconds, language, walk_only=walk_only)


def way_sentence(way: Way, language: str) -> str:
    """«24 min: bus 7 to Kerkplein, then 5 min on foot»."""
    with override(language):
        parts = [
            _("%(ride)s to %(stop)s") % {"ride": _ride(one, language), "stop": formats.isolated(one.alight, language)}
            for one in way.rides
        ]
        if way.last_walk_seconds:
            parts.append(_on_foot(way.last_walk_seconds))
        ways = formats.separated(parts, language)
        return _("%(minutes)s min: %(ways)s") % {"minutes": formats.minutes(way.seconds), "ways": ways}


def leg_sentences(way: Way, language: str) -> tuple[str, ...]:
    """The way leg by leg, each with its times."""
    with override(language):
        return tuple(
            _ride_leg(leg, language) if isinstance(leg, Ride) else _walk_leg(leg, language) for leg in way.legs
        )


def home_sentences(home: WayHome | None, language: str) -> tuple[str, ...]:
    """How to come back after the visit, and when for the last time that day."""
    if home is None:
        return ()
    with override(language):
        said = []
        if home.back is not None:
            said.append(_("Back after an hour there: %(way)s") % {"way": _homeward(home.back, language)})
        if home.last is not None and (home.back is None or home.last.leaves > home.back.leaves):
            said.append(_("Last way home that day: %(way)s") % {"way": _homeward(home.last, language)})
        return tuple(said)


def leave_sentence(way: Way, language: str) -> str:
    with override(language):
        return _("Leave at %(time)s.") % {"time": _clock(way.leaves)}


def invented_sentence(invented: Collection[str], language: str) -> str:
    """Of an answer from a demonstration; the sentence about the places also serves where the times are invented too."""
    with override(language):
        if "places" in invented:
            return _("The town, the places and their telephone numbers are invented. Do not go there.")
        return _("The times of trams and buses are invented. Do not rely on them.")


def times_unknown_sentence(language: str) -> str:
    """Said once, where everybody would otherwise wonder where the buses are."""
    with override(language):
        return _("We do not know the times of buses and trams for that day. What stands here is on foot.")


def _homeward(way: Way, language: str) -> str:
    first = way.rides[0]
    return _("%(time)s, %(ride)s from %(stop)s, home at %(arrives)s.") % {
        "time": _clock(first.leaves),
        "ride": _ride(first, language),
        "stop": formats.isolated(first.board, language),
        "arrives": _clock(way.arrives),
    }


def _ride_leg(ride: Ride, language: str) -> str:
    words = {
        "time": _clock(ride.leaves),
        "ride": _ride(ride, language),
        "board": formats.isolated(ride.board, language),
        "headsign": formats.isolated(ride.headsign, language),
        "alight": formats.isolated(ride.alight, language),
        "arrives": _clock(ride.arrives),
    }
    if ride.headsign:
        return _("%(time)s: %(ride)s from %(board)s, towards %(headsign)s. Get off at %(alight)s, %(arrives)s.") % words
    return _("%(time)s: %(ride)s from %(board)s. Get off at %(alight)s, %(arrives)s.") % words


def _walk_leg(walk: Walk, language: str) -> str:
    if not walk.to:
        on_foot = _("%(minutes)s min on foot") % {"minutes": formats.minutes(walk.seconds)}
        return f"{_clock(walk.leaves)}: {on_foot}"
    return _("%(time)s: %(minutes)s min on foot to %(stop)s") % {
        "time": _clock(walk.leaves),
        "minutes": formats.minutes(walk.seconds),
        "stop": formats.isolated(walk.to, language),
    }


def _on_foot(seconds: int) -> str:
    return _("then %(minutes)s min on foot") % {"minutes": formats.minutes(seconds)}


def _ride(ride: Ride, language: str) -> str:
    """A kind that we have no word for, as a line; inside the language's override."""
    return _(RIDES.get(ride.kind, _ANY_RIDE)) % {"line": formats.left_to_right(ride.line, language)}


def _clock(moment: datetime) -> str:
    return formats.clock(moment.astimezone(ZoneInfo(settings.BAKEN_TIMEZONE)))
