"""An unreviewed urgent text is a release note of its own."""

from pathlib import Path

import pytest

from baken.cli.release_notes import unreviewed_urgent_texts
from baken.guidance import urgent_words
from baken.translations import selectors as translations

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


def test_the_changelog_lists_the_urgent_texts_that_nobody_has_reviewed() -> None:
    assert unreviewed_urgent_texts() in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_unreviewed_text_and_language_is_named() -> None:
    notes = unreviewed_urgent_texts()
    assert all(text.replace("%(number)s", "112") in notes for text in urgent_words.messages())
    assert "nl, fr, ar" in notes and " en," not in notes


def test_when_all_is_reviewed_the_notes_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "urgent_words_reviewed", lambda language: True)
    assert unreviewed_urgent_texts().endswith("in every language.")
