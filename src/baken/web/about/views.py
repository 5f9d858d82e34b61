"""What Baken is and keeps."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.web.answering import public_page


@dataclass(frozen=True, slots=True)
class AboutPage:
    link_days: int
    run_by: str


@public_page
def about(request: HttpRequest) -> HttpResponse:
    page = AboutPage(link_days=settings.BAKEN_PLAN_LINK_DAYS, run_by=settings.BAKEN_RUN_BY)
    return render(request, "about/about.html", {"page": page})
