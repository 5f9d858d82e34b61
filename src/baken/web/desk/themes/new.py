"""A new service: its name is enough to begin with."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from baken.web.desk.fields import CHOOSE, language_choices, line_field
from baken.web.desk.themes.base import ThemeForm

LONGEST_NAME: Final = 200


class NewServiceForm(ThemeForm):
    name = line_field(
        gettext_lazy("What is it called? Say what it gives people: «Help with letters»"),
        LONGEST_NAME,
        required=True,
        empty=gettext_lazy("Write a name."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language did you write that?"),
        error_messages={**CHOOSE, "required": gettext_lazy("Choose in which language you wrote this.")},
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = language_choices()

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"language": get_language() or settings.LANGUAGE_CODE}
