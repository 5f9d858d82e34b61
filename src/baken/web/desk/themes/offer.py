"""What a service costs, what is special about it, in which languages, and whether it is there at all."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core.planning.kinds import SpokenBy
from baken.directory.kinds import SpokenIn
from baken.web.desk.fields import CHOOSE, day_field, language_choices, line_field
from baken.web.desk.themes.base import UNKNOWN, ThemeForm, flag_shown, one_of, yes_no

MORE_LANGUAGES: Final = 3  # empty rows to add a language in


class PriceForm(ThemeForm):
    said = ("free", "amount")
    free = yes_no(gettext_lazy("Is it free?"), yes=gettext_lazy("Yes, free"), no=gettext_lazy("No, it costs something"))
    amount = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        localize=False,
        label=gettext_lazy("How much, in euros? (empty: not known, or it depends)"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            gettext_lazy("Write an amount like 3 or 3.50."),
        ),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(_with_point(data), **options)

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"free": flag_shown(known.get("free")), "amount": known.get("amount")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("free") and cleaned.get("amount"):
            self.add_error("amount", _("Free costs nothing. Empty this, or choose «No, it costs something»."))
        return cleaned


def _with_point(data: Any) -> Any:
    """«3,50» as people here write it."""
    if data is None or "," not in data.get("amount", ""):
        return data
    copy = data.copy()
    copy["amount"] = data["amount"].replace(",", ".")
    return copy


class FeaturesForm(ThemeForm):
    said = ("diverse_staff", "child_care", "lgbti_safe", "faith")
    diverse_staff = yes_no(
        gettext_lazy("Are there staff of many backgrounds?"), yes=gettext_lazy("Yes"), no=gettext_lazy("No")
    )
    child_care = yes_no(
        gettext_lazy("Does somebody look after the children meanwhile?"),
        yes=gettext_lazy("Yes"),
        no=gettext_lazy("No"),
    )
    lgbti_safe = yes_no(
        gettext_lazy("Is it safe for people who are gay, lesbian, bi or trans?"),
        yes=gettext_lazy("Yes, and we watch over it"),
        no=gettext_lazy("We cannot promise that"),
    )
    faith = one_of(
        gettext_lazy("Is it tied to a faith?"),
        (
            ("none", gettext_lazy("Not tied to a faith")),
            ("christian", gettext_lazy("A Christian house")),
            ("muslim", gettext_lazy("A Muslim house")),
            ("jewish", gettext_lazy("A Jewish house")),
            ("hindu", gettext_lazy("A Hindu house")),
            ("buddhist", gettext_lazy("A Buddhist house")),
            ("sikh", gettext_lazy("A Sikh house")),
            ("other", gettext_lazy("Another faith")),
            (UNKNOWN, gettext_lazy("Not known")),
        ),
    )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        flags = {name: flag_shown(known.get(name)) for name in self.said if name != "faith"}
        return {**flags, "faith": known.get("faith", UNKNOWN)}


class StatusForm(ThemeForm):
    said = ("status", "planned_until", "alternate_name")
    status = one_of(
        gettext_lazy("Is this service there?"),
        (
            ("active", gettext_lazy("Yes")),
            ("temporarily closed", gettext_lazy("Closed for the time being: people see it and read that")),
            ("inactive", gettext_lazy("Not now: hide it, we will bring it back")),
            ("defunct", gettext_lazy("It has ended: hide it")),
        ),
    )
    planned_until = day_field(gettext_lazy("Planned until what day? (empty: no end is planned)"))
    alternate_name = line_field(gettext_lazy("Another name by which people know it"), 255)


class SpokenForm(ThemeForm):
    """A row for each language and who speaks it, and empty rows to add more."""

    said = ("languages",)
    drawn_by = "desk/parts/rows.html"

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        known = list(self.known.get("languages", ()))
        choices = language_choices()
        listed = {tag for tag, _name in choices}
        choices += [(one.code, one.code) for one in known if one.code not in listed]
        for number in range(len(known) + MORE_LANGUAGES):
            one = known[number] if number < len(known) else None
            self.fields[f"code_{number}"] = forms.ChoiceField(
                required=False,
                label=_("Language"),
                choices=[("", _("none")), *choices],
                initial=one.code if one else "",
                error_messages=CHOOSE,
            )
            self.fields[f"by_{number}"] = forms.ChoiceField(
                required=False, label=_("Spoken by"), choices=_speakers(), initial=_by(one), error_messages=CHOOSE
            )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The bound fields, two by two."""
        for name in self.fields:
            if name.startswith("code_"):
                yield self[name], self[f"by_{name.removeprefix('code_')}"]

    def facts(self) -> dict[str, Any]:
        numbers = [name.removeprefix("code_") for name in self.fields if name.startswith("code_")]
        return {
            "languages": [
                SpokenIn(code, SpokenBy(self.cleaned_data[f"by_{number}"] or SpokenBy.UNKNOWN))
                for number in numbers
                if (code := self.cleaned_data[f"code_{number}"])
            ]
        }


def _speakers() -> list[tuple[str, str]]:
    return [
        (SpokenBy.STAFF.value, _("staff")),
        (SpokenBy.VOLUNTEER.value, _("volunteer")),
        (SpokenBy.INTERPRETER.value, _("interpreter on request")),
        (SpokenBy.UNKNOWN.value, _("Not known")),
    ]


def _by(one: SpokenIn | None) -> str:
    return (one.by if one else SpokenBy.UNKNOWN).value
