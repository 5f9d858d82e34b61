"""One material, card, entitlement or training of a file into a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid5

from baken.core.kinds import TextState
from baken.guidance.checking import (
    Refused,
    Sources,
    any_of,
    code_of,
    languages,
    line,
    one,
    only_known,
    said,
    source,
    texts,
    titles,
    web_address,
    yes_or_no,
)
from baken.guidance.models import SITUATIONS, Audience, Form, Group, GuidanceItem, Kind, Region

KNOWN: Final = {
    "code", "kind", "title", "text", "ask", "publisher", "languages", "more_languages", "forms", "audiences", "groups",
    "situations", "regions", "needs", "address", "source", "invented",
}  # fmt: skip
# Addresses hold ids and not codes: a code says what somebody reads about.
_IDS: Final = UUID("8f1f0f4e-5d0a-4c53-9d7b-2f6f1c7a9b10")
_NEED: Final = re.compile(r"[a-z]+\.[a-z-]+")


def item(entry: Mapping[str, Any], sources: Sources, origin: str, state: TextState) -> GuidanceItem:
    only_known(entry, KNOWN)
    code, kind = code_of(entry, 60), one(entry, "kind", Kind.values)
    names, bodies = titles(entry, "title", state), texts(entry, "text", state)
    if not names:
        raise Refused("title: must map languages to titles")
    if kind in (Kind.CARD, Kind.ENTITLEMENT) and not bodies:
        raise Refused(f"text: a {kind} says something, in at least one language")
    return GuidanceItem(
        id=id_of(code),
        code=code,
        kind=kind,
        titles=names,
        bodies=bodies,
        asks=texts(entry, "ask", state),
        publisher=line(entry, "publisher"),
        languages=languages(entry.get("languages", [])),
        needs=_needs(entry.get("needs", [])),
        address=web_address(entry, "address"),
        origin=origin,
        **{field: yes_or_no(entry, field) for field in ("more_languages", "invented")},
        **_for_whom(entry),
        **source(entry.get("source"), sources),
    )


def id_of(code: str) -> UUID:
    return uuid5(_IDS, code)


def _for_whom(entry: Mapping[str, Any]) -> dict[str, list[str]]:
    allowed = {
        "forms": Form.values,
        "audiences": Audience.values,
        "groups": Group.values,
        "situations": [situation.value for situation in SITUATIONS],
        "regions": Region.values,
    }
    return {field: any_of(entry, field, values) for field, values in allowed.items()}


def _needs(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(code, str) and _NEED.fullmatch(code) for code in value):
        raise Refused(f"needs: must be a list of codes of needs such as health.doctor, not {said(value)}")
    return value
