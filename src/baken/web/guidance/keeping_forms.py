"""What coordinators change of guidance. Texts in the language that the page is in; everything else at once."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from babel.dates import format_date
from django import forms
from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.core.hours import Weekday
from baken.guidance import items as guidance
from baken.guidance.checking import is_blank
from baken.guidance.keeping import HelplineToEdit, ItemToEdit
from baken.guidance.services import Answering, ItemFacts, Words
from baken.plans import formats
from baken.web.find.choices import domain_cards, spoken_choices
from baken.web.guidance import words as said
from baken.web.guidance.forms import ChoosingForm

_CHOOSE: Final = {"invalid_choice": gettext_lazy("«%(value)s» is not one of the choices. Choose one from the list.")}
LISTS: Final = ("languages", "forms", "audiences", "groups", "situations", "regions", "needs")
OTHERS: Final = ("publisher", "more_languages", "address", "source", "source_date", "in_force")
MOST_LETTERS: Final = 4000
_A_MONDAY: Final = date(2024, 1, 1)


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        required=False, label=label, widget=forms.CheckboxSelectMultiple, error_messages=_CHOOSE
    )


def _words(label: Any, rows: int, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(required=False, label=label, help_text=hint, max_length=MOST_LETTERS, widget=area)


class _KeepingForm(ChoosingForm):
    """`seen` says what stood there when the form was opened."""

    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def shown_again(self, seen: str) -> None:
        """With what was typed, over what somebody else saved meanwhile."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = seen
        self.data = data


