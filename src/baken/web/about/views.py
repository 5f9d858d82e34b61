"""Urgent help, and what Baken is and keeps."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from baken.guidance import selectors as guidance
from baken.plans import formats
from baken.web.answering import public_page
from baken.web.find.contexts import HelplineLine, helpline_lines

STATEMENT_PREPARED_ON: Final = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class UrgentPage:
    urgent: tuple[HelplineLine, ...]
    others: tuple[HelplineLine, ...]


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """`prepared_on`: when this statement was last held against the pages."""

    prepared_on: str
    run_by: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    link_days: int
    run_by: str


@public_page
def urgent(request: HttpRequest) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    now = timezone.localtime()
    cards = guidance.helplines(country=settings.BAKEN_COUNTRY, topics=(), when=now, languages=(language,))
    first = tuple(card for card in cards if set(card.topics) & set(guidance.URGENT))
    rest = tuple(card for card in cards if card not in first)
    page = UrgentPage(helpline_lines(first, now=now), helpline_lines(rest, now=now))
    return render(request, "about/urgent.html", {"page": page})


@public_page
def about(request: HttpRequest) -> HttpResponse:
    page = AboutPage(link_days=settings.BAKEN_PLAN_LINK_DAYS, run_by=settings.BAKEN_RUN_BY)
    return render(request, "about/about.html", {"page": page})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    page = AccessibilityPage(formats.long_date(STATEMENT_PREPARED_ON, language), settings.BAKEN_RUN_BY)
    return render(request, "about/accessibility.html", {"page": page})
