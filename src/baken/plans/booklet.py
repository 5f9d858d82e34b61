"""A booklet of the doors of a neighbourhood, for counters and waiting rooms: every door with what it gives, how to come
in, when, and in which languages; urgent numbers first. A5, two pages to a sheet of A4.

What a person would have to ask is asked for here too: a booklet knows nobody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from baken.core.hours import HolidayRule, day_hours
from baken.core.hours.opening import DayHours, Opening, Weekday
from baken.core.kinds import LatLon, Reason, Text
from baken.core.planning import rank
from baken.core.planning.kinds import Asker, Door
from baken.core.reach import StraightLine
from baken.core.wording import fold_name
from baken.directory import selectors as directory
from baken.directory.selectors import ServiceCard
from baken.guidance import selectors as guidance
from baken.localities import selectors as localities
from baken.needs import selectors as needs_room
from baken.plans import formats
from baken.plans.directions import invented_sentence
from baken.plans.noticing import notice_sentence
from baken.plans.paper import drafted_sentence, helpline_record
from baken.plans.phrasing import sentence
from baken.plans.pictograms import drawing
from baken.plans.typesetting import Record, pdf
from baken.plans.usefulness import most_useful
from baken.timetables import selectors as timetables

_TEMPLATE: Final = "booklet.typ"
_MOST_FACTS: Final = 6
_PHONES: Final = 3
_STOP_WITHIN_METRES: Final = 800.0
_METRES_A_KM: Final = 1000.0
_ICONS: Final = ("phone", "clock", "map-pin", "bus", "languages")
# what is the same for everybody who comes: not who somebody is, not from where, not today
_TOLD_OF_ALL: Final = (
    "papers.",
    "price.",
    "access.",
    "room.",
    "age.",
    "gender.",
    "families.",
    "insurance.",
    "referral.",
)


class UnknownArea(ValueError):
    """No area has this name."""


@dataclass(frozen=True, slots=True)
class Booklet:
    """`name`: of the area, or what else stands on the cover; doors in the order of the directory."""

    name: str
    doors: tuple[tuple[Door, ServiceCard], ...]


def area_booklet(area: str, *, language: str, when: datetime) -> Booklet:
    """Of a neighbourhood, or of a larger area with those in it. Raises UnknownArea."""
    found = area_named(area)
    codes = {found.code, *(inside.code for inside in _inside(found.code))}
    cards = directory.service_list(_order(language), neighbourhoods=codes, limit=100_000).cards
    sites = {site.id for card in cards for site in card.sites if site.neighbourhood in codes}
    return Booklet(
        found.name(language, settings.BAKEN_LOCAL_LANGUAGE),
        _doors(cards, when, lambda door: door.candidate.site_id in sites),
    )


def near_booklet(place: LatLon, km: float, *, language: str, when: datetime) -> Booklet:
    """Of all doors within so many kilometres, as the crow flies."""
    ids = [
        UUID(candidate.service_id)
        for candidate in directory.candidates({service_id: {} for service_id in directory.service_ids()})
        if candidate.place is not None and place.metres_to(candidate.place) <= km * _METRES_A_KM
    ]
    cards = directory.service_cards(ids, _order(language)).values()
    ordered = sorted(cards, key=lambda card: (card.organisation_name.casefold(), str(card.id)))

    def near(door: Door) -> bool:
        at = door.candidate.place
        return at is not None and place.metres_to(at) <= km * _METRES_A_KM

    home = localities.area_at(place)
    name = home.name(language, settings.BAKEN_LOCAL_LANGUAGE) if home else f"{place.lat:g}, {place.lon:g}"
    return Booklet(name, _doors(ordered, when, near))


def booklet_pdf(booklet: Booklet, *, language: str, when: datetime) -> bytes:
    """PDF/UA-1; the same bytes for the same facts and day."""
    return pdf(_TEMPLATE, _record(booklet, language, settings.BAKEN_LOCAL_LANGUAGE, when))


def area_named(name: str) -> localities.AreaCard:
    """By code or by any of its names, as people write them. Raises UnknownArea."""
    wanted = fold_name(name)
    known = localities.areas()
    for kind in ("neighbourhood", "district", "municipality"):
        for area in known:
            if area.kind == kind and (area.code == name or wanted in {fold_name(text.text) for text in area.names}):
                return area
    raise UnknownArea(f"there is no area called {name!r}; write its name as on the map, or its code")


def _inside(code: str) -> Iterable[localities.AreaCard]:
    for area in localities.areas(parent=code):
        yield area
        yield from _inside(area.code)


def _order(language: str) -> tuple[str, str]:
    return language, settings.BAKEN_LOCAL_LANGUAGE


def _doors(
    cards: Sequence[ServiceCard], when: datetime, wanted: Callable[[Door], bool]
) -> tuple[tuple[Door, ServiceCard], ...]:
    """One of a service: its first place here."""
    of_service: dict[str, Door] = {}
    candidates = directory.candidates({card.id: dict.fromkeys(card.needs, 1.0) for card in cards})
    for door in rank(candidates, Asker(when), walking=StraightLine()):
        if wanted(door):
            of_service.setdefault(door.candidate.service_id, door)
    return tuple(
        (found, card.at(found.candidate.site_id))
        for card in cards
        if (found := of_service.get(str(card.id))) is not None
    )


# ---- what stands in it ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tongues:
    """The reader's language and the local one; the same twice is one."""

    mine: str
    local: str

    def both(self, words: Callable[[str], str]) -> Record:
        return {"mine": words(self.mine), "local": words(self.local) if self.two else ""}

    @property
    def two(self) -> bool:
        return self.mine != self.local


