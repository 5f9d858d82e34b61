"""Where «Leave this page» leads: a calendar. Who looks at the screen next sees today's date and nothing of Baken."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from baken.plans import formats
from baken.web.answering import form_page, never_kept
from baken.web.find.contexts import reading_language


@dataclass(frozen=True, slots=True)
class TodayPage:
    """`weeks`: the month by weeks from Monday; days of other months among them are None."""

    month: str
    today: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[date | None, ...], ...]
    date: date


@form_page
def today(request: HttpRequest) -> HttpResponse:
    """It also asks the browser to drop pages of this site that it kept; a plan that somebody kept on purpose stays."""
    response = never_kept(
        render(request, "about/today.html", {"page": _page(timezone.localdate(), reading_language())})
    )
    response["Clear-Site-Data"] = '"cache"'
    return response


def _page(day: date, language: str) -> TodayPage:
    weeks = Calendar().monthdatescalendar(day.year, day.month)
    return TodayPage(
        month=format_date(day, "LLLL y", locale=formats.locale_of(language)),
        today=formats.long_date(day, language),
        weekdays=tuple(formats.weekday_of_column(one, language) for one in weeks[0]),
        weeks=tuple(tuple(one if one.month == day.month else None for one in week) for week in weeks),
        date=day,
    )
