"""Words for kinds of files, states of imports, and the fields that a column can be."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baken.directory.feeds import Outcome, What
from baken.directory.feeds.runs import RunState

KIND_NAMES: Final = {
    "table": _("A table of your own (CSV or Excel)"),
    "hsds": _("HSDS, as JSON or as a package of tables"),
    "unhcr": _("UNHCR's list of services (JSON)"),
    "baken": _("Written by hand for Baken (YAML)"),
}
STATE_NAMES: Final = {
    RunState.ASKS_COLUMNS: _("Waits for its columns"),
    RunState.UNDER_WAY: _("Under way"),
    RunState.STOPPED: _("Stopped before the end; nothing was imported"),
    RunState.FAILED: _("Could not be read; nothing was imported"),
    RunState.LEFT: _("Left, and its file deleted; nothing was imported"),
    RunState.REFUSED: _("Refused; nothing was imported"),
    RunState.LOOKED: _("Looked at; nothing imported yet"),
    RunState.DONE: _("Imported"),
}
WHAT_NAMES: Final = {
    What.ORGANISATION: _("Organisation"),
    What.SITE: _("Site"),
    What.SERVICE: pgettext_lazy("an entry of the directory", "Service"),
}
SECTION_NAMES: Final = {
    Outcome.DISPUTED: _("Sources that disagree"),
    Outcome.CHANGED: _("Changed"),
    Outcome.RETIRED: _("Taken out of use"),
    Outcome.REMOVED: _("No longer in the file"),
    Outcome.ADDED: _("Added"),
}
_ORGANISATION = {
    "name": _("name"), "alternate_name": _("other name"), "description": _("description"), "url": _("web page"),
    "email": _("e-mail address"), "phones": _("telephone"),
}  # fmt: skip
_LOCATION = {
    "name": _("name"), "address": _("street and number"), "postal_code": _("postal code"),
    "municipality": _("town"), "country": _("country"), "latitude": _("latitude"), "longitude": _("longitude"),
    "coordinates": _("latitude and longitude"), "wheelchair": _("for wheelchairs"), "phones": _("telephone"),
    "transportation": _("how to get there"),
}  # fmt: skip
_SERVICE = {
    "name": _("name"), "alternate_name": _("other name"), "description": _("description"), "url": _("web page"),
    "email": _("e-mail address"), "phones": _("telephone"), "languages": _("languages"), "needs": _("needs"),
    "access": _("way in"), "municipalities": _("towns it is for"), "hours": _("opening hours"), "ages": _("ages"),
    "hours.mon": _("hours on Monday"), "hours.tue": _("hours on Tuesday"), "hours.wed": _("hours on Wednesday"),
    "hours.thu": _("hours on Thursday"), "hours.fri": _("hours on Friday"), "hours.sat": _("hours on Saturday"),
    "hours.sun": _("hours on Sunday"), "minimum_age": _("youngest age"), "maximum_age": _("oldest age"),
    "women_only": _("only women"), "families_only": _("only families"), "asks_papers": _("asks for papers"),
    "insurance_needed": _("insurance needed"), "referral_needed": _("referral needed"),
    "child_care": _("child care"), "price": _("price"), "free": _("free of charge"),
    "eligibility_description": _("for whom, in words"), "appointment": _("how to make an appointment"),
    "application_process": _("how to apply"), "room": _("room"), "waiting_weeks": _("weeks of waiting"),
    "status": _("in use or not"), "confirmed": _("confirmed on"), "confirmed_by": _("confirmed by"),
}  # fmt: skip
FIELD_GROUPS: Final = (
    ("service", pgettext_lazy("an entry of the directory", "Service"), _SERVICE),
    ("organisation", _("Organisation"), _ORGANISATION),
    ("location", _("Site"), _LOCATION),
)
