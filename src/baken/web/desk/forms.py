"""What an editor says in one tap, and a change for a while."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.core.hours.opening import ChangeKind
from baken.core.kinds import Text, Texts, TextState
from baken.core.planning.kinds import Room
from baken.web.desk.fields import CHOOSE, day_field, language_choices, line_field, time_field

MOST_WEEKS: Final = 520
LONGEST_NOTE: Final = 500
FURTHEST: Final = timedelta(days=3 * 366)


class RoomForm(forms.Form):
    """One button for each kind of room; weeks belong to the waiting list. `standing_weeks`: those said before, which
    stand in the field without anybody having typed them."""

    room = forms.ChoiceField(
        choices=[(room.value, room.value) for room in Room], widget=forms.HiddenInput, error_messages=CHOOSE
    )
    weeks = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_WEEKS,
        label=gettext_lazy("How many weeks do people wait?"),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            gettext_lazy("Write the weeks as a number from 0 to 520, or leave it empty."),
        ),
    )

    use_required_attribute = False

    def __init__(self, data: Any = None, *, standing_weeks: int | None = None) -> None:
        super().__init__(data, initial={"weeks": standing_weeks})
        self.standing_weeks = standing_weeks

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = cleaned.get("weeks") not in (None, self.standing_weeks)
        if typed and cleaned.get("room", Room.WAITING) != Room.WAITING:
            self.add_error("weeks", _("You wrote how many weeks people wait. Choose “Waiting list”, or empty this."))
        return cleaned

    def waiting_weeks(self) -> int | None:
        weeks: int | None = self.cleaned_data["weeks"]
        return weeks if self.cleaned_data["room"] == Room.WAITING else None


class ChangeForm(forms.Form):
    """Something that holds for a while. Days are whole unless a time is given."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is different?"),
        widget=forms.RadioSelect,
        choices=(
            (ChangeKind.CLOSED.value, gettext_lazy("Closed")),
            (ChangeKind.HOURS.value, gettext_lazy("Open at other hours")),
            (ChangeKind.REMOTE_ONLY.value, gettext_lazy("The door is shut: only by phone or online")),
            (ChangeKind.NOTICE.value, gettext_lazy("Open as usual, but there is something to know")),
        ),
        error_messages={**CHOOSE, "required": gettext_lazy("Choose what is different.")},
    )
    first = day_field(gettext_lazy("First day"), gettext_lazy("Choose the first day."))
    first_time = time_field(gettext_lazy("From what time? (empty: all day)"))
    last = day_field(gettext_lazy("Last day (empty: until you take it away)"))
    last_time = time_field(gettext_lazy("Until what time? (empty: to the end of the day)"))
    opens = time_field(gettext_lazy("With other hours: open from"))
    closes = time_field(gettext_lazy("until"))
    note = line_field(
        gettext_lazy("A few words for visitors, if you like"), LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(
        required=False, label=gettext_lazy("In which language did you write that?"), error_messages=CHOOSE
    )

    use_required_attribute = False

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = language_choices()
        language.initial = get_language() or settings.LANGUAGE_CODE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_days(cleaned.get("first"), cleaned.get("last"))
        self._check_hours(cleaned)
        if cleaned.get("kind") == ChangeKind.NOTICE and not cleaned.get("note"):
            self.add_error("note", _("Write what people should know."))
        return cleaned

    def _check_days(self, first: date | None, last: date | None) -> None:
        today = timezone.localdate()
        if first and not today - timedelta(days=31) <= first <= today + FURTHEST:
            self.add_error("first", _("Choose a day from a month ago to three years ahead."))
        elif first and last and last < first:
            self.add_error("last", _("The last day is before the first. Choose a later day."))
        elif last and last > today + FURTHEST:
            self.add_error("last", _("Choose a day from a month ago to three years ahead."))
        elif first and not self.errors and (ends := self.ends()) is not None:
            if ends <= self.starts():
                self.add_error("last_time", _("It ends before it begins. Choose a later time."))
            elif ends <= timezone.now():
                self.add_error("last", _("That is already over. Choose a later day."))

    def _check_hours(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("kind") != ChangeKind.HOURS:
            cleaned["opens"] = cleaned["closes"] = None
        elif "opens" not in self.errors and "closes" not in self.errors:
            if cleaned.get("opens") is None or cleaned.get("closes") is None:
                self.add_error("opens", _("Write from when to when you are open."))
            elif cleaned["opens"] == cleaned["closes"]:
                self.add_error("closes", _("Open and close at different times."))

    def starts(self) -> datetime:
        return _moment(self.cleaned_data["first"], self.cleaned_data.get("first_time") or time())

    def ends(self) -> datetime | None:
        """The end of the last day, unless a time was given; None: until it is taken away."""
        last, at = self.cleaned_data.get("last"), self.cleaned_data.get("last_time")
        if last is None:
            return _moment(self.cleaned_data["first"], at) if at else None
        return _moment(last, at) if at else _moment(last + timedelta(days=1), time())

    def note_text(self) -> Texts | None:
        note, tag = self.cleaned_data["note"], self.cleaned_data["language"] or get_language() or settings.LANGUAGE_CODE
        return Texts({tag: Text(tag, note, TextState.ORIGINAL)}) if note else None


def whole_day(day: date) -> tuple[datetime, datetime]:
    return _moment(day, time()), _moment(day + timedelta(days=1), time())


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
