"""A question in somebody's own words -> the needs it names, how surely, and whether there is danger in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import Encoder
from baken.core.search.documents_ranking import Question
from baken.core.search.needs_ranking import evidence, shares
from baken.core.search.postings import gram_similarity
from baken.core.wording import (
    Script,
    clauses,
    cut_at_border,
    is_noise,
    looks_romanised_arabic,
    script_of,
    to_arabic,
    tokens,
)
from baken.needs.calibration import Calibration
from baken.needs.danger import danger_in
from baken.needs.index.bank import Bank, lexical_words
from baken.needs.index.kinds import Engine

Floats = NDArray[np.float32]

UNKNOWN = "und"
MOST_CHARACTERS = 500  # what encoders see
MOST_DANGER_CHARACTERS = 10_000
_LEAST_LANGUAGE = 0.85  # under this probability the language stays unknown
_LEAST_LETTERS = 8  # so does a text this short, unless the page's language says it
_SUGGESTED = 6
_LEAST_SHOWN = 0.01


class EmptyQuestion(ValueError):
    """Neither words nor needs were given."""


@dataclass(frozen=True, slots=True)
class NeedScore:
    """`score` 0..1. `meant`: above the need's own threshold; the others are suggestions to choose from."""

    code: str
    score: float
    meant: bool = True


@dataclass(frozen=True, slots=True)
class Understanding:
    """`vectors` and `search_words` are what `find_documents` needs; nothing in here is ever stored.

    `sure` is False for what we could not read as a question: then the needs are guesses at best.
    """

    words: str
    clauses: tuple[str, ...]
    language: str
    needs: tuple[NeedScore, ...]
    sure: bool
    danger: tuple[str, ...]
    engine: Engine
    took_ms: Mapping[str, float]
    vectors: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    search_words: tuple[str, ...] = ()

    @property
    def meant(self) -> tuple[NeedScore, ...]:
        return tuple(need for need in self.needs if need.meant)


@dataclass(frozen=True, slots=True)
class Part:
    """The whole question or one clause of it: as encoders and as the n-grams see it."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the evidence says of one part: `shares` over the needs; `inputs` of the clarity logistic."""

    shares: NDArray[np.float64]
    inputs: tuple[float, ...]


class Stopwatch:
    def __init__(self) -> None:
        self.took_ms: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = perf_counter()
        try:
            yield
        finally:
            self.took_ms[name] = self.took_ms.get(name, 0.0) + (perf_counter() - started) * 1000


def read_question(
    words: str,
    *,
    page_language: str | None,
    bank: Bank,
    encoders: Mapping[str, Encoder],
    calibration: Calibration,
    engine: Engine,
) -> Understanding:
    """The whole way from words to needs. `page_language` is only a hint: most people write as they read."""
    watch = Stopwatch()
    with watch.stage("language"):
        asked = cut_at_border(" ".join(words.split()), MOST_CHARACTERS)
        language, romanised = identify(asked, page_language, bank)
        parts = split(asked, language, bank, romanised=romanised)
        danger = danger_in(words[:MOST_DANGER_CHARACTERS])
        noise = is_noise(asked)
    with watch.stage("encode"):
        vectors = {} if noise else encode(parts, language, bank, encoders)
    with watch.stage("needs"):
        seen = [] if noise else [_look(part, row, vectors, bank, calibration) for row, part in enumerate(parts)]
        needs, sure = _merge(seen, bank.codes, calibration)
    return Understanding(
        words=words,
        clauses=tuple(part.text for part in parts[1:]) or (parts[0].text,),
        language=language,
        needs=needs,
        sure=sure,
        danger=danger,
        engine=engine,
        took_ms=watch.took_ms,
        vectors={name: _questions(rows, bank, name, calibration) for name, rows in vectors.items()},
        search_words=tuple(tokens(to_arabic(asked, bank.lexicon) if romanised else asked)),
    )


def identify(words: str, page_language: str | None, bank: Bank) -> tuple[str, bool]:
    """The language («und» when short or doubtful) and whether it is Arabic typed in Latin letters."""
    if looks_romanised_arabic(words, expected=page_language == "ar"):
        return "ar", True
    script = script_of(words)
    if script in (Script.NONE, Script.OTHER):
        return UNKNOWN, False
    found = bank.language_model.probabilities(words, expected=page_language)
    if not found:
        return UNKNOWN, False
    best = max(found, key=lambda tag: found[tag])
    doubtful = found[best] < _LEAST_LANGUAGE or (sum(map(str.isalpha, words)) < _LEAST_LETTERS and best != page_language)
    return (UNKNOWN if doubtful else best), False


