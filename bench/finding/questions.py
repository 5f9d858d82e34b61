"""What is asked of Baken and of PostgreSQL alike: labelled questions of bench/words/, each from an invented place."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from finding.country import CITY

LANGUAGES: Final = ("nl", "fr", "en", "ar", "tr", "fa", "uk", "ru", "es", "pl", "pt", "fa-af", "ps", "ti", "so")
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """`place`: degrees north, east. A door is right when it answers one of `needs`."""

    language: str
    words: str
    needs: frozenset[str]
    place: tuple[float, float]

    def body(self) -> dict[str, Any]:
        return {"words": self.words, "language": self.language, "near": "{},{}".format(*self.place), "limit": SHOWN}


def sample(folder: Path, *, per_language: int, seed: int) -> Sequence[Asked]:
    """So many questions of the test part in each language, mixed; all from somewhere in or around the city."""
    rng = random.Random(seed)
    asked = []
    for language in LANGUAGES:
        lines = (folder / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [row for row in map(json.loads, lines) if row["part"] == "test"]
        for row in rng.sample(rows, min(per_language, len(rows))):
            place = (round(rng.gauss(CITY[0], 0.05), 5), round(rng.gauss(CITY[1], 0.08), 5))
            asked.append(Asked(language, row["words"], frozenset(row["needs"]), place))
    rng.shuffle(asked)
    return asked


def right_in_first_five(asked: Sequence[Asked], found: Sequence[Sequence[frozenset[str]]]) -> dict[str, float]:
    """Share of questions with a right door among the first five, by language and over all («»). `found`: the needs of
    the services given, in order."""
    right = [any(one.needs & door for door in doors[:5]) for one, doors in zip(asked, found, strict=True)]
    shares = {"": sum(right) / len(right)}
    for language in LANGUAGES:
        own = [hit for one, hit in zip(asked, right, strict=True) if one.language == language]
        if own:
            shares[language] = sum(own) / len(own)
    return shares
