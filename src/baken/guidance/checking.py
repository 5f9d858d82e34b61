"""What every entry of a file is checked for, and how a mistake is said: the field, and what it must be."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from baken.core.kinds import TextState

Row = TypeVar("Row")
Sources = Mapping[str, Any]
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class BadGuidance(ValueError):
    """The file was refused and nothing was written; `problems` says what to correct, one line each."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{path.name} was not loaded:\n" + "\n".join(problems))


class Refused(Exception):
    """One entry is wrong: the field and what to do."""


def each(entries: list[Any], what: str, read: Callable[[Mapping[str, Any]], Row], problems: list[str]) -> list[Row]:
    """A row for each entry that is right; for every other one a line in `problems`."""
    rows, codes = list[Row](), set[str]()
    for index, entry in enumerate(entries):
        code = entry.get("code") if isinstance(entry, dict) else None
        try:
            rows.append(read(_entry(entry, codes)))
        except Refused as refusal:
            problems.append(f"{what} {index}{f' ({code})' if isinstance(code, str) else ''}: {refusal}")
        codes.add(str(code))
    return rows


def _entry(entry: Any, before: Collection[str]) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise Refused("must be a mapping, with a code and more")
    if str(entry.get("code")) in before:
        raise Refused(f"code: {entry['code']!r} is used twice")
    return entry


def only_known(entry: Mapping[str, Any], known: Collection[str]) -> None:
    if unknown := sorted(str(name) for name in entry if name not in known):
        raise Refused(f"{unknown[0]}: no such field; the fields are {', '.join(sorted(known))}")


def code_of(entry: Mapping[str, Any], most: int) -> str:
    code = entry.get("code")
    if not isinstance(code, str) or not re.fullmatch(rf"[a-z0-9-]{{1,{most}}}", code):
        raise Refused(f"code: must be a-z, 0-9 and -, not {code!r}")
    return code


def one(entry: Mapping[str, Any], field: str, allowed: Collection[str]) -> str:
    value = entry.get(field)
    if value not in allowed:
        raise Refused(f"{field}: {value!r} is not one of {', '.join(allowed)}")
    return str(value)


def several(entry: Mapping[str, Any], field: str, allowed: Collection[str]) -> list[str]:
    if not entry.get(field):
        raise Refused(f"{field}: must be a list of {', '.join(allowed)}")
    return any_of(entry, field, allowed)


def any_of(entry: Mapping[str, Any], field: str, allowed: Collection[str]) -> list[str]:
    """As `several`, and it may be left out."""
    values = entry.get(field, [])
    if not isinstance(values, list):
        raise Refused(f"{field}: must be a list of {', '.join(allowed)}")
    for value in values:
        if value not in allowed:
            raise Refused(f"{field}: {value!r} is not one of {', '.join(allowed)}")
    return values


def yes_or_no(entry: Mapping[str, Any], field: str) -> bool:
    value = entry.get(field, False)
    if not isinstance(value, bool):
        raise Refused(f"{field}: must be true or false")
    return value


def line(entry: Mapping[str, Any], field: str, most: int = 200) -> str:
    value = entry.get(field, "")
    if not isinstance(value, str) or len(value) > most or "\n" in value:
        raise Refused(f"{field}: must be a text of one line, at most {most} characters; quote numbers")
    return value.strip()


def web_address(entry: Mapping[str, Any], field: str) -> str:
    value = entry.get(field, "")
    if value != "" and not (isinstance(value, str) and value.startswith("https://") and len(value) <= 200):
        raise Refused(f"{field}: must be an https address, not {value!r}")
    return str(value)


def texts(entry: Mapping[str, Any], field: str, state: TextState = TextState.ORIGINAL) -> dict[str, dict[str, str]]:
    value = entry.get(field, {})
    if not isinstance(value, dict):
        raise Refused(f"{field}: must map languages to texts, not {value!r}")
    for tag, text in value.items():
        if not is_tag(tag) or not isinstance(text, str) or not text.strip():
            raise Refused(f"{field}.{tag}: must be a text under a language tag; quote numbers")
    return {tag: {"text": text.strip(), "state": state.value} for tag, text in value.items()}


def is_tag(tag: object) -> bool:
    return isinstance(tag, str) and bool(_TAG.fullmatch(tag))


def languages(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(is_tag(tag) for tag in value):
        raise Refused(f"languages: must be a list of language tags, not {value!r} (quote no)")
    return value


def source(name: Any, sources: Sources) -> dict[str, str]:
    found = sources.get(name) if isinstance(name, str) else None
    if not isinstance(found, dict) or not isinstance(found.get("key"), str) or not found["key"]:
        raise Refused(f"source: {name!r} is not one of {', '.join(map(str, sources))}")
    if not isinstance(found.get("date", ""), str):
        raise Refused(f"source: the date of {name!r} must be in quotes")
    return {"source": found["key"], "source_date": found.get("date", "")}
