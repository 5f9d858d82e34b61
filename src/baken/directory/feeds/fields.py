"""Typed reading of one record: every wrong value becomes a refusal that names row and field."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from baken.directory.feeds.keeping import LONGEST_TEXT, length_problem, readable, text_problem
from baken.directory.feeds.report import Refusal

_LONGEST_MESSAGE = 400
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(Z|[+-]\d\d:?\d\d)?")


class PlacedRecord(dict[str, Any]):
    """A record that was put together from rows of tables: it, and what lies in it, know their own rows."""

    __slots__ = ("row",)

    def __init__(self, content: Mapping[str, Any], row: str) -> None:
        super().__init__(content)
        self.row = row


class Fields:
    """A record whose fields are taken out one by one; what was not taken is `unread()`.

    Absent and null are the same: not known. A wrong value is refused and read as not known, so that one pass
    finds every mistake.
    """

    def __init__(self, content: object, row: str, refusals: list[Refusal], path: str = "") -> None:
        placed = isinstance(content, PlacedRecord)
        self.row = content.row if isinstance(content, PlacedRecord) else row
        self.path = "" if placed else path
        self.refusals = refusals
        self._taken: set[str] = set()
        self.content: Mapping[str, Any] = content if isinstance(content, dict) else {}
        if not isinstance(content, dict):
            self.refuse("", f"must be an object, not {_kind(content)}")

    def refuse(self, name: str, message: str) -> None:
        field = f"{self.path}.{name}" if self.path and name else self.path or name
        self.refusals.append(Refusal(self.row, _short(field), _short(message)))

    def take(self, name: str) -> Any:
        self._taken.add(name)
        return self.content.get(name)

    def has(self, name: str) -> bool:
        return self.content.get(name) is not None

    def text(self, name: str, *, longest: int = LONGEST_TEXT, needed: bool = False) -> str:
        value = self.take(name)
        if value is None or value == "":
            if needed:
                self.refuse(name, "is missing")
            return ""
        if not isinstance(value, str):
            self.refuse(name, f"must be text, not {_kind(value)}")
            return ""
        if problem := text_problem(value) or length_problem(value, longest):
            self.refuse(name, problem)
            return ""
        return value

    def number(self, name: str, lowest: float, highest: float) -> float | None:
        value = self.take(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(name, f"must be a number, not {_kind(value)}")
        elif not lowest <= value <= highest:  # a comparison with NaN is False too
            self.refuse(name, f"must be a number from {lowest:g} to {highest:g}, not {str(value)[:40]}")
        else:
            return float(value)
        return None

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        value = self.number(name, lowest, highest)
        if value is not None and value != int(value):
            self.refuse(name, f"must be a whole number, not {value}")
            return None
        return None if value is None else int(value)

    def flag(self, name: str) -> bool | None:
        value = self.take(name)
        if value is not None and not isinstance(value, bool):
            self.refuse(name, f"must be true or false, not {_kind(value)}")
            return None
        return value

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        value = self.text(name)
        if value and value not in choices:
            self.refuse(name, f"«{value}» is not one of: {', '.join(sorted(choices))}")
            return default
        return value or default

    def day(self, name: str) -> date | None:
        value = self.text(name)
        try:
            return date.fromisoformat(value[:10]) if value else None
        except ValueError:
            self.refuse(name, f"«{value}» is not a date like 2026-01-31")
            return None

    def moment(self, name: str) -> datetime | None:
        """An ISO 8601 moment with its offset."""
        value = self.text(name)
        try:
            moment = datetime.fromisoformat(value) if value else None
        except ValueError:
            moment = None
        if value and (moment is None or moment.tzinfo is None):
            self.refuse(name, f"«{value}» is not a moment like 2026-01-31T09:30:00+01:00")
            return None
        return moment

    def clock(self, name: str) -> time | None:
        """«09:30», «24:00» (midnight), also with an offset, which is dropped: hours are local wall time."""
        if isinstance(self.content.get(name), int):
            self.take(name)
            self.refuse(name, 'must be a time in quotes, like "09:30"')
            return None
        value = self.text(name)
        if not value:
            return None
        found = clock_time(value)
        if found is None:
            self.refuse(name, f"«{value}» is not a time like 09:30")
        return found

    def uuid(self, name: str, *, needed: bool = False) -> UUID | None:
        value = self.text(name, needed=needed)
        try:
            return UUID(value) if value else None
        except ValueError:
            self.refuse(name, f"«{value}» is not a UUID")
            return None

    def child(self, name: str) -> "Fields | None":
        value = self.take(name)
        return None if value is None else Fields(value, self.row, self.refusals, self._below(name))

    def children(self, name: str) -> Iterator["Fields"]:
        for number, value in enumerate(self.listed(name)):
            yield Fields(value, self.row, self.refusals, f"{self._below(name)}[{number}]")

    def strings(self, name: str) -> list[str]:
        values = self.listed(name)
        good = [value for value in values if isinstance(value, str) and not text_problem(value)]
        if len(good) != len(values):
            self.refuse(name, "must be a list of texts")
        for problem in filter(None, (length_problem(value, LONGEST_TEXT) for value in good)):
            self.refuse(name, problem)
        return good

    def listed(self, name: str) -> Sequence[Any]:
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(name, f"must be a list, not {_kind(value)}")
            return []
        return value

    def unread(self) -> dict[str, Any]:
        """The properties that were not taken, kept as they are."""
        return {name: value for name, value in self.content.items() if name not in self._taken and value is not None}

    def refuse_unread(self) -> None:
        """For shapes of our own, where an unknown name is a slip of the pen."""
        for name in self.content:
            if name not in self._taken:
                self.refuse(str(name), "is not a known field here")

    def _below(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def clock_time(written: str) -> time | None:
    found = _CLOCK.fullmatch(written.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    if hour == 24:
        return time(0, 0) if minute == 0 else None
    return time(hour, minute)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "nothing" if value is None else type(value).__name__)


def _short(words: str) -> str:
    """What a refusal quotes from a file may be long, or meant for a terminal and not for a reader."""
    said = readable(words if len(words) <= _LONGEST_MESSAGE else f"{words[:200]} … {words[-180:]}")
    return said.replace("\n", " ")
