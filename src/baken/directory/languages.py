"""Language tags as the directory keeps them: BCP-47 in lower case, the shortest form that says the same."""

import re
from functools import lru_cache
from typing import Final

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


def iso_639_code(tag: str) -> str:
    """The code HSDS asks for (ISO 639-1 or 639-3): Dari is «prs», other regional tags give their language."""
    return "prs" if tag == "fa-af" else tag.split("-")[0]
