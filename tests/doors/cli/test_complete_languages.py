"""`baken check` says a language complete only where nothing is missing."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from terminal import Baken

from baken.cli.catalogues import missing_messages


def write(folder: Path, language: str, messages: dict[str, str], compiled: bool = True) -> Path:
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.extend(polib.POEntry(msgid=said, msgstr=translated) for said, translated in messages.items())
    catalogue.save(str(place / "django.po"))
    if compiled:
        catalogue.save_as_mofile(str(place / "django.mo"))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(write(tmp_path, "nl", {"Door": "Deur", "Bed": "Bed"}), "fr", {"Door": "Porte", "Bed": "Lit"})


def test_nothing_is_missing_where_all_is_said(folder: Path) -> None:
    assert missing_messages(folder, ["nl", "fr"]) == {}


def test_an_empty_translation_is_missing(folder: Path) -> None:
    write(folder, "fr", {"Door": "Porte", "Bed": ""})
    assert missing_messages(folder, ["nl", "fr"]) == {"fr": 1}


def test_a_message_that_another_language_has_is_missing(folder: Path) -> None:
    write(folder, "nl", {"Door": "Deur"})
    assert missing_messages(folder, ["nl", "fr"]) == {"nl": 1}


def test_a_message_that_is_not_compiled_is_missing_however_old_its_file(folder: Path) -> None:
    write(folder, "nl", {"Door": "Deur", "Bed": "Bed", "Quay": "Kaai"}, compiled=False)
    write(folder, "fr", {"Door": "Porte", "Bed": "Lit", "Quay": "Quai"}, compiled=False)
    assert missing_messages(folder, ["nl", "fr"]) == {"nl": 1, "fr": 1}


def test_a_language_without_a_file_lacks_everything(folder: Path) -> None:
    assert missing_messages(folder, ["nl", "ar"])["ar"] >= 2


@pytest.mark.django_db
def test_the_check_names_what_is_not_complete(baken: Baken, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "nl", {"Door": "Deur"})
    monkeypatch.setattr(settings, "LOCALE_PATHS", [folder])
    monkeypatch.setattr(settings, "LANGUAGES", (("nl", "Nederlands"), ("fr", "Français"), ("en", "English")))
    monkeypatch.setattr(settings, "BAKEN_COMPLETE_LANGUAGES", ("nl", "fr", "en"))
    said = baken("check")
    assert "NOT OK  catalogue nl lacks 1 of the messages of the pages" in said.out
    assert "complete: fr, en" in said.out
