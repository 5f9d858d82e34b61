"""Every language in its own name, and how far each is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.needs import selectors as needs_room
from baken.translations import selectors as translations
from baken.web.answering import facts_page, public_page
from baken.web.translations.contexts import state_lines


@public_page
def languages(request: HttpRequest) -> HttpResponse:
    return render(request, "translations/languages.html")


@facts_page
def state(request: HttpRequest) -> HttpResponse:
    lines = state_lines(translations.counts(), needs_room.words_by_language())
    return render(request, "translations/state.html", {"lines": lines})
