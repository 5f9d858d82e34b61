"""Every word of the pages in each complete language, with its gaps filled by the same names."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

import baken

LOCALE = Path(baken.__file__).parent / "locale"
WEB = Path(baken.__file__).parent / "web"
COMPLETE = [tag for tag in settings.BAKEN_COMPLETE_LANGUAGES if tag != "en"]
PLURALS = {"nl": 2, "fr": 2, "ar": 6}


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES/django.po"))


@pytest.mark.parametrize("language", COMPLETE)
def test_no_message_is_missing_or_doubtful(language: str) -> None:
    entries = catalogue(language)
    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []


@pytest.mark.parametrize("language", COMPLETE)
def test_every_message_of_the_pages_is_in_the_catalogue(language: str) -> None:
    known = {entry.msgid for entry in catalogue(language)}
    written = {
        message
        for template in (WEB / "templates").rglob("*.html")
        for message in re.findall(r'{% translate "([^"]+)" %}', template.read_text())
    }
    assert written - known == set()


@pytest.mark.parametrize("language", COMPLETE)
def test_a_translation_names_the_same_gaps(language: str) -> None:
    for entry in catalogue(language):
        gaps = set(re.findall(r"%\((\w+)\)", entry.msgid))
        for said in [entry.msgstr, *list(entry.msgstr_plural.values())[-1:]]:
            if said:
                assert set(re.findall(r"%\((\w+)\)", said)) == gaps, entry.msgid


@pytest.mark.parametrize("language", COMPLETE)
def test_plurals_have_every_form_of_the_language(language: str) -> None:
    entries = catalogue(language)
    assert f"nplurals={PLURALS[language]};" in entries.metadata["Plural-Forms"]
    for entry in entries:
        if entry.msgid_plural:
            assert len(entry.msgstr_plural) == PLURALS[language], entry.msgid


@pytest.mark.parametrize("language", COMPLETE)
def test_a_catalogue_says_that_a_machine_drafted_it(language: str) -> None:
    assert "machine" in catalogue(language).header
