"""What an organisation says of itself. What it mobilises for is not asked here: that is the research register's."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.web.desk.fields import line_field
from baken.web.desk.themes.base import UNKNOWN, ThemeForm, flag_shown, one_of, whole_number, yes_no

EARLIEST_YEAR: Final = 1000
MOST_LINES, LONGEST_LINE = 30, 200
_NEEDED: Final = gettext_lazy("Write the name by which people know you.")
_FORMALITY: Final = (
    ("formal", gettext_lazy("A registered organisation")),
    ("informal", gettext_lazy("An informal group of people")),
    (UNKNOWN, gettext_lazy("Not known")),
)


class NamesForm(ThemeForm):
    said = ("name", "alternate_name")
    name = line_field(gettext_lazy("Name"), 255, required=True, empty=_NEEDED)
    alternate_name = line_field(gettext_lazy("Another name or the letters people use"), 255)


class GroupForm(ThemeForm):
    """To add one: a name is enough. No address and no registration number are asked."""

    said = ("name", "formality")
    name = line_field(gettext_lazy("Name"), 255, required=True, empty=_NEEDED)
    formality = one_of(gettext_lazy("What kind of organisation is it?"), _FORMALITY)

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"formality": UNKNOWN}


class KindForm(ThemeForm):
    said = ("formality", "year_incorporated", "leadership", "target", "own_association")
    formality = one_of(gettext_lazy("What kind of organisation is it?"), _FORMALITY)
    year_incorporated = whole_number(
        gettext_lazy("Since what year?"),
        EARLIEST_YEAR,
        2200,
        gettext_lazy("Write a year like 1998, or leave it empty."),
    )
    leadership = one_of(
        gettext_lazy("Who leads it?"),
        (
            ("migrants", gettext_lazy("People who migrated themselves")),
            ("locals", gettext_lazy("People from here")),
            ("both", gettext_lazy("People from here and people who migrated")),
            (UNKNOWN, gettext_lazy("Not known")),
        ),
    )
    target = one_of(
        gettext_lazy("Whom is it for?"),
        (
            ("newcomers", gettext_lazy("Especially for newcomers")),
            ("all", gettext_lazy("For everybody, newcomers too")),
            (UNKNOWN, gettext_lazy("Not known")),
        ),
    )
    own_association = yes_no(
        gettext_lazy("Is it an association of migrants themselves?"), yes=gettext_lazy("Yes"), no=gettext_lazy("No")
    )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().shown(known), "own_association": flag_shown(known.get("own_association"))}

    def clean_year_incorporated(self) -> int | None:
        year: int | None = self.cleaned_data["year_incorporated"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_("That year is still to come. Write a year like 1998, or leave it empty."))
        return year


class PurposesForm(ThemeForm):
    said = ("purposes", "funding")
    purposes = line_field(
        gettext_lazy("What is it for? One purpose on a line"),
        6000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    funding = line_field(
        gettext_lazy("Where does its money come from? One source on a line"),
        6000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {name: "\n".join(map(str, known.get(name) or ())) for name in self.said}

    def clean_purposes(self) -> list[str]:
        return _lines(self.cleaned_data["purposes"])

    def clean_funding(self) -> list[str]:
        return _lines(self.cleaned_data["funding"])


def _lines(written: str) -> list[str]:
    lines = list(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise forms.ValidationError(_("Write at most 30 lines of at most 200 characters."))
    return lines
