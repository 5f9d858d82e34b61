"""Urgent help: all of it, or what answers one kind of danger. The kind travels by POST and stands in no address."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from baken.guidance import selectors as guidance
from baken.guidance.urgent_words import WORDS
from baken.plans import formats
from baken.web.answering import facts_page, question_page
from baken.web.find.contexts import reading_language
from baken.web.find.urgent import HelplineLine, UrgentHelp, UrgentKind, helpline_lines, urgent_help, urgent_kinds


@dataclass(frozen=True, slots=True)
class UrgentPage:
    """`help` for the kind that was chosen, else `urgent` answers any of them. `others`: less urgent numbers."""

    help: UrgentHelp | None
    kinds: tuple[UrgentKind, ...]
    urgent: tuple[HelplineLine, ...]
    others: tuple[HelplineLine, ...]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The numbers as they were on a day, for a phone without internet."""

    made_on: str
    helplines: tuple[HelplineLine, ...]


@question_page
def urgent(request: HttpRequest) -> HttpResponse:
    """A kind that does not exist shows all numbers: nobody in danger is told that a form was wrong."""
    kind = request.POST.get("kind", "")
    return render(request, "about/urgent.html", {"page": _page(kind if kind in WORDS else None)})


@facts_page
def urgent_kept(request: HttpRequest) -> HttpResponse:
    """What a phone that keeps a plan shows of this page without internet: nothing on it is true of one moment only."""
    page = _page(None)
    made_on = formats.long_date(timezone.localdate(), reading_language())
    return render(request, "about/urgent_kept.html", {"page": KeptPage(made_on, (*page.urgent, *page.others))})


def _page(kind: str | None) -> UrgentPage:
    now = timezone.localtime()
    topics = (kind,) if kind else ()
    cards = guidance.helplines(country=settings.BAKEN_COUNTRY, topics=topics, when=now, languages=(reading_language(),))
    lines = helpline_lines(cards, now=now)
    return UrgentPage(
        help=urgent_help(kind, lines) if kind else None,
        kinds=urgent_kinds(without=kind),
        urgent=() if kind else tuple(line for line in lines if set(line.card.topics) & set(guidance.URGENT)),
        others=() if kind else tuple(line for line in lines if not set(line.card.topics) & set(guidance.URGENT)),
    )
