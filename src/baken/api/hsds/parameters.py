"""Parameters of the standard, from the address, a form or a JSON body, into what is wanted of the directory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header

from baken.directory.export.published import Wanted
from baken.directory.languages import UnknownLanguage, language_tag

PER_PAGE: Final = 50
MOST_PER_PAGE: Final = 1_000
_LAST_PAGE: Final = 1_000_000_000
_LONGEST: Final = 500
_FARTHEST_METRES: Final = 20_000_000.0
_LIST: Final = frozenset({"search", "page", "per_page", "format"})
_TERMS: Final = frozenset({"taxonomy_term_id", "taxonomy_id"})
# What the standard allows at each endpoint; `lang` is ours and goes with each.
ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "service": frozenset(),
    "services": _LIST | _TERMS | {"organization_id", "modified_after", "minimal", "full"},
    "taxonomy": frozenset(),
    "taxonomies": _LIST,
    "taxonomy_term": frozenset(),
    "taxonomy_terms": _LIST | {"taxonomy_id", "top_only", "parent_id"},
    "organization": frozenset({"full_service"}),
    "organizations": _LIST | _TERMS | {"full_service", "full"},
    "service_at_location": frozenset(),
    "service_at_locations": _LIST | _TERMS | {"organization_id", "modified_after", "full", "postcode", "proximity"},
    "about": frozenset(),
    "profile": frozenset(),
}


class BadParameter(ValueError):
    """A parameter that is unknown here or cannot be read; `name` is empty when the body itself cannot be."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}" if name else message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as we understand it. `per_page` None: as many as there are; `ndjson` without `paged`: all."""

    wanted: Wanted
    language: str
    page: int
    per_page: int | None
    paged: bool
    ndjson: bool
    full: bool
    minimal: bool
    full_service: bool
    top_only: bool
    parent_id: str


def asked_of(request: HttpRequest, endpoint: str) -> Asked:
    """Raises BadParameter."""
    given = _given(request, ALLOWED[endpoint] | {"lang"})
    minimal = _flag(given, "minimal")
    return Asked(
        wanted=_wanted(given),
        language=_language(request, given),
        page=_whole(given, "page", 1, _LAST_PAGE) or 1,
        per_page=_whole(given, "per_page", 1, MOST_PER_PAGE) or (None if minimal else PER_PAGE),
        paged="page" in given or "per_page" in given,
        ndjson=_format(given) == "ndjson",
        full=_flag(given, "full"),
        minimal=minimal,
        full_service=_flag(given, "full_service"),
        top_only=_flag(given, "top_only"),
        parent_id=given.get("parent_id", ""),
    )


def _given(request: HttpRequest, allowed: Collection[str]) -> dict[str, str]:
    """What was given, once each, as text; a body goes before the address."""
    given: dict[str, str] = {}
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise BadParameter(name, "is given more than once")
        given[name] = values[0]
    if request.method == "POST":
        given |= _body(request)
    for name, value in given.items():
        if name not in allowed:
            raise BadParameter(name, f"is not a parameter here; there are: {', '.join(sorted(allowed))}")
        _check_text(name, value)
    return given


def _body(request: HttpRequest) -> dict[str, str]:
    """A form or a JSON object. Anything else has to be empty."""
    try:
        if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            return _form(request)
        body = request.body.strip()
    except (RequestDataTooBig, ValueError) as problem:
        raise BadParameter("", f"the body cannot be read: {problem}") from problem
    if not body:
        return {}
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as problem:
        raise BadParameter("", f"the body is neither a form nor JSON: {problem}") from problem
    if not isinstance(content, dict):
        raise BadParameter("", 'send a JSON object such as {"search": "…"}')
    return {name: _as_text(name, value) for name, value in content.items() if value is not None}


def _form(request: HttpRequest) -> dict[str, str]:
    for name, values in request.POST.lists():
        if len(values) > 1:
            raise BadParameter(name, "is given more than once")
    return {name: values[0] for name, values in request.POST.lists() if values}


def _as_text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise BadParameter(name, "must be a text, a number, true or false")


def _check_text(name: str, value: str) -> None:
    if len(value) > _LONGEST:
        raise BadParameter(name, f"is longer than {_LONGEST} characters")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BadParameter(name, "holds a character that no text has")


def _wanted(given: Mapping[str, str]) -> Wanted:
    metres = _metres(given)
    if metres is not None and not given.get("postcode"):
        raise BadParameter("proximity", "is a distance from the middle of a postcode: give postcode too")
    return Wanted(
        search=given.get("search", ""),
        term_id=given.get("taxonomy_term_id", ""),
        taxonomy_id=given.get("taxonomy_id", ""),
        organisation_id=_uuid(given, "organization_id"),
        modified_after=_moment(given, "modified_after"),
        postcode=given.get("postcode", "").strip(),
        within_metres=metres,
    )


def _flag(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "false").lower()
    if value not in ("true", "false", "1", "0"):
        raise BadParameter(name, "must be true or false")
    return value in ("true", "1")


def _whole(given: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    if name not in given:
        return None
    value = given[name].strip()
    number = int(value) if value.isascii() and value.isdecimal() else 0
    if not least <= number <= most:
        raise BadParameter(name, f"must be a whole number from {least} to {most}")
    return number


def _metres(given: Mapping[str, str]) -> float | None:
    written = given.get("proximity", "")
    if not written:
        return None
    try:
        metres = float(written)
    except ValueError:
        metres = -1.0
    if not isfinite(metres) or not 0 <= metres <= _FARTHEST_METRES:
        raise BadParameter("proximity", "must be a number of metres")
    return metres


def _uuid(given: Mapping[str, str], name: str) -> UUID | None:
    written = given.get(name, "")
    try:
        return UUID(written) if written else None
    except ValueError as problem:
        raise BadParameter(name, "must be the id of an organization, a UUID") from problem


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    """With an offset, or local time; a date is its first moment."""
    if name not in given:
        return None
    try:
        moment = datetime.fromisoformat(given[name].strip().replace(" ", "+"))
        # in UTC at once: the first and the last days of the calendar cannot be brought there
        return (moment if moment.tzinfo else timezone.make_aware(moment)).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise BadParameter(name, "must be a moment like 2026-01-31T09:30:00+01:00") from problem


def _format(given: Mapping[str, str]) -> str:
    value = given.get("format", "json").lower()
    if value not in ("json", "ndjson", ""):
        raise BadParameter("format", "must be json or ndjson")
    return value


def _language(request: HttpRequest, given: Mapping[str, str]) -> str:
    """`lang`, else the first that the reader accepts and Baken speaks, else the local one."""
    try:
        if written := given.get("lang", ""):
            return language_tag(written)
    except UnknownLanguage as problem:
        raise BadParameter("lang", str(problem)) from problem
    spoken = dict(settings.LANGUAGES)
    accepted: Any = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:_LONGEST])
    for tag, _quality in accepted:
        for candidate in (tag, tag.split("-")[0]):
            if candidate in spoken:
                return str(candidate)
    local: str = settings.BAKEN_LOCAL_LANGUAGE
    return local
