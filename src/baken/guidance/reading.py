"""Reads a YAML file of helplines into rows, and says of each bad entry what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

import yaml

from baken.core.hours import HolidayRule, Weekday
from baken.guidance.models import Channel, Country, Helpline, Topic

KNOWN = {
    "code", "country", "name", "number", "whatsapp", "chat_url", "channels", "languages", "topics", "opening",
    "notes", "source", "invented",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"\+?[0-9][0-9 ./-]{1,38}")


class BadGuidance(ValueError):
    """The file was refused and nothing was written; `problems` says what to correct, one line each."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{path.name} was not loaded:\n" + "\n".join(problems))


class _Refused(Exception):
    """One entry is wrong: the field and what to do."""


def read(path: Path) -> tuple[str, list[Helpline]]:
    """The file's origin and its helplines, unsaved. Raises BadGuidance naming entry and field."""
    document = _document(path)
    origin, sources = document.get("origin"), document.get("sources")
    if not isinstance(origin, str) or not origin or len(origin) > 60:
        raise BadGuidance(path, ["origin: must be a short text that says whose file this is"])
    if not isinstance(sources, dict):
        raise BadGuidance(path, ["sources: must map short names to {key, date}"])
    rows, problems = list[Helpline](), list[str]()
    for index, entry in enumerate(document["helplines"]):
        try:
            rows.append(_helpline(entry, sources, origin, {row.code for row in rows}))
        except _Refused as refusal:
            code = f" ({entry['code']})" if isinstance(entry, dict) and isinstance(entry.get("code"), str) else ""
            problems.append(f"helpline {index}{code}: {refusal}")
    if problems:
        raise BadGuidance(path, problems)
    return origin, rows


def _document(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadGuidance(path, [f"the file cannot be read: {error.strerror}"]) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise BadGuidance(path, [f"the file is not YAML in UTF-8: {error}"]) from error
    if not isinstance(document, dict) or not isinstance(document.get("helplines"), list):
        raise BadGuidance(path, ["the file must have `origin`, `sources` and a list `helplines`"])
    return document


def _helpline(entry: Any, sources: Mapping[str, Any], origin: str, before: set[str]) -> Helpline:
    if not isinstance(entry, dict):
        raise _Refused("must be a mapping with code, country, name and number")
    if unknown := sorted(str(name) for name in entry if name not in KNOWN):
        raise _Refused(f"{unknown[0]}: no such field; the fields are {', '.join(sorted(KNOWN))}")
    code = entry.get("code")
    if not isinstance(code, str) or not re.fullmatch(r"[a-z0-9-]{1,40}", code):
        raise _Refused(f"code: must be a-z, 0-9 and -, not {code!r}")
    if code in before:
        raise _Refused(f"code: {code!r} is used twice")
    if not isinstance(entry.get("invented", False), bool):
        raise _Refused("invented: must be true or false")
    names = _texts(entry, "name")
    if not names:
        raise _Refused("name: must map languages to names")
    return Helpline(
        code=code,
        country=_one(entry, "country", Country.values),
        names=names,
        topics=_several(entry, "topics", Topic.values),
        languages=_languages(entry.get("languages", [])),
        notes=_texts(entry, "notes"),
        invented=entry.get("invented", False),
        origin=origin,
        **_ways(entry),
        **_opening(entry.get("opening", "unknown")),
        **_source(entry.get("source"), sources),
    )


def _one(entry: Mapping[str, Any], field: str, allowed: list[str]) -> str:
    value = entry.get(field)
    if value not in allowed:
        raise _Refused(f"{field}: {value!r} is not one of {', '.join(allowed)}")
    return str(value)


def _several(entry: Mapping[str, Any], field: str, allowed: list[str]) -> list[str]:
    values = entry.get(field)
    if not isinstance(values, list) or not values:
        raise _Refused(f"{field}: must be a list of {', '.join(allowed)}")
    for value in values:
        if value not in allowed:
            raise _Refused(f"{field}: {value!r} is not one of {', '.join(allowed)}")
    return values


def _texts(entry: Mapping[str, Any], field: str) -> dict[str, dict[str, str]]:
    value = entry.get(field, {})
    if not isinstance(value, dict):
        raise _Refused(f"{field}: must map languages to texts, not {value!r}")
    for tag, text in value.items():
        if not isinstance(tag, str) or not _TAG.fullmatch(tag) or not isinstance(text, str) or not text.strip():
            raise _Refused(f"{field}.{tag}: must be a text under a language tag; quote numbers")
    return {tag: {"text": text.strip(), "state": "original"} for tag, text in value.items()}


def _languages(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(tag, str) and _TAG.fullmatch(tag) for tag in value):
        raise _Refused(f"languages: must be a list of language tags, not {value!r} (quote no)")
    return value


def _ways(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Number, WhatsApp and chat. A channel without its number is allowed where another has one."""
    ways: dict[str, Any] = {field: entry.get(field, "") for field in ("number", "whatsapp", "chat_url")}
    for field in ("number", "whatsapp"):
        if ways[field] != "" and not (isinstance(ways[field], str) and _NUMBER.fullmatch(ways[field])):
            raise _Refused(f"{field}: must be a telephone number in quotes, not {ways[field]!r}")
    chat = ways["chat_url"]
    if chat != "" and not (isinstance(chat, str) and chat.startswith("https://") and len(chat) <= 200):
        raise _Refused(f"chat_url: must be an https address, not {chat!r}")
    if not any(ways.values()):
        raise _Refused("number: a helpline needs a number, a WhatsApp number or a chat_url")
    return ways | {"channels": _several(entry, "channels", Channel.values)}


def _opening(value: Any) -> dict[str, Any]:
    if value in ("always", "unknown"):
        return {"always": value == "always", "rules": []}
    if not isinstance(value, dict) or set(value) - {"days", "opens", "closes", "holidays"}:
        raise _Refused("opening: must be always, unknown or {days, opens, closes, holidays}")
    holidays = value.get("holidays", HolidayRule.UNKNOWN.value)
    if holidays not in set(HolidayRule):
        raise _Refused(f"opening.holidays: {holidays!r} is not one of {', '.join(HolidayRule)}")
    days = _several(value, "days", [day.name for day in Weekday])
    rule = {"days": days, "opens": _clock(value, "opens"), "closes": _clock(value, "closes")}
    return {"always": False, "rules": [rule], "holidays": holidays}


def _clock(opening: Mapping[str, Any], field: str) -> str:
    value = opening.get(field)
    try:
        return time.fromisoformat(value if isinstance(value, str) else "").strftime("%H:%M")
    except ValueError as error:
        raise _Refused(f'opening.{field}: must be a time in quotes such as "09:00", not {value!r}') from error


def _source(name: Any, sources: Mapping[str, Any]) -> dict[str, str]:
    source = sources.get(name) if isinstance(name, str) else None
    if not isinstance(source, dict) or not isinstance(source.get("key"), str) or not source["key"]:
        raise _Refused(f"source: {name!r} is not one of {', '.join(map(str, sources))}")
    if not isinstance(source.get("date", ""), str):
        raise _Refused(f"source: the date of {name!r} must be in quotes")
    return {"source": source["key"], "source_date": source.get("date", "")}
