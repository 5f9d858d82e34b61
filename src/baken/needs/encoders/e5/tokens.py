"""Text to pieces: unigram segmentation (Kudo 2018), the best path by Viterbi."""

from __future__ import annotations

import re
import unicodedata

from baken.needs.encoders.e5.weights import Vocabulary

_SPACES = re.compile(r" {2,}")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_WORD = "\u2581"  # sentencepiece's mark for «a word starts here»


def readable(text: str) -> str:
    """NFKC without NUL and lone surrogates: what may reach an encoder at all."""
    return unicodedata.normalize("NFKC", _UNREADABLE.sub(" ", text))


def tokenise(text: str, vocabulary: Vocabulary) -> list[int]:
    """Piece ids of `text`, without begin and end marks."""
    marked = _mark_words(text, vocabulary)
    ids = vocabulary.ids
    return [vocabulary.unknown if slot < 0 else int(ids[slot]) for slot in _best_path(marked, vocabulary)]


def _mark_words(text: str, vocabulary: Vocabulary) -> str:
    plain = _SPACES.sub(" ", text.translate(vocabulary.replacements))
    return (plain if plain.startswith(" ") else f" {plain}").replace(" ", _WORD)


def _best_path(text: str, vocabulary: Vocabulary) -> list[int]:
    """Slots of the best segmentation, in order; -1 is an unknown letter."""
    length = len(text)
    best = [float("-inf")] * (length + 1)
    best[0] = 0.0
    slot_at, from_at = [-1] * (length + 1), [0] * (length + 1)
    scores, prefixes = vocabulary.scores, vocabulary.trie.iter_prefixes_with_ids
    for start in range(length):
        base = best[start]
        for piece, slot in prefixes(text[start : start + 64]):
            end, score = start + len(piece), base + scores[slot]
            if score > best[end]:
                best[end], slot_at[end], from_at[end] = score, slot, start
        if base + vocabulary.unknown_score > best[start + 1]:
            best[start + 1] = base + vocabulary.unknown_score
            slot_at[start + 1], from_at[start + 1] = -1, start
    return _walk_back(slot_at, from_at)


def _walk_back(slot_at: list[int], from_at: list[int]) -> list[int]:
    path, at = [], len(slot_at) - 1
    while at > 0:
        path.append(slot_at[at])
        at = from_at[at]
    return path[::-1]
