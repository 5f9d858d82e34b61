"""What a page says in its own language, and what of it is another language's: for tests of every page."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polib
from django.utils.translation import to_locale

import baken

LOCALE = Path(baken.__file__).parent / "locale"
WITHOUT_LATIN_LETTERS = frozenset({"ar", "fa", "fa-af", "ps", "ti", "uk", "ru"})
_SPOKEN = ("aria-label", "title", "alt", "placeholder")
_UNSAID = frozenset({"script", "style", "svg", "textarea", "bdi", "code"})
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_GAP = re.compile(r"%\(\w+\)[a-z]")
# A name inside a sentence, set apart from the letters around it.
_SET_APART = re.compile("[\u2066-\u2068].*?\u2069")
_LATIN_WORD = re.compile(r"[^\W\d_]*[A-Za-zÀ-ɏ]{2,}[^\W\d_]*")

_UNSEEN = re.compile(r"(?s)<(script|style|svg|textarea)\b.*?</\1>|<[^>]*>")
# After letters that have a comma of their own (Arabic, Ethiopic), and what may set a name apart.
_COMMA_OF_ANOTHER = re.compile(r".{0,30}[\u0600-\u06ff\u1200-\u137f][^\w,]{0,3}, .{0,30}")

# Words in Latin letters that a page in any script says, each with its reason.
ALLOWED: Mapping[str, str] = {
    "Baken": "our name, as on the sign above",
    "WhatsApp": "a name that people look for as it is written",
    "PDF": "the name of a format, as phones show it",
    "QR": "the name of a code, as phones show it",
    "JavaScript": "the name of a language of programs",
    "cookie": "the word for it on Russian and Ukrainian pages",
    "CSV": "the name of a format, for those who keep entries",
    "Windows": "the name of a way of writing, for those who import",
    "Excel": "the name of a program, for those who keep entries",
    "YAML": "the name of a format, for those who import",
    "UTF": "the name of a way of writing, for those who import",
    "ISO": "the name of a standard, for those who import",
    "cp": "a way of writing that is called cp1252, for those who import",
    "UNHCR": "an organisation that is known by these letters",
    "baken": "the command, as it is typed",
    "import": "the command, as it is typed",
    "https": "how an address of the web begins",
    "SMS": "what a text message is called on Russian phones",
    "Escape": "what stands on the key",
    "Esc": "what stands on the key",
    "WCAG": "the name of a standard, on the page about accessibility",
    "AA": "a level of that standard",
    "EN": "the first letters of a European standard",
    "passkey": "what phones call it, in brackets after its translation",
    "scripts": "what browsers call it, in brackets after its translation",
    "UA": "the second half of PDF/UA, the name of a standard",
    "axe": "the name of a program, on the page about accessibility",
    "subsidiary": "a word of the law that stands on letters, in brackets after its translation",
    "protection": "a word of the law that stands on letters, in brackets after its translation",
    "huisarts": "huisarts-migrant.nl: the name of a site",
    "migrant": "huisarts-migrant.nl: the name of a site",
    "nl": "huisarts-migrant.nl: the name of a site",
    "Pharos": "an organisation that is looked for as it is written",
    "Unia": "an organisation that is looked for as it is written",
    "JSON": "the name of a format, for programmers",
    "HSDS": "the name of a standard, for programmers",
    "API": "for programmers, who call it so everywhere",
    "hsds": "an address of this site, as it is typed",
    "dump": "an address of this site, as it is typed",
    "Homepage": "a field that people do not see, a trap for machines",
}


class _Words(HTMLParser):
    """Texts between tags, and those of spoken attributes, that are in the page's own language.

    Names stand in `bdi` (the filter `isolate`), and what is in another language says which.
    """

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        silent = self._silent() or tag in _UNSAID or said.get("lang", self.language) != self.language
        if not silent:
            self.found += [words for name in _SPOKEN if (words := said.get(name))]
        if tag not in _EMPTY:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._silent():
            self.found.append(data)

    def _silent(self) -> bool:
        return bool(self.open) and self.open[-1][1]


def words_of(page: str, language: str) -> set[str]:
    words = _Words(language)
    words.feed(page)
    return {text for found in words.found if (text := " ".join(found.split()))}


def commas_of_another_script(page: str) -> list[str]:
    """With the words around them."""
    return _COMMA_OF_ANOTHER.findall(unescape(_UNSEEN.sub("", page)))


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / to_locale(language) / "LC_MESSAGES/django.po"))


def _texts(entry: polib.POEntry) -> Iterable[str]:
    return entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]


@cache
def foreign_messages(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Messages that would be read in English, or in the local language that stands in for a missing translation: as
    they are, and as patterns where they have gaps."""
    english = {text for entry in catalogue("nl") for text in (entry.msgid, entry.msgid_plural) if text}
    own = _own_texts(language)
    dutch = {text for entry in catalogue("nl") for text in _texts(entry)} if language != "nl" else set()
    foreign = {text for text in (english | dutch) - own if re.search(r"[^\W\d_]{2}", _GAP.sub("", text))}
    patterns = [re.compile(_pattern(text), re.DOTALL) for text in foreign if _says_enough(text)]
    return frozenset(text for text in foreign if not _GAP.search(text)), tuple(patterns)


def _says_enough(text: str) -> bool:
    """With gaps, and beside them more than «in», which other languages say too."""
    return bool(_GAP.search(text)) and len(re.findall(r"[^\W\d_]{3,}", _GAP.sub("", text))) > 1


def _pattern(text: str) -> str:
    return ".+".join(re.escape(part.replace("%%", "%")) for part in _GAP.split(text))


def left_over(texts: Iterable[str], language: str, names: Collection[str] = ()) -> Iterator[str]:
    """What of the texts is not in the language of their page; `names` of places and people are in their own."""
    named = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)")
    yield from (text for text in texts if _is_foreign(text, named, language))


def _is_foreign(text: str, named: re.Pattern[str], language: str) -> bool:
    whole, patterns = foreign_messages(language)
    if text in whole:
        return True
    if language in WITHOUT_LATIN_LETTERS:
        rest = named.sub(" ", _SET_APART.sub(" ", text))
        return bool(set(_LATIN_WORD.findall(rest)) - ALLOWED.keys())
    own = text in _own_texts(language) or any(found.fullmatch(text) for found in _own_patterns(language))
    return not own and any(found.fullmatch(text) for found in patterns)


@cache
def _own_texts(language: str) -> frozenset[str]:
    return frozenset(text for entry in catalogue(language) for text in _texts(entry))


@cache
def _own_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    said = (text for entry in catalogue(language) for text in _texts(entry) if _GAP.search(text))
    return tuple(re.compile(_pattern(text), re.DOTALL) for text in said)
