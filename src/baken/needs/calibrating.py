"""Fits `calibration.json` on labelled questions: `python -m baken.needs.calibrating FOLDER` reads FOLDER/*.jsonl.

Lines are {"language", "words", "needs": [codes], "part": "tune" | "test"}; nonsense has no needs. Only the tuning part
is read. The order of fitting: weights (best mean reciprocal rank), sharpness (log loss), the logistic that tells a
question from nonsense, then one threshold and an offset for needs with enough examples.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from baken.core.search.needs_ranking import shares
from baken.core.wording import is_noise
from baken.needs.calibration import PATH
from baken.needs.index.kinds import Engine
from baken.needs.runtime import Runtime, runtime
from baken.needs.understanding import Part, encode, gather, identify, split

Floats = NDArray[np.float64]

_KINDS: dict[Engine, tuple[str, ...]] = {
    Engine.FULL: ("e5", "use", "lexical"),
    Engine.WITHOUT_E5: ("use", "lexical"),
    Engine.LEXICAL: ("lexical",),
}
_GRID = {"e5": (1.0,), "use": (0.15, 0.3, 0.5, 0.7), "lexical": (1.0, 1.5, 2.0, 2.5, 3.0)}
_SHARPNESS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5)
_REAL_KEPT = 0.985  # at most 3 in 100 real questions may be unsure; half of that here leaves room for new ones


@dataclass(frozen=True, slots=True)
class Labelled:
    words: str
    language: str | None
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Evidence by kind of the whole question and of each clause, with the two likenesses of `gather`."""

    parts: tuple[tuple[Mapping[str, NDArray[np.float32]], tuple[float, float]], ...]
    answers: tuple[int, ...]


def read_labelled(folder: Path) -> list[Labelled]:
    """The tuning part of every *.jsonl in the folder; a line without a language is asked without a page."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["part"] == "tune":
                found.append(Labelled(row["words"], row.get("language"), tuple(row.get("needs", ()))))
    return found


def gather_all(questions: Sequence[Labelled], kinds: Sequence[str], here: Runtime) -> list[Gathered]:
    bank = here.reader.loaded().bank
    encoders = {name: encoder for name, encoder in here.registry.load().items() if name in kinds}
    number = {code: row for row, code in enumerate(bank.codes)}
    found = []
    for question in questions:
        language, romanised = identify(question.words, question.language, bank)
        parts: list[Part] = [] if is_noise(question.words) else split(question.words, language, bank, romanised=romanised)
        vectors = encode(parts, language, bank, encoders) if parts else {}
        looks = [
            gather(part.words, {name: rows[row] for name, rows in vectors.items()}, bank)
            for row, part in enumerate(parts)
        ]
        found.append(Gathered(tuple(looks), tuple(number[code] for code in question.needs)))
    return found


def fit(gathered: Sequence[Gathered], codes: Sequence[str], kinds: Sequence[str]) -> dict[str, object]:
    """One engine's entry of calibration.json."""
    real = [question for question in gathered if question.answers and question.parts]
    grids = [[(kind, value) for value in _GRID[kind]] for kind in kinds]
    weights = max((dict(choice) for choice in itertools.product(*grids)), key=lambda w: _mrr(real, w))
    sharpness = min(_SHARPNESS, key=lambda value: _loss(real, weights, value))
    sure = _fit_sure(gathered, weights, sharpness)
    threshold = _fit_threshold(real, weights, sharpness)
    return {
        "weights": weights,
        "sharpness": sharpness,
        "threshold": threshold,
        "offsets": _fit_offsets(real, weights, sharpness, threshold, codes),
        "sure": [round(float(value), 4) for value in sure],
    }


def _mrr(real: Sequence[Gathered], weights: Mapping[str, float]) -> float:
    ranks = []
    for question in real:
        share = shares(question.parts[0][0], weights, 1.0)
        ranks.append(min(int((share > share[answer]).sum()) for answer in question.answers))
    return float(np.mean(1 / (1 + np.array(ranks))))


