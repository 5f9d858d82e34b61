"""Hours as people write them: `mon-fri 09:00-12:00, 13:00-17:00 every 2 weeks from 3`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from baken.directory.feeds.fields import clock_time

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HSDS_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SPAN: Final = r"\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d"
_LINE: Final = re.compile(rf"(?P<days>[a-z,\- ]+?)\s+(?P<spans>{_SPAN}(?:\s*,\s*{_SPAN})*)(?P<rest>.*)")
_REST: Final = re.compile(
    r"\s+(?:every\s+(?P<interval>\d+)\s+weeks?(?:\s+from\s+(?P<dtstart>\S+))?"
    r"|(?P<by_appointment>by appointment)|starting\s+(?P<valid_from>\S+)|until\s+(?P<valid_to>\S+))"
)

Day = Callable[[object], date | None]


class HoursUnreadable(ValueError):
    """The line of hours is not written as docs/rooms/directory-yaml.md says."""


@dataclass(frozen=True, slots=True)
class WrittenHours:
    """One opening on some weekdays; `bounds` are columns of Schedule."""

    byday: str
    opens_at: time
    closes_at: time
    bounds: dict[str, Any] = field(default_factory=dict)


def written_hours(line: str, day: Day) -> Iterator[WrittenHours]:
    """One per span of the line. `day` reads a day («3», «2026-01-31»). Raises HoursUnreadable."""
    found = _LINE.fullmatch(line.strip().lower())
    if found is None:
        raise HoursUnreadable(f"«{line}» is not written like «mon-fri 09:00-12:00, 13:00-17:00»")
    byday = _byday(found["days"])
    bounds = _bounds(found["rest"], day)
    for span in found["spans"].split(","):
        opens, closes = (clock_time(part.strip()) for part in span.split("-"))
        if opens is None or closes is None or opens == closes:
            raise HoursUnreadable(f"«{span.strip()}» is not a span like 09:00-12:00")
        yield WrittenHours(byday, opens, closes, bounds)


def _byday(written: str) -> str:
    chosen: set[int] = set()
    for part in re.split(r"[,\s]+", written.strip()):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last and last not in _DAYS):
            raise HoursUnreadable(f"«{part}» is not a day: write {' '.join(_DAYS)}, or a range like mon-fri")
        start = _DAYS.index(first)
        count = (_DAYS.index(last) - start) % 7 if last else 0
        chosen |= {(start + step) % 7 for step in range(count + 1)}
    return ",".join(_HSDS_DAYS[number] for number in sorted(chosen))


def _bounds(rest: str, day: Day) -> dict[str, Any]:
    """«every 2 weeks from 3», «by appointment», «starting -30», «until 90», in any order."""
    bounds: dict[str, Any] = {}
    at = 0
    while at < len(rest.rstrip()):
        found = _REST.match(rest, at)
        if found is None:
            raise HoursUnreadable(f"«{rest[at:].strip()}» is not understood after the hours")
        for name, value in found.groupdict().items():
            if value is not None:
                bounds[name] = _bound(name, value, day)
        at = found.end()
    if bounds.get("interval", 1) > 1 and "dtstart" not in bounds:
        raise HoursUnreadable("«every N weeks» needs «from» a day, so that it is known which weeks")
    return bounds


def _bound(name: str, value: str, day: Day) -> object:
    if name == "by_appointment":
        return True
    if name == "interval":
        if not 1 <= int(value) <= 53:
            raise HoursUnreadable(f"every {value} weeks is not possible: 1 to 53")
        return int(value)
    found = day(value)
    if found is None:
        raise HoursUnreadable(f"«{value}» is neither a number of days from loading nor a date like 2026-01-31")
    return found