def split(asked: str, language: str, bank: Bank, *, romanised: bool) -> list[Part]:
    """The whole first, then its clauses where there is more than one."""
    cut = clauses(asked, None if language == UNKNOWN else language)
    texts = [asked, *cut] if len(cut) > 1 else [asked]
    foreign = language == UNKNOWN or romanised
    return [_part(text, romanised, foreign, bank) for text in texts]


def _part(text: str, romanised: bool, foreign: bool, bank: Bank) -> Part:
    arabic = to_arabic(text, bank.lexicon) if romanised else text
    words = lexical_words(text, romanised=foreign)
    return Part(arabic, tuple(words + tokens(arabic) if romanised else words))


def encode(
    parts: Sequence[Part], language: str, bank: Bank, encoders: Mapping[str, Encoder]
) -> dict[str, Floats]:
    """Each encoder that knows the language: (parts, dim) in its space."""
    vectors = {}
    for name, encoder in encoders.items():
        if encoder.languages is None or language in encoder.languages:
            raw = encoder.encode_queries([part.text or " " for part in parts])
            vectors[name] = bank.encoded[name].space.project(raw, [language] * len(parts))
    return vectors


def _look(part: Part, row: int, vectors: Mapping[str, Floats], bank: Bank, calibration: Calibration) -> Seen:
    found, likest = gather(part.words, {name: rows[row] for name, rows in vectors.items()}, bank)
    share = shares(found, calibration.weights, calibration.sharpness)
    return Seen(share, (*likest, float(share.max())))


def gather(
    words: Sequence[str], vectors: Mapping[str, Floats], bank: Bank
) -> tuple[dict[str, Floats], tuple[float, float]]:
    """Evidence by kind, and the likeness of the likest phrasing by letters and by the first encoder.

    The evidence of letters counts as far as they match at all: in a language with few phrasings they often do not.
    """
    letters = gram_similarity(words, bank.postings, bank.idf)
    likest_letters = float(letters.max(initial=0.0))
    found = {"lexical": evidence(letters, bank.groups) * np.float32(likest_letters)}
    closest = []
    for name, vector in vectors.items():
        likeness = bank.encoded[name].vectors @ vector
        found[name] = evidence(likeness, bank.encoded[name].groups)
        closest.append(float(likeness.max()))
    return found, (likest_letters, closest[0] if closest else 0.0)


def clarity(inputs: Sequence[float], calibration: Calibration) -> float:
    """0..1: is this a question at all? Inputs: likest phrasing by letters, by the first encoder, the best share."""
    intercept, *weights = calibration.sure
    return 1 / (1 + math.exp(-intercept - sum(w * x for w, x in zip(weights, inputs, strict=False))))


def _merge(seen: Sequence[Seen], codes: Sequence[str], calibration: Calibration) -> tuple[tuple[NeedScore, ...], bool]:
    """The best share of each need over the whole and its clauses; an unclear clause counts less."""
    if not seen:
        return (), False
    clear = [clarity(part.inputs, calibration) for part in seen]
    scores = np.max([part.shares * (0.5 + 0.5 * how) for part, how in zip(seen, clear, strict=True)], axis=0)
    order = np.argsort(-scores, kind="stable")[:_SUGGESTED]
    sure = max(clear) >= 0.5
    needs = tuple(
        NeedScore(codes[row], round(float(scores[row]), 4), sure and bool(scores[row] >= calibration.threshold_of(codes[row])))
        for row in order
        if scores[row] >= _LEAST_SHOWN
    )
    return _at_least_one_meant(needs) if sure else needs, sure


def _at_least_one_meant(needs: tuple[NeedScore, ...]) -> tuple[NeedScore, ...]:
    if not needs or any(need.meant for need in needs):
        return needs
    return (NeedScore(needs[0].code, needs[0].score, True), *needs[1:])


def _questions(rows: Floats, bank: Bank, name: str, calibration: Calibration) -> tuple[Question, ...]:
    """Each part as a question to the documents, with its mean and spread over the fixed bank."""
    likeness = bank.encoded[name].vectors @ rows.T
    means, spreads = likeness.mean(0), likeness.std(0)
    weight = calibration.weights.get(name, 1.0)
    return tuple(
        Question(vector, float(mean), float(spread), weight)
        for vector, mean, spread in zip(rows, means, spreads, strict=True)
    )
