"""What goes into the index and what comes out of a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from baken.core.kinds import LatLon


@dataclass(frozen=True, slots=True)
class Document:
    """A service as search sees it. `need_codes` are its tags; a document without any gets needs from its text."""

    id: UUID
    language: str
    title: str
    text: str
    need_codes: tuple[str, ...] = ()
    place: LatLon | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """`need_fit`: asked need -> how well this document answers it, 0..1. `score` orders the hits, 0..1."""

    id: UUID
    need_fit: Mapping[str, float]
    text_fit: float
    score: float


class Engine(StrEnum):
    """What answers: every named encoder; all but the one that knows every language; no encoder at all."""

    FULL = "full"
    WITHOUT_E5 = "without-e5"
    LEXICAL = "lexical"
