"""Which script a text is written in."""

from collections import Counter
from enum import StrEnum


class Script(StrEnum):
    LATIN = "latin"
    ARABIC = "arabic"
    CYRILLIC = "cyrillic"
    ETHIOPIC = "ethiopic"
    OTHER = "other"
    NONE = "none"  # no letters at all


_RANGES = (
    (0x0041, 0x024F, Script.LATIN),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x08A0, 0x08FF, Script.ARABIC),
    (0x1200, 0x139F, Script.ETHIOPIC),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFC, Script.ARABIC),
)


def script_of(text: str) -> Script:
    """The script most letters are in; NONE for digits, signs and emoji alone."""
    counted: Counter[Script] = Counter()
    for letter, times in Counter(text[:2000]).items():
        if letter.isalpha():
            counted[_script(ord(letter))] += times
    return counted.most_common(1)[0][0] if counted else Script.NONE


def _script(point: int) -> Script:
    return next((script for first, last, script in _RANGES if first <= point <= last), Script.OTHER)
