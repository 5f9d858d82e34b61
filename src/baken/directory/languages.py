"""Language tags as the directory keeps them: BCP-47 in lower case, the shortest form that says the same."""

import re
from functools import lru_cache
from typing import Final

from baken.core.wording import fold

# ISO 639-1, as the Library of Congress keeps it. Other languages go by their three-letter code (ISO 639-3).
_TWO_LETTERS: Final = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne
    ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss
    st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905 -- a hundred and eighty quoted letters would hide the list
)
# Codes that other directories use for languages that have a shorter tag here.
_SAME_AS: Final = {
    "alb": "sq", "amh": "am", "ara": "ar", "arb": "ar", "arm": "hy", "aze": "az", "ben": "bn", "bos": "bs", "bul": "bg",
    "ces": "cs", "cze": "cs", "chi": "zh", "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "est": "et",
    "fas": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "geo": "ka", "ger": "de", "gre": "el", "heb": "he", "hin": "hi",
    "hrv": "hr", "hun": "hu", "hye": "hy", "ita": "it", "jpn": "ja", "kat": "ka", "kin": "rw", "kor": "ko", "kur": "ku",
    "lav": "lv", "lin": "ln", "lit": "lt", "mac": "mk", "mkd": "mk", "nep": "ne", "nld": "nl", "nor": "no", "pan": "pa",
    "per": "fa", "pes": "fa", "prs": "fa-af", "pol": "pl", "por": "pt", "pus": "ps", "pbt": "ps", "ron": "ro",
    "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl", "som": "so", "spa": "es", "sqi": "sq", "srp": "sr",
    "swa": "sw", "swe": "sv", "tam": "ta", "tel": "te", "tha": "th", "tir": "ti", "tur": "tr", "ukr": "uk", "urd": "ur",
    "vie": "vi", "zho": "zh", "iw": "he", "in": "id",
}  # fmt: skip
# In these tables of languages are written; every language is also known by its own name.
_NAMED_IN: Final = ("en", "nl", "fr", "ar", "de")
# Names that people write and no table has.
_ALSO_NAMED: Final = {
    "dari": "fa-af", "farsi": "fa", "perzisch": "fa", "flemish": "nl", "vlaams": "nl", "flamand": "nl", "engl": "en",
    "mandarijn": "zh", "mandarin": "zh", "kurmanci": "ku", "kurmanji": "ku", "koerdisch": "ku", "kurde": "ku",
    "sorani": "ckb", "tamazight": "ber", "berbers": "ber", "berbere": "ber", "darija": "ar-ma", "tigrinya": "ti",
    "marokkaans": "ar-ma", "marokkaans arabisch": "ar-ma", "moroccan arabic": "ar-ma", "pasjtoe": "ps", "pashto": "ps",
    "tagalog": "tl", "vgt": "vgt", "vlaamse gebarentaal": "vgt", "romani": "rom",
}  # fmt: skip
_SHAPE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


class UnknownLanguage(ValueError):
    """The tag is not a language as BCP-47 writes it."""


@lru_cache(maxsize=4096)
def language_tag(written: str) -> str:
    """«nl-BE», «prs», «FRA» to the tag kept here. Raises UnknownLanguage."""
    tag = written.strip().lower().replace("_", "-")
    main, _, rest = tag.partition("-")
    main = _SAME_AS.get(main, main)
    if not _SHAPE.fullmatch(tag) or (len(main) == 2 and main not in _TWO_LETTERS):
        raise UnknownLanguage(f"«{written}» is not a language: give a BCP-47 tag such as nl, fr, ar or fa-af")
    return f"{main}-{rest}" if rest else main


def language_named(written: str) -> str | None:
    """«Arabisch», «anglais», «Türkçe» or a tag, to the tag kept here; None when it is no language known by name."""
    named = _names().get(fold(" ".join(written.split())))
    if named is not None:
        return named
    try:
        tag = language_tag(written)
    except UnknownLanguage:
        return None
    return tag if written == written.lower() or len(written) == 2 or "-" in written else None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from babel import Locale  # its tables are large, and only tables of others need them

    found: dict[str, str] = {}
    for written_in in _NAMED_IN:
        for tag, name in Locale(written_in).languages.items():
            if _SHAPE.fullmatch(tag):
                found.setdefault(fold(name), _known(tag))
    for tag in _TWO_LETTERS & set(Locale("en").languages):
        if own := _own_name(tag):
            found.setdefault(fold(own), tag)
    return found | _ALSO_NAMED


def _own_name(tag: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale(tag).get_language_name(tag) or ""
    except UnknownLocaleError:
        return ""


def _known(tag: str) -> str:
    try:
        return language_tag(tag)
    except UnknownLanguage:
        return tag


def iso_639_code(tag: str) -> str:
    """The code HSDS asks for (ISO 639-1 or 639-3): Dari is «prs», other regional tags give their language."""
    return "prs" if tag == "fa-af" else tag.split("-")[0]
