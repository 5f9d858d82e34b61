"""Kinds of fact in words, in the language that is in force: for mails and for pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from baken.directory.ageing import FactKind

_WORDS: Final[Mapping[FactKind, str]] = {
    FactKind.ROOM: gettext_noop("whether there is room"),
    FactKind.HOURS: gettext_noop("opening hours and closing days"),
    FactKind.PHONES: gettext_noop("telephone and how to come in"),
    FactKind.LANGUAGES: gettext_noop("languages"),
    FactKind.PRICE: gettext_noop("price"),
    FactKind.RULES: gettext_noop("for whom it is"),
    FactKind.TEXTS: gettext_noop("name, text and place"),
}


def fact_name(kind: FactKind) -> str:
    return _(_WORDS[kind])
