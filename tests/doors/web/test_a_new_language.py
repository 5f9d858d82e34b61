"""A language that nobody speaks, added by the steps of docs/how-to/add-a-language.md: pages, a plan and its paper.

Its words are English ones in Arabic letters, so that whatever is said outside of the catalogues shows.
"""

import io
import re
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import UUID

import polib
import pytest
import yaml
from django.conf import locale
from django.conf import settings as site
from django.test import Client
from django.utils.translation import to_locale
from pypdf import PdfReader
from words_on_pages import words_of

from baken.config import languages
from baken.needs import services as needs
from baken.needs.taxonomy_files import FOLDER
from baken.translations import standing
from baken.translations.messages import messages

TAG, OWN_NAME = "qaa", "ميد أب"
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض", strict=True))
KEPT = re.compile(r"%\(\w+\)[a-z]|%%|<[^<>]*>|&\w+;|https?://\S*|\bBaken\b")


def made_up(english: str) -> str:
    """The same in letters of the made-up language; what has to stay stays."""
    kept = [*KEPT.findall(english), ""]
    return "".join(in_letters(part) + stays for part, stays in zip(KEPT.split(english), kept, strict=True))


def in_letters(text: str) -> str:
    return "".join(LETTERS.get(letter, letter) for letter in text.lower()).replace('"', "")


def write_catalogue(folder: Path) -> None:
    """Step 2: every message, with Plural-Forms in the header."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for message in messages().values():
        entry = polib.POEntry(msgid=message.english, msgctxt=message.context or None)
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {0: made_up(message.english), 1: made_up(message.plural)}
        else:
            entry.msgstr = made_up(message.english)
        catalogue.append(entry)
    place = folder / to_locale(TAG) / "LC_MESSAGES"
    place.mkdir(parents=True)
    catalogue.save_as_mofile(str(place / "django.mo"))


def write_needs(folder: Path) -> Path:
    """Step 3: a name and three phrasings for every need."""
    copytree(FOLDER, folder, ignore=lambda _folder, names: [name for name in names if name.endswith(".npz")])
    for file in folder.glob("*.yaml"):
        domain = yaml.safe_load(file.read_text(encoding="utf-8"))
        domain["label"][TAG] = made_up(domain["label"]["en"])
        for need in domain["needs"]:
            need["label"][TAG] = made_up(need["label"]["en"])
            need["phrasings"][TAG] = [made_up(phrasing) for phrasing in need["phrasings"]["en"][:3]]
        file.write_text(yaml.safe_dump(domain, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def added(town: dict[str, UUID], db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "LANGUAGES", (*languages.LANGUAGES, (TAG, OWN_NAME)))  # step 1
    monkeypatch.setattr(languages, "RIGHT_TO_LEFT", (*languages.RIGHT_TO_LEFT, TAG))
    monkeypatch.setattr(languages, "_UNKNOWN_TO_DJANGO", {TAG: "Made up"})
    monkeypatch.setattr(locale, "LANG_INFO", dict(locale.LANG_INFO))
    languages.teach_django()
    write_catalogue(tmp_path / "locale")
    settings.LANGUAGES, settings.LANGUAGES_BIDI = languages.LANGUAGES, list(languages.RIGHT_TO_LEFT)
    settings.BAKEN_COMPLETE_LANGUAGES = tuple(code for code, _name in languages.LANGUAGES)  # step 4
    settings.LOCALE_PATHS = [tmp_path / "home", site.LOCALE_PATHS[-1], tmp_path / "locale"]
    needs.load_taxonomy(folder=write_needs(tmp_path / "taxonomy"))
    standing.refresh()


def test_its_pages_its_plan_and_its_paper_are_there(added: None, visitor: Client, town: dict[str, UUID]) -> None:
    start = visitor.get(f"/{TAG}/").content.decode()
    assert f'<html lang="{TAG}" dir="rtl">' in start
    assert made_up("Find help near you") in start
    assert f'lang="{TAG}"' in visitor.get("/nl/").content.decode()
    assert OWN_NAME in visitor.get("/nl/languages/").content.decode()
    question = {"need": ["money.debts"], "chosen": [str(town["Hulp bij schulden"])], "spoken": [TAG, "ti"]}
    plan = visitor.post(f"/{TAG}/plan/", question)
    assert plan.status_code == 200
    assert made_up("You can go today.") in plan.content.decode() or made_up("Opens") in plan.content.decode()
    paper = visitor.post(f"/{TAG}/plan/paper/", question)
    assert paper.content.startswith(b"%PDF")
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert set(LETTERS.values()) & set(printed)


def test_needs_and_reasons_are_in_it(added: None, visitor: Client) -> None:
    said = words_of(visitor.post(f"/{TAG}/doors/", {"need": ["money.debts"]}).content.decode(), TAG)
    assert made_up("Debts") in said
    assert made_up("Free.") in " ".join(said)
    assert not said & {message.english for message in messages().values()} - {"Baken"}
