"""A row for each number, and empty rows to add more."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.directory.kinds import PhoneFact
from baken.web.desk.fields import CHOOSE, line_field
from baken.web.desk.themes.base import ThemeForm

MORE_PHONES: Final = 2
FEWEST_DIGITS: Final = 3
KINDS: Final = (
    ("voice", gettext_lazy("to call")),
    ("whatsapp", "WhatsApp"),
    ("sms", gettext_lazy("for text messages")),
    ("textphone", gettext_lazy("text telephone")),
    ("fax", gettext_lazy("fax")),
)


class PhonesForm(ThemeForm):
    """An emptied number is taken away."""

    drawn_by = "desk/parts/rows.html"

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        known: tuple[PhoneFact, ...] = self.known["phones"]
        self.count = len(known) + MORE_PHONES
        for number in range(self.count):
            one = known[number] if number < len(known) else None
            self.fields[f"number_{number}"] = line_field(
                _("Number"),
                60,
                initial=one.number if one else "",
                widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel", "autocomplete": "off"}),
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                required=False,
                label=_("What for?"),
                choices=KINDS,
                initial=one.kind if one else "voice",
                error_messages=CHOOSE,
            )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The bound fields, two by two."""
        for number in range(self.count):
            yield self[f"number_{number}"], self[f"kind_{number}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(self.count):
            written = " ".join(cleaned.get(f"number_{number}", "").split())
            cleaned[f"number_{number}"] = written
            if written and sum(letter.isdigit() for letter in written) < FEWEST_DIGITS:
                self.add_error(f"number_{number}", _("Write the number in digits, for instance +32 3 123 45 67."))
        return cleaned

    def phones(self) -> list[PhoneFact]:
        found = ((self.cleaned_data[f"number_{n}"], self.cleaned_data[f"kind_{n}"]) for n in range(self.count))
        return [PhoneFact(number, kind or "voice") for number, kind in found if number]
