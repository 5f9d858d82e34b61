"""Pages of those who keep entries, in each complete language: no whole message is left in English."""

import re
from html import unescape
from pathlib import Path
from uuid import UUID

import polib
import pytest
from django.conf import settings
from django.test import Client

import baken
from every_page import FEWEST, pages, sign_in_keeper

LOCALE = Path(baken.__file__).parent / "locale"
COMPLETE = [tag for tag in settings.BAKEN_COMPLETE_LANGUAGES if tag != "en"]


@pytest.fixture
def keeper(visitor: Client, town: dict[str, UUID]) -> Client:
    sign_in_keeper(visitor, town)
    return visitor


def said(page: str) -> set[str]:
    """What stands between tags and is not marked as being in another language."""
    for hidden in (r"<(script|style|svg)\b.*?</\1>", r'<(\w+)[^>]*\slang="(?!ar"|nl"|fr")[^>]*>.*?</\1>'):
        page = re.sub(hidden, " ", page, flags=re.DOTALL)
    return {" ".join(unescape(text).split()) for text in re.split(r"<[^>]*>", page)}


@pytest.mark.parametrize("language", COMPLETE)
def test_no_page_says_a_message_in_english(keeper: Client, language: str) -> None:
    catalogue = polib.pofile(str(LOCALE / language / "LC_MESSAGES/django.po"))
    translations = {entry.msgstr for entry in catalogue}
    english = {entry.msgid for entry in catalogue if entry.msgid != entry.msgstr} - translations
    found = {address: reply.content.decode() for address, reply in pages(keeper, language)}
    assert len(found) >= FEWEST
    left = {address: texts & english for address, page in found.items() if (texts := said(page)) & english}
    assert left == {}
