"""A question as the outside writes it (terminal, JSON) turned into a `Question`, with every mistake named by field."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings

from baken.core.kinds import Gender, LatLon, Person, Residence
from baken.core.planning import SEEDS
from baken.needs import selectors as needs_room
from baken.plans.kinds import Question
from baken.plans.sharing import new_seed

FIELDS: Final = ("words", "language", "needs", "near", "at", "at_opening", "person", "limit", "all", "seed")
PERSON_FIELDS: Final = (
    "age", "gender", "papers", "municipality", "languages", "wheelchair", "children", "insured",
    "walk_only",
)  # fmt: skip
MAX_WORDS: Final = 4000
MAX_MUNICIPALITY: Final = 100
MAX_LANGUAGES: Final = 20
MAX_LIMIT: Final = 100
DEFAULT_LIMIT: Final = 10
MAX_AGE: Final = 120
FURTHEST: Final = timedelta(days=366)
LANGUAGE_TAG: Final = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
COORDINATES: Final = r"\s*-?[0-9]{1,3}(\.[0-9]+)?\s*,\s*-?[0-9]{1,3}(\.[0-9]+)?\s*"

Kind = TypeVar("Kind", Gender, Residence)
_YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_NOT_TEXT: Final = re.compile(r"[\x00\ud800-\udfff]")


class AskError(ValueError):
    """One field of a question that cannot be read; the message says what to write instead."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def question_from(fields: Mapping[str, Any], *, now: datetime) -> Question:
    """Reads FIELDS; each may be left out, or empty. Raises AskError naming the field."""
    _only_known(fields, FIELDS, "a question")
    needs = needs_from(fields.get("needs"))
    when = when_from(fields.get("at"), now=now)
    return Question(
        when=when,
        words=words_from(fields.get("words"), needed=not needs),
        language=language_from(fields.get("language")),
        needs=needs,
        place=place_from(fields.get("near")),
        person=person_from(fields.get("person")),
        limit=_whole_number("limit", fields.get("limit"), 1, MAX_LIMIT) or DEFAULT_LIMIT,
        include_no=_yes_or_no("all", fields.get("all")) or False,
        another_day=when.date() != now.astimezone(when.tzinfo).date(),
        at_opening=_yes_or_no("at_opening", fields.get("at_opening")) or False,
        seed=seed_from(fields.get("seed")),
    )


def seed_from(value: object) -> int:
    """The number of an earlier answer, to get the same order again; where none is given a new one."""
    given = _whole_number("seed", value, 0, SEEDS - 1)
    return new_seed() if given is None else given


def words_from(value: object, *, needed: bool) -> str:
    words = _text("words", value, MAX_WORDS)
    if needed and not words.strip():
        raise AskError("words", "say in a few words what is wrong, or give needs")
    return words


def needs_from(value: object) -> tuple[str, ...]:
    """One code or a list of them."""
    if value is None or value == "" or value == []:
        return ()
    codes = value if isinstance(value, list) else [value]
    known = needs_room.need_labels()
    for code in codes:
        if not isinstance(code, str) or code not in known:
            raise AskError("needs", f"{_shown(code)} is not a need; `baken needs` lists them")
    return tuple(dict.fromkeys(codes))


def language_from(value: object) -> str:
    """A language we can answer in (`nl-BE` is `nl`); empty is «the language of the words»."""
    if value is None or value == "":
        return ""
    tags = dict(settings.LANGUAGES)
    if isinstance(value, str) and re.fullmatch(LANGUAGE_TAG, value):
        for tag in (value.lower(), value.lower().split("-")[0]):
            if tag in tags:
                return tag
    raise AskError("language", f"{_shown(value)} is not one of {', '.join(tags)}")