def _loss(real: Sequence[Gathered], weights: Mapping[str, float], sharpness: float) -> float:
    single = [question for question in real if len(question.answers) == 1]
    share = [shares(question.parts[0][0], weights, sharpness)[question.answers[0]] for question in single]
    return float(-np.log(np.maximum(share, 1e-9)).mean())


def _inputs(question: Gathered, weights: Mapping[str, float], sharpness: float) -> Floats:
    found, likest = question.parts[0]
    return np.array([1.0, *likest, float(shares(found, weights, sharpness).max())])


def _fit_sure(gathered: Sequence[Gathered], weights: Mapping[str, float], sharpness: float) -> Floats:
    """Logistic regression by Newton's method; then the intercept is moved so that real questions stay sure."""
    seen = [question for question in gathered if question.parts]
    inputs = np.stack([_inputs(question, weights, sharpness) for question in seen])
    real = np.array([bool(question.answers) for question in seen])
    weight = np.where(real, 0.5 / real.mean(), 0.5 / max(1 - real.mean(), 1e-9))
    beta = np.zeros(inputs.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ beta))
        curve = (inputs * (weight * chance * (1 - chance))[:, None]).T @ inputs + 0.05 * np.eye(len(beta))
        beta += np.linalg.solve(curve, inputs.T @ (weight * (real - chance)) - 0.05 * beta)
    lowest = float(np.quantile(inputs[real] @ beta, 1 - _REAL_KEPT))
    beta[0] -= min(lowest, 0.0) if lowest < 0 else 0.0
    return np.asarray(beta)


def _scores(question: Gathered, weights: Mapping[str, float], sharpness: float) -> Floats:
    return np.max([shares(found, weights, sharpness) for found, _likest in question.parts], axis=0)


def _fit_threshold(real: Sequence[Gathered], weights: Mapping[str, float], sharpness: float) -> float:
    """The threshold with the best F1 over all needs of all questions."""
    scores = np.stack([_scores(question, weights, sharpness) for question in real])
    wanted = np.zeros(scores.shape, bool)
    for row, question in enumerate(real):
        wanted[row, list(question.answers)] = True
    grid = np.arange(0.1, 0.8, 0.02)
    return round(float(max(grid, key=lambda value: _f1(scores >= value, wanted))), 2)


def _f1(said: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return float(2 * (said & wanted).sum() / max(int(said.sum() + wanted.sum()), 1))


def _fit_offsets(
    real: Sequence[Gathered], weights: Mapping[str, float], sharpness: float, threshold: float, codes: Sequence[str]
) -> dict[str, float]:
    """A need often said wrongly asks for more, one often missed for less: a shrunken step, at most 0.1."""
    scores = np.stack([_scores(question, weights, sharpness) for question in real])
    offsets = {}
    for row, code in enumerate(codes):
        wanted = np.array([row in question.answers for question in real])
        wrong = int(((scores[:, row] >= threshold) & ~wanted).sum())
        missed = int(((scores[:, row] < threshold) & wanted).sum())
        step = 0.15 * (wrong - missed) / (wrong + missed + int(wanted.sum()) + 5)
        if abs(step) >= 0.03:
            offsets[code] = round(max(-0.1, min(0.1, step)), 3)
    return offsets


def main(folder: Path) -> None:
    here = runtime()
    questions = read_labelled(folder)
    codes = here.reader.loaded().bank.codes
    stored: dict[str, object] = json.loads(PATH.read_text(encoding="utf-8"))
    for engine, kinds in _KINDS.items():
        stored[engine] = fit(gather_all(questions, kinds, here), codes, kinds)
        sys.stdout.write(f"{engine}: {json.dumps(stored[engine])}\n")
    PATH.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import django

    django.setup()
    main(Path(sys.argv[1]))
