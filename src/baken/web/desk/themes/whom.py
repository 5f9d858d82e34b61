"""For whom a service is: age, gender, papers, where somebody lives. What is not known stays a question, never a no."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core.kinds import Residence
from baken.plans.phrasing import RESIDENCE_WORDS
from baken.web.desk.fields import line_field
from baken.web.desk.themes.base import UNKNOWN, ThemeForm, flag_shown, one_of, some_of, whole_number, yes_no

ANY, LISTED = "any", "listed"
MOST_TOWNS: Final = 100
_AGE: Final = gettext_lazy("Write an age in years, from 0 to 120.")


class PeopleForm(ThemeForm):
    said = ("ages_known", "minimum_age", "maximum_age", "genders", "families_only")
    ages = one_of(
        gettext_lazy("Which ages?"),
        (
            (ANY, gettext_lazy("All ages")),
            (LISTED, gettext_lazy("Only from or up to an age")),
            (UNKNOWN, gettext_lazy("Not known")),
        ),
    )
    minimum_age = whole_number(gettext_lazy("From what age?"), 0, 120, _AGE)
    maximum_age = whole_number(gettext_lazy("Up to what age?"), 0, 120, _AGE)
    genders = one_of(
        gettext_lazy("For women, for men?"),
        (
            ("any", gettext_lazy("For everybody")),
            ("woman", gettext_lazy("Only for women")),
            ("man", gettext_lazy("Only for men")),
            ("other", gettext_lazy("Only for people who are neither")),
            ("man+woman", gettext_lazy("For women and men")),
            ("other+woman", gettext_lazy("For women and people who are neither")),
            ("man+other", gettext_lazy("For men and people who are neither")),
            (UNKNOWN, gettext_lazy("Not known")),
        ),
    )
    families_only = yes_no(
        gettext_lazy("Only for families with children?"),
        yes=gettext_lazy("Only for families"),
        no=gettext_lazy("With or without children"),
    )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        bounded = known.get("minimum_age") is not None or known.get("maximum_age") is not None
        return {
            **{name: known.get(name) for name in ("minimum_age", "maximum_age")},
            "ages": (LISTED if bounded else ANY) if known.get("ages_known") else UNKNOWN,
            "genders": known.get("genders", UNKNOWN),
            "families_only": flag_shown(known.get("families_only")),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("minimum_age"), cleaned.get("maximum_age")
        if cleaned.get("ages") != LISTED:
            cleaned["minimum_age"] = cleaned["maximum_age"] = None
        elif low is None and high is None and not {"minimum_age", "maximum_age"} & set(self.errors):
            self.add_error("minimum_age", _("Write from what age or up to what age, or choose «All ages»."))
        elif low is not None and high is not None and low > high:
            self.add_error("maximum_age", _("The highest age is below the lowest. Turn them round."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in self.said if name != "ages_known"}
        return {**kept, "ages_known": self.cleaned_data["ages"] != UNKNOWN}


class PapersForm(ThemeForm):
    said = ("asks_papers", "welcome", "insurance_needed", "referral_needed")
    asks_papers = yes_no(
        gettext_lazy("Do you ask for papers?"), yes=gettext_lazy("Yes, we ask"), no=gettext_lazy("No, we ask none")
    )
    residence = one_of(
        gettext_lazy("For which residence situations?"),
        (
            (ANY, gettext_lazy("For everybody, with or without papers")),
            (LISTED, gettext_lazy("Only for those ticked below")),
            (UNKNOWN, gettext_lazy("Not known")),
        ),
    )
    welcome = some_of(gettext_lazy("Who is welcome?"), ())
    insurance_needed = yes_no(
        gettext_lazy("Is health insurance needed?"), yes=gettext_lazy("Yes"), no=gettext_lazy("No")
    )
    referral_needed = yes_no(
        gettext_lazy("Does somebody else have to send the person?"),
        yes=gettext_lazy("Yes, a doctor or another service"),
        no=gettext_lazy("No, people can come themselves"),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        welcome = self.fields["welcome"]
        assert isinstance(welcome, forms.MultipleChoiceField)
        welcome.choices = [(kind.value, _(RESIDENCE_WORDS[kind])) for kind in Residence if kind != Residence.UNKNOWN]

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        welcome = known.get("welcome")
        flags = {name: flag_shown(known.get(name)) for name in self.said if name != "welcome"}
        return {**flags, "residence": _rule(welcome), "welcome": [str(kind) for kind in welcome or ()]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("residence") == LISTED and not cleaned.get("welcome"):
            self.add_error("welcome", _("Tick who is welcome, or choose «For everybody» above."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        welcome = [Residence(kind) for kind in self.cleaned_data["welcome"]]
        return {**super().facts(), "welcome": _listed(self.cleaned_data["residence"], welcome)}


class TownsForm(ThemeForm):
    said = ("municipalities",)
    area = one_of(
        gettext_lazy("For people of which towns?"),
        (
            (ANY, gettext_lazy("Wherever they live")),
            (LISTED, gettext_lazy("Only for people of these towns:")),
            (UNKNOWN, gettext_lazy("Not known")),
        ),
    )
    municipalities = line_field(
        gettext_lazy("Towns, one on a line"), 5000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        towns = known.get("municipalities")
        return {"area": _rule(towns), "municipalities": "\n".join(towns or ())}

    def clean_municipalities(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["municipalities"].splitlines())
        towns = list(dict.fromkeys(line for line in lines if line))
        if len(towns) > MOST_TOWNS or any(len(town) > 255 for town in towns):
            raise forms.ValidationError(_("Write at most 100 towns, each on a line of its own."))
        return towns

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("area") == LISTED and cleaned.get("municipalities") == []:
            self.add_error("municipalities", _("Write at least one town, or choose «Wherever they live»."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {"municipalities": _listed(self.cleaned_data["area"], self.cleaned_data["municipalities"])}


def _rule(listed: Any) -> str:
    if listed is None:
        return UNKNOWN
    return LISTED if listed else ANY


def _listed(rule: str, listed: list[Any]) -> list[Any] | None:
    if rule == UNKNOWN:
        return None
    return listed if rule == LISTED else []
