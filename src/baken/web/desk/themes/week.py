"""The plain week: for each day from when to when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from babel.dates import format_date
from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.core.hours.opening import HolidayRule, Weekday
from baken.directory.kinds import OpenSpan
from baken.plans import formats
from baken.web.desk.fields import day_field, line_field, time_field
from baken.web.desk.forms import FURTHEST, LONGEST_NOTE
from baken.web.desk.themes.base import ThemeForm, one_of

FEWEST_ROWS: Final = 2  # before noon and after
_A_MONDAY: Final = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class SpanRow:
    opens: Any
    closes: Any
    booked: Any


@dataclass(frozen=True, slots=True)
class DayRows:
    name: str
    rows: tuple[SpanRow, ...]


class WeekForm(ThemeForm):
    """`whole`: of the service wherever it is; else of one place, without the rules that hold for all of it."""

    always = forms.BooleanField(required=False, label=gettext_lazy("Open day and night, every day"))
    night = forms.BooleanField(
        required=False, label=gettext_lazy("Some of these hours go on after midnight (for instance 20:00 to 08:00)")
    )
    holiday_rule = one_of(
        gettext_lazy("And on public holidays?"),
        (
            (HolidayRule.CLOSED.value, gettext_lazy("Closed")),
            (HolidayRule.AS_USUAL.value, gettext_lazy("As usual")),
            (HolidayRule.UNKNOWN.value, gettext_lazy("Not known")),
        ),
    )

    def __init__(self, data: Any = None, *, whole: bool = True, **options: Any) -> None:
        super().__init__(data, **options)
        self.whole = whole
        if not whole:
            del self.fields["always"], self.fields["holiday_rule"]
        spans: Sequence[OpenSpan] = self.known["spans"]
        self.counts = {day: max(FEWEST_ROWS, 1 + sum(span.weekday == day for span in spans)) for day in Weekday}
        for day in Weekday:
            of_day = [span for span in spans if span.weekday == day]
            for number in range(self.counts[day]):
                self._add_row(day, number, of_day[number] if number < len(of_day) else None)

    def _add_row(self, day: Weekday, number: int, span: OpenSpan | None) -> None:
        opens, closes = time_field(_("open from")), time_field(_("until"))
        booked = forms.BooleanField(required=False, label=_("by appointment"))
        if span is not None:
            opens.initial, closes.initial, booked.initial = span.opens, span.closes, span.by_appointment
        for name, field in (("opens", opens), ("closes", closes), ("booked", booked)):
            self.fields[_name(name, day, number)] = field

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        night = any(span.closes <= span.opens for span in known["spans"])
        return {"night": night, **{name: known.get(name) for name in ("always", "holiday_rule")}}

    def days(self) -> Iterator[DayRows]:
        for day in Weekday:
            rows = (
                SpanRow(*(self[_name(part, day, number)] for part in ("opens", "closes", "booked")))
                for number in range(self.counts[day])
            )
            yield DayRows(_day_name(day), tuple(rows))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for day in Weekday:
            until: time | None = None
            for number in range(self.counts[day]):
                opens, closes = (cleaned.get(_name(part, day, number)) for part in ("opens", "closes"))
                self._check_row(day, number, opens, closes, until)
                until = closes if closes and opens and closes > opens else until
        return cleaned

    def _check_row(
        self, day: Weekday, number: int, opens: time | None, closes: time | None, until: time | None
    ) -> None:
        here, there = _name("opens", day, number), _name("closes", day, number)
        if here in self.errors or there in self.errors:
            return
        if (opens is None) != (closes is None):
            self.add_error(here if opens is None else there, _("Write both times, or empty both."))
        elif opens is None or closes is None:
            return
        elif opens == closes:
            self.add_error(there, _("Open and close at different times."))
        elif closes < opens and not self.cleaned_data.get("night"):
            self.add_error(there, _("It closes before it opens. Turn them round, or tick «after midnight» below."))
        elif until is not None and opens < until:
            self.add_error(here, _("This begins before the hours above it end."))

    def spans(self) -> list[OpenSpan]:
        found = []
        for day in Weekday:
            for number in range(self.counts[day]):
                opens, closes, booked = (
                    self.cleaned_data[_name(part, day, number)] for part in ("opens", "closes", "booked")
                )
                if opens is not None and closes is not None:
                    found.append(OpenSpan(day, opens, closes, booked))
        return found

    def rules(self) -> dict[str, Any]:
        """What holds for all of the service; nothing where these are the hours of one place."""
        return {name: self.cleaned_data[name] for name in ("always", "holiday_rule")} if self.whole else {}


class ExceptionForm(forms.Form):
    """Days on which the week does not count."""

    use_required_attribute = False
    first = day_field(gettext_lazy("First day"), gettext_lazy("Choose the first day."))
    last = day_field(gettext_lazy("Last day (empty: only that day)"))
    opens = time_field(gettext_lazy("Open from (empty: closed)"))
    closes = time_field(gettext_lazy("until"))
    note = line_field(gettext_lazy("A few words for visitors, if you like"), LONGEST_NOTE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last, today = cleaned.get("first"), cleaned.get("last"), timezone.localdate()
        if first and "last" not in self.errors:
            cleaned["last"] = last or first
            if cleaned["last"] < first:
                self.add_error("last", _("The last day is before the first. Choose a later day."))
            elif not (today - timedelta(days=1) <= cleaned["last"] and cleaned["last"] <= today + FURTHEST):
                self.add_error("last", _("Choose a day from today to three years ahead."))
        if not {"opens", "closes"} & set(self.errors) and (cleaned.get("opens") is None) != (
            cleaned.get("closes") is None
        ):
            self.add_error("closes", _("Write both times, or empty both."))
        return cleaned


def _name(part: str, day: Weekday, number: int) -> str:
    return f"{part}_{day.name.lower()}_{number}"


def _day_name(day: Weekday) -> str:
    named = format_date(_A_MONDAY + timedelta(days=int(day)), "EEEE", locale=formats.locale_of(get_language() or "en"))
    return named[:1].upper() + named[1:]
