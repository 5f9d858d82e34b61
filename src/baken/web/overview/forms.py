"""Browsing the overview: by what it is about, and where. By POST, so that no address says what somebody looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.localities import selectors as localities
from baken.needs.selectors import DomainCard
from baken.web.find.choices import area_choices

_CHOOSE = {"invalid_choice": gettext_lazy("«%(value)s» is not one of the choices. Choose one from the list.")}
FURTHEST_PAGE = 10_000


class OverviewForm(forms.Form):
    domain = forms.ChoiceField(required=False, label=gettext_lazy("What is it about?"), error_messages=_CHOOSE)
    area = forms.ChoiceField(required=False, label=gettext_lazy("Where?"), error_messages=_CHOOSE)
    number = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=FURTHEST_PAGE,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("There is no page with that number.")
        ),
    )

    use_required_attribute = False

    def __init__(self, data: Any, *, domains: tuple[DomainCard, ...]) -> None:
        super().__init__(data)
        about, where = self.fields["domain"], self.fields["area"]
        assert isinstance(about, forms.ChoiceField) and isinstance(where, forms.ChoiceField)
        about.choices = [("", _("Everything")), *((domain.code, domain.label.text) for domain in domains)]
        where.choices = [("", _("Everywhere")), *area_choices()[1:]]

    def neighbourhoods(self) -> frozenset[str] | None:
        """The chosen area, and those inside it; None: anywhere."""
        if not (code := self.cleaned_data["area"]):
            return None
        return frozenset({code, *(card.code for card in localities.areas(parent=code))})
