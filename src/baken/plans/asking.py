"""A question as the outside writes it (terminal, JSON) turned into a `Question`, with every mistake named by field."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings

from baken.core.kinds import Gender, LatLon, Person, Residence
from baken.needs import selectors as needs_room
from baken.plans.kinds import Question

MAX_WORDS = 4000
MAX_LIMIT = 100
Kind = TypeVar("Kind", Gender, Residence)
_TRUE = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class AskError(ValueError):
    """One field of a question that cannot be read; the message says what to write instead."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def question_from(fields: Mapping[str, Any], *, now: datetime) -> Question:
    """Fields: words, language, needs, near, at, person, limit, all. Raises AskError naming the field."""
    known = {"words", "language", "needs", "near", "at", "person", "limit", "all"}
    if unknown := sorted(set(fields) - known):
        raise AskError(unknown[0], f"is not a field of a question; the fields are {', '.join(sorted(known))}")
    needs = _needs(fields.get("needs"))
    return Question(
        when=when_from(fields.get("at"), now=now),
        words=words_from(fields.get("words"), needed=not needs),
        language=language_from(fields.get("language")),
        needs=needs,
        place=place_from(fields.get("near")),
        person=person_from(fields.get("person") or {}),
        limit=_whole_number("limit", fields.get("limit", 10), 1, MAX_LIMIT),
        include_no=_yes_or_no("all", fields.get("all", False)) or False,
    )


def words_from(value: object, *, needed: bool) -> str:
    if value is None or value == "":
        if needed:
            raise AskError("words", "say in a few words what is wrong, or give needs")
        return ""
    if not isinstance(value, str):
        raise AskError("words", "must be text")
    if not value.strip() and needed:
        raise AskError("words", "say in a few words what is wrong, or give needs")
    if len(value) > MAX_WORDS:
        raise AskError("words", f"are {len(value)} characters long; say it in at most {MAX_WORDS}")
    return value


def language_from(value: object) -> str:
    """A language we can answer in; empty is «the language of the words»."""
    if value in (None, ""):
        return ""
    tags = dict(settings.LANGUAGES)
    if not isinstance(value, str) or value.lower() not in tags:
        raise AskError("language", f"{value!r} is not one of {', '.join(tags)}")
    return value.lower()


def place_from(value: object) -> LatLon | None:
    """`51.1,4.1`, or a mapping with lat and lon."""
    if value in (None, ""):
        return None
    if isinstance(value, Mapping):
        parts = [value.get("lat"), value.get("lon")]
    elif isinstance(value, str):
        parts = list(value.split(","))
    else:
        parts = []
    try:
        if len(parts) != 2 or any(isinstance(part, bool) for part in parts):
            raise ValueError("give latitude and longitude, for instance 51.1,4.1")
        return LatLon(*(float(str(part)) for part in parts))
    except ValueError as error:
        hint = "give latitude and longitude, for instance 51.1,4.1"
        raise AskError("near", str(error) if "world" in str(error) else hint) from error


def when_from(value: object, *, now: datetime) -> datetime:
    """ISO 8601; without an offset it is local time. Anything before today is refused."""
    zone = ZoneInfo(settings.BAKEN_TIMEZONE)
    local_now = now.astimezone(zone)
    if value in (None, ""):
        return local_now
    if not isinstance(value, str):
        raise AskError("at", "give a date and time, for instance 2026-11-23T14:00")
    try:
        at = datetime.fromisoformat(value)
        local = at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise AskError("at", f"{value!r} is not a date and time like 2026-11-23T14:00") from error
    if local.date() < local_now.date():
        raise AskError("at", f"{value} is in the past; give a time from today on")
    if local - local_now > timedelta(days=366):
        raise AskError("at", f"{value} is more than a year away")
    return local


def person_from(fields: object) -> Person:
    """A mapping with any of age, gender, papers, municipality, languages, wheelchair, children, insured."""
    if not isinstance(fields, Mapping):
        raise AskError("person", "give fields, for instance age=52,papers=no-papers")
    known = {"age", "gender", "papers", "municipality", "languages", "wheelchair", "children", "insured"}
    if unknown := sorted(str(name) for name in set(fields) - known):
        raise AskError(f"person.{unknown[0]}", f"is not known; the fields are {', '.join(sorted(known))}")
    age = fields.get("age")
    municipality = fields.get("municipality") or None
    if municipality is not None and not isinstance(municipality, str):
        raise AskError("person.municipality", "must be text")
    return Person(
        age=None if age in (None, "") else _whole_number("person.age", age, 0, 120),
        gender=_one_of("person.gender", Gender, fields.get("gender")),
        residence=_one_of("person.papers", Residence, fields.get("papers")) or Residence.UNKNOWN,
        municipality=municipality,
        languages=_languages(fields.get("languages")),
        wheelchair=_yes_or_no("person.wheelchair", fields.get("wheelchair")),
        with_children=_yes_or_no("person.children", fields.get("children")),
        insured=_yes_or_no("person.insured", fields.get("insured")),
    )


def _needs(value: object) -> tuple[str, ...]:
    if value in (None, "", [], ()):
        return ()
    codes = value if isinstance(value, list | tuple) else [value]
    known = needs_room.need_labels()
    for code in codes:
        if code not in known:
            raise AskError("needs", f"{code!r} is not a need; `baken needs` lists them")
    return tuple(dict.fromkeys(codes))


def _languages(value: object) -> tuple[str, ...]:
    """`ti+nl`, `ti nl` or a list; any BCP-47 tag, since people speak more languages than we write."""
    if value in (None, "", [], ()):
        return ()
    tags = value if isinstance(value, list | tuple) else str(value).replace("+", " ").split()
    for tag in tags:
        if not isinstance(tag, str) or not 2 <= len(tag.split("-")[0]) <= 3 or not tag.replace("-", "").isalnum():
            raise AskError("person.languages", f"{tag!r} is not a language tag such as ti or fa-af")
    return tuple(dict.fromkeys(tag.lower() for tag in tags))


def _one_of(field: str, kind: type[Kind], value: object) -> Kind | None:
    if value in (None, ""):
        return None
    try:
        return kind(str(value))
    except ValueError as error:
        raise AskError(field, f"{value!r} is not one of {', '.join(kind)}") from error


def _yes_or_no(field: str, value: object) -> bool | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool):
        return value
    if (found := _TRUE.get(str(value).lower())) is None:
        raise AskError(field, f"{value!r} is neither yes nor no")
    return found


def _whole_number(field: str, value: object, lowest: int, highest: int) -> int:
    try:
        if isinstance(value, bool | float):
            raise ValueError
        number = int(str(value))
    except ValueError as error:
        raise AskError(field, f"{value!r} is not a whole number") from error
    if not lowest <= number <= highest:
        raise AskError(field, f"must be {lowest} to {highest}, not {number}")
    return number
