"""Which language a short text is in: letter n-grams, naive Bayes, learnt from the taxonomy's own phrasings.

A general identifier is weak on two words and does not know Dari; the phrasings are the very sentences we expect.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baken.core.wording.scripts import Script, script_of

_BUCKETS = 1 << 15
_LONGEST = 5
_SMOOTHING = 0.1
_PRIOR = 2.0  # the page's language counts as this many nats
_MOST = 400
_SCRIPTS = {
    Script.ARABIC: frozenset({"ar", "fa", "fa-af", "ps"}),
    Script.CYRILLIC: frozenset({"uk", "ru"}),
    Script.ETHIOPIC: frozenset({"ti"}),
}


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """`log_shares`: (languages, buckets) log probability of each hashed n-gram."""

    languages: tuple[str, ...]
    log_shares: NDArray[np.float32]

    def probabilities(self, text: str, *, expected: str | None = None) -> dict[str, float]:
        """Over our languages, adding up to 1; all equal where the text says nothing."""
        buckets = _buckets(text)
        logits = self.log_shares[:, buckets].sum(1) / np.sqrt(max(len(buckets), 1)) if len(buckets) else np.zeros(1)
        logits = logits + np.array([_PRIOR * (language == expected) for language in self.languages])
        script = script_of(text)
        logits = np.where([_possible(language, script) for language in self.languages], logits, -np.inf)
        if not np.isfinite(logits).any():
            return {}
        exponent = np.exp(logits - logits.max())
        return dict(zip(self.languages, (exponent / exponent.sum()).tolist(), strict=True))


def fit_language_model(texts: Sequence[str], languages: Sequence[str]) -> LanguageModel:
    known = tuple(sorted(set(languages)))
    row = {language: number for number, language in enumerate(known)}
    counts = np.full((len(known), _BUCKETS), _SMOOTHING, np.float64)
    for text, language in zip(texts, languages, strict=True):
        np.add.at(counts[row[language]], _buckets(text), 1)
    return LanguageModel(known, np.log(counts / counts.sum(1, keepdims=True)).astype(np.float32))


def _possible(language: str, script: Script) -> bool:
    if script in _SCRIPTS:
        return language in _SCRIPTS[script]
    return script is Script.LATIN and not any(language in group for group in _SCRIPTS.values())


def _buckets(text: str) -> NDArray[np.int64]:
    marked = " " + " ".join(text.casefold()[:_MOST].split()) + " "
    grams = [marked[at : at + length] for length in range(1, _LONGEST + 1) for at in range(len(marked) - length + 1)]
    return np.array([zlib.crc32(gram.encode("utf-8", "replace")) % _BUCKETS for gram in grams], np.int64)
