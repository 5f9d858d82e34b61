"""Words of danger: found in the whole text, before anything else, by lists that people can read and add to.

A pattern is a row of folded words. `word*` also takes endings, `*word` also beginnings, `..` up to three words in
between. Patterns of every language are tried on every text: people mix languages, most of all in distress. A missed
danger is worse than a helpline shown without need, so nothing here looks for «not».
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from baken.core.wording import tokens

KINDS: Final = ("suicide", "violence", "homeless-tonight", "medical")
FOLDER: Final = Path(__file__).parent


class DangerListError(ValueError):
    """A list of danger words cannot be read; the message names the file and the entry."""


def danger_in(text: str) -> tuple[str, ...]:
    """The kinds of danger that the text speaks of, in the order of KINDS."""
    folded = f" {' '.join(tokens(text))} "
    return tuple(kind for kind in KINDS if any(pattern.search(folded) for pattern in _patterns()[kind]))


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """One expression per kind and language file."""
    found: dict[str, list[re.Pattern[str]]] = {kind: [] for kind in KINDS}
    for path in sorted(FOLDER.glob("*.yaml")):
        for kind, entries in read_list(path).items():
            found[kind].append(re.compile("|".join(_expression(entry) for entry in entries)))
    return {kind: tuple(patterns) for kind, patterns in found.items()}


def read_list(path: Path) -> dict[str, list[str]]:
    """kind -> patterns of one file. Raises DangerListError."""
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(loaded, dict):
        raise DangerListError(f"{path.name}: expected {', '.join(KINDS)}, each with a list")
    for kind, entries in loaded.items():
        if kind not in KINDS:
            raise DangerListError(f"{path.name}: {kind!r} is not one of {', '.join(KINDS)}")
        if not isinstance(entries, list) or not all(isinstance(entry, str) and tokens(entry) for entry in entries):
            raise DangerListError(f"{path.name}: {kind}: expected a list of texts")
    return loaded


def _expression(entry: str) -> str:
    parts = [r"(?:\S+ ){0,3}?" if part == ".." else f"{_word(part)} " for part in _split(entry)]
    return r"(?<= )" + "".join(parts)


def _split(entry: str) -> list[str]:
    """Words folded as the text is, marks kept."""
    found: list[str] = []
    for part in entry.split():
        if part == "..":
            found.append(part)
            continue
        words = tokens(part)
        found += ["*" * (part.startswith("*") and not at) + word + "*" * (part.endswith("*") and at == len(words) - 1)
                  for at, word in enumerate(words)]  # fmt: skip
    return found


def _word(part: str) -> str:
    before = r"\S*" if part.startswith("*") else ""
    after = r"\S*" if part.endswith("*") else ""
    return before + re.escape(part.strip("*")) + after
