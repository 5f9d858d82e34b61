"""Every word of the pages in each complete language, with its gaps filled by the same names."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale
from said_in_source import bare_words, extracted, identity, sources_of

import baken
from baken.translations.checking import problems
from baken.translations.drafts import drafts, plural_forms
from baken.translations.messages import messages

LOCALE = Path(baken.__file__).parent / "locale"
PACKAGE = Path(baken.__file__).parent
WEB = PACKAGE / "web"
COMPLETE = [tag for tag in settings.BAKEN_COMPLETE_LANGUAGES if tag != "en"]
# The same in every language: names, formats, addresses. «wide» is a class; «Homepage» is a trap for machines.
NAMES = {"Baken", "WhatsApp", "HSDS", "JSON", "hsds", "dump", "wide", "Homepage"}
PLURALS = {
    **dict.fromkeys(("nl", "fr", "tr", "fa", "fa-af", "ps", "ti", "so"), 2),
    **dict.fromkeys(("es", "pt"), 3),
    **dict.fromkeys(("uk", "ru", "pl"), 4),
    "ar": 6,
}


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / to_locale(language) / "LC_MESSAGES/django.po"))


@pytest.mark.parametrize("language", COMPLETE)
def test_no_message_is_missing_or_doubtful(language: str) -> None:
    entries = catalogue(language)
    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []


@pytest.fixture(scope="module")
def in_source(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """What makemessages finds in the whole package, Python and templates."""
    return extracted(list(sources_of(PACKAGE)), tmp_path_factory.mktemp("catalogue") / "sources")


@pytest.mark.parametrize("language", COMPLETE)
def test_every_message_of_the_source_is_translated(language: str, in_source: polib.POFile) -> None:
    said = {identity(entry) for entry in catalogue(language).translated_entries()}
    assert [entry.msgid for entry in in_source if identity(entry) not in said] == []


def test_reviewers_are_shown_the_same_messages_as_are_extracted(in_source: polib.POFile) -> None:
    known = {(message.context or None, message.english, message.plural) for message in messages().values()}
    assert known == {identity(entry) for entry in in_source}


@pytest.mark.parametrize("language", COMPLETE)
def test_a_draft_keeps_what_a_reviewer_would_have_to_keep(language: str) -> None:
    """Gaps, tags, one line, no straight quotation marks: else no reviewer could say that it is right as it is."""
    drafted, forms = drafts(language), plural_forms(language)
    broken = {
        message.english: found
        for key, message in messages().items()
        if key in drafted and (found := problems(message, drafted[key], forms))
    }
    assert broken == {}


def test_messages_are_found_in_every_form_that_the_source_has(tmp_path: Path) -> None:
    template, python = tmp_path / "page.html", tmp_path / "words.py"
    template.write_text(
        '{% load i18n %}{% translate "plain" %}{% translate "of age" context "time" %}'
        "{% blocktranslate count n=n trimmed %}\n one {{ n }}\n  door\n"
        "{% plural %}\n{{ n }} doors\n{% endblocktranslate %}"
    )
    python.write_text('_("a"); gettext_noop("b"); gettext_lazy("c"); ngettext("d", "ds", n); pgettext_lazy("x", "e")')
    found = {identity(entry) for entry in extracted([template, python], tmp_path / "sources")}
    assert found == {
        *((None, "plain", ""), ("time", "of age", ""), (None, "one %(n)s door", "%(n)s doors")),
        *((None, "a", ""), (None, "b", ""), (None, "c", ""), (None, "d", "ds"), ("x", "e", "")),
    }


def test_no_template_says_words_outside_gettext() -> None:
    said = {word for template in (WEB / "templates").rglob("*.html") for word in bare_words(template.read_text())}
    assert said - NAMES == set()


def test_bare_words_are_found_where_they_stand() -> None:
    assert bare_words('<p title="{{ a }}">{% if b %}Hello {{ c }}{% endif %}</p>{% translate "x" %}') == {"Hello"}
    assert bare_words('<img alt="A door">') == {"A", "door"}


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
def test_a_catalogue_says_that_a_machine_drafted_it_until_each_message_is_reviewed(language: str) -> None:
    entries = catalogue(language)
    assert "machine" in entries.header or all("reviewed 20" in entry.tcomment for entry in entries)
