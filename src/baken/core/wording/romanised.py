"""Arabic typed in Latin letters («ana mareed», «3andi 7arara»), turned back into Arabic script as far as we can."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from baken.core.wording.folding import fold, skeleton
from baken.core.wording.scripts import Script, script_of

_LIST: Final = Path(__file__).parent / "romanised_arabic.txt"
_CHAT_STARTS: Final = ("3a", "3i", "3n", "3e", "7a")
_ARTICLE: Final = re.compile(r"\b([ae]l)\s+")
_ROMAN_WORD: Final = re.compile(r"[a-z0-9']+")
_CHAT_WORD: Final = re.compile(r"(?=[a-z0-9']*[a-z])[a-z']*[235789][a-z235789']*")
_LETTERS: Final = (
    *zip(("sh", "ch", "kh", "gh", "th", "dh", "ou", "oo", "ee", "aa"), "ششخغثذوويا", strict=True),
    *zip("2356789bptjghdrzsfvqkclmnwyiou", "ءعخطحغقببتججهدرزسففقككلمنويي" + "وو", strict=True),
    *(("x", "كس"), ("a", ""), ("e", ""), ("'", "")),
)


@cache
def _words() -> dict[str, str]:
    """Latin spelling -> Arabic word."""
    return {spelling.lstrip("*"): arabic for arabic, spellings in _entries() for spelling in spellings}


@cache
def _unmistakable() -> frozenset[str]:
    marked = (spelling for _arabic, spellings in _entries() for spelling in spellings)
    return frozenset(spelling[1:] for spelling in marked if spelling.startswith("*"))


def _entries() -> list[tuple[str, list[str]]]:
    lines = [line for line in _LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(arabic, spellings.split()) for arabic, spellings in (line.split(":") for line in lines)]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that stand in our Arabic phrasings, by the skeleton of their consonants: how an unknown word is read."""

    by_skeleton: Mapping[str, str]

    @classmethod
    def from_texts(cls, texts: list[str]) -> "Lexicon":
        """The commonest word of each skeleton of at least three consonants; words in Arabic script only."""
        counted: dict[str, dict[str, int]] = {}
        for text in texts:
            for word in text.split():
                bare = fold(word.strip("؟!.،,"))
                if script_of(bare) is Script.ARABIC and len(skeleton(bare)) >= 3:
                    times = counted.setdefault(skeleton(bare), {})
                    times[bare] = times.get(bare, 0) + 1
        return cls({bones: max(times, key=lambda word: times[word]) for bones, times in counted.items()})


def looks_romanised_arabic(text: str, *, expected: bool = False) -> bool:
    """Arabic in Latin letters? Two known words, or one and a chat digit inside a word; `expected` (the page is in
    Arabic) asks for one of the three."""
    if script_of(text) is not Script.LATIN:
        return False
    words = _ROMAN_WORD.findall(fold(text))
    known = sum(word in _words() for word in words)
    sure = sum(word in _unmistakable() for word in words)
    chat = sum(_typed_with_digits(word) for word in words)
    if expected:
        return known + chat >= 1
    return (sure >= 1 and known >= max(2, len(words) / 2)) or (chat >= 1 and known >= 1) or chat >= 2


def _typed_with_digits(word: str) -> bool:
    """«ba7ki», «3andi»: a digit stands for a letter; not «4you» or «13de»."""
    return word.startswith(_CHAT_STARTS) or (not word[0].isdigit() and bool(_CHAT_WORD.fullmatch(word)))


def to_arabic(text: str, lexicon: Lexicon) -> str:
    """Word by word: the list of everyday words, else a word of our phrasings with the same consonants, else letters."""
    joined = _ARTICLE.sub(r"\1", fold(text))
    return " ".join(_word_to_arabic(word, lexicon) for word in _ROMAN_WORD.findall(joined))


def _word_to_arabic(word: str, lexicon: Lexicon) -> str:
    for article in ("", "el", "al", "l"):
        bare = word.removeprefix(article)
        if bare in _words():
            return f"ال{_words()[bare]}" if article else _words()[bare]
    found = lexicon.by_skeleton.get(skeleton(word))
    return found or _letter_by_letter(word)


def _letter_by_letter(word: str) -> str:
    for latin, arabic in _LETTERS:
        word = word.replace(latin, arabic)
    return word
