"""Where somebody starts, without an address: a neighbourhood or a stop by its name. Nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.kinds import LatLon
from baken.core.reach import StraightLine
from baken.core.wording import fold_name
from baken.localities import selectors as localities
from baken.timetables import selectors as timetables

MOST_OFFERED: Final = 6
ONE_PLACE_SECONDS: Final = 10 * 60  # a stop named like its neighbourhood, this near to its middle, is the same to us


@dataclass(frozen=True, slots=True)
class Start:
    """`label` says what it is, `value` is how the form sends it back."""

    name: str
    label: str
    at: LatLon

    @property
    def value(self) -> str:
        return f"{self.at.lat:.4f},{self.at.lon:.4f}"


def starts_named(text: str) -> tuple[Start, ...]:
    """Neighbourhoods and stops by what people call them, best first. One alone is what was meant.

    Raises ValueError when the text is a coordinate outside the world.
    """
    languages = (get_language() or settings.LANGUAGE_CODE, settings.BAKEN_LOCAL_LANGUAGE)
    areas = [Start(place.name, place.name, place.at) for place in localities.find_places(text, languages=languages)]
    stops = [
        Start(stop.name, _("stop %(name)s") % {"name": stop.name}, stop.at)
        for stop in timetables.stops_named(text, limit=MOST_OFFERED)
    ]
    named = [start for start in (*areas, *stops) if fold_name(start.name) == fold_name(text)]
    if named and _are_one_place(named):
        return (named[0],)
    found = named or [*areas, *stops]
    return tuple({start.value: start for start in reversed(found)}.values())[::-1][:MOST_OFFERED]


def _are_one_place(starts: Sequence[Start]) -> bool:
    first = starts[0].at
    return bool((StraightLine().seconds(first, [start.at for start in starts]) <= ONE_PLACE_SECONDS).all())
