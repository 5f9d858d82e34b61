"""One spelling for many ways of typing. For look-ups and lexical search only: encoders get the text as it was."""

import re
import unicodedata
from itertools import accumulate
from typing import Final

_ONE_LETTER: Final = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ئ": "ی",  # every ya of Arabic, Persian and Pashto
        "ك": "ک", "ګ": "گ",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا",
        "ؤ": "و", "ۀ": "ه", "ة": "ه", "ھ": "ه",
        "ـ": "", "\u200c": " ", "\u200d": "", "\u200e": "", "\u200f": "", "\u2066": "", "\u2067": "", "\u2069": "",
        "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'",
        # Tigrinya and Amharic spell one sound with several letters
        "ሠ": "ሰ", "ሡ": "ሱ", "ሢ": "ሲ", "ሣ": "ሳ", "ሤ": "ሴ", "ሥ": "ስ", "ሦ": "ሶ",
        "ፀ": "ጸ", "ፁ": "ጹ", "ፂ": "ጺ", "ፃ": "ጻ", "ፄ": "ጼ", "ፅ": "ጽ", "ፆ": "ጾ",
        "ኅ": "ህ", "ሐ": "ሐ", "ዐ": "ዐ",
    }
)  # fmt: skip
_LETTERS: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_KEPT_MARKS: Final = frozenset("й")  # и with breve is a letter of its own


def fold(text: str) -> str:
    """Case folded, accents and harakat dropped, tatweel and joiners gone, Arabic and Ge'ez letter variants unified."""
    clean = unicodedata.normalize("NFKC", _UNREADABLE.sub(" ", text)).casefold().translate(_ONE_LETTER)
    if clean.isascii():
        return clean
    return "".join(_without_marks(letter) for letter in clean)


def _without_marks(letter: str) -> str:
    if letter.isascii() or letter in _KEPT_MARKS:
        return letter
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn")


def cut_spelt_out(text: str, most: int) -> str:
    """The beginning that has at most `most` characters, before and after NFKC: that makes eighteen letters of «ﷺ»."""
    head = text[:most]
    if len(unicodedata.normalize("NFKC", head)) <= most:
        return head
    lengths = accumulate(len(unicodedata.normalize("NFKC", letter)) for letter in head)
    return head[: sum(length <= most for length in lengths)]


def tokens(text: str) -> list[str]:
    """The words of a text, folded: letters and digits, inner apostrophes kept out («d'argent» gives d, argent)."""
    return [part for word in _LETTERS.findall(fold(text)) for part in word.split("'") if part]


def fold_name(name: str) -> str:
    """A name as heard: without case, accents, hyphens or points."""
    return " ".join(re.findall(r"\w+", fold(name)))


# Consonants alone, in Latin letters: a word written in its own script and the same word typed in Latin letters meet.
_CONSONANTS: Final = str.maketrans(
    {
        "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "چ": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d",
        "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "",
        "غ": "g", "ف": "f", "ق": "k", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "", "ی": "",
        "ا": "", "ء": "", "ټ": "t", "ډ": "d", "ړ": "r", "ږ": "g", "ښ": "k", "ڼ": "n", "ځ": "z", "څ": "s",
    }
)  # fmt: skip
_LATIN_SOUNDS: Final = (
    ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ts", "s"), ("tz", "s"),
    ("q", "k"), ("c", "k"), ("x", "ks"), ("p", "b"), ("v", "f"),
)  # fmt: skip
_VOWELS: Final = re.compile(r"[aeiouyw2'3]")
_CHAT_DIGITS: Final = str.maketrans({"7": "h", "5": "k", "9": "k", "8": "g", "6": "t", "4": "d"})
_DOUBLED: Final = re.compile(r"(.)\1+")


def skeleton(word: str) -> str:
    """The consonants of a folded word in Latin letters: «شغل», «shoghl» and «ch8ol» all give «sgl».

    Arabic script and Ge'ez only, besides Latin itself; empty for words of any other script.
    """
    if word.isascii():
        return _latin_skeleton(word)
    if "\u1200" <= word[0] <= "\u137f":
        return _latin_skeleton("".join(_geez_consonant(letter) for letter in word))
    bare = word.translate(_CONSONANTS)
    return _DOUBLED.sub(r"\1", bare) if bare.isascii() else ""


def _latin_skeleton(word: str) -> str:
    sounds = word.translate(_CHAT_DIGITS)
    for pair, one in _LATIN_SOUNDS:
        sounds = sounds.replace(pair, one)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", sounds))


def _geez_consonant(letter: str) -> str:
    """Unicode names a syllable by its sound: ETHIOPIC SYLLABLE SHA."""
    name = unicodedata.name(letter, "")
    return name.rpartition(" ")[2].lower() if name.startswith("ETHIOPIC SYLLABLE") else ""
