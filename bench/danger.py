"""Danger heard in people's words: recall by kind and false alarms, in fifteen languages.

    ./baken bench danger [--languages nl,ar] [--misses]

The lists lie in bench/danger/ (how they were made, and what was measured before tuning: bench/danger/README.md).
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
import django

django.setup()

import yaml

from baken.needs.danger import KINDS, danger_in

HERE = Path(__file__).parent
LANGUAGES = ("nl", "fr", "en", "ar", "tr", "fa", "fa-af", "ps", "ti", "so", "uk", "ru", "es", "pl", "pt")
CALM = "not-danger"
# Ordinary questions that may well be urgent: no false alarm, whatever we say to them.
URGENT_NEEDS = ("safety.", "talking.", "housing.tonight", "housing.eviction", "health.doctor", "health.pregnancy")


@dataclass(frozen=True, slots=True)
class Heard:
    """`missed`, `alarms`: the words themselves. `calm`: phrasings of no danger and ordinary questions together."""

    heard: Mapping[str, int]
    asked: Mapping[str, int]
    missed: Sequence[str]
    alarms: Sequence[str]
    calm: int

    @property
    def recall(self) -> float:
        return sum(self.heard.values()) / sum(self.asked.values())

    @property
    def alarm_rate(self) -> float:
        return len(self.alarms) / self.calm


def measure(language: str) -> Heard:
    said = yaml.safe_load((HERE / f"danger/{language}.yaml").read_text(encoding="utf-8"))
    missed = [(kind, words) for kind in KINDS for words in said[kind] if kind not in danger_in(words)]
    calm = [*said[CALM], *ordinary(language)]
    asked = {kind: len(said[kind]) for kind in KINDS}
    return Heard(
        heard={kind: asked[kind] - sum(one == kind for one, _ in missed) for kind in KINDS},
        asked=asked,
        missed=[words for _, words in missed],
        alarms=[words for words in calm if danger_in(words)],
        calm=len(calm),
    )


def ordinary(language: str) -> Iterator[str]:
    """The questions of bench/words that ask nothing urgent."""
    for line in (HERE / f"words/{language}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not any(need.startswith(URGENT_NEEDS) for need in row["needs"]):
            yield row["words"]


def main() -> int:
    arguments = _arguments()
    print(f"{'':6}" + "".join(f"{kind:>17}" for kind in KINDS) + f"{'recall':>8}{'false alarms':>18}")
    for language in arguments.languages:
        found = measure(language)
        cells = "".join(f"{f'{found.heard[kind]} of {found.asked[kind]}':>17}" for kind in KINDS)
        alarms = f"{len(found.alarms)} of {found.calm}"
        print(f"{language:6}{cells}{found.recall:>8.3f}{alarms:>18}")
        if arguments.misses:
            print("".join(f"       missed: {words}\n" for words in found.missed), end="")
            print("".join(f"       alarm: {words}\n" for words in found.alarms), end="")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", type=lambda text: text.split(","), default=list(LANGUAGES))
    parser.add_argument("--misses", action="store_true", help="print what was missed and what was heard wrongly")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