def place_from(value: object) -> LatLon | None:
    """`51.1,4.1`, or a mapping with lat and lon."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(COORDINATES, value):
        lat, lon = map(float, value.split(","))
    elif isinstance(value, Mapping) and set(value) == {"lat", "lon"} and all(map(_is_number, value.values())):
        lat, lon = float(value["lat"]), float(value["lon"])
    else:
        raise AskError("near", "give latitude and longitude, for instance 51.1,4.1")
    try:
        return LatLon(lat, lon)
    except ValueError as error:
        raise AskError("near", str(error)) from error


def when_from(value: object, *, now: datetime) -> datetime:
    """ISO 8601; without an offset it is local time. Anything before today is refused."""
    zone = ZoneInfo(settings.BAKEN_TIMEZONE)
    local_now = now.astimezone(zone)
    if value is None or value == "":
        return local_now
    if not isinstance(value, str):
        raise AskError("at", "give a date and time, for instance 2026-11-23T14:00")
    try:
        at = datetime.fromisoformat(value)
        local = at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise AskError("at", f"{_shown(value)} is not a date and time like 2026-11-23T14:00") from error
    if local.date() < local_now.date():
        raise AskError("at", f"{value} is in the past; give a time from today on")
    if local.date() > (local_now + FURTHEST).date():
        raise AskError("at", f"{value} is more than a year away")
    return local


def person_from(fields: object) -> Person:
    """A mapping with any of PERSON_FIELDS; what is left out stays unsaid."""
    if fields is None or fields == "":
        return Person()
    if not isinstance(fields, Mapping):
        raise AskError("person", "give fields, for instance age=52,papers=no-papers")
    _only_known(fields, PERSON_FIELDS, "a person", "person.")
    return Person(
        age=_whole_number("person.age", fields.get("age"), 0, MAX_AGE),
        gender=_one_of("person.gender", Gender, fields.get("gender")),
        residence=_one_of("person.papers", Residence, fields.get("papers")) or Residence.UNKNOWN,
        municipality=_text("person.municipality", fields.get("municipality"), MAX_MUNICIPALITY).strip() or None,
        languages=_languages(fields.get("languages")),
        wheelchair=_yes_or_no("person.wheelchair", fields.get("wheelchair")),
        with_children=_yes_or_no("person.children", fields.get("children")),
        insured=_yes_or_no("person.insured", fields.get("insured")),
        walk_only=_yes_or_no("person.walk_only", fields.get("walk_only")),
    )


def _only_known(fields: Mapping[Any, Any], known: tuple[str, ...], of: str, prefix: str = "") -> None:
    for name in fields:
        if name not in known:
            raise AskError(f"{prefix}{_shown(name, quoted=False)}", f"is not a field of {of}: {', '.join(known)}")


def _text(field: str, value: object, longest: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise AskError(field, "must be text")
    if len(value) > longest:
        raise AskError(field, f"has {len(value)} characters; say it in at most {longest}")
    if _NOT_TEXT.search(value):
        raise AskError(field, "holds a character that is not text (a zero byte or half a letter); send it as UTF-8")
    return value


def _languages(value: object) -> tuple[str, ...]:
    """`ti+nl`, `ti nl` or a list; any BCP-47 tag, since people speak more languages than we write."""
    if value is None or value == "":
        return ()
    tags = value.replace("+", " ").split() if isinstance(value, str) else value
    if not isinstance(tags, list) or len(tags) > MAX_LANGUAGES:
        raise AskError("person.languages", f"give at most {MAX_LANGUAGES} language tags, for instance ti+nl")
    for tag in tags:
        if not isinstance(tag, str) or not re.fullmatch(LANGUAGE_TAG, tag):
            raise AskError("person.languages", f"{_shown(tag)} is not a language tag such as ti or fa-af")
    return tuple(dict.fromkeys(tag.lower() for tag in tags))


def _one_of(field: str, kind: type[Kind], value: object) -> Kind | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in list(kind):
        raise AskError(field, f"{_shown(value)} is not one of {', '.join(kind)}")
    return kind(value)


def _yes_or_no(field: str, value: object) -> bool | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    found = _YES_NO.get(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise AskError(field, f"{_shown(value)} is neither yes nor no")
    return found


def _whole_number(field: str, value: object, lowest: int, highest: int) -> int | None:
    """An int, or its digits as text, as the terminal gives them."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,10}", value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise AskError(field, f"{_shown(value)} is not a whole number")
    if not lowest <= value <= highest:
        raise AskError(field, f"must be {lowest} to {highest}, not {_shown(value)}")
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object, *, quoted: bool = True) -> str:
    """What was sent, short enough for a message and whole as UTF-8."""
    text = repr(value) if quoted else str(value)
    text = text if len(text) <= 60 else text[:57] + "…"
    return text.encode("utf-8", "backslashreplace").decode()
