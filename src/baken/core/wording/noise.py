"""What is surely no question: no letters, one thing over and over, a run over the keyboard."""

import re
from typing import Final

from baken.core.wording.folding import fold, tokens

_ROWS: Final = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
    "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "ضصثقفغعهخحجد", "شسیبلاتنمکط",
)  # fmt: skip
_CONSONANTS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")
_REPEATED: Final = re.compile(r"(\w{1,3})\1{3,}")
_OVER_AND_OVER: Final = 8  # times; in distress people say a thing three or four times
_LATIN: Final = re.compile(r"[a-z]+")


def is_noise(text: str) -> bool:
    """True only for what no language can read: «asdf asdf», «!!!», «0477 12 34 56», an emoji, «jjjjjj», one thing again
    and again («I want I want …»)."""
    words = [word for word in tokens(text) if not any(map(str.isdigit, word)) or len(word) < 12]
    words = [word for word in words if any(map(str.isalpha, word))]
    if not words or sum(map(len, words)) < 2:
        return True
    return all(map(_mashed, words)) or _over_and_over("".join(words))


def _over_and_over(letters: str) -> bool:
    """One piece, again and again, the last time perhaps cut short."""
    longest = len(letters) // _OVER_AND_OVER
    return any(letters.startswith(letters[piece:]) for piece in range(1, longest + 1))


def _mashed(word: str) -> bool:
    plain = fold(word)
    if len(plain) < 3 and plain.isascii():
        return True
    if _REPEATED.search(plain) or (len(plain) > 3 and len(set(plain)) == 1):
        return True
    if _along_a_row(plain):
        return True
    return bool(_LATIN.fullmatch(plain) and _CONSONANTS.search(plain) and not set(plain) & set("aeiouy"))


def _along_a_row(word: str) -> bool:
    """Neighbours on one keyboard row, forwards or backwards, make up most of the word («asdf», «jkl»)."""
    for row in _ROWS:
        for line in (row, row[::-1]):
            run = max((len(part) for part in _runs(word, line)), default=0)
            if (run >= 4 and run >= 0.6 * len(word)) or run == len(word) == 3:
                return True
    return False


def _runs(word: str, line: str) -> list[str]:
    found, start = [], 0
    for end in range(1, len(word) + 1):
        while start < end and word[start:end] not in line:
            start += 1
        found.append(word[start:end])
    return found
