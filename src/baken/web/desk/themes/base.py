"""A theme: a few facts of an entry on one small page, saved on its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from baken.web.desk.fields import CHOOSE, Words

YES, NO, UNKNOWN = "yes", "no", "unknown"
_FLAGS: Final[Mapping[str, bool | None]] = {YES: True, NO: False, UNKNOWN: None}
# a moment at which no entry was changed: what cannot be read counts as changed meanwhile
NEVER: Final = datetime.min.replace(tzinfo=UTC)


class ThemeForm(forms.Form):
    """`said` are the names of the facts it holds. Subclasses say how facts become fields and back."""

    said: ClassVar[tuple[str, ...]] = ()
    drawn_by: ClassVar[str] = "desk/parts/form.html"  # the template that shows its fields
    use_required_attribute = False
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, known: Mapping[str, Any], seen: datetime | None = None) -> None:
        """`known`: the facts as they stand; `seen`: when they were last changed."""
        self.known = known
        self.overtaken = False  # somebody else saved since this was opened
        super().__init__(data, initial={"seen": seen.isoformat() if seen else "", **self.shown(known)})
        self.order_fields([name for name in self.fields if name != "seen"])

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """Facts to what the fields show first."""
        return {name: known.get(name) for name in self.said}

    def facts(self) -> dict[str, Any]:
        """What was filled in, as facts; after `is_valid()`."""
        return {name: self.cleaned_data[name] for name in self.said}

    def seen_at(self) -> datetime | None:
        """None for a new entry, which nobody can have changed."""
        written = self.cleaned_data.get("seen") or ""
        try:
            return parse_datetime(written) or (NEVER if written else None)
        except ValueError:
            return NEVER

    def shown_again(self, seen: datetime) -> None:
        """With what was typed, over what somebody else saved meanwhile; what they added stands beside it."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for name, field in self.fields.items():
            listed = isinstance(field, forms.MultipleChoiceField | forms.BooleanField)
            if name not in data and not listed:
                data[name] = self.get_initial_for_field(field, name) or ""
        data["seen"] = seen.isoformat()
        self.data, self.overtaken = data, True


@dataclass(frozen=True, slots=True)
class Theme:
    code: str
    title: str | Promise
    form: type[ThemeForm]

    def is_known(self, facts: Mapping[str, Any]) -> bool:
        """Whether anything of it was ever said."""
        return any(facts.get(name) not in (None, "", UNKNOWN, [], {}, ()) for name in self.form.said)


def yes_no(label: Words, *, yes: Words, no: Words, help_text: Words = "") -> forms.TypedChoiceField:
    """Always with «not known»."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=((YES, yes), (NO, no), (UNKNOWN, gettext_lazy("Not known"))),
        coerce=_FLAGS.__getitem__,
        widget=forms.RadioSelect,
        error_messages={**CHOOSE, "required": gettext_lazy("Choose one. «Not known» is fine.")},
    )


def flag_shown(value: bool | None) -> str:
    return {True: YES, False: NO, None: UNKNOWN}[value]


def one_of(label: Words, choices: Any, *, help_text: Words = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={**CHOOSE, "required": gettext_lazy("Choose one. «Not known» is fine.")},
    )


def some_of(label: Words, choices: Any, *, help_text: Words = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        required=False,
        label=label,
        help_text=help_text,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )


def whole_number(label: Words, least: int, most: int, wrong: Words) -> forms.IntegerField:
    messages: dict[str, Any] = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(
        required=False,
        min_value=least,
        max_value=most,
        label=label,
        error_messages=messages,
    )
