"""Fields that the forms of the desk share: every mistake says what to write instead."""

from typing import Any, Final

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy

from baken.web.find.choices import spoken_choices

Words = Any  # a text, or one that is translated when it is shown

CHOOSE: Final[dict[str, Any]] = {
    "invalid_choice": gettext_lazy("«%(value)s» is not one of the choices. Choose one from the list."),
}
NOT_TEXT: Final[dict[str, Any]] = {
    "null_characters_not_allowed": gettext_lazy("There is a sign in it that is no letter. Write it again.")
}
TOO_LONG: Final = gettext_lazy(
    "Your text has %(show_value)s characters and there is place for %(limit_value)s. "
    "It is still below: keep the most important sentences."
)


def line_field(
    label: Words, longest: int, *, help_text: Words = "", widget: Any = None, **options: Any
) -> forms.CharField:
    """`longest` in characters, said and not cut off by the browser."""
    empty = options.pop("empty", gettext_lazy("Write something here."))
    return forms.CharField(
        **{"required": False, **options},
        label=label,
        help_text=help_text,
        widget=widget or forms.TextInput(attrs={"dir": "auto"}),
        validators=[MaxLengthValidator(longest, TOO_LONG)],
        error_messages={**NOT_TEXT, "required": empty},
    )


def day_field(label: Words, needed: Words | None = None) -> forms.DateField:
    """`needed`: what to say where it is left empty; None: it may be."""
    said = gettext_lazy("Write the day as day/month/year, for instance 24/11/2026.")
    return forms.DateField(
        required=needed is not None,
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": said, "required": needed or said},
    )


def time_field(label: Words) -> forms.TimeField:
    return forms.TimeField(
        required=False,
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the time as hours and minutes, for instance 14:30.")},
    )


def language_choices() -> list[tuple[str, str]]:
    """Languages to write in."""
    return spoken_choices()
