"""A question in somebody's own words -> the needs it names, how surely, and whether there is danger in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import Encoder
from baken.core.search.documents_ranking import Question
from baken.core.search.head import read_head
from baken.core.search.needs_ranking import evidence, shares, standardise
from baken.core.search.postings import gram_similarity
from baken.core.wording import (
    Script,
    clauses,
    cut_at_border,
    cut_spelt_out,
    is_noise,
    looks_romanised_arabic,
    script_of,
    to_arabic,
    tokens,
)
from baken.needs.calibration import Calibration, head_of
from baken.needs.danger import KINDS, danger_in
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
_SURE = 0.5
_DANGER_SCORE = 0.6
NEED_OF_DANGER: Final[Mapping[str, str]] = {
    "suicide": "talking.sadness",
    "violence": "safety.home",
    "homeless-tonight": "housing.tonight",
    "medical": "health.doctor",
}
_DANGER_IN_NEED = frozenset({"violence", "homeless-tonight"})
_CLAUSE_ALONE, _CLAUSE_WHOLE = 0.4, 0.8
_WHOLE_SHARE = 0.5  # of a score; with clauses alone R@3 was .85, in the light of the whole .92, both mixed .933


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
    """What the evidence says of one part: `shares` over the needs, and how clearly it is a question at all, 0..1."""

    shares: NDArray[np.float64]
    clarity: float


@dataclass(frozen=True, slots=True)
class Gathered:
    """Evidence by kind for one part; how like the likest phrasing is, by letters and by the first encoder; length."""

    evidence: Mapping[str, Floats]
    likest_letters: float
    closest: float
    words: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Parts in one encoder's space: `cosines` (parts, phrasings) and `logits` (parts, needs)."""

    cosines: Floats
    logits: Floats


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
        danger = danger_in(cut_spelt_out(words, MOST_DANGER_CHARACTERS))
        noise = is_noise(asked)
    with watch.stage("encode"):
        vectors = {} if noise else encode(parts, language, bank, encoders)
    with watch.stage("needs"):
        alike = compare(vectors, bank)
        gathered = [] if noise else gather_parts(parts, alike, bank)
        seen = look(gathered, calibration) if gathered else []
        needs, sure = _merge(seen, bank.codes, calibration)
        if "suicide" in danger and gathered:
            apart = _named_apart(parts, gathered, bank.codes, calibration)
            needs = tuple(need for need in needs if need.code.startswith("talking.") or need.code in apart)
        needs = _with_danger(needs, danger, bank.codes)
    return Understanding(
        words=words,
        clauses=tuple(part.text for part in parts[1:]) or (parts[0].text,),
        language=language,
        needs=needs,
        sure=sure or bool(danger),
        danger=_danger_of(needs, danger),
        engine=engine,
        took_ms=watch.took_ms,
        vectors={
            name: _questions(rows, alike[name].cosines, calibration.weights.get(name, 1.0))
            for name, rows in vectors.items()
        },
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
    doubtful = found[best] < _LEAST_LANGUAGE or (
        sum(map(str.isalpha, words)) < _LEAST_LETTERS and best != page_language
    )
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


def encode(parts: Sequence[Part], language: str, bank: Bank, encoders: Mapping[str, Encoder]) -> dict[str, Floats]:
    """Each encoder that knows the language: (parts, dim) in its space."""
    vectors = {}
    for name, encoder in encoders.items():
        if encoder.languages is None or language in encoder.languages:
            raw = encoder.encode_queries([part.text or " " for part in parts])
            vectors[name] = bank.encoded[name].space.project(raw, [language] * len(parts))
    return vectors


def look(parts: Sequence[Gathered], calibration: Calibration) -> list[Seen]:
    """Shares and clarity of the whole and of each clause. A clause is read in the light of the whole: of a story told
    in many clauses each alone would name something else."""
    whole = parts[0]
    seen = [_seen(whole, [(whole, 1.0)], calibration)]
    return seen + [_seen(part, [(part, _CLAUSE_ALONE), (whole, _CLAUSE_WHOLE)], calibration) for part in parts[1:]]


def _seen(part: Gathered, mixed: Sequence[tuple[Gathered, float]], calibration: Calibration) -> Seen:
    kinds = part.evidence.keys() & mixed[-1][0].evidence.keys()
    found = {kind: np.asarray(sum(weight * one.evidence[kind] for one, weight in mixed), np.float32) for kind in kinds}
    share = shares(found, calibration.weights, calibration.sharpness)
    inputs = (part.likest_letters, part.closest, float(share.max()), math.log(max(part.words, 1)))
    return Seen(share, clarity(inputs, calibration))


def compare(vectors: Mapping[str, Floats], bank: Bank) -> dict[str, Compared]:
    """Each encoder's (parts, dim) vectors beside every phrasing of the bank, and as its head reads them."""
    return {
        name: Compared((bank.encoded[name].vectors @ rows.T).T, read_head(rows, bank.encoded[name].head))
        for name, rows in vectors.items()
    }


def gather(words: Sequence[str], alike: Mapping[str, Compared], row: int, bank: Bank) -> Gathered:
    """The evidence of one text: its folded words and, by encoder, row `row` of what `compare` gave.

    The evidence of letters counts as far as they match at all: in a language with few phrasings they often do not.
    """
    letters = gram_similarity(words, bank.postings, bank.idf)
    likest_letters = float(letters.max(initial=0.0))
    found = {"lexical": evidence(letters, bank.groups) * np.float32(likest_letters)}
    for name, seen in alike.items():
        found[name] = evidence(seen.cosines[row], bank.encoded[name].groups)
        found[head_of(name)] = standardise(seen.logits[row]).astype(np.float32)
    closest = next((float(seen.cosines[row].max()) for seen in alike.values()), 0.0)
    spoken = sum(not word.startswith("~") for word in words)
    return Gathered(found, likest_letters, closest, spoken)


def gather_parts(parts: Sequence[Part], alike: Mapping[str, Compared], bank: Bank) -> list[Gathered]:
    """`alike` as `compare` gives it."""
    return [gather(part.words, alike, row, bank) for row, part in enumerate(parts)]


def clarity(inputs: Sequence[float], calibration: Calibration) -> float:
    """0..1: is this a question at all? Inputs: likest phrasing by letters, by the first encoder, best share, log of
    the number of words (greetings, names and stray nouns are short)."""
    intercept, *weights = calibration.sure
    return 1 / (1 + math.exp(-intercept - sum(w * x for w, x in zip(weights, inputs, strict=False))))


def _merge(seen: Sequence[Seen], codes: Sequence[str], calibration: Calibration) -> tuple[tuple[NeedScore, ...], bool]:
    """The likeliest needs, best first, each meant or not."""
    if not seen:
        return (), False
    scores = merged_scores(seen)
    order = np.argsort(-scores, kind="stable")[:_SUGGESTED]
    sure = seen[0].clarity >= _SURE
    needs = tuple(
        NeedScore(codes[row], round(float(scores[row]), 4), sure and _above(scores[row], codes[row], calibration))
        for row in order
        if scores[row] >= _LEAST_SHOWN
    )
    return _at_least_one_meant(needs) if sure else needs, sure


def merged_scores(seen: Sequence[Seen]) -> NDArray[np.float64]:
    """Half what the whole says, half what the clause says that names the need most."""
    best = np.max([part.shares for part in seen], axis=0)
    return np.asarray(_WHOLE_SHARE * seen[0].shares + (1 - _WHOLE_SHARE) * best, np.float64)


def _at_least_one_meant(needs: tuple[NeedScore, ...]) -> tuple[NeedScore, ...]:
    if not needs or any(need.meant for need in needs):
        return needs
    return (NeedScore(needs[0].code, needs[0].score, True), *needs[1:])


def _named_apart(
    parts: Sequence[Part], gathered: Sequence[Gathered], codes: Sequence[str], calibration: Calibration
) -> frozenset[str]:
    """Needs that a clause without talk of suicide names by itself. What such talk itself resembles is no need: who
    speaks of suicide is offered somebody to talk to, and of the rest only what they clearly name as well."""
    named: set[str] = set()
    for part, one in zip(parts[1:], gathered[1:], strict=True):
        if "suicide" not in danger_in(part.text):
            alone = _seen(one, [(one, 1.0)], calibration)
            if alone.clarity >= _SURE:
                named.update(code for row, code in enumerate(codes) if _above(alone.shares[row], code, calibration))
    return frozenset(named)


def _above(share: float, code: str, calibration: Calibration) -> bool:
    return bool(share >= calibration.threshold_of(code))


def _with_danger(needs: tuple[NeedScore, ...], danger: Sequence[str], codes: Sequence[str]) -> tuple[NeedScore, ...]:
    """The need that answers each danger is among those meant, and first."""
    for kind in danger:
        code = NEED_OF_DANGER[kind]
        if code in codes:
            own = next((need.score for need in needs if need.code == code), 0.0)
            others = tuple(need for need in needs if need.code != code)
            needs = (NeedScore(code, max(own, _DANGER_SCORE), True), *others)
    return needs


def _danger_of(needs: Sequence[NeedScore], danger: Sequence[str]) -> tuple[str, ...]:
    """Danger said in words no list has: a need that is itself a danger and surely meant."""
    meant = {need.code for need in needs if need.meant and need.score >= _DANGER_SCORE}
    return tuple(
        kind for kind in KINDS if kind in danger or (kind in _DANGER_IN_NEED and NEED_OF_DANGER[kind] in meant)
    )


def _questions(rows: Floats, cosines: Floats, weight: float) -> tuple[Question, ...]:
    """Each part as a question to the documents, with its mean and spread over the fixed bank."""
    return tuple(
        Question(vector, float(own.mean()), float(own.std()), weight) for vector, own in zip(rows, cosines, strict=True)
    )
