"""What templates need beyond Django: pictograms, texts in their own language, numbers kept left to right."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import orjson
from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from baken.core.kinds import Reason, Text
from baken.plans import formats
from baken.plans.phrasing import sentence as phrase
from baken.web.beside.bar import bar
from baken.web.beside.kinds import Beside
from baken.web.menu import menu_of
from baken.web.pictograms import UnknownPictogram, pictogram_svg
from baken.web.said import source_said

register = template.Library()

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# What would end the element early, or start a comment in it, as escapes of JSON.
_UNSAFE_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_NOT_DIALLED = re.compile(r"[^\d+*#]")


@register.filter
def linked_data(data: dict[str, Any]) -> SafeString:
    """JSON-LD for search engines. It is data, which no browser runs, so the content policy lets it be."""
    written = orjson.dumps(data).decode().translate(_UNSAFE_IN_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(written))


@register.inclusion_tag("parts/menu.html", takes_context=True)
def menu(context: template.Context) -> dict[str, Any]:
    """Only on pages for who is signed in: to look who that is makes a page that no cache may keep."""
    request = context["request"]
    return {"items": menu_of(request), "request": request, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def beside_bar(context: template.Context, beside: Beside) -> SafeString:
    """What the companion presses, in the companion's language."""
    return bar(beside, context["request"])


@register.simple_tag
def comma() -> str:
    """Of the page's language, with the space after it: between words that are no list of one kind."""
    return formats.comma(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def pictogram(name: str, size: int = 24) -> SafeString:
    """A taxonomy may name a drawing that we lack: a plain mark stands in, so that the word still shows."""
    try:
        return pictogram_svg(name, size)
    except UnknownPictogram:
        return pictogram_svg("circle-question-mark", size)


@register.filter
def source(value: str) -> SafeString:
    """A name is set apart; words of the page's own language are not."""
    words = source_said(value)
    return isolate(value) if words == value else format_html("{}", words)


@register.filter
def in_one_line(lines: Sequence[str]) -> SafeString:
    """An address, kept together: apart, its lines would stand in the other order on a right-to-left page."""
    return isolate(", ".join(lines))


@register.filter
def isolate(value: object) -> SafeString:
    """A number, address or proper name that must not be reordered by the text around it."""
    text = str(value)
    turns = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
    return format_html('<bdi dir="{}">{}</bdi>', "auto" if turns else "ltr", text)


@register.filter
def dial(number: str) -> str:
    """The digits a phone dials: «0800 32 123» to «080032123»."""
    return _NOT_DIALLED.sub("", number)


@register.filter
def said(text: Text) -> SafeString:
    """A text of the directory, with its language and direction where they are not the page's own."""
    if _same_language(text.language, get_language() or ""):
        return format_html("{}", text.text)
    if text.language == "und":
        return format_html('<bdi dir="auto">{}</bdi>', text.text)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', text.language, direction(text.language), text.text)


@register.filter
def paragraph(text: Text) -> SafeString:
    """The same, as a paragraph that is read from its own side."""
    if _same_language(text.language, get_language() or ""):
        return format_html("<p>{}</p>", text.text)
    if text.language == "und":
        return format_html('<p dir="auto">{}</p>', text.text)
    return format_html('<p lang="{}" dir="{}">{}</p>', text.language, direction(text.language), text.text)


@register.filter
def foreign(text: Text | None) -> bool:
    """Whether a text stands in another language than the page."""
    return text is not None and text.language != "und" and not _same_language(text.language, get_language() or "")


@register.filter
def unprompted(field: BoundField) -> SafeString:
    """Without words inside the empty field: django-allauth has them in few of our languages, and the label says it."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in _BIDI else "ltr"


@register.filter
def named_language(tag: str) -> str:
    """In the reader's language. Not `language_name`: Django has a filter of that name, which speaks English."""
    return formats.language_name(tag, get_language() or settings.LANGUAGE_CODE)


@register.filter
def separated(words: Sequence[object]) -> str:
    """One after another, with the comma of the page's language."""
    return formats.separated([str(word) for word in words], get_language() or settings.LANGUAGE_CODE)


@register.filter
def sentence(reason: Reason) -> str:
    return phrase(reason, get_language() or settings.LANGUAGE_CODE)


_BIDI = frozenset({*(tag.split("-")[0] for tag in settings.LANGUAGES_BIDI), "ur", "ckb", "he", "yi", "dv", "ug", "sd"})


def _same_language(one: str, other: str) -> bool:
    return one == other or one.split("-")[0] == other


@register.filter
def weeks(days: Sequence[object]) -> tuple[Sequence[object], ...]:
    """Seven days at a time."""
    return tuple(days[first : first + 7] for first in range(0, len(days), 7))


@register.filter
def is_web_address(address: str) -> bool:
    """Whether a link may be made of what a feed gave: never `javascript:` and the like."""
    return address.startswith(("https://", "http://"))
