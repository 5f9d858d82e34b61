"""What readers choose from. By POST, so that no address says what somebody looks for."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.guidance import items as guidance
from baken.guidance.items import Choice
from baken.plans import formats
from baken.web.find.choices import domain_cards, residence_choices
from baken.web.find.forms import MAX_WORDS
from baken.web.guidance import words as said

_CHOOSE: Final = {"invalid_choice": gettext_lazy("«%(value)s» is not one of the choices. Choose one from the list.")}
_NOT_TEXT: Final = {
    "null_characters_not_allowed": gettext_lazy("There is a sign in it that is no letter. Write it again.")
}


class SearchForm(forms.Form):
    words = forms.CharField(
        required=False,
        label=gettext_lazy("What do you want to know? Say it in your own words."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "dir": "auto"}),
        validators=[
            MaxLengthValidator(
                MAX_WORDS,
                gettext_lazy(
                    "Your text has %(show_value)s characters and we can read %(limit_value)s at once. "
                    "It is still below: keep the most important sentences."
                ),
            )
        ],
        error_messages=_NOT_TEXT,
    )


class ChoosingForm(forms.Form):
    """Lists to choose from; `fields_shown` are those of this page."""

    use_required_attribute = False

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class MaterialsForm(ChoosingForm):
    about = forms.ChoiceField(required=False, label=gettext_lazy("What is it about?"), error_messages=_CHOOSE)
    tongue = forms.ChoiceField(required=False, label=gettext_lazy("In which language?"), error_messages=_CHOOSE)
    form = forms.ChoiceField(required=False, label=gettext_lazy("In which form?"), error_messages=_CHOOSE)
    audience = forms.ChoiceField(required=False, label=gettext_lazy("For whom"), error_messages=_CHOOSE)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        everything = ("", _("Everything"))
        self.choose("about", [everything, *((card.code, card.label.text) for card in domain_cards())])
        self.choose("tongue", [("", _("Any language")), *_tongues()])
        self.choose("form", [everything, *said.FORM.items()])
        self.choose("audience", [("", _("Whoever it is for")), *said.AUDIENCE.items()])

    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(data["about"], data["tongue"], data["form"], data["audience"])


def _tongues() -> list[tuple[str, str]]:
    reader = get_language() or settings.LANGUAGE_CODE
    return [(tag, formats.language_name(tag, reader)) for tag, _name in settings.LANGUAGES]


class CardsForm(ChoosingForm):
    audience = forms.ChoiceField(required=False, label=gettext_lazy("Your work"), error_messages=_CHOOSE)
    group = forms.ChoiceField(required=False, label=gettext_lazy("About whom"), error_messages=_CHOOSE)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        roles = [(role, said.AUDIENCE[role]) for role in guidance.ROLES]
        self.choose("audience", [("", _("Whoever it is for")), *roles])
        self.choose("group", [("", _("Everybody")), *said.GROUP.items()])

    def choice(self) -> Choice:
        return Choice(audience=self.cleaned_data["audience"], group=self.cleaned_data["group"])


class RightsForm(ChoosingForm):
    """`cell` is a place in the table of all situations and regions; it counts before the two lists. `residence` is
    named as in a question, so that it comes along from there."""

    residence = forms.ChoiceField(
        required=False, label=gettext_lazy("Which papers do you have?"), error_messages=_CHOOSE
    )
    region = forms.ChoiceField(required=False, label=gettext_lazy("Where do you live?"), error_messages=_CHOOSE)
    cell = forms.ChoiceField(required=False, error_messages=_CHOOSE)

    def __init__(self, data: Any) -> None:
        super().__init__(_in_place_of_cell(data))
        situations = {situation.value for situation in guidance.SITUATIONS}
        known = [(code, words) for code, words in residence_choices() if code in situations]
        self.choose("residence", [("", _("I would rather not say")), *known])
        self.choose("region", [("", _("I would rather not say")), *said.REGION.items()])
        self.choose("cell", [(f"{one}/{region}", "") for one in situations for region in guidance.REGIONS])

    def asked(self) -> tuple[str, str]:
        return self.cleaned_data["residence"], self.cleaned_data["region"]


def _in_place_of_cell(data: Any) -> Any:
    """So that the lists show what was tapped in the table. A citizen, as a question may say, has no row there."""
    situation, slash, region = str((data or {}).get("cell", "")).partition("/")
    changed = data.copy() if data else {}
    if slash:
        changed["residence"], changed["region"] = situation, region
    if changed.get("residence") == "citizen":
        changed["residence"] = ""
    return changed
