"""What every page shows: its language and the others, whether what stands here is invented."""

from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.translation import get_language

from baken.directory import selectors as directory
from baken.localities import selectors as localities
from baken.translations import selectors as translations


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language to read in: its own name, this page's address in it, and that of its start page."""

    code: str
    name: str
    direction: str
    address: str
    start: str
    current: bool


@dataclass(frozen=True, slots=True)
class Site:
    """`machine_drafted`: some of this language's words were reviewed by no human yet.

    `leave_address`: where «Leave this page» goes.
    """

    language: str
    direction: str
    languages: tuple[LanguageChoice, ...]
    machine_drafted: bool
    invented: bool
    emergency_number: str = "112"
    map_tiles: str = ""
    map_credit: str = ""
    leave_address: str = ""


def site(request: HttpRequest) -> dict[str, Site]:
    """The context processor behind `site` in every template."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site": Site(
            language=language,
            direction=_direction(language),
            languages=language_choices(request.path, language),
            machine_drafted=translations.machine_drafted(language),
            invented=invented(),
            map_tiles=settings.BAKEN_MAP_TILES,
            map_credit=settings.BAKEN_MAP_CREDIT,
            leave_address=settings.BAKEN_QUICK_EXIT_URL or reverse("today"),
        )
    }


def language_choices(path: str, language: str) -> tuple[LanguageChoice, ...]:
    """The complete languages, and the page's own where it is another."""
    names, below = dict(settings.LANGUAGES), _below_language(path, language)
    codes = dict.fromkeys([*settings.BAKEN_COMPLETE_LANGUAGES, language])
    return tuple(
        LanguageChoice(
            code=code,
            name=names[code],
            direction=_direction(code),
            address=f"{_start(code)}{below}",
            start=_start(code),
            current=code == language,
        )
        for code in codes
    )


def invented() -> bool:
    """Whether any of the directory or the map is a demonstration; a broken database must not break this page too."""
    try:
        return directory.is_demonstration() or localities.invented()
    except DatabaseError:
        return False


def urgent_words_reviewed(language: str) -> bool:
    """Whether a person who knows the language reviewed every word that somebody in danger reads."""
    return translations.urgent_words_reviewed(language)


def _direction(language: str) -> str:
    return "rtl" if language in settings.LANGUAGES_BIDI else "ltr"


def _below_language(path: str, language: str) -> str:
    """What follows the language in this page's address, which is the same in every language; nothing where the address
    is no page at all. Fifteen times Django's `translate_url` took a third of a page's time."""
    prefix = _start(language)
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path.removeprefix(prefix) if path.startswith(prefix) else ""


def _start(code: str) -> str:
    return f"{get_script_prefix()}{code}/"
