"""How well own words are understood: doors, needs and honest doubt, against BM25 and against the encoder alone.

    ./baken bench words [--part test] [--languages nl,ar] [--without-peers]

The questions lie in bench/words/ (how they were made: bench/words/README.md), the doors are the demonstration town's.
A door is right when the service says it answers one of the question's needs; the needs are right by code.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
import django

django.setup()

import bm25s
from django.utils import timezone
from rapidfuzz import fuzz, process

from baken.cli.demo import load_town
from baken.cli.ready import ready
from baken.core.wording import fold
from baken.directory import selectors as directory
from baken.needs import selectors as needs_room
from baken.needs.models import Phrasing
from baken.needs.runtime import runtime
from baken.plans.kinds import Question
from baken.plans.selectors import find_for

HERE = Path(__file__).parent
LANGUAGES = ("nl", "fr", "en", "ar", "tr", "fa", "uk", "ru", "es", "pl", "pt", "fa-af", "ps", "ti", "so")
AIM = {"nl": 0.95, "fr": 0.95, "en": 0.95, "ps": 0.80, "ti": 0.80, "so": 0.80, "fa-af": 0.80}
NEAR_DUPLICATE = 92  # rapidfuzz ratio to a phrasing of the same language


@dataclass(frozen=True, slots=True)
class Labelled:
    language: str
    words: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """Services in order of rank as their need codes, and needs in order of rank."""

    doors: Sequence[frozenset[str]]
    needs: Sequence[str]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    count: int
    door_at_5: float
    need_at_3: float
    mrr: float
    unsure: float


def questions(part: str, language: str) -> list[Labelled]:
    lines = (HERE / "words" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [Labelled(language, row["words"], frozenset(row["needs"])) for row in rows if row["part"] == part]


def nonsense(part: str) -> list[str]:
    lines = (HERE / "words" / "nonsense.jsonl").read_text(encoding="utf-8").splitlines()
    return [row["words"] for row in map(json.loads, lines) if row.get("part", "test") == part]


def without_near_duplicates(asked: list[Labelled], phrasings: Sequence[str]) -> list[Labelled]:
    """Questions that stand almost literally among the phrasings would measure nothing."""
    known = [fold(phrasing) for phrasing in phrasings]
    return [
        one
        for one in asked
        if process.extractOne(fold(one.words), known, scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE) is None
    ]


def score(asked: Sequence[Labelled], answers: Sequence[Answer]) -> Score:
    doors = [any(one.needs & door for door in given.doors[:5]) for one, given in zip(asked, answers, strict=True)]
    needs = [bool(one.needs & set(given.needs[:3])) for one, given in zip(asked, answers, strict=True)]
    ranks = [_reciprocal(one.needs, given.needs) for one, given in zip(asked, answers, strict=True)]
    unsure = [not given.sure for given in answers]
    return Score(len(asked), *(float(np.mean(values)) for values in (doors, needs, ranks, unsure)))


def _reciprocal(right: frozenset[str], given: Sequence[str]) -> float:
    return next((1 / rank for rank, code in enumerate(given, start=1) if code in right), 0.0)


def wilson(share: float, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    z = 1.96
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count), (middle + spread) / (1 + z * z / count)


def baken_answers(asked: Sequence[tuple[str, str]], codes: dict[str, frozenset[str]]) -> list[Answer]:
    """(words, page language) -> what a person would be shown."""
    now = timezone.now()
    given = []
    for words, language in asked:
        findings = find_for(Question(when=now, words=words, language=language, limit=5))
        doors = [codes[view.door.candidate.service_id] for view in findings.doors]
        given.append(Answer(doors, [chip.code for chip in (*findings.needs, *findings.suggested)], findings.sure))
    return given


class Bm25:
    """bm25s over the services' texts and over the needs' phrasings, all languages together."""

    def __init__(self, doors: list[tuple[str, frozenset[str]]], phrasings: list[tuple[str, str]]) -> None:
        self.door_codes = [codes for _, codes in doors]
        self.need_codes = [code for _, code in phrasings]
        self.doors = self._index([text for text, _ in doors])
        self.needs = self._index([text for text, _ in phrasings])

    @staticmethod
    def _index(texts: list[str]) -> Any:
        index = bm25s.BM25()
        index.index([fold(text).split() for text in texts], show_progress=False)
        return index

    def answer(self, words: str) -> Answer:
        tokens = fold(words).split()
        doors = [self.door_codes[i] for i in self._best(self.doors, tokens, 5)]
        needs = [self.need_codes[i] for i in self._best(self.needs, tokens, 50)]
        return Answer(doors, list(dict.fromkeys(needs)))

    @staticmethod
    def _best(index: Any, tokens: list[str], most: int) -> list[int]:
        scores = np.asarray(index.get_scores(tokens)) if tokens else np.zeros(1)
        order = np.argsort(-scores, kind="stable")[:most]
        return [int(i) for i in order if scores[i] > 0]


class EncoderAlone:
    """The E5 encoder's plain cosine: words against whole service texts and against phrasings."""

    def __init__(self, doors: list[tuple[str, frozenset[str]]], phrasings: list[tuple[str, str]]) -> None:
        self.encoder = runtime().registry.load()["e5"]
        self.door_codes = [codes for _, codes in doors]
        self.need_codes = [code for _, code in phrasings]
        self.doors = self.encoder.encode_documents([text for text, _ in doors])
        self.needs = self.encoder.encode_queries([text for text, _ in phrasings])

    def answer(self, words: str) -> Answer:
        vector = self.encoder.encode_queries([words])[0]
        doors = [self.door_codes[i] for i in np.argsort(-(self.doors @ vector))[:5]]
        needs = [self.need_codes[i] for i in np.argsort(-(self.needs @ vector))[:200]]
        return Answer(doors, list(dict.fromkeys(needs)))


