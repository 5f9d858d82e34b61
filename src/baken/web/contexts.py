"""What every page shows: its language and the others, whether what stands here is invented."""

from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.translation import get_language, override

from baken.directory import selectors as directory
from baken.guidance import urgent_words
from baken.localities import selectors as localities


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language to read in: its own name, and this page's address in it."""

    code: str
    name: str
    direction: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Site:
    """`machine_drafted`: no human has reviewed this language's words yet. `leave_address`: of «Leave this page»."""

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
            machine_drafted=language != "en",
            invented=invented(),
            map_tiles=settings.BAKEN_MAP_TILES,
            map_credit=settings.BAKEN_MAP_CREDIT,
            leave_address=settings.BAKEN_QUICK_EXIT_URL or reverse("today"),
        )
    }


def language_choices(path: str, language: str) -> tuple[LanguageChoice, ...]:
    """The complete languages, and the page's own where it is another."""
    names = dict(settings.LANGUAGES)
    codes = dict.fromkeys([*settings.BAKEN_COMPLETE_LANGUAGES, language])
    return tuple(
        LanguageChoice(code, names[code], _direction(code), _address(path, code), code == language) for code in codes
    )


def urgent_words_reviewed(language: str) -> bool:
    """Whether a person has reviewed the words of urgent help in this language; until then numbers stand before them."""
    return urgent_words.reviewed(language)


def invented() -> bool:
    """Whether any of the directory or the map is a demonstration; a broken database must not break this page too."""
    try:
        return directory.is_demonstration() or localities.invented()
    except DatabaseError:
        return False


def _direction(language: str) -> str:
    return "rtl" if language in settings.LANGUAGES_BIDI else "ltr"


def _address(path: str, code: str) -> str:
    """The same page in another language; the start where this address is no page at all."""
    try:
        resolve(path)
    except Resolver404:
        with override(code):
            return reverse("start")
    return translate_url(path, code)
