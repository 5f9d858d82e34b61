"""Lists of two entries as one, without doubles; those of the kept entry first."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from baken.core.planning.kinds import SpokenBy
from baken.directory.entries import Content, Fact, Kept, told

UNITED: Final = frozenset({"needs", "access", "languages", "locations", "phones", "temporary_changes"})
_NOT_DIGITS: Final = re.compile(r"\D")
_TAIL: Final = 8  # digits of a number that are the same however the country is written


def _phone(row: Content) -> Any:
    return _NOT_DIGITS.sub("", row["number"])[-_TAIL:], row["kind"], row.get("at")


_SAME: Final[Mapping[str, Callable[[Content], Any]]] = {
    "phone": _phone,
    "serviceneed": lambda row: row["need_id"],
    "serviceaccess": lambda row: row["mode"],
    "servicelanguage": lambda row: (row["code"], row["spoken_by"]),
    "serviceatlocation": lambda row: row["at"],
    "temporarychange": lambda row: (row["kind"], row["starts"], row["ends"], row["opens_at"], row["closes_at"]),
}


def united(kept: Kept, gone: Kept, fact: Fact) -> Content:
    """As `entries.told`, of a fact in UNITED."""
    ours, theirs = told(kept, fact), told(gone, fact)
    rows = {name: _without_doubles(name, [*ours["rows"][name], *theirs["rows"][name]]) for name in ours["rows"]}
    return {"columns": ours["columns"], "rows": rows}


def _without_doubles(name: str, rows: list[Content]) -> list[Content]:
    found: dict[Any, Content] = {}
    for row in rows:
        found.setdefault(_SAME[name](row), row)
    if name == "servicelanguage":
        known = {row["code"] for row in found.values() if row["spoken_by"] != SpokenBy.UNKNOWN.value}
        found = {key: row for key, row in found.items() if key[1] != SpokenBy.UNKNOWN.value or key[0] not in known}
    return [{**row, "position": at} if "position" in row else row for at, row in enumerate(found.values())]
