"""Codes, days and moments as they are kept in a column, in the words that the desk has for them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from babel.dates import get_day_names
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from baken.plans import formats
from baken.plans.phrasing import RESIDENCE_WORDS

_YES: Final = gettext_lazy("Yes")
_NO: Final = gettext_lazy("No")
_EVERYBODY: Final = gettext_lazy("For everybody")
_LISTED: Final = gettext_lazy("Only for those named here")
_CLOSED: Final = gettext_lazy("Closed")

# By column. A code that is not here, and every other value, is said as it is kept; an empty word is not said.
CODES: Final[Mapping[str, Mapping[str, Any]]] = {
    "status": {
        "active": _YES,
        "temporarily closed": gettext_lazy("Closed for the time being: people see it and read that"),
        "inactive": gettext_lazy("Not now: hide it, we will bring it back"),
        "defunct": gettext_lazy("It has ended: hide it"),
    },
    "genders": {
        "any": _EVERYBODY,
        "woman": gettext_lazy("Only for women"),
        "man": gettext_lazy("Only for men"),
        "other": gettext_lazy("Only for people who are neither"),
        "man+woman": gettext_lazy("For women and men"),
        "other+woman": gettext_lazy("For women and people who are neither"),
        "man+other": gettext_lazy("For men and people who are neither"),
    },
    "residence_rule": {"any": gettext_lazy("For everybody, with or without papers"), "listed": _LISTED},
    "area_rule": {"any": gettext_lazy("Wherever they live"), "listed": _LISTED},
    "faith": {
        "none": gettext_lazy("Not tied to a faith"),
        "christian": gettext_lazy("A Christian house"),
        "muslim": gettext_lazy("A Muslim house"),
        "jewish": gettext_lazy("A Jewish house"),
        "hindu": gettext_lazy("A Hindu house"),
        "buddhist": gettext_lazy("A Buddhist house"),
        "sikh": gettext_lazy("A Sikh house"),
        "other": gettext_lazy("Another faith"),
    },
    "room": {
        "open": gettext_lazy("There is room"),
        "few": gettext_lazy("A few places left"),
        "waiting-list": gettext_lazy("Waiting list"),
        "full": gettext_lazy("Closed for now: we take nobody new"),
    },
    "holiday_rule": {
        "closed": gettext_lazy("On public holidays: closed"),
        "as-usual": gettext_lazy("On public holidays: as usual"),
    },
    "wheelchair": {"yes": _YES, "partly": gettext_lazy("Partly, or with help"), "no": _NO},
    "location_type": {
        "physical": gettext_lazy("a place"),
        "postal": gettext_lazy("by post"),
        "virtual": gettext_lazy("Online"),
    },
    "formality": {
        "formal": gettext_lazy("A registered organisation"),
        "informal": gettext_lazy("An informal group of people"),
    },
    "leadership": {
        "migrants": gettext_lazy("People who migrated themselves"),
        "locals": gettext_lazy("People from here"),
        "both": gettext_lazy("People from here and people who migrated"),
    },
    "target": {
        "newcomers": gettext_lazy("Especially for newcomers"),
        "all": gettext_lazy("For everybody, newcomers too"),
    },
    "kind": {
        "closed": _CLOSED,
        "hours": gettext_lazy("Other hours"),
        "remote-only": gettext_lazy("Door closed for now: phone or online"),
        "notice": gettext_lazy("Good to know"),
        "voice": gettext_lazy("to call"),
        "whatsapp": "WhatsApp",
        "sms": gettext_lazy("for text messages"),
        "textphone": gettext_lazy("text telephone"),
        "fax": gettext_lazy("fax"),
    },
    "mode": {
        "walk-in": gettext_lazy("Walk in"),
        "appointment": gettext_lazy("By appointment"),
        "phone": gettext_lazy("By phone"),
        "message": gettext_lazy("By WhatsApp or text message"),
        "online": gettext_lazy("Online"),
        "home-visit": gettext_lazy("They come to your home"),
        "outreach": gettext_lazy("They come to you outside"),
    },
    "residence": {code: gettext_lazy(words) for code, words in RESIDENCE_WORDS.items()},
    "spoken_by": {
        "staff": gettext_lazy("staff"),
        "volunteer": gettext_lazy("volunteer"),
        "interpreter": gettext_lazy("interpreter on request"),
    },
    "free": {"True": gettext_lazy("Free"), "False": gettext_lazy("It costs something. Ask how much.")},
    "always": {"True": gettext_lazy("Open day and night"), "False": ""},
    "by_appointment": {"True": gettext_lazy("By appointment"), "False": ""},
    "ages_known": {"True": "", "False": ""},
    "freq": {"WEEKLY": "", "MONTHLY": gettext_lazy("monthly")},
}
_WEEK: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def column_words(column: str, value: Any) -> str:
    """Empty: nothing is said of it."""
    if value in (None, "", "unknown"):
        return ""
    words = CODES.get(column, {}).get(str(value))
    if words is not None:
        return str(words)
    if isinstance(value, bool):
        return str(_YES if value else _NO)
    if column == "byday":
        return _weekdays(str(value))
    return _moment(value) if isinstance(value, str) else str(value)


def _weekdays(written: str) -> str:
    """«MO,TU» in the reader's language; what is counted («2TU») as it is kept."""
    names = get_day_names("abbreviated", locale=formats.locale_of(get_language() or "en"))
    return " ".join(names[_WEEK.index(day)] if day in _WEEK else day for day in written.split(","))


def _moment(written: str) -> str:
    """A time of day, a day or a moment as people write it; every other text as it is."""
    language = get_language() or "en"
    if len(written) == 8 and written[2::3] == "::":
        return written[:5]
    try:
        if len(written) == 10:
            return formats.long_date(date.fromisoformat(written), language)
        if len(written) < 19 or written[10] != "T":
            return written
        moment = timezone.localtime(datetime.fromisoformat(written))
    except ValueError:
        return written
    return f"{formats.long_date(moment.date(), language)} {formats.clock(moment)}"
