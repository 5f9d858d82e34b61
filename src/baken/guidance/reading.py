"""Reads YAML files of guidance into rows, and says of each bad entry what is wrong. docs/rooms/guidance.md has the
shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baken.core.kinds import TextState
from baken.guidance.checking import BadGuidance, Refused, each, is_blank, is_tag, said, texts, titles
from baken.guidance.models import GuidanceItem, Helpline
from baken.guidance.reading_helplines import helpline
from baken.guidance.reading_items import item
from baken.guidance.reading_yaml import document as yaml_document


@dataclass(frozen=True, slots=True)
class Read:
    """One file: whose it is, and what it holds, unsaved."""

    path: Path
    origin: str
    helplines: tuple[Helpline, ...]
    items: tuple[GuidanceItem, ...]


def read(path: Path) -> Read:
    """Raises BadGuidance naming entry and field."""
    document = yaml_document(path)
    if not any(isinstance(document.get(part), list) for part in ("helplines", "items")):
        raise BadGuidance(path, ["the file must have `origin`, `sources` and a list `helplines` or `items`"])
    origin, sources, state = document.get("origin"), document.get("sources"), document.get("state", "original")
    if not isinstance(origin, str) or is_blank(origin) or len(origin) > 60:
        raise BadGuidance(path, ["origin: must be a short text that says whose file this is"])
    if not isinstance(sources, dict):
        raise BadGuidance(path, ["sources: must map short names to {key, date}"])
    if not isinstance(state, str) or state not in set(TextState):
        raise BadGuidance(path, [f"state: {said(state)} is not one of {', '.join(TextState)}"])
    problems = list[str]()
    lines = each(
        _listed(document, "helplines", problems), "helpline", lambda entry: helpline(entry, sources, origin), problems
    )
    items = each(
        _listed(document, "items", problems),
        "item",
        lambda entry: item(entry, sources, origin, TextState(state)),
        problems,
    )
    if problems:
        raise BadGuidance(path, problems)
    return Read(path, origin, tuple(lines), tuple(items))


def _listed(document: Mapping[str, Any], part: str, problems: list[str]) -> list[Any]:
    found = document.get(part, [])
    if not isinstance(found, list):
        problems.append(f"{part}: must be a list")
        return []
    return found


def add_titles(path: Path, items: Sequence[GuidanceItem], helplines: Sequence[Helpline] = ()) -> None:
    """Words in the language that the file is named after: `ar.yaml` maps codes of items to titles in Arabic, and codes
    of helplines to `name`, `notes` or both.

    Raises BadGuidance for a code that none has, and for words that stand with the entry already.
    """
    places: dict[str, dict[str, Any]] = {one.code: {"title": one.titles} for one in items}
    lines = {one.code: {"name": one.names, "notes": one.notes} for one in helplines}
    language = path.stem
    if not is_tag(language):
        raise BadGuidance(path, [f"{path.name}: the file must be named after a language, such as ar.yaml"])
    problems = list[str]()
    for code, value in yaml_document(path).items():
        if code in places and code in lines:
            problems.append(f"{code}: an item and a helpline have this code; give one of them another")
        elif code in places:
            problems += _placed(code, {"title": value}, places[code], language)
        elif code in lines:
            problems += _placed(code, value, lines[code], language)
        else:
            problems.append(f"{code}: no item and no helpline has this code")
    if problems:
        raise BadGuidance(path, problems)


def _placed(code: str, given: Any, places: Mapping[str, dict[str, Any]], language: str) -> list[str]:
    """Puts each text in its place; what could not be put there, said."""
    if not isinstance(given, dict) or not given.keys() <= places.keys():
        return [f"{code}: must map {' or '.join(places)} to words, not {said(given)}"]
    problems = []
    for field, text in given.items():
        if language in places[field]:
            problems.append(f"{code}: its {field} in {language!r} stands with the entry itself")
            continue
        check = texts if field == "notes" else titles
        try:
            places[field] |= check({field: {language: text}}, field, TextState.MACHINE_DRAFTED)
        except Refused as refusal:
            problems.append(f"{code}: {refusal}")
    return problems
