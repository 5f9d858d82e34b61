"""Opening hours as people write them in a cell: «ma-vr 9u-12u30», «lundi au vendredi: 9h-17h», «Mon, Wed 9am-5pm».

Only what is understood wholly is computed with; everything else stays words.
"""

import re
from typing import Final

from baken.core.wording import fold

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_WORDS: Final = {
    "mon": "mon monday mondays ma maandag lundi lun mo montag الاثنين",
    "tue": "tue tues tuesday tuesdays di dinsdag mardi mar dienstag الثلاثاء",
    "wed": "wed weds wednesday wednesdays wo woe woensdag mercredi mer mittwoch الاربعاء",
    "thu": "thu thur thurs thursday thursdays do don donderdag jeudi jeu donnerstag الخميس",
    "fri": "fri friday fridays vr vrijdag vendredi ven freitag الجمعة",
    "sat": "sat saturday saturdays za zaterdag samedi sam samstag السبت",
    "sun": "sun sunday sundays zo zondag dimanche dim sonntag الاحد",
}
_DAY: Final = {fold(word): day for day, words in _DAY_WORDS.items() for word in words.split()}
_EVERY: Final = {
    "weekdays": "mon-fri", "werkdagen": "mon-fri", "jours ouvrables": "mon-fri", "weekend": "sat-sun",
    "daily": "mon-sun", "every day": "mon-sun", "dagelijks": "mon-sun", "elke dag": "mon-sun",
    "tous les jours": "mon-sun", "chaque jour": "mon-sun", "7/7": "mon-sun",
}  # fmt: skip
_CLOCK: Final = r"(\d{1,2})(?:\s*[:.u]\s*(\d{2})|\s*[uh]\s*(\d{2})?)?\s*([ap])?\.?(?:m\.?)?"
_TIME: Final = re.compile(rf"\s*{_CLOCK}(?:\s*(?:uur|uhr|heures|o'clock))?\s*")
_BETWEEN: Final = re.compile(r"\s*(?:-|–|—|\btot\b|\bto\b|\ba\b|\bau\b|\bbis\b|\btill?\b|\buntil\b|\bt/m\b)\s*")
_AND: Final = re.compile(r"\s*(?:,|/|&|\ben\b|\bet\b|\band\b|\bund\b)\s*")
_FILLERS: Final = re.compile(r"\b(?:van|from|de|du|le|les|op|on|open|geopend|ouvert|von)\b|[()]")
_PARTS: Final = re.compile(r"[;\n|]+|\.\s+(?=[A-Za-z])")
_FIRST_TIME: Final = re.compile(r"\d")
_LONGEST: Final = 400  # what is longer is a text, and would take the patterns above too long


def written_line(day: str, cell: str) -> str | None:
    """Spans of one day, «9-12, 13-17u», in the form of our YAML; None when they are not understood."""
    spans = _spans(fold(cell).strip(" :")) if len(cell) <= _LONGEST else []
    return f"{day} {', '.join(spans)}" if spans else None


def written_lines(cell: str) -> list[str] | None:
    """The hours of a cell as lines of our YAML; None when any of it is not understood."""
    lines = []
    for part in _PARTS.split(cell) if len(cell) <= _LONGEST else ():
        if not part.strip(" ."):
            continue
        line = _line(_FILLERS.sub(" ", fold(part)).strip(" ."))
        if line is None:
            return None
        lines.append(line)
    return lines or None


def _line(words: str) -> str | None:
    for said, days in _EVERY.items():
        if words.startswith(said):
            spans = _spans(words.removeprefix(said).strip(" :"))
            return f"{days} {', '.join(spans)}" if spans else None
    start = _FIRST_TIME.search(words)
    if start is None:
        return None
    days, spans = _days(words[: start.start()].strip(" :,-")), _spans(words[start.start() :])
    return f"{days} {', '.join(spans)}" if days and spans else None


def _days(words: str) -> str:
    """«ma-wo en vr» to «mon-wed,fri»; empty when a word is no day."""
    found = []
    for part in _AND.split(words):
        ends = [_DAY.get(end.strip(" .")) for end in _BETWEEN.split(part)]
        if None in ends or len(ends) > 2:
            return ""
        found.append("-".join(day for day in ends if day))
    return ",".join(found)


def _spans(words: str) -> list[str]:
    """«9u-12u30 en 13-17u» to «09:00-12:30», «13:00-17:00»; empty when not all of it is understood."""
    found = []
    for part in _AND.split(words.strip()):
        ends = _BETWEEN.split(part.strip())
        times = [_time(end) for end in ends]
        if len(times) != 2 or None in times or times[0] == times[1]:
            return []
        found.append("-".join(time for time in times if time))
    return found


def _time(words: str) -> str | None:
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    if found[4] and not 1 <= hour <= 12:
        return None
    if found[4]:
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return f"{hour:02}:{minute:02}"
