"""What people can choose from when they say who it is for."""

from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.kinds import LatLon, Residence
from baken.localities import selectors as localities
from baken.needs.selectors import DomainCard, need_cards
from baken.plans import formats
from baken.plans.phrasing import RESIDENCE_WORDS
from baken.web.said import own_name

# What people here speak, besides the languages of these pages.
MORE_SPOKEN: Final = (
    "am", "ber", "bg", "bn", "bs", "ckb", "de", "el", "ff", "ha", "hi", "hr", "hu", "hy", "it", "ka", "ku", "ln", "ne",
    "om", "pa", "ro", "rw", "sk", "sq", "sr", "sw", "ta", "ur", "vi", "wo", "yo", "zh",
)  # fmt: skip


# What people come for most stands first; a domain that is not named here follows.
DOMAINS_FIRST: Final = (
    "talking", "health", "money", "housing", "family", "work", "language", "papers", "isolation", "meeting", "safety",
    "digital", "mobility",
)  # fmt: skip


def domain_cards() -> tuple[DomainCard, ...]:
    """Domains with their needs, in the reader's language."""
    place = {code: number for number, code in enumerate(DOMAINS_FIRST)}
    cards = need_cards(get_language() or settings.LANGUAGE_CODE, settings.BAKEN_LOCAL_LANGUAGE)
    return tuple(sorted(cards, key=lambda card: place.get(card.code, len(place))))


def spoken_choices() -> list[tuple[str, str]]:
    """The languages of these pages first, each in its own name with the reader's name for it."""
    reader = get_language() or settings.LANGUAGE_CODE
    tags = [*(tag for tag, _name in settings.LANGUAGES), *MORE_SPOKEN]
    return [(tag, _named_twice(tag, reader)) for tag in tags]


def _named_twice(tag: str, reader: str) -> str:
    own = own_name(tag)
    read = formats.language_name(tag, reader)
    return own if own.casefold() == read.casefold() else f"{own} · {read}"


def residence_choices() -> list[tuple[str, str]]:
    said = [(kind.value, _(RESIDENCE_WORDS[kind])) for kind in Residence if kind != Residence.UNKNOWN]
    return [*said, ("", _("I would rather not say"))]


def area_choices() -> list[tuple[str, Any]]:
    """Neighbourhoods under their district; districts alone where nothing smaller is known."""
    language = get_language() or settings.LANGUAGE_CODE
    cards = localities.areas()
    districts = {card.code: card for card in cards if card.kind == "district"}
    smaller = [card for card in cards if card.kind == "neighbourhood"]
    named = {card.code: card.name(language, settings.BAKEN_LOCAL_LANGUAGE) for card in cards}
    groups: dict[str, list[tuple[str, str]]] = {}
    for card in smaller or list(districts.values()):
        home = districts.get(card.parent or "")
        groups.setdefault(named[home.code] if home else "", []).append((card.code, named[card.code]))
    choices: list[tuple[str, Any]] = [("", _("I would rather not say"))]
    for group, members in sorted(groups.items()):
        members.sort(key=lambda member: member[1].casefold())
        choices += [(group, members)] if group else members
    return choices


def _area(code: str) -> localities.AreaCard | None:
    return next((card for card in localities.areas() if card.code == code), None) if code else None


def centre_of(code: str) -> LatLon | None:
    area = _area(code)
    return area.centroid if area else None


def municipality_of(code: str) -> str | None:
    area = _area(code)
    return localities.municipality_of(area.name()) if area else None
