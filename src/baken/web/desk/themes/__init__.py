"""The small forms of the desk: of a service, of an organisation, of a site, in the order in which they are listed."""

from typing import Final

from django.utils.translation import gettext_lazy

from baken.web.desk.themes.base import Theme, ThemeForm
from baken.web.desk.themes.offer import FeaturesForm, PriceForm, SpokenForm, StatusForm
from baken.web.desk.themes.organisation import GroupForm, KindForm, NamesForm, PurposesForm
from baken.web.desk.themes.reach import AddressesForm, ComeForm
from baken.web.desk.themes.site import AddressForm, GettingInForm, PointForm
from baken.web.desk.themes.texts import texts_form
from baken.web.desk.themes.whom import PapersForm, PeopleForm, TownsForm

__all__ = ["ORGANISATION", "SERVICE", "SITE", "GroupForm", "Theme", "ThemeForm", "theme_of"]

LONGEST_NAME: Final = 200

SERVICE: Final = (
    Theme("name", gettext_lazy("Name"), texts_form("name", needed=True, longest=LONGEST_NAME)),
    Theme("description", gettext_lazy("What you do"), texts_form("description")),
    Theme("come", gettext_lazy("How to come"), ComeForm),
    Theme("appointment", gettext_lazy("How to make an appointment"), texts_form("appointment")),
    Theme("entry", gettext_lazy("How to come in for the first time"), texts_form("application_process")),
    Theme("languages", gettext_lazy("Languages"), SpokenForm),
    Theme("price", gettext_lazy("Price"), PriceForm),
    Theme("fees", gettext_lazy("The price in words"), texts_form("fees_description")),
    Theme("people", gettext_lazy("Age, women and men, families"), PeopleForm),
    Theme("papers", gettext_lazy("Papers, insurance, referral"), PapersForm),
    Theme("towns", gettext_lazy("Where people live"), TownsForm),
    Theme("for-whom", gettext_lazy("For whom, in words"), texts_form("eligibility_description")),
    Theme("features", gettext_lazy("Good to know"), FeaturesForm),
    Theme("contact", gettext_lazy("Web page and e-mail"), AddressesForm),
    Theme("status", gettext_lazy("Is it there? Other name, end date"), StatusForm),
)
ORGANISATION: Final = (
    Theme("names", gettext_lazy("Name"), NamesForm),
    Theme("plain-name", gettext_lazy("What it is in plain words"), texts_form("generic_name", longest=LONGEST_NAME)),
    Theme("description", gettext_lazy("What you do"), texts_form("description")),
    Theme("kind", gettext_lazy("Kind of organisation"), KindForm),
    Theme("purposes", gettext_lazy("Purposes and money"), PurposesForm),
    Theme("contact", gettext_lazy("Web page and e-mail"), AddressesForm),
)
SITE: Final = (
    Theme("address", gettext_lazy("Address"), AddressForm),
    Theme("point", gettext_lazy("Place on the map"), PointForm),
    Theme("getting-in", gettext_lazy("Wheelchair, stops and lines"), GettingInForm),
    Theme("name", gettext_lazy("Name of the place"), texts_form("name", longest=LONGEST_NAME)),
    Theme("description", gettext_lazy("About the place"), texts_form("description")),
)


def theme_of(themes: tuple[Theme, ...], code: str) -> Theme | None:
    return next((theme for theme in themes if theme.code == code), None)
