"""How sure we are, in words: confirmed when and by whom; never by a person's name or address."""

from datetime import date
from typing import Final

from babel.dates import format_timedelta
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from baken.directory.services.saying import COORDINATOR, ORGANISATION
from baken.plans import formats

STALE_DAYS: Final = 365

CONFIRMED: Final = gettext_noop("Confirmed %(ago)s.")
NOT_SINCE: Final = gettext_noop("Not confirmed since %(year)s. Call first.")
_BY: Final = {
    ORGANISATION: gettext_noop("Confirmed %(ago)s by the organisation."),
    COORDINATOR: gettext_noop("Confirmed %(ago)s by a coordinator."),
    "": CONFIRMED,
}
_FROM: Final = gettext_noop("Confirmed %(ago)s, says %(source)s.")


def who_confirmed(assurer: str, *, source: str, organisation: str) -> str:
    """ORGANISATION, COORDINATOR, or the name of the feed that says so; empty where none of them did.

    `assurer`: as kept, which may be a person's name or e-mail address and is therefore never repeated.
    """
    name = assurer.strip().casefold()
    if name and name in (ORGANISATION, organisation.strip().casefold()):
        return ORGANISATION
    if name and name in (COORDINATOR, settings.BAKEN_RUN_BY.strip().casefold()):
        return COORDINATOR
    return "" if "@" in source else source.strip()


def confirmed_sentence(confirmed_on: date | None, *, today: date, by: str, language: str) -> str:
    """«Confirmed 3 weeks ago by the organisation.», after a year «Not confirmed since 2023. Call first.»"""
    with override(language):
        if confirmed_on is None:
            return _("Nobody has confirmed this yet. Call first.")
        if (today - confirmed_on).days > STALE_DAYS:
            return _(NOT_SINCE) % {"year": confirmed_on.year}
        words = {"ago": _ago(confirmed_on, today, language), "source": formats.isolated(by, language)}
        said = _(_BY.get(by, _FROM)) % words
        return said[:1].upper() + said[1:]


def _ago(day: date, today: date, language: str) -> str:
    if day >= today:
        return _("today")
    past, future = (
        str(format_timedelta(span, add_direction=True, locale=formats.locale_of(language)))
        for span in (day - today, today - day)
    )
    # CLDR has no words of its own for «3 days ago» in Tigrinya and says «in 3 days»: the date says it rightly
    return formats.long_date(day, language) if past == future else past
