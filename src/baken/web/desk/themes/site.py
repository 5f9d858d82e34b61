"""A site: its address, its point on the map, whether a wheelchair gets in, how to come."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core.kinds import LatLon
from baken.localities import selectors as localities
from baken.web.desk.fields import CHOOSE, line_field
from baken.web.desk.themes.base import UNKNOWN, ThemeForm, one_of

_POINT: Final = dict.fromkeys(
    ("invalid", "min_value", "max_value"),
    gettext_lazy("Write it in degrees with a point, for instance 51.2194. A map on the web shows both numbers."),
)


_COUNTRIES: Final[tuple[tuple[str, Any], ...]] = (
    ("", gettext_lazy("Not known")),
    ("BE", gettext_lazy("Belgium")),
    ("NL", gettext_lazy("The Netherlands")),
)


class AddressForm(ThemeForm):
    said = ("address", "postal_code", "municipality", "country")
    address = line_field(gettext_lazy("Street and number"), 255)
    postal_code = line_field(gettext_lazy("Postal code"), 20)
    municipality = line_field(gettext_lazy("Town"), 120)
    country = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Country"),
        choices=_COUNTRIES,
        error_messages=CHOOSE,
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        other, country = self.known.get("country"), self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [*_COUNTRIES, *([(other, other)] if other and other not in dict(_COUNTRIES) else [])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("address") or cleaned.get("municipality")):
            self.add_error("address", _("Write a street or a town: people have to find it."))
        return cleaned


class PointForm(ThemeForm):
    said = ("latitude", "longitude")
    latitude = forms.FloatField(
        required=False,
        min_value=-90,
        max_value=90,
        label=gettext_lazy("Latitude (north)"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
        error_messages=_POINT,
    )
    longitude = forms.FloatField(
        required=False,
        min_value=-180,
        max_value=180,
        label=gettext_lazy("Longitude (east)"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
        error_messages=_POINT,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        both = [cleaned.get("latitude"), cleaned.get("longitude")]
        if not self.errors and both.count(None) == 1:
            missing = "latitude" if both[0] is None else "longitude"
            self.add_error(missing, _("A point needs both numbers. Write this one too, or empty the other."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The neighbourhood follows from the point."""
        latitude, longitude = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        if latitude is None or not (isfinite(latitude) and isfinite(longitude)):
            return {"latitude": None, "longitude": None}
        area = localities.area_at(LatLon(latitude, longitude))
        return {"latitude": latitude, "longitude": longitude, "neighbourhood": area.code if area else ""}


class GettingInForm(ThemeForm):
    said = ("wheelchair", "transportation")
    wheelchair = one_of(
        gettext_lazy("Can somebody with a wheelchair get in?"),
        (
            ("yes", gettext_lazy("Yes")),
            ("partly", gettext_lazy("Partly, or with help")),
            ("no", gettext_lazy("No")),
            (UNKNOWN, gettext_lazy("Not known")),
        ),
    )
    transportation = line_field(
        gettext_lazy("How do people come? Stops and lines near you"),
        2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"wheelchair": known.get("wheelchair", UNKNOWN), "transportation": known.get("transportation", "")}
