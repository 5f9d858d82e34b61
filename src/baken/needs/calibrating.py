"""Fits `calibration.json` on labelled questions: `./baken bench calibrating` reads the *.jsonl of bench/.

Lines are {"language", "words", "needs": [codes], "part": "tune" | "test"}, or instead of needs `"kind"`: real or
nonsense. Only the tuning part is read. First weights (best mean reciprocal rank) and sharpness (log loss), on phrasings
left out of the bank for it: the bank was written with the tuning questions at hand, and would look better on them than
it is. Then, on the tuning part, the logistic that tells a question from nonsense, one threshold, and an offset for
needs with enough examples.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from baken.core.search.needs_ranking import shares
from baken.core.wording import is_noise
from baken.needs.calibration import PATH, Calibration
from baken.needs.index.bank import Bank, read_bank, write_bank
from baken.needs.index.folders import IndexFolder
from baken.needs.index.kinds import Engine
from baken.needs.runtime import Runtime, runtime
from baken.needs.services import bank_texts
from baken.needs.taxonomy_files import read_taxonomy
from baken.needs.understanding import Gathered, compare, encode, gather_parts, identify, look, merged_scores, split

Floats = NDArray[np.float64]

_KINDS: dict[Engine, tuple[str, ...]] = {
    Engine.FULL: ("e5", "e5-head", "use", "use-head", "lexical"),
    Engine.WITHOUT_E5: ("use", "use-head", "lexical"),
    Engine.LEXICAL: ("lexical",),
}
_GRID = {
    "e5": (1.0,),
    "e5-head": (0.5, 1.0, 1.5, 2.0),
    "use": (0.15, 0.3, 0.6),
    "use-head": (0.5, 1.0, 1.5),
    "lexical": (0.5, 1.0, 2.0, 3.0),  # never none: single words and typing errors are not among what is left out
}
_SHARPNESS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 1.0, 1.3, 1.7, 2.2, 3.0, 4.0)
_LEFT_OUT_FROM, _LEFT_OUT = 11, 2  # of a need with so many phrasings in a language, the last ones
_RECALL_COUNTS = 1.5
_LEAST_OFFSET = 0.03
_REAL_KEPT = 0.985  # at most 3 in 100 real questions may be unsure; half of that here leaves room for new ones
_NONSENSE_CAUGHT = 0.94  # of what is plainly nonsense; where that leaves room, more real questions are kept


@dataclass(frozen=True, slots=True)
class Labelled:
    """`real`: a question; without `needs` it only helps to tell questions from nonsense."""

    words: str
    language: str | None
    needs: tuple[str, ...]
    real: bool


@dataclass(frozen=True, slots=True)
class Example:
    """What was gathered of the whole and of each clause (nothing where `is_noise` said so), and the right answers."""

    parts: tuple[Gathered, ...]
    answers: tuple[int, ...]
    real: bool


def read_labelled(folder: Path) -> list[Labelled]:
    """The tuning part of every *.jsonl in the folder; a line without a language is asked without a page."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            needs = tuple(row.get("needs", ()))
            if row["part"] == "tune":
                found.append(
                    Labelled(row["words"], row.get("language"), needs, bool(needs) or row.get("kind") == "real")
                )
    return found


def leave_out() -> list[Labelled]:
    """Phrasings of needs that have many in a language, as questions."""
    needs = (need for domain in read_taxonomy() for need in domain.needs)
    return [
        Labelled(text, language, (need.code,), real=True)
        for need in needs
        for language, texts in need.phrasings.items()
        if len(texts) >= _LEFT_OUT_FROM
        for text in texts[-_LEFT_OUT:]
    ]


def bank_without(left_out: Sequence[Labelled], here: Runtime, folder: Path) -> Bank:
    """The bank as it would be had these phrasings not been written; kept in `folder`."""
    codes, texts = bank_texts()
    gone = {(question.language, question.words) for question in left_out}
    kept = [text for text in texts if (text.language, text.text) not in gone]
    index = IndexFolder(folder)
    with index.writing():
        return read_bank(index, write_bank(index, kept, codes, here.registry.load(), here.cache))


def gather_examples(
    questions: Sequence[Labelled], kinds: Sequence[str], here: Runtime, bank: Bank | None = None
) -> list[Example]:
    """`bank`: by default that of the index in force."""
    bank = bank or here.reader.loaded().bank
    encoders = {name: encoder for name, encoder in here.registry.load().items() if name in kinds}
    number = {code: row for row, code in enumerate(bank.codes)}
    found = []
    for question in questions:
        language, romanised = identify(question.words, question.language, bank)
        parts = [] if is_noise(question.words) else split(question.words, language, bank, romanised=romanised)
        vectors = encode(parts, language, bank, encoders) if parts else {}
        answers = tuple(number[code] for code in question.needs)
        found.append(Example(tuple(gather_parts(parts, compare(vectors, bank), bank)), answers, question.real))
    return found


