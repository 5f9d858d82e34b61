"""A suggestion as the pages post it. No name, no address; own words up to 1,000 characters."""

from typing import Any, Final

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.directory.suggesting import MOST_WORDS
from baken.needs.selectors import DomainCard
from baken.web.find.choices import area_choices

_CHOOSE: Final = {"invalid_choice": gettext_lazy("«%(value)s» is not one of the choices. Choose one from the list.")}


def _words(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        required=required,
        label=label,
        help_text=gettext_lazy("Do not write your name, your number or anything about somebody else."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "dir": "auto"}),
        # a validator and not `max_length`: the browser would cut the text off without a word
        validators=[
            MaxLengthValidator(
                MOST_WORDS,
                gettext_lazy(
                    "Your text has %(show_value)s characters and we can read %(limit_value)s at once. "
                    "It is still below: keep the most important sentences."
                ),
            )
        ],
        error_messages={
            "required": gettext_lazy("Write a few words."),
            "null_characters_not_allowed": gettext_lazy("There is a sign in it that is no letter. Write it again."),
        },
    )


class _Form(forms.Form):
    """`homepage` is a field that people do not see: whoever fills it in is a program."""

    homepage = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    use_required_attribute = False

    def by_a_program(self) -> bool:
        return bool(self.cleaned_data.get("homepage"))


class WrongForm(_Form):
    """About an entry that is there."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        widget=forms.RadioSelect,
        error_messages={**_CHOOSE, "required": gettext_lazy("Choose one of the two.")},
    )
    words = _words(gettext_lazy("Tell us more"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("wrong", _("Something here is not right")), ("moved", _("It moved, or it is closed"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "wrong" and not cleaned.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", _("Write a few words: what is not right?"))
        return cleaned


class MissingForm(_Form):
    """What somebody looked for and did not find."""

    need = forms.ChoiceField(required=False, label=gettext_lazy("What did you look for?"), error_messages=_CHOOSE)
    area = forms.ChoiceField(required=False, label=gettext_lazy("Where?"), error_messages=_CHOOSE)
    words = _words(gettext_lazy("Tell us what you did not find"), required=True)

    def __init__(self, data: Any = None, *, domains: tuple[DomainCard, ...]) -> None:
        super().__init__(data)
        need, area = self.fields["need"], self.fields["area"]
        assert isinstance(need, forms.ChoiceField) and isinstance(area, forms.ChoiceField)
        groups = [(card.label.text, [(one.code, one.label.text) for one in card.needs]) for card in domains]
        need.choices = [("", _("Something else")), *groups]
        area.choices = [("", _("Everywhere")), *area_choices()[1:]]
