"""A place with who sits there and when, as a week."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from babel.dates import format_date
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from baken.core.hours.opening import Weekday, WeeklyRule
from baken.core.kinds import Text
from baken.directory import selectors as directory
from baken.directory.selectors import PlacePage, ServiceHere
from baken.plans import formats
from baken.web.answering import facts_page

_A_MONDAY: Final = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One service on one day. `not_weekly`: only in some weeks, or only for a time."""

    hours: str
    service_id: UUID
    name: Text
    organisation_id: UUID
    organisation_name: str
    by_appointment: bool
    not_weekly: bool


@dataclass(frozen=True, slots=True)
class PlaceDay:
    name: str
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """`always`: there day and night; `unsaid`: when is not known."""

    page: PlacePage
    days: tuple[PlaceDay, ...]
    always: tuple[ServiceHere, ...]
    unsaid: tuple[ServiceHere, ...]


@facts_page
def place(request: HttpRequest, location_id: UUID) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    found = directory.place_page(location_id, (language, settings.BAKEN_LOCAL_LANGUAGE))
    if found is None:
        raise Http404
    return render(request, "overview/place.html", {"page": place_view(found, language)})


def place_view(page: PlacePage, language: str) -> PlaceView:
    always = tuple(here for here in page.services if here.opening.always)
    timed = [here for here in page.services if here.opening.rules and not here.opening.always]
    return PlaceView(
        page=page,
        days=tuple(PlaceDay(_day_name(day, language), _sittings(timed, day)) for day in Weekday) if timed else (),
        always=always,
        unsaid=tuple(here for here in page.services if here not in always and here not in timed),
    )


def _sittings(services: Iterable[ServiceHere], day: Weekday) -> tuple[Sitting, ...]:
    found = [(rule.opens, sitting) for here in services for rule, sitting in _of_day(here, day)]
    return tuple(sitting for _opens, sitting in sorted(found, key=lambda pair: (pair[0], pair[1].organisation_name)))


def _of_day(here: ServiceHere, day: Weekday) -> Iterator[tuple[WeeklyRule, Sitting]]:
    for rule in here.opening.rules:
        if day in rule.weekdays:
            yield (
                rule,
                Sitting(
                    hours=f"{formats.clock(rule.opens)}–{formats.clock(rule.closes)}",
                    service_id=here.id,
                    name=here.name,
                    organisation_id=here.organisation_id,
                    organisation_name=here.organisation_name,
                    by_appointment=rule.by_appointment,
                    not_weekly=rule.interval > 1 or rule.valid_from is not None or rule.valid_to is not None,
                ),
            )


def _day_name(day: Weekday, language: str) -> str:
    named = format_date(_A_MONDAY + timedelta(days=int(day)), "EEEE", locale=formats.locale_of(language))
    return named[:1].upper() + named[1:]
