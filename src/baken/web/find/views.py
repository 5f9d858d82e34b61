"""From a question to doors. Each view reads the form, asks once, and shows."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.plans.selectors import find_for
from baken.web.answering import form_page
from baken.web.errors import unavailable
from baken.web.failing import FAILURES
from baken.web.find.choices import domain_cards
from baken.web.find.contexts import PictogramPage, StartPage, TicksPage, WhoPage, doors_page
from baken.web.find.forms import ABOUT_WHOM, QuestionForm

# One question a screen, in this order.
WHO_STEPS: Final[dict[str, tuple[str, ...]]] = {
    "spoken": ("spoken",),
    "area": ("area", "start", "start_at", "town"),
    "residence": ("residence",),
    "age": ("age",),
    "gender": ("gender",),
    "with": ("children", "wheelchair", "walk_only", "insured"),
    "when": ("when", "day", "hour"),
}


@form_page
def start(request: HttpRequest) -> HttpResponse:
    """POST comes from the language switch: what was typed stays."""
    return _start(request, QuestionForm(request.POST or None))


@form_page
def pictograms(request: HttpRequest) -> HttpResponse:
    domains = domain_cards()
    wanted = request.POST.get("domain", "")
    domain = next((card for card in domains if card.code == wanted), None)
    if wanted and domain is None:
        raise Http404
    form = QuestionForm(request.POST)
    form.is_valid()
    page = PictogramPage(form=form, hidden=form.pairs(), domains=domains, domain=domain)
    return render(request, "find/pictograms.html", {"page": page})


@form_page
def pictograms_who(request: HttpRequest) -> HttpResponse:
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _mistakes(request, form)
    fields = ("gender", "children", "wheelchair", "walk_only")
    page = WhoPage(form=form, hidden=form.pairs(without=fields), fields=fields)
    return render(request, "find/pictograms_who.html", {"page": page})


@form_page
def ticks(request: HttpRequest) -> HttpResponse:
    form = QuestionForm(request.POST or None)
    page = TicksPage(
        form=form,
        hidden=form.pairs(without=("words", "need", *ABOUT_WHOM)),
        domains=domain_cards(),
        ticked=frozenset(request.POST.getlist("need")),
        fields=ABOUT_WHOM,
    )
    return render(request, "find/ticks.html", {"page": page})


@form_page
def who(request: HttpRequest) -> HttpResponse:
    """All questions on one page, for a companion or to change an answer."""
    form = QuestionForm(request.POST)
    form.is_valid()
    return _who(request, form, status=200)


@form_page
def who_step(request: HttpRequest, step: str) -> HttpResponse:
    if step not in WHO_STEPS:
        raise Http404
    form = QuestionForm(_less_skipped(request.POST))
    form.is_valid()
    order = list(WHO_STEPS)
    wrong = _first_wrong(form, order[: order.index(step)])
    page = _step_page(form, order, wrong or step)
    return render(request, "find/who_step.html", {"page": page}, status=400 if wrong else 200)


@form_page
def doors(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect(reverse("start"))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _mistakes(request, form)
    if form.asks_nothing():
        form.add_error("words", _("Write a few words, or choose a picture."))
        return _start(request, form, status=400)
    try:
        findings = find_for(form.question(_language()))
        page = doors_page(form, findings, domain_cards())
    except FAILURES:
        return unavailable(request)
    return render(request, "find/doors.html", {"page": page})


def _start(request: HttpRequest, form: QuestionForm, status: int = 200) -> HttpResponse:
    return render(request, "find/start.html", {"page": StartPage(form, form.pairs(without=("words",)))}, status=status)


def _who(request: HttpRequest, form: QuestionForm, status: int) -> HttpResponse:
    page = WhoPage(form=form, hidden=form.pairs(without=ABOUT_WHOM), fields=ABOUT_WHOM)
    return render(request, "find/who.html", {"page": page}, status=status)


def _less_skipped(posted: QueryDict) -> QueryDict:
    """Without the answers of a screen that was skipped."""
    kept = posted.copy()
    for name in WHO_STEPS.get(posted.get("skip", ""), ()):
        kept.pop(name, None)
    return kept


def _first_wrong(form: QuestionForm, earlier: Sequence[str]) -> str | None:
    return next((step for step in earlier if set(WHO_STEPS[step]) & set(form.errors)), None)


def _step_page(form: QuestionForm, order: Sequence[str], step: str) -> WhoPage:
    place = order.index(step)
    return WhoPage(
        form=form,
        hidden=form.pairs(without=WHO_STEPS[step]),
        step=step,
        number=place + 1,
        steps=len(order),
        before=order[place - 1] if place else None,
        after=order[place + 1] if place + 1 < len(order) else None,
        fields=WHO_STEPS[step],
    )


def _mistakes(request: HttpRequest, form: QuestionForm) -> HttpResponse:
    """Back to the page where the mistake was made, with everything that was typed."""
    about_whom = set(form.errors) <= set(ABOUT_WHOM)
    return _who(request, form, status=400) if about_whom else _start(request, form, status=400)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