def town() -> dict[str, frozenset[str]]:
    """Loads the demonstration town: the need codes of each of its services."""
    ready()
    load_town(Path(os.environ.get("BAKEN_DEMO_DIR") or HERE.parent / "demo"))
    return {str(document.id): frozenset(document.need_codes) for document in directory.documents()}


def measure(language: str, part: str, codes: dict[str, frozenset[str]]) -> tuple[int, Score]:
    """How many questions were asked, and how well they were answered."""
    asked = _asked(language, part)
    return len(asked), score(asked, baken_answers([(one.words, one.language) for one in asked], codes))


def _asked(language: str, part: str) -> list[Labelled]:
    said = list(Phrasing.objects.filter(language=language).values_list("text", flat=True))
    return without_near_duplicates(questions(part, language), said)


def main() -> int:
    arguments = _arguments()
    codes = town()
    documents = list(directory.documents())
    doors = [(f"{document.title}. {document.text}", frozenset(document.need_codes)) for document in documents]
    phrasings = list(Phrasing.objects.values_list("text", "need_id"))
    print(f"{len(codes)} services, {len(phrasings)} phrasings; engine: {needs_room.engine()}; part: {arguments.part}")
    peers: list[tuple[str, Callable[[str], Answer]]] = []
    if not arguments.without_peers:
        peers = [("BM25", Bm25(doors, phrasings).answer), ("E5 alone", EncoderAlone(doors, phrasings).answer)]
    _table(arguments, codes, peers)
    return 0


def _table(
    arguments: argparse.Namespace, codes: dict[str, frozenset[str]], peers: list[tuple[str, Callable[[str], Answer]]]
) -> None:
    head = f"{'':6} {'n':>4} {'door@5 (95 %)':>22} {'need@3 (95 %)':>22} {'MRR':>5} {'unsure':>6}"
    print(head + "".join(f" | {name}: door@5 need@3  MRR" for name, _ in peers))
    pooled: list[Score] = []
    misses = []
    for language in arguments.languages:
        everything = questions(arguments.part, language)
        asked = _asked(language, arguments.part)
        started = perf_counter()
        given = baken_answers([(one.words, one.language) for one in asked], codes)
        each = (perf_counter() - started) / len(asked) * 1000
        ours = score(asked, given)
        pooled.append(ours)
        beside = [score(asked, [answer(one.words) for one in asked]) for _, answer in peers]
        dropped = len(everything) - len(asked)
        print(_row(language, ours, beside) + f"   {each:.0f} ms each, {dropped} near-duplicates dropped")
        misses += [(one, got) for one, got in zip(asked, given, strict=True) if not one.needs & set(got.needs[:3])]
    mean = Score(sum(s.count for s in pooled), *(float(np.mean([getattr(s, f) for s in pooled])) for f in _FIELDS))
    print(_row("mean", mean, []))
    noise = baken_answers([(words, "en") for words in nonsense(arguments.part)], codes)
    print(f"nonsense said to be unsure: {sum(not a.sure for a in noise)} of {len(noise)} (aim 90 of 100)")
    if arguments.misses:
        Path(arguments.misses).write_text(
            "".join(f"{o.language}\t{sorted(o.needs)}\t{list(g.needs[:4])}\t{o.words}\n" for o, g in misses)
        )


_FIELDS = ("door_at_5", "need_at_3", "mrr", "unsure")


def _row(language: str, ours: Score, beside: Sequence[Score]) -> str:
    low, high = wilson(ours.door_at_5, ours.count)
    need_low, need_high = wilson(ours.need_at_3, ours.count)
    mark = "" if language == "mean" else ("ok" if ours.door_at_5 >= AIM.get(language, 0.90) else "  ")
    cells = (
        f"{ours.door_at_5:.3f} ({low:.2f}-{high:.2f}) {mark:2}",
        f"{ours.need_at_3:.3f} ({need_low:.2f}-{need_high:.2f})",
    )
    row = f"{language:6} {ours.count:>4} {cells[0]:>22} {cells[1]:>22} {ours.mrr:5.2f} {ours.unsure:6.3f}"
    return row + "".join(f" | {s.door_at_5:15.3f} {s.need_at_3:6.3f} {s.mrr:5.2f}" for s in beside)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["test", "tune"], default="test")
    parser.add_argument("--languages", type=lambda text: text.split(","), default=list(LANGUAGES))
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--misses", help="write the questions whose need was missed to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
