"""What Baken is and keeps."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from baken.plans import formats
from baken.web.answering import public_page

STATEMENT_PREPARED_ON: Final = date(2026, 11, 22)


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
def about(request: HttpRequest) -> HttpResponse:
    page = AboutPage(link_days=settings.BAKEN_PLAN_LINK_DAYS, run_by=settings.BAKEN_RUN_BY)
    return render(request, "about/about.html", {"page": page})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    page = AccessibilityPage(formats.long_date(STATEMENT_PREPARED_ON, language), settings.BAKEN_RUN_BY)
    return render(request, "about/accessibility.html", {"page": page})
