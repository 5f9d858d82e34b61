"""One helpline of a file into a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from baken.core.hours import HolidayRule, Weekday
from baken.guidance.checking import (
    Refused,
    Sources,
    code_of,
    languages,
    one,
    one_of,
    only_known,
    said,
    several,
    source,
    texts,
    titles,
    web_address,
    yes_or_no,
)
from baken.guidance.models import Channel, Country, Helpline, Topic

KNOWN: Final = {
    "code", "country", "name", "number", "whatsapp", "chat_url", "channels", "languages", "topics", "opening",
    "notes", "source", "invented",
}  # fmt: skip
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ./-]{1,38}")


def helpline(entry: Mapping[str, Any], sources: Sources, origin: str) -> Helpline:
    only_known(entry, KNOWN)
    code = code_of(entry, 40)
    names = titles(entry, "name")
    if not names:
        raise Refused("name: must map languages to names")
    return Helpline(
        code=code,
        country=one(entry, "country", Country.values),
        names=names,
        topics=several(entry, "topics", Topic.values),
        languages=languages(entry.get("languages", [])),
        notes=texts(entry, "notes"),
        invented=yes_or_no(entry, "invented"),
        origin=origin,
        **_ways(entry),
        **_opening(entry.get("opening", "unknown")),
        **source(entry.get("source"), sources),
    )


def is_number(written: str) -> bool:
    return bool(_NUMBER.fullmatch(written))


def _ways(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Number, WhatsApp and chat. A channel without its number is allowed where another has one."""
    ways: dict[str, Any] = {field: entry.get(field, "") for field in ("number", "whatsapp")}
    for field, value in ways.items():
        if value != "" and not (isinstance(value, str) and is_number(value)):
            raise Refused(f"{field}: must be a telephone number in quotes, not {said(value)}")
    ways["chat_url"] = web_address(entry, "chat_url")
    if not any(ways.values()):
        raise Refused("number: a helpline needs a number, a WhatsApp number or a chat_url")
    return ways | {"channels": several(entry, "channels", Channel.values)}


def _opening(value: Any) -> dict[str, Any]:
    if value in ("always", "unknown"):
        return {"always": value == "always", "rules": []}
    if not isinstance(value, dict) or set(value) - {"days", "opens", "closes", "holidays"}:
        raise Refused("opening: must be always, unknown or {days, opens, closes, holidays}")
    holidays = one_of(value.get("holidays", HolidayRule.UNKNOWN), "opening.holidays", list(HolidayRule))
    days = several(value, "days", [day.name for day in Weekday])
    rule = {"days": days, "opens": _clock(value, "opens"), "closes": _clock(value, "closes")}
    if len(set(days)) < len(days):
        raise Refused("opening.days: a day stands there twice")
    if rule["opens"] == rule["closes"]:
        raise Refused("opening.closes: must differ from opens; for day and night write `opening: always`")
    return {"always": False, "rules": [rule], "holidays": holidays}


def _clock(opening: Mapping[str, Any], field: str) -> str:
    value = opening.get(field)
    try:
        return time.fromisoformat(value if isinstance(value, str) else "").strftime("%H:%M")
    except ValueError as error:
        raise Refused(f'opening.{field}: must be a time in quotes such as "09:00", not {said(value)}') from error