def fit(
    examples: Sequence[Example], unseen: Sequence[Example], codes: Sequence[str], kinds: Sequence[str]
) -> dict[str, object]:
    """One engine's entry of calibration.json. `unseen`: the phrasings left out."""
    answered = [example for example in examples if example.answers and example.parts]
    unseen = [example for example in unseen if example.parts]
    grids = [[(kind, value) for value in _GRID[kind]] for kind in kinds]
    weights = max((dict(choice) for choice in itertools.product(*grids)), key=lambda each: _mrr(unseen, each))
    sharpness = min(_SHARPNESS, key=lambda value: _loss(unseen, weights, value))
    without_heads = {kind: value for kind, value in weights.items() if not kind.endswith("-head")}
    sys.stdout.write(
        f"right need among three of {len(unseen)} phrasings left out: {_among_three(unseen, weights):.3f}, "
        f"without heads {_among_three(unseen, without_heads):.3f}\n"
    )
    sure = _fit_sure(examples, Calibration(weights, sharpness, 0.0, sure=(0.0, 0.0, 0.0, 0.0, 0.0)))
    threshold, offsets = _fit_thresholds(answered, Calibration(weights, sharpness, 0.0), codes)
    return {
        "weights": weights,
        "sharpness": sharpness,
        "threshold": threshold,
        "offsets": offsets,
        "sure": [round(float(value), 4) for value in sure],
    }


def _mrr(answered: Sequence[Example], weights: Mapping[str, float]) -> float:
    return float(np.mean(1 / (1 + _ranks(answered, weights))))


def _among_three(answered: Sequence[Example], weights: Mapping[str, float]) -> float:
    return float(np.mean(_ranks(answered, weights) < 3))


def _ranks(answered: Sequence[Example], weights: Mapping[str, float]) -> NDArray[np.int64]:
    """How many needs stand before the best right one."""
    ranks = []
    for example in answered:
        share = shares(example.parts[0].evidence, weights, 1.0)
        ranks.append(min(int((share > share[answer]).sum()) for answer in example.answers))
    return np.array(ranks)


def _loss(answered: Sequence[Example], weights: Mapping[str, float], sharpness: float) -> float:
    single = [example for example in answered if len(example.answers) == 1]
    share = [shares(example.parts[0].evidence, weights, sharpness)[example.answers[0]] for example in single]
    return float(-np.log(np.maximum(share, 1e-9)).mean())


def _clarity_inputs(example: Example, calibration: Calibration) -> list[float]:
    whole = example.parts[0]
    best = float(shares(whole.evidence, calibration.weights, calibration.sharpness).max())
    return [1.0, whole.likest_letters, whole.closest, best, float(np.log(max(whole.words, 1)))]


def _fit_sure(examples: Sequence[Example], calibration: Calibration) -> Floats:
    """Logistic regression by Newton's method; then the intercept is moved so that real questions stay sure, as far
    as nonsense is still caught."""
    seen = [example for example in examples if example.parts]
    inputs = np.array([_clarity_inputs(example, calibration) for example in seen])
    real = np.array([example.real for example in seen])
    weight = np.where(real, 0.5 / real.mean(), 0.5 / max(1 - real.mean(), 1e-9))
    beta = np.zeros(inputs.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-inputs @ beta))
        curve = (inputs * (weight * chance * (1 - chance))[:, None]).T @ inputs + 0.05 * np.eye(len(beta))
        beta += np.linalg.solve(curve, inputs.T @ (weight * (real - chance)) - 0.05 * beta)
    answered = np.array([bool(example.answers) for example in seen])
    said = inputs @ beta
    beta[0] -= min(np.quantile(said[answered], 1 - _REAL_KEPT), np.quantile(said[~real], _NONSENSE_CAUGHT))
    return np.asarray(beta)


def _fit_thresholds(
    answered: Sequence[Example], calibration: Calibration, codes: Sequence[str]
) -> tuple[float, dict[str, float]]:
    """The threshold with the best F over all needs of all questions, and each need's own offset."""
    scores = np.stack([merged_scores(look(example.parts, calibration)) for example in answered])
    wanted = np.zeros(scores.shape, bool)
    for row, example in enumerate(answered):
        wanted[row, list(example.answers)] = True
    threshold = float(max(np.arange(0.1, 0.9, 0.02), key=lambda value: _f(scores >= value, wanted)))
    return round(threshold, 2), _offsets(scores >= threshold, wanted, codes)


def _offsets(said: NDArray[np.bool_], wanted: NDArray[np.bool_], codes: Sequence[str]) -> dict[str, float]:
    """A need often said wrongly asks for more, one often missed for less: a shrunken step, at most 0.1."""
    wrong, missed = (said & ~wanted).sum(0), (~said & wanted).sum(0)
    steps = np.clip(0.15 * (wrong - missed) / (wrong + missed + wanted.sum(0) + 5), -0.1, 0.1)
    return {code: round(float(step), 3) for code, step in zip(codes, steps, strict=True) if abs(step) >= _LEAST_OFFSET}


def _f(said: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    """F with recall counting more: a need too many is a chip to untick, a need missed is a door not shown."""
    right, square = float((said & wanted).sum()), _RECALL_COUNTS**2
    return (1 + square) * right / max(square * float(wanted.sum()) + float(said.sum()), 1.0)


def calibrate(folders: Sequence[Path]) -> None:
    """Fit every engine anew and write `calibration.json`; what was found is printed."""
    here = runtime()
    questions = [question for folder in folders for question in read_labelled(folder)]
    codes = here.reader.loaded().bank.codes
    stored: dict[str, object] = {}
    left_out = leave_out()
    with TemporaryDirectory() as folder:
        smaller = bank_without(left_out, here, Path(folder))
        for engine, kinds in _KINDS.items():
            unseen = gather_examples(left_out, kinds, here, smaller)
            stored[engine] = fit(gather_examples(questions, kinds, here), unseen, codes, kinds)
            sys.stdout.write(f"{engine}: {json.dumps(stored[engine])}\n")
    PATH.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
