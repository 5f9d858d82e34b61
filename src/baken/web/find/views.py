"""From a question to doors. Each view reads the form, asks once, and shows."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.plans.kinds import Findings
from baken.plans.rewording import findings_in
from baken.plans.selectors import find_for
from baken.web.answering import form_page
from baken.web.errors import unavailable
from baken.web.failing import FAILURES
from baken.web.find.choices import domain_cards
from baken.web.find.contexts import DoorsPage, StartPage, TicksPage, WhoPage, doors_page
from baken.web.find.forms import ABOUT_WHOM, QuestionForm
from baken.web.find.picturing import BY_CODE, PictogramPage, step_page, topics_page
from baken.web.find.showing import shown

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


# What a screen asks is dropped when it is skipped.
_ASKED: Final = {**WHO_STEPS, **{code: step.fields for code, step in BY_CODE.items()}}


@form_page
def start(request: HttpRequest) -> HttpResponse:
    """POST comes from the language switch, or from who sits beside somebody: what was typed stays."""
    return _start(request, QuestionForm(request.POST or None))


@form_page
def pictograms(request: HttpRequest) -> HttpResponse:
    return _topics(request, QuestionForm(request.POST), request.POST.get("domain", ""))


@form_page
def pictograms_step(request: HttpRequest, step: str) -> HttpResponse:
    if step not in BY_CODE:
        raise Http404
    form = QuestionForm(_less_skipped(request.POST))
    if not form.is_valid() and not _only_here(form, BY_CODE[step].fields):
        return _mistakes(request, form)
    if not form.cleaned_data["need"]:
        return _topics(request, form, "")
    return shown(request, "find/picture_step.html", form, lambda form: step_page(form, domain_cards(), step))


@form_page
def ticks(request: HttpRequest) -> HttpResponse:
    ticked = frozenset(request.POST.getlist("need"))

    def page(form: QuestionForm) -> TicksPage:
        hidden = form.pairs(without=("words", "need", *ABOUT_WHOM))
        return TicksPage(form=form, hidden=hidden, domains=domain_cards(), ticked=ticked, fields=ABOUT_WHOM)

    return shown(request, "find/ticks.html", QuestionForm(request.POST or None), page)


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
    status = 400 if wrong else 200
    return shown(
        request, "find/who_step.html", form, lambda form: _step_page(form, order, wrong or step), status=status
    )


@form_page
def doors(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect(reverse("start"))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _mistakes(request, form)
    if form.asks_nothing():
        return _start(request, form, status=400, nothing_asked=True)
    try:
        findings = find_for(form.question(_language()))
        return shown(request, "find/doors.html", form, lambda form: _doors_page(form, findings))
    except FAILURES:
        return unavailable(request)


def _doors_page(form: QuestionForm, findings: Findings) -> DoorsPage:
    return doors_page(form, findings_in(findings, _language()), domain_cards())


def _topics(request: HttpRequest, form: QuestionForm, wanted: str) -> HttpResponse:
    def page(form: QuestionForm) -> PictogramPage:
        made = topics_page(form, domain_cards(), wanted)
        if wanted and made.domain is None:
            raise Http404
        return made

    form.is_valid()
    return shown(request, "find/pictograms.html", form, page)


def _start(request: HttpRequest, form: QuestionForm, *, status: int = 200, nothing_asked: bool = False) -> HttpResponse:
    def page(form: QuestionForm) -> StartPage:
        if nothing_asked:
            form.add_error("words", _("Write a few words, or choose a picture."))
        return StartPage(form, form.pairs(without=("words",)))

    return shown(request, "find/start.html", form, page, status=status)


def _who(request: HttpRequest, form: QuestionForm, status: int) -> HttpResponse:
    return shown(
        request,
        "find/who.html",
        form,
        lambda form: WhoPage(form=form, hidden=form.pairs(without=ABOUT_WHOM), fields=ABOUT_WHOM),
        status=status,
    )


def _less_skipped(posted: QueryDict) -> QueryDict:
    """Without the answers of a screen that was skipped."""
    kept = posted.copy()
    for name in _ASKED.get(posted.get("skip", ""), ()):
        kept.pop(name, None)
    return kept


def _only_here(form: QuestionForm, fields: Sequence[str]) -> bool:
    """Whether all that is wrong is asked again on this screen."""
    return set(form.errors) <= set(fields)


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
