"""Which needs a service answers, chosen from the taxonomy; own words find them."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.needs import selectors as needs_room
from baken.web.desk.fields import CHOOSE, line_field
from baken.web.desk.themes.base import ThemeForm

MOST_NEEDS: Final = 20
SUGGESTED: Final = 8
LONGEST_WORDS: Final = 1000


class NeedsForm(ThemeForm):
    said = ("needs",)
    words = line_field(
        gettext_lazy("Say in your own words what people come for"),
        LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    needs = forms.MultipleChoiceField(required=False, error_messages=CHOOSE)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        needs = self.fields["needs"]
        assert isinstance(needs, forms.MultipleChoiceField)
        needs.choices = [(code, code) for code in needs_room.need_labels("en")]

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"needs": known.get("needs", ())}

    def chosen(self) -> list[str]:
        """What is ticked now, in the order in which it stands: the best fit first, new ones last."""
        posted: Any = self.data
        ticked = posted.getlist("needs") if self.is_bound else list(self.known.get("needs", ()))
        before = [code for code in self.known.get("needs", ()) if code in ticked]
        return [*before, *(code for code in dict.fromkeys(ticked) if code not in before)]

    def suggested(self) -> tuple[str, ...]:
        """Needs that the words may mean, the likeliest first."""
        words = (self["words"].value() or "").strip()[:LONGEST_WORDS]
        if not words:
            return ()
        understood = needs_room.understand(words=words, language=get_language())
        return tuple(need.code for need in understood.needs[:SUGGESTED])

    def clean_needs(self) -> list[str]:
        if len(self.cleaned_data["needs"]) > MOST_NEEDS:
            raise forms.ValidationError(_("Choose at most 20: those for which people should really come to you."))
        return self.chosen()
