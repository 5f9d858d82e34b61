"""Weights and thresholds, fitted on the tuning part of the labelled questions and committed as `calibration.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from baken.needs.index.kinds import Engine

PATH: Final = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """For one engine.

    `weights`: kind of evidence -> weight. `sharpness`: how far apart shares are pulled. A need is meant when its share
    reaches `threshold` plus its own offset. `sure`: intercept and weights of the logistic that tells a question from
    nonsense; its inputs are those of `understanding.clarity`.
    """

    weights: Mapping[str, float]
    sharpness: float
    threshold: float
    offsets: Mapping[str, float] = field(default_factory=dict)
    sure: tuple[float, ...] = (0.0,)

    def threshold_of(self, code: str) -> float:
        return self.threshold + self.offsets.get(code, 0.0)


def head_of(encoder: str) -> str:
    """The kind of evidence that an encoder's head gives, beside the nearest phrasings."""
    return f"{encoder}-head"


@cache
def calibrations() -> Mapping[Engine, Calibration]:
    stored = json.loads(PATH.read_text(encoding="utf-8"))
    return {
        engine: Calibration(
            weights=stored[engine]["weights"],
            sharpness=stored[engine]["sharpness"],
            threshold=stored[engine]["threshold"],
            offsets=stored[engine].get("offsets", {}),
            sure=tuple(stored[engine]["sure"]),
        )
        for engine in Engine
    }
