"""How sure we are: when, by whom, and never a person's name."""

from datetime import date, timedelta

import pytest
from babel.dates import format_timedelta
from django.conf import settings
from django.test import override_settings
from django.utils.translation import gettext, override

from baken.directory.services.saying import COORDINATOR, ORGANISATION
from baken.plans import formats
from baken.plans.freshness import CONFIRMED, confirmed_sentence, who_confirmed

TODAY = date(2026, 11, 24)


def said(days: int | None, by: str = "", language: str = "en") -> str:
    confirmed_on = None if days is None else TODAY - timedelta(days=days)
    return confirmed_sentence(confirmed_on, today=TODAY, by=by, language=language)


@pytest.mark.parametrize(
    ("days", "by", "words"),
    [
        (0, "", "Confirmed today."),
        (1, ORGANISATION, "Confirmed 1 day ago by the organisation."),
        (21, ORGANISATION, "Confirmed 3 weeks ago by the organisation."),
        (21, COORDINATOR, "Confirmed 3 weeks ago by a coordinator."),
        (90, "Sociale kaart", "Confirmed 3 months ago, says Sociale kaart."),
        (365, "", "Confirmed 1 year ago."),
        (366, ORGANISATION, "Not confirmed since 2025. Call first."),
        (1200, "", "Not confirmed since 2023. Call first."),
        (None, "", "Nobody has confirmed this yet. Call first."),
    ],
)
def test_how_long_ago_and_by_whom_up_to_a_year_then_since_when_not(days: int | None, by: str, words: str) -> None:
    assert said(days, by) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "3 weken geleden bevestigd door de organisatie."),
        ("fr", "Confirmé il y a 3 semaines par l’organisation."),
        ("ar", "أكّدته المنظمة قبل 3 أسابيع."),
    ],
)
def test_it_is_said_in_the_language_of_the_reader(language: str, words: str) -> None:
    assert said(21, ORGANISATION, language) == words


@pytest.mark.parametrize(("weeks", "counted"), [(1, "أسبوع واحد"), (2, "أسبوعين"), (3, "3 أسابيع")])
def test_arabic_counts_as_arabic_does(weeks: int, counted: str) -> None:
    assert counted in said(7 * weeks, "", "ar")


def test_today_begins_a_dutch_sentence_with_a_capital() -> None:
    assert said(0, COORDINATOR, "nl") == "Vandaag bevestigd door een coördinator."


@override_settings(BAKEN_RUN_BY="Stad Voorbeeld")
@pytest.mark.parametrize(
    ("assurer", "source", "who"),
    [
        ("Buurthuis", "", ORGANISATION),
        (" buurthuis ", "Sociale kaart", ORGANISATION),
        ("organisation", "", ORGANISATION),
        ("Stad Voorbeeld", "Sociale kaart", COORDINATOR),
        ("coordinator", "", COORDINATOR),
        ("An Peeters", "Sociale kaart", "Sociale kaart"),
        ("an@example.org", "", ""),
        ("", "Sociale kaart", "Sociale kaart"),
        ("", "an@example.org", ""),
        ("", "", ""),
    ],
)
def test_a_person_is_never_named(assurer: str, source: str, who: str) -> None:
    assert who_confirmed(assurer, source=source, organisation="Buurthuis") == who


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
@pytest.mark.parametrize("days", [3, 21, 90])
def test_in_no_language_does_the_past_read_as_the_future(language: str, days: int) -> None:
    """CLDR says «in 3 days» for «3 days ago» in Tigrinya."""
    with override(language):
        future = format_timedelta(timedelta(days=days), add_direction=True, locale=formats.locale_of(language))
        as_if_to_come = gettext(CONFIRMED) % {"ago": future}
    assert said(days, language=language).casefold() != as_if_to_come.casefold()