def _record(booklet: Booklet, language: str, local: str, when: datetime) -> Record:
    tongues = _Tongues(language, local)
    made = when.date()
    helplines = guidance.helplines(country=settings.BAKEN_COUNTRY, topics=(), when=when, languages=(language,))
    return {
        "mine": _column(language),
        "local": _column(local) if tongues.two else None,
        "area": booklet.name,
        "title": tongues.both(_title),
        "made": tongues.both(lambda tongue: _made(made, tongue)),
        "day": [made.year, made.month, made.day],
        "what": tongues.both(_what),
        "invented": tongues.both(lambda tongue: invented_sentence(("places",), tongue))
        if directory.is_demonstration()
        else None,
        "drafted": tongues.both(drafted_sentence) if language != "en" else None,
        "contents": tongues.both(_contents),
        "urgent": {"title": tongues.both(_urgent), "lines": [helpline_record(card, language) for card in helplines]},
        "domains": _domains(booklet, tongues, made),
        "nothing": None if booklet.doors else tongues.both(_nothing),
        "icons": {name: drawing(name) for name in _ICONS},
    }


def _column(language: str) -> Record:
    return {"lang": language.split("-")[0], "rtl": language in settings.LANGUAGES_BIDI}


def _domains(booklet: Booklet, tongues: _Tongues, made: date) -> list[Record]:
    """Each door stands whole under the domain of its first need, and by name under the others."""
    labels = {
        tongue: needs_room.need_labels(tongue, settings.BAKEN_LOCAL_LANGUAGE)
        for tongue in (tongues.mine, tongues.local)
    }
    local_domains = {domain.code: domain.label.text for domain in needs_room.need_cards(tongues.local)}
    whole: set[UUID] = set()
    found = []
    for domain in needs_room.need_cards(tongues.mine, tongues.local):
        codes = {need.code for need in domain.needs}
        here = [(door, card) for door, card in booklet.doors if codes & set(card.needs)]
        first = [(door, card) for door, card in here if card.id not in whole]
        others = [card for _door, card in here if card.id in whole]
        whole |= {card.id for _door, card in first}
        if here:
            found.append(
                {
                    "title": {"mine": domain.label.text, "local": local_domains[domain.code] if tongues.two else ""},
                    "drawing": drawing(domain.pictogram),
                    "entries": [_entry(door, card, tongues, labels, made) for door, card in first],
                    "also": [
                        {"key": str(card.id), "name": card.name.text, "house": card.organisation_name}
                        for card in others
                    ],
                }
            )
    return found


