"""What every entry of a file is checked for, and how a mistake is said: the field, and what it must be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from reprlib import Repr
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from baken.core.kinds import TextState

Row = TypeVar("Row")
Sources = Mapping[str, Any]
said: Final = Repr().repr  # of a value, cut short
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that nobody sees
_ONE_LINE: Final = 200
_MOST_LETTERS: Final = 4000  # of a longer text, as in the forms of coordinators
_DATE: Final = 40
_https: Final = URLValidator(schemes=["https"])


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
        raise Refused(f"code: {said(entry['code'])} is used twice")
    return entry


def only_known(entry: Mapping[str, Any], known: Collection[str]) -> None:
    if unknown := sorted(str(name) for name in entry if name not in known):
        raise Refused(f"{unknown[0]}: no such field; the fields are {', '.join(sorted(known))}")


def code_of(entry: Mapping[str, Any], most: int) -> str:
    code = entry.get("code")
    if not isinstance(code, str) or not re.fullmatch(rf"[a-z0-9-]{{1,{most}}}", code):
        raise Refused(f"code: must be a-z, 0-9 and -, not {said(code)}")
    return code


def one(entry: Mapping[str, Any], field: str, allowed: Collection[str]) -> str:
    return one_of(entry.get(field), field, allowed)


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
        one_of(value, field, allowed)
    return values


def one_of(value: Any, field: str, allowed: Collection[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise Refused(f"{field}: {said(value)} is not one of {', '.join(allowed)}")
    return str(value)


def yes_or_no(entry: Mapping[str, Any], field: str) -> bool:
    value = entry.get(field, False)
    if not isinstance(value, bool):
        raise Refused(f"{field}: must be true or false")
    return value


def line(entry: Mapping[str, Any], field: str, most: int = _ONE_LINE) -> str:
    value = entry.get(field, "")
    if not _is_line(value, most):
        raise Refused(f"{field}: must be a text of one line, at most {most} characters; quote numbers")
    return str(value).strip()


def web_address(entry: Mapping[str, Any], field: str) -> str:
    value = entry.get(field, "")
    if value != "" and not (isinstance(value, str) and len(value) <= _ONE_LINE and _is_address(value)):
        raise Refused(f"{field}: must be an https address, not {said(value)}")
    return str(value)


def _is_address(text: str) -> bool:
    try:
        _https(text)
    except ValidationError:
        return False
    return True


def _is_line(value: Any, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most and len(value.strip().splitlines()) <= 1


def is_blank(text: str) -> bool:
    """Nothing in it that anybody sees: spaces, joiners, marks without a letter, fillers."""
    return all(letter in _FILLERS or unicodedata.category(letter)[0] in "ZCM" for letter in text)


def titles(entry: Mapping[str, Any], field: str, state: TextState = TextState.ORIGINAL) -> dict[str, dict[str, str]]:
    """As `texts`, each of one line."""
    found = texts(entry, field, state)
    for tag, part in found.items():
        if not _is_line(part["text"], _ONE_LINE):
            raise Refused(f"{field}.{tag}: must be a text of one line, at most {_ONE_LINE} characters")
    return found


def texts(entry: Mapping[str, Any], field: str, state: TextState = TextState.ORIGINAL) -> dict[str, dict[str, str]]:
    value = entry.get(field, {})
    if not isinstance(value, dict):
        raise Refused(f"{field}: must map languages to texts, not {said(value)}")
    for tag, text in value.items():
        if not is_tag(tag) or not isinstance(text, str) or is_blank(text):
            raise Refused(f"{field}.{tag}: must be a text under a language tag; quote numbers")
        if len(text) > _MOST_LETTERS:
            raise Refused(f"{field}.{tag}: at most {_MOST_LETTERS} characters")
    return {tag: {"text": text.strip(), "state": state.value} for tag, text in value.items()}


def is_tag(tag: object) -> bool:
    return isinstance(tag, str) and bool(_TAG.fullmatch(tag))


def languages(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(is_tag(tag) for tag in value):
        raise Refused(f"languages: must be a list of language tags, not {said(value)} (quote no)")
    return value


def source(name: Any, sources: Sources) -> dict[str, str]:
    found = sources.get(name) if isinstance(name, str) else None
    if not isinstance(found, dict):
        raise Refused(f"source: {said(name)} is not one of {', '.join(map(str, sources))}")
    if not _is_line(found.get("key"), _ONE_LINE) or is_blank(found["key"]):
        raise Refused(f"source: the key of {said(name)} must be a text of one line, at most {_ONE_LINE} characters")
    if not _is_line(found.get("date", ""), _DATE):
        raise Refused(f"source: the date of {said(name)} must be in quotes, at most {_DATE} characters")
    return {"source": found["key"], "source_date": found.get("date", "")}
