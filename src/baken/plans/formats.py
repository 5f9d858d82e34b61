"""Days, times, distances and names of languages as people write them, from CLDR. Digits stay Latin."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from django.conf import settings

from baken.core.hours.opening import Weekday

# CLDR's name for our tag, where they differ; and languages CLDR names only by another code.
_LOCALES = {"fa-af": "fa_AF"}
_NAMED_AS = {"fa-af": "fa_AF", "prs": "fa_AF", "kmr": "ku", "ber": "zgh", "ary": "ar-ma"}
# CLDR has no pattern of a full weekday with a day and a month; most languages write them in this order.
_DAY: Final = "EEEE d MMMM"
_DAY_IN: Final = {
    "es": "EEEE d 'de' MMMM",
    "pt": "EEEE, d 'de' MMMM",
    "tr": "d MMMM EEEE",
    "uk": "EEEE, d MMMM",
    "ru": "EEEE, d MMMM",
    "pl": "EEEE, d MMMM",
    "so": "EEEE, d MMMM",
    "ps": "EEEE، d MMMM",
}
_DATE: Final = "d MMMM yyyy"
_DATE_IN: Final = {"es": "d 'de' MMMM 'de' yyyy", "pt": "d 'de' MMMM 'de' yyyy"}

# CLDR's short Persian names are numbers.
_COLUMN: Final = "EEEEEE"
_COLUMN_IN: Final = {"fa": "EEEEE", "fa-af": "EEEEE"}
_A_MONDAY: Final = date(2026, 1, 5)
_COMMA_IN: Final = {"ar": "، ", "fa": "، ", "fa-af": "، ", "ps": "، ", "ti": "፣ "}


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


def separated(words: list[str], language: str) -> str:
    """«Debts, Sleeping badly»: for labels, which may hold an «and» of their own."""
    return comma(language).join(words)


def comma(language: str) -> str:
    """With the space after it."""
    return _COMMA_IN.get(language, ", ")


def isolated(text: str, language: str) -> str:
    """A local name inside a right-to-left sentence, so that it does not reorder what stands around it."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if _right_to_left(language) else text


def left_to_right(text: str, language: str) -> str:
    """Numbers inside a right-to-left sentence."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if _right_to_left(language) else text


def _right_to_left(language: str) -> bool:
    return language in settings.LANGUAGES_BIDI


def day(moment: date, language: str) -> str:
    """«Tuesday 24 November», «martes 24 de noviembre»."""
    return str(format_date(moment, _DAY_IN.get(language, _DAY), locale=locale_of(language)))


def weekday(moment: date, language: str) -> str:
    """«Tue», as long as the language needs."""
    return str(format_date(moment, "EEE", locale=locale_of(language))).rstrip(".")


def weekday_of_column(moment: date, language: str) -> str:
    """As short as calendars on a wall have it."""
    return str(format_date(moment, _COLUMN_IN.get(language, _COLUMN), locale=locale_of(language))).rstrip(".")


def weekdays(days: Iterable[Weekday], language: str) -> str:
    """«Mon–Fri», «Mon, Wed»: three and more that follow each other as the first and the last."""
    runs = groupby(enumerate(sorted(set(days))), key=lambda numbered: numbered[1] - numbered[0])
    said = [[weekday(_A_MONDAY + timedelta(days=day), language) for _place, day in run] for _gap, run in runs]
    return separated([word for run in said for word in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)], language)


def short_day(moment: date, language: str) -> str:
    """«Tue 24/11»: the weekday in the reader's language, the day and month in digits."""
    return f"{weekday(moment, language)} {moment.day}/{moment.month}"


def long_date(moment: date, language: str) -> str:
    return str(format_date(moment, _DATE_IN.get(language, _DATE), locale=locale_of(language)))


def clock(moment: time | datetime) -> str:
    return moment.strftime("%H:%M")


def minutes(seconds: float) -> int:
    """Whole minutes, at least one."""
    return max(1, round(seconds / 60))
