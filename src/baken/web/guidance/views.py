"""Good to know, for everybody. What is asked or chosen comes by POST and is stored nowhere."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from baken.guidance import items as guidance
from baken.guidance.interpreting import NoSuchAnswer, after
from baken.guidance.items import Choice
from baken.guidance.selectors import ALL, helplines
from baken.web.answering import facts_page, question_page
from baken.web.errors import unavailable
from baken.web.failing import FAILURES
from baken.web.find.urgent import HelplineLine, helpline_lines
from baken.web.guidance.contexts import (
    CardsPage,
    ListPage,
    MaterialsPage,
    interpreter_page,
    item_view,
    item_views,
    overview_page,
    rights_page,
)
from baken.web.guidance.forms import CardsForm, MaterialsForm, RightsForm, SearchForm
from baken.web.working import reading_order

LONGEST_WAY = 12  # answers; the tree is shorter


@question_page
def overview(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.POST or None)
    words = form.cleaned_data["words"].strip() if form.is_valid() else ""
    try:
        found = guidance.search(words, *reading_order()) if words else None
        lines = _lines(found.danger) if found and found.danger else ()
        page = overview_page(form, found, lines)
    except FAILURES:
        return unavailable(request)
    return render(request, "guidance/overview.html", {"page": page}, status=400 if form.errors else 200)


@question_page
def materials(request: HttpRequest) -> HttpResponse:
    form = MaterialsForm(request.POST)
    shelf = guidance.items("material", form.choice() if form.is_valid() else Choice(), *reading_order())
    page = MaterialsPage(form, item_views(shelf.found), item_views(shelf.perhaps))
    return render(request, "guidance/materials.html", {"page": page}, status=400 if form.errors else 200)


@question_page
def cards(request: HttpRequest) -> HttpResponse:
    form = CardsForm(request.POST)
    shelf = guidance.items("card", form.choice() if form.is_valid() else Choice(), *reading_order())
    page = CardsPage(form, item_views(shelf.found))
    return render(request, "guidance/cards.html", {"page": page}, status=400 if form.errors else 200)


@question_page
def rights(request: HttpRequest) -> HttpResponse:
    form = RightsForm(request.POST)
    page = rights_page(form)
    return render(request, "guidance/rights.html", {"page": page}, status=400 if form.errors else 200)


@question_page
def interpreter(request: HttpRequest) -> HttpResponse:
    """One question a screen; the answers so far stand in the page."""
    answers = [*request.POST.getlist("answers"), *request.POST.getlist("answer")][:LONGEST_WAY]
    try:
        page = interpreter_page(answers, after(answers))
    except NoSuchAnswer:
        return render(request, "guidance/interpreter.html", {"page": interpreter_page((), after(()))}, status=400)
    return render(request, "guidance/interpreter.html", {"page": page})


@facts_page
def trainings(request: HttpRequest) -> HttpResponse:
    shelf = guidance.items("training", Choice(), *reading_order())
    return render(request, "guidance/trainings.html", {"page": ListPage(item_views(shelf.found))})


@facts_page
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "guidance/numbers.html", {"helplines": _lines(ALL)})


@facts_page
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    found = guidance.item(item_id, *reading_order())
    if found is None:
        raise Http404
    return render(request, "guidance/item.html", {"page": item_view(found)})


def _lines(topics: tuple[str, ...]) -> tuple[HelplineLine, ...]:
    now = timezone.localtime()
    found = helplines(country=settings.BAKEN_COUNTRY, topics=topics, when=now, languages=reading_order()[:1])
    return helpline_lines(found, now=now)
