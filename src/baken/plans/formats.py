"""Days, times, distances and names of languages as people write them, from CLDR. Digits stay Latin."""

from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

# CLDR's name for our tag, where they differ; and languages CLDR names only by another code.
_LOCALES = {"fa-af": "fa_AF"}
_NAMED_AS = {"fa-af": "fa_AF", "prs": "fa_AF", "kmr": "ku", "ber": "zgh", "ary": "ar-ma"}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """CLDR's locale of a BCP-47 tag; an unknown one reads as English."""
    try:
        return Locale.parse(_LOCALES.get(language, language), sep="_" if "_" in _LOCALES.get(language, "") else "-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en")


def language_name(tag: str, language: str) -> str:
    """The name of language `tag` in `language`; a tag without a name stands for itself."""
    named_as = _NAMED_AS.get(tag, tag)
    names = locale_of(language).languages
    return str(names.get(named_as) or names.get(named_as.split("-")[0]) or Locale.parse("en").languages.get(tag) or tag)


def listed(words: list[str], language: str) -> str:
    """«Arabic, French and Dutch»."""
    return str(format_list(words, locale=locale_of(language)))


def day(moment: date, language: str) -> str:
    """«Tuesday 24 November»."""
    return str(format_date(moment, "EEEE d MMMM", locale=locale_of(language)))


def short_day(moment: date, language: str) -> str:
    """«Tue 24/11»: the weekday in the reader's language, the day and month in digits."""
    weekday = str(format_date(moment, "EEE", locale=locale_of(language)))
    return f"{weekday.rstrip('.')} {moment.day}/{moment.month}"


def long_date(moment: date, language: str) -> str:
    return str(format_date(moment, "d MMMM yyyy", locale=locale_of(language)))


def clock(moment: time | datetime) -> str:
    return moment.strftime("%H:%M")


def minutes(seconds: float) -> int:
    """Whole minutes, at least one."""
    return max(1, round(seconds / 60))