def _entry(
    door: Door, card: ServiceCard, tongues: _Tongues, labels: Mapping[str, Mapping[str, Text]], made: date
) -> Record:
    opening = door.candidate.opening
    known = [code for code in card.needs if code in labels[tongues.mine]]
    return {
        "key": str(card.id),
        "gives": tongues.both(lambda tongue: formats.separated([labels[tongue][code].text for code in known], tongue)),
        "name": {"text": card.name.text, "lang": card.name.language.split("-")[0]},
        "house": card.organisation_name,
        "address": ", ".join(card.address_lines),
        "stop": _stop(door.candidate.place, tongues.mine),
        "phones": [phone.number for phone in card.phones][:_PHONES],
        "spoken": formats.listed(
            [formats.language_name(tag, tongues.mine) for tag in door.candidate.spoken], tongues.mine
        ),
        "facts": [
            {"mark": reason.verdict.value if reason.verdict else "", "mine": sentence(reason, tongues.mine)}
            for reason in _facts(door)
        ],
        "notices": [notice_sentence(notice, tongues.mine) for notice in card.notices],
        "always": sentence(Reason("open.always"), tongues.mine) if opening.always else "",
        "week": _week(opening, made, tongues),
        "unsaid": "" if opening.rules or opening.always else sentence(Reason("open.unknown"), tongues.mine),
        "hours-words": [text.text for text in card.hours_in_words] if not opening.rules else [],
        "confirmed": next(
            (sentence(reason, tongues.mine) for reason in door.reasons if reason.code.startswith("fresh.")), ""
        ),
    }


def _facts(door: Door) -> tuple[Reason, ...]:
    told = [reason for reason in door.reasons if reason.code.startswith(_TOLD_OF_ALL)]
    return most_useful(told, most=_MOST_FACTS)


def _stop(place: LatLon | None, language: str) -> str:
    found = timetables.stop_near(place, within_metres=_STOP_WITHIN_METRES) if place is not None else None
    if found is None:
        return ""
    with override(language):
        return _("stop %(name)s") % {"name": formats.isolated(found.name, language)}


def _week(opening: Opening, made: date, tongues: _Tongues) -> list[Record]:
    """A usual week, without holidays and what is different for a while. A day that differs from the same day a week
    later is one to ask about."""
    if not opening.rules:
        return []
    usual = replace(opening, exceptions=(), changes=(), holidays=HolidayRule.AS_USUAL)
    monday = made + timedelta(days=(Weekday.MO - made.weekday()) % 7)
    days = day_hours(usual, monday, 14)
    return [_day(day, later, tongues) for day, later in zip(days[:7], days[7:], strict=True)]


def _day(day: DayHours, later: DayHours, tongues: _Tongues) -> Record:
    asks = not day.known or day.spans != later.spans
    spans = day.spans or later.spans
    with override(tongues.mine):
        note = _("ask") if asks else "" if spans else _("closed")
        booked = _("by appointment") if day.by_appointment else ""
    return {
        "weekday": tongues.both(lambda tongue: formats.weekday(day.day, tongue)),
        "spans": [f"{formats.clock(opens)}–{formats.clock(closes)}" for opens, closes in spans],
        "note": note or booked,
        "asks": asks,
    }


# ---- words ------------------------------------------------------------------------------------------------------


def _title(language: str) -> str:
    with override(language):
        return _("Find help near you")


def _made(day: date, language: str) -> str:
    with override(language):
        return _("Made on %(date)s") % {"date": formats.long_date(day, language)}


def _what(language: str) -> str:
    with override(language):
        return _(
            "Places where you can ask for help, with their hours of a usual week. "
            "A tick means yes; a question mark means: ask. Call before you go."
        )


def _contents(language: str) -> str:
    with override(language):
        return _("What is in it")


def _urgent(language: str) -> str:
    with override(language):
        return _("Urgent help")


def _nothing(language: str) -> str:
    with override(language):
        return _("We know no door here yet.")
