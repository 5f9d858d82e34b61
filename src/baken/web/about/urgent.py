"""Urgent help: all of it, or what answers one kind of danger. The kind travels by POST and stands in no address."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from baken.guidance import selectors as guidance
from baken.guidance.urgent_words import WORDS
from baken.needs import selectors as needs
from baken.plans import formats
from baken.web.answering import facts_page, question_page
from baken.web.find.contexts import reading_language
from baken.web.find.forms import QuestionForm
from baken.web.find.urgent import HelplineLine, UrgentHelp, UrgentKind, helpline_lines, urgent_help, urgent_kinds


@dataclass(frozen=True, slots=True)
class UrgentPage:
    """`help` for the kind that was chosen, else `urgent` answers any of them. `others`: less urgent numbers.

    `need`: whose doors help too. `hidden`: for whom, as it was told before, so that those doors fit.
    """

    help: UrgentHelp | None
    need: str
    hidden: tuple[tuple[str, str], ...]
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
    hidden = _told_before(request.POST)
    return render(request, "about/urgent.html", {"page": _page(kind if kind in WORDS else None, hidden)})


def _told_before(posted: QueryDict) -> tuple[tuple[str, str], ...]:
    """Without what was asked before, since the danger comes first; nothing at all where something in it is wrong: who
    is in danger is not sent back to mend a form."""
    form = QuestionForm(posted)
    return form.pairs(without=("words", "need", "without", "chosen")) if posted and form.is_valid() else ()


@facts_page
def urgent_kept(request: HttpRequest) -> HttpResponse:
    """What a phone that keeps a plan shows of this page without internet: nothing on it is true of one moment only."""
    page = _page(None, ())
    made_on = formats.long_date(timezone.localdate(), reading_language())
    return render(request, "about/urgent_kept.html", {"page": KeptPage(made_on, (*page.urgent, *page.others))})


def _page(kind: str | None, hidden: tuple[tuple[str, str], ...]) -> UrgentPage:
    now = timezone.localtime()
    topics = (kind,) if kind else ()
    cards = guidance.helplines(country=settings.BAKEN_COUNTRY, topics=topics, when=now, languages=(reading_language(),))
    lines = helpline_lines(cards, now=now)
    return UrgentPage(
        help=urgent_help(kind, lines) if kind else None,
        need=needs.NEED_OF_DANGER[kind] if kind else "",
        hidden=hidden,
        kinds=urgent_kinds(without=kind),
        urgent=() if kind else tuple(line for line in lines if set(line.card.topics) & set(guidance.URGENT)),
        others=() if kind else tuple(line for line in lines if not set(line.card.topics) & set(guidance.URGENT)),
    )
