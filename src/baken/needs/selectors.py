"""Reads of the needs room: from own words to needs, from needs to services, the cards of the start page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.db.models import Count

from baken.core.kinds import LatLon, Text
from baken.needs import encoding
from baken.needs.around import Around, around
from baken.needs.calibration import calibrations
from baken.needs.finding import search
from baken.needs.index.folders import IndexMismatch, IndexMissing, IndexProblem
from baken.needs.index.kinds import Document, Engine, Hit
from baken.needs.index.reader import LoadedIndex
from baken.needs.models import Domain, LoadedTaxonomy, Need, NeedCause, Phrasing
from baken.needs.runtime import Runtime, runtime
from baken.needs.taxonomy_files import FOLDER, fingerprint
from baken.needs.understanding import NEED_OF_DANGER, UNKNOWN, EmptyQuestion, NeedScore, Understanding, read_question

__all__ = [
    "NEED_OF_DANGER",
    "Around",
    "Document",
    "DomainCard",
    "EmptyQuestion",
    "EncodingState",
    "Engine",
    "Hit",
    "IndexMismatch",
    "IndexMissing",
    "IndexProblem",
    "IndexState",
    "NeedCard",
    "NeedScore",
    "NeedWords",
    "Understanding",
    "UnknownNeed",
    "answered_around",
    "cards_of",
    "causes",
    "encoding_state",
    "engine",
    "find_documents",
    "index_problem",
    "index_state",
    "need_cards",
    "need_labels",
    "taxonomy_is_loaded",
    "understand",
    "words_by_language",
]


class UnknownNeed(ValueError):
    """A ticked need that the taxonomy does not have."""


class Asked(Protocol):
    """A need of the question with its score 0..1 (`NeedScore`, or planning's `AskedNeed`)."""

    @property
    def code(self) -> str: ...
    @property
    def score(self) -> float: ...


@dataclass(frozen=True, slots=True)
class NeedCard:
    code: str
    label: Text
    explanation: Text | None
    pictogram: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class DomainCard:
    code: str
    label: Text
    pictogram: str
    needs: tuple[NeedCard, ...]


@dataclass(frozen=True, slots=True)
class NeedWords:
    """Of one language: needs that have a name in it, of how many, and the everyday phrasings they are known by."""

    labels: int
    needs: int
    phrasings: int


@dataclass(frozen=True, slots=True)
class IndexState:
    """For `baken check`. `failures`: encoder -> why it cannot be loaded. `problem`: None when the index is usable."""

    engine: Engine
    encoders: tuple[str, ...]
    failures: Mapping[str, str]
    needs: int
    documents: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class EncodingState:
    """How many of all indexed services wait for an encoder, found by words and needs meanwhile; whether a process is at
    it, how many it encodes a second and when it will be done. None: not known."""

    waiting: int
    documents: int
    runs: bool
    a_second: float | None
    seconds_left: float | None


def words_by_language() -> Mapping[str, NeedWords]:
    """How well each language is served by the taxonomy in force. Two queries."""
    labels = [need.label for need in Need.objects.in_force()]
    counted = Phrasing.objects.filter(need__retired=False).values_list("language").annotate(number=Count("pk"))
    phrasings = dict(counted.order_by())
    tags = {tag for label in labels for tag in label.by_language} | set(phrasings)
    return {
        tag: NeedWords(sum(tag in label.by_language for label in labels), len(labels), phrasings.get(tag, 0))
        for tag in tags
    }


def understand(*, words: str, language: str | None = None, needs: Sequence[str] = ()) -> Understanding:
    """What the words ask, with ticked `needs` on top. `language`: the page's, a hint and never more.

    Raises EmptyQuestion, UnknownNeed, IndexMissing, IndexMismatch. Stores nothing.
    """
    if not words.strip() and not needs:
        raise EmptyQuestion("say in your own words what you need, or pick a need")
    here = runtime()
    index = here.reader.loaded()
    ticked = _ticked(needs, index)
    encoders = here.ready_encoders(index)
    running = here.engine(encoders)
    if not words.strip():
        return Understanding("", (), language or UNKNOWN, ticked, True, (), running, {})
    understood = read_question(
        words,
        page_language=language,
        bank=index.bank,
        encoders=encoders,
        calibration=calibrations()[running],
        engine=running,
    )
    return replace(understood, needs=_with_ticked(understood.needs, ticked), sure=understood.sure or bool(ticked))


def _ticked(needs: Sequence[str], index: LoadedIndex) -> tuple[NeedScore, ...]:
    for code in needs:
        if code not in index.bank.codes:
            raise UnknownNeed(f"there is no need {code!r}")
    return tuple(NeedScore(code, 1.0) for code in dict.fromkeys(needs))


def _with_ticked(found: tuple[NeedScore, ...], ticked: tuple[NeedScore, ...]) -> tuple[NeedScore, ...]:
    chosen = {need.code for need in ticked}
    return (*ticked, *(need for need in found if need.code not in chosen))


def find_documents(
    understanding: Understanding,
    *,
    needs: Sequence[Asked] | None = None,
    limit: int = 200,
    near: LatLon | None = None,
    least: int = 0,
) -> tuple[Hit, ...]:
    """Services by need and words, best first. `needs`: those to look for, default the ones understood as meant.

    `near` leaves out places farther than 100 km and prefers the nearest of equally good ones. `least`: so many of each
    need come along, where others would crowd them out. Raises IndexMissing where no service was ever indexed.
    """
    here = runtime()
    index = here.reader.loaded()
    if index.base is None:
        raise IndexMissing("no services are indexed yet: run «baken index»")
    asked = needs if needs is not None else (understanding.meant or understanding.needs)
    return search(
        index,
        asked={need.code: need.score for need in asked},
        vectors=understanding.vectors,
        words=understanding.search_words,
        limit=limit,
        near=near,
        least=least,
    )


def answered_around(needs: Iterable[str], *, near: LatLon | None, enough: float) -> Around:
    """Services near a place that answer these needs, or other needs that one of those answers too, at `enough` or
    more: who shares the people that ask."""
    return around(runtime().reader.loaded(), needs, near=near, enough=enough)


def engine() -> Engine:
    """What answers now. Loads the encoders on first use."""
    here = runtime()
    return here.engine(here.ready_encoders(here.reader.loaded()))


def index_problem() -> str | None:
    """Why no question can be answered from the index, in words; None when it is there. Loads no encoder."""
    try:
        index = runtime().reader.loaded()
    except IndexProblem as problem:
        return str(problem)
    return None if index.base is not None else "no services are indexed yet: run «baken index»"


def index_state() -> IndexState:
    """Everything `baken check` says about search; raises nothing."""
    here = runtime()
    loaded = tuple(here.registry.load())
    try:
        index = here.reader.loaded()
        running = here.engine(here.ready_encoders(index))
    except IndexProblem as problem:
        return IndexState(Engine.LEXICAL, loaded, dict(here.registry.failures), 0, 0, str(problem))
    problem_said = None if index.base is not None else "no services are indexed yet: run «baken index»"
    return _state(here, loaded, index, running, problem_said)


def encoding_state() -> EncodingState:
    """How far the index is with what needs an encoder. Loads none. Raises IndexMissing, IndexMismatch."""
    index, runs, said = runtime().reader.loaded(), encoding.runs(), encoding.pace()
    if not index.waiting or not runs or said is None:
        return EncodingState(index.waiting, index.documents, runs, None, None)
    waiting = min(said.waiting, index.waiting)
    left = waiting / said.a_second if said.a_second else None
    return EncodingState(waiting, index.documents, runs, said.a_second, left)


def _state(
    here: Runtime, loaded: tuple[str, ...], index: LoadedIndex, running: Engine, problem: str | None
) -> IndexState:
    failures = dict(here.registry.failures)
    return IndexState(running, loaded, failures, len(index.bank.codes), index.documents, problem)


def taxonomy_is_loaded() -> bool:
    """Whether the taxonomy in the database is that of the package's files. One query."""
    return LoadedTaxonomy.objects.filter(fingerprint=fingerprint(FOLDER)).exists()


def need_cards(*languages: str) -> tuple[DomainCard, ...]:
    """All needs by domain, worded in the first of `languages` that has the text. Two queries."""
    by_domain: dict[str, list[Need]] = {}
    for need in Need.objects.in_force():
        by_domain.setdefault(need.domain_id, []).append(need)
    return tuple(
        DomainCard(
            domain.code,
            _worded(domain.label.best(*languages), domain.code),
            domain.pictogram,
            tuple(_card(need, languages) for need in by_domain[domain.code]),
        )
        for domain in Domain.objects.all()
        if domain.code in by_domain
    )


def cards_of(codes: Iterable[str], *languages: str) -> Mapping[str, NeedCard]:
    """The cards of these needs, by code, without those that are unknown or retired. One query."""
    return {need.code: _card(need, languages) for need in Need.objects.in_force().filter(code__in=tuple(codes))}


def _card(need: Need, languages: Sequence[str]) -> NeedCard:
    label = _worded(need.label.best(*languages), need.code)
    return NeedCard(need.code, label, need.explanation.best(*languages), need.pictogram, need.sensitive)


def _worded(text: Text | None, code: str) -> Text:
    if text is None:
        raise UnknownNeed(f"{code} has no label in any language")
    return text


def need_labels(*languages: str) -> Mapping[str, Text]:
    """Code -> label, also of retired needs, so that old data stays readable. One query."""
    return {need.code: _worded(need.label.best(*languages), need.code) for need in Need.objects.all()}


def causes() -> Mapping[str, tuple[str, ...]]:
    """Need -> the needs it often brings about. One query."""
    found: dict[str, list[str]] = {}
    for cause, symptom in NeedCause.objects.order_by("id").values_list("cause_id", "symptom_id"):
        found.setdefault(cause, []).append(symptom)
    return {cause: tuple(symptoms) for cause, symptoms in found.items()}