class ItemForm(_KeepingForm):
    """`facts()`, `words()` and `seen()` after `is_valid()`."""

    title = forms.CharField(
        max_length=200, label=said.FIELD["titles"], error_messages={"required": gettext_lazy("Give it a title.")}
    )
    body = _words(said.FIELD["bodies"], 8, gettext_lazy("A line that begins with a dash is a line of a list."))
    ask = _words(said.FIELD["asks"], 3, gettext_lazy("What we do not know, and whom to ask."))
    anew = forms.BooleanField(
        required=False, label=gettext_lazy("It says something else now: the other languages are out of date")
    )
    publisher = forms.CharField(required=False, max_length=200, label=said.FIELD["publisher"])
    address = forms.URLField(
        required=False,
        max_length=200,
        label=said.FIELD["address"],
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Write a whole address, such as https://example.org.")},
    )
    shapes = _ticks(said.FIELD["forms"])
    audiences = _ticks(said.FIELD["audiences"])
    groups = _ticks(said.FIELD["groups"])
    situations = _ticks(said.FIELD["situations"])
    regions = _ticks(said.FIELD["regions"])
    needs = _ticks(said.FIELD["needs"])
    languages = _ticks(said.FIELD["languages"])
    more_languages = forms.BooleanField(required=False, label=said.FIELD["more_languages"])
    source = forms.CharField(
        max_length=200,
        label=said.FIELD["source"],
        error_messages={"required": gettext_lazy("Say where this is known from.")},
    )
    source_date = forms.CharField(required=False, max_length=40, label=said.FIELD["source_date"])
    in_force = forms.BooleanField(required=False, label=said.FIELD["in_force"])

    def __init__(self, data: Any = None, *, item: ItemToEdit | None = None) -> None:
        super().__init__(data, initial=_shown(item) if item else {"in_force": True})
        self.choose("shapes", list(said.FORM.items()))
        self.choose("audiences", list(said.AUDIENCE.items()))
        self.choose("groups", list(said.GROUP.items()))
        self.choose("situations", [(one.value, said.RESIDENCE[one.value]) for one in guidance.SITUATIONS])
        self.choose("regions", list(said.REGION.items()))
        self.choose("needs", _needs())
        self.choose("languages", _languages(item.facts.languages if item else ()))

    def clean_title(self) -> str:
        return self._visible("title")

    def clean_source(self) -> str:
        return self._visible("source")

    def _visible(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if is_blank(text):
            raise forms.ValidationError(self.fields[name].error_messages["required"])
        return text

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(written_in(), data["title"], data["body"], data["ask"], data["anew"])

    def facts(self) -> ItemFacts:
        data = {**self.cleaned_data, "forms": self.cleaned_data["shapes"]}
        facts: dict[str, Any] = {name: tuple(data[name]) for name in LISTS}
        return ItemFacts(**facts, **{name: data[name] for name in OTHERS})

    def seen_at(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None


def written_in() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _shown(item: ItemToEdit) -> dict[str, Any]:
    facts = item.facts
    lists = {name: list(getattr(facts, name)) for name in LISTS}
    return {
        **lists,
        "shapes": lists["forms"],
        "title": item.words.title,
        "body": item.words.body,
        "ask": item.words.ask,
        "publisher": facts.publisher,
        "address": facts.address,
        "more_languages": facts.more_languages,
        "source": facts.source,
        "source_date": facts.source_date,
        "in_force": facts.in_force,
        "seen": item.seen.isoformat(),
    }


def _needs() -> list[tuple[str, Any]]:
    return [(card.label.text, [(need.code, need.label.text) for need in card.needs]) for card in domain_cards()]


def _languages(known: tuple[str, ...]) -> list[tuple[str, str]]:
    """Those that people here speak, and any that a file named besides."""
    choices = spoken_choices()
    there = {tag for tag, _name in choices}
    more = [(tag, formats.language_name(tag, written_in())) for tag in known if tag not in there]
    return [*choices, *more]


class NumberForm(_KeepingForm):
    """How a helpline answers. `answering()` after `is_valid()`."""

    number = forms.CharField(required=False, max_length=40, label=said.FIELD["number"])
    whatsapp = forms.CharField(required=False, max_length=40, label=said.FIELD["whatsapp"])
    chat_url = forms.URLField(required=False, max_length=200, label=said.FIELD["chat_url"], assume_scheme="https")
    hours = forms.ChoiceField(
        label=said.FIELD["rules"],
        choices=(
            ("unknown", gettext_lazy("Not known")),
            ("always", gettext_lazy("Day and night")),
            ("days", gettext_lazy("On the days below")),
        ),
        widget=forms.RadioSelect,
        error_messages={**_CHOOSE, "required": gettext_lazy("Choose one of these.")},
    )
    days = _ticks(gettext_lazy("Days"))
    opens = forms.TimeField(required=False, label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(
        required=False, label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    languages = _ticks(said.FIELD["languages"])

    def __init__(self, data: Any = None, *, line: HelplineToEdit) -> None:
        super().__init__(data, initial={**_answered(line.answering), "seen": line.seen})
        self.choose("days", [(day.name, _day_name(day)) for day in Weekday])
        self.choose("languages", _languages(line.answering.languages))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("hours") == "days" and not _are_hours(data.get("days"), data.get("opens"), data.get("closes")):
            self.add_error("hours", _("Say on which days, from when and until when."))
        return data

    def answering(self) -> Answering:
        data: Mapping[str, Any] = self.cleaned_data
        on_days = data["hours"] == "days"
        return Answering(
            number=data["number"],
            whatsapp=data["whatsapp"],
            chat_url=data["chat_url"],
            languages=tuple(data["languages"]),
            always=data["hours"] == "always",
            days=tuple(data["days"]) if on_days else (),
            opens=f"{data['opens']:%H:%M}" if on_days else "",
            closes=f"{data['closes']:%H:%M}" if on_days else "",
        )


def _are_hours(days: Any, opens: Any, closes: Any) -> bool:
    """Equal times would mean day and night, which is another choice."""
    return bool(days and opens and closes) and len(set(days)) == len(days) and f"{opens:%H:%M}" != f"{closes:%H:%M}"


def _day_name(day: Weekday) -> str:
    return format_date(_A_MONDAY + timedelta(days=day), "EEEE", locale=formats.locale_of(written_in()))


def _answered(answering: Answering) -> dict[str, Any]:
    return {
        "number": answering.number,
        "whatsapp": answering.whatsapp,
        "chat_url": answering.chat_url,
        "hours": "always" if answering.always else "days" if answering.days else "unknown",
        "days": list(answering.days),
        "opens": answering.opens,
        "closes": answering.closes,
        "languages": list(answering.languages),
    }
