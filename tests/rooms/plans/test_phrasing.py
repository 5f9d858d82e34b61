"""Every reason has its sentence, in every language we answer in."""

import string
from datetime import UTC, date, datetime

import pytest
from baken.needs.services import load_taxonomy
from django.conf import settings
from django.utils.translation import gettext, override

from baken.core import eligibility, planning
from baken.core.kinds import Reason, Residence
from baken.plans.phrasing import RESIDENCE_WORDS, SENTENCES, desk_sentence, sentence

CODES = {**eligibility.REASON_CODES, **planning.REASON_CODES}
LANGUAGES = [tag for tag, _name in settings.LANGUAGES]
EXAMPLES = {
    "residence": "no-papers",
    "genders": "woman,other",
    "language": "ti",
    "languages": "ti,fa-af",
    "need": "money.debts",
    "cause": "money.debts",
    "symptom": "talking.sleep",
    "until": datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
    "opens": datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
    "confirmed_on": date(2026, 11, 1),
    "said_on": date(2026, 11, 1),
}


def _reason(code: str) -> Reason:
    return Reason(code, None, {name: EXAMPLES.get(name, 7) for name in CODES[code]})


def test_every_code_that_the_core_can_give_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_in_every_language(language: str, db: None) -> None:
    load_taxonomy()
    for code in CODES:
        said = sentence(_reason(code), language)
        assert said.strip()
        assert "%(" not in said
        assert "None" not in said


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_every_language_has_its_own_sentence_for_every_reason(language: str) -> None:
    with override(language):
        untranslated = [code for code, english in SENTENCES.items() if gettext(english) == english]
    assert untranslated == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_of_hours_stay_latin(language: str) -> None:
    said = sentence(_reason("open.now-until"), language)
    assert "17:00" in said
    assert set(said) & set(string.digits) >= {"1", "7"}


def test_another_day_is_said_with_its_name_and_time() -> None:
    assert sentence(_reason("open.later"), "nl").count("dinsdag 24 november") == 1
    assert "09:00" in sentence(_reason("open.later"), "nl")


def test_every_residence_situation_has_words() -> None:
    assert set(RESIDENCE_WORDS) == set(Residence)


def test_what_to_say_at_the_desk_is_in_the_local_language(db: None) -> None:
    load_taxonomy()
    said = desk_sentence(needs=["money.debts"], languages=("ti", "ar"), language="nl")
    assert "Schulden" in said
    assert "Tigrinya" in said
    assert "Arabisch" in said
