"""One question often holds several needs: cut it where people change the subject."""

import re
from functools import cache
from typing import Final

from baken.core.wording.folding import cut_spelt_out

MOST_CLAUSES: Final = 6
_LEAST_LETTERS: Final = 6

_PUNCTUATION: Final = re.compile(r"[.!?;:,\n\r…،؛؟۔።፣፤፥፡:፧]+(?!\d)|\s[-–—]+\s")
# «and», «and also», «but», «besides» by language: Polish «i» would cut English, Dutch «en» Spanish.
_JOINERS: Final = {
    "nl": ("en", "en ook", "maar", "bovendien", "daarnaast"),
    "fr": ("et", "et aussi", "mais", "puis", "en plus"),
    "en": ("and", "and also", "but", "plus"),
    "ar": ("ولكن", "لكن", "وكمان", "كمان", "وأيضا", "وايضا", "بس"),
    "tr": ("ve", "ama", "ayrıca", "hem de", "bir de"),
    "fa": ("و", "اما", "ولی", "همچنین", "هم چنین"),
    "fa-af": ("و", "اما", "ولی", "همچنین", "مگر", "لیکن"),
    "ps": ("او", "خو", "همدارنګه", "مګر"),
    "ti": ("ከምኡውን", "ከምኡ'ውን", "ግን", "ድማ"),
    "so": ("iyo", "oo", "laakiin", "sidoo kale", "balse"),
    "uk": ("і", "й", "та", "але", "а також", "також"),
    "ru": ("и", "но", "а также", "также"),
    "es": ("y", "pero", "también", "además"),
    "pl": ("i", "a", "ale", "oraz", "też", "także"),
    "pt": ("e", "mas", "também", "além disso"),
}
_SAFE_ANYWHERE: Final = (
    *(joiner for joiners in _JOINERS.values() for joiner in joiners if len(joiner) > 2),
    *("et", "ve", "и", "й", "і", "та", "او", "خو", "بس"),
)
_ARABIC_AND: Final = re.compile(r"\s(?=و(?:لا|ما|عندي|ليس|أنا|انا|ابني|ابنتي|زوجي|زوجتي|أريد|بدي|لم|لدي)\w*\s)")
_MARK: Final = "\x1f"


@cache
def _joiner(language: str | None) -> re.Pattern[str]:
    joiners = sorted(map(re.escape, _JOINERS.get(language or "", _SAFE_ANYWHERE)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(joiners)})(?!\w)", re.IGNORECASE)


def clauses(text: str, language: str | None = None) -> list[str]:
    """The parts of a question that may each name a need, in order; at least the whole text, at most six.

    Cut at punctuation first, then at the joining words of `language` (unknown: those no other language writes for
    something else). A part of less than six letters or of one word joins the part before it, so that «debts and
    rent» stays whole and «I have debts and I cannot sleep» does not.
    """
    marked = _PUNCTUATION.sub(_MARK, text)
    marked = _joiner(language).sub(_MARK, marked)
    marked = _ARABIC_AND.sub(_MARK, marked)
    parts = _join_small([part.strip() for part in marked.split(_MARK) if part.strip()])
    return parts[:MOST_CLAUSES] or [text.strip()]


def _join_small(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and (_small(part) or _small(joined[-1])):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined


def _small(part: str) -> bool:
    return len(part.split()) < 2 or sum(map(str.isalpha, part)) < _LEAST_LETTERS


def cut_at_border(text: str, most: int) -> str:
    """At most `most` characters, also once spelt out, ending where a clause or at least a word ends."""
    head = cut_spelt_out(text, most)
    if len(head) == len(text):
        return text
    borders = [match.start() for match in _PUNCTUATION.finditer(head)]
    if borders and borders[-1] > most // 2:
        return head[: borders[-1]]
    return head.rsplit(maxsplit=1)[0] if any(map(str.isspace, head)) else head
