"""A plan from a question, or from a sealed link. Nothing of it is kept here."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.plans import sealing
from baken.plans.kinds import PlanSheet
from baken.plans.paper import plan_pdf, receipt_pdf
from baken.plans.rewording import sheet_in
from baken.plans.selectors import plan_for, sealed, sheet_from
from baken.web.answering import never_kept, question_page
from baken.web.errors import ErrorPage, bad_request, error, unavailable
from baken.web.failing import FAILURES
from baken.web.find.forms import QuestionForm
from baken.web.find.showing import shown
from baken.web.plan.contexts import PlanPage, plan_page


@question_page
def plan(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect(reverse("start"))
    form = QuestionForm(request.POST)
    if not form.is_valid() or form.asks_nothing():
        return bad_request(request)
    try:
        sheet = plan_for(form.question(_language()), chosen=form.cleaned_data["chosen"])
    except FAILURES:
        return unavailable(request)
    now = timezone.localtime()
    address, expires = _address(request, sealing.seal(sealed(sheet), now=now)), sealing.expires_on(now=now)

    def page(form: QuestionForm) -> PlanPage:
        return plan_page(sheet_in(sheet, _language()), address=address, expires=expires, hidden=form.pairs())

    return shown(request, "plan/plan.html", form, page)


@question_page
def paper(request: HttpRequest) -> HttpResponse:
    """The same plan as PDF. Its name says nothing of what is in it."""
    return _printed(request, plan_pdf)


@question_page
def receipt(request: HttpRequest) -> HttpResponse:
    """For a small printer: a roll of 80 mm."""
    return _printed(request, receipt_pdf)


@question_page
def copy(request: HttpRequest) -> HttpResponse:
    """The plan by itself, without the question and without what is true of today alone: what a phone keeps. The header
    Expires says until when it may."""
    found = _sheet_or_answer(request)
    if isinstance(found, HttpResponse):
        return found
    expires = found.made_on + timedelta(days=settings.BAKEN_PLAN_LINK_DAYS)
    page = plan_page(found, address="", expires=expires, read_on_other_days=True)
    response = render(request, "plan/copy.html", {"page": page})
    midnight = datetime.combine(expires, time.max, timezone.get_current_timezone())
    response["Expires"] = http_date(midnight.timestamp())
    return response


def _printed(request: HttpRequest, make: Callable[..., bytes]) -> HttpResponse:
    found = _sheet_or_answer(request)
    if isinstance(found, HttpResponse):
        return found
    token = request.POST.get("token") or sealing.seal(sealed(found), now=timezone.localtime())
    languages = (_language(), settings.BAKEN_LOCAL_LANGUAGE)
    response = HttpResponse(
        make(found, languages=languages, address=_address(request, token)), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'attachment; filename="plan.pdf"'
    return response


def _sheet_or_answer(request: HttpRequest) -> PlanSheet | HttpResponse:
    """The plan of the form, or what to answer where there is none."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("start"))
    try:
        sheet = _sheet(request)
    except sealing.LinkError:
        return _gone(request)
    except FAILURES:
        return unavailable(request)
    return bad_request(request) if sheet is None else sheet


@question_page
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """A neutral first screen: who only looks at the phone learns nothing. Opening it is a tap, by POST."""
    if request.method != "POST":
        return never_kept(render(request, "plan/kept.html"))
    now = timezone.localtime()
    try:
        sheet = sheet_from(sealing.unseal(token, now=now), language=_language(), when=now)
    except sealing.LinkError:
        return _gone(request)
    except FAILURES:
        return unavailable(request)
    expires = sheet.made_on + timedelta(days=settings.BAKEN_PLAN_LINK_DAYS)
    page = plan_page(sheet, address=_address(request, token), expires=expires, token=token)
    return render(request, "plan/plan.html", {"page": page})


def _sheet(request: HttpRequest) -> PlanSheet | None:
    """From the sealed plan or the question in the form; None when it is neither."""
    now = timezone.localtime()
    if token := request.POST.get("token"):
        return sheet_from(sealing.unseal(token, now=now), language=_language(), when=now)
    form = QuestionForm(request.POST)
    if not form.is_valid() or form.asks_nothing():
        return None
    return plan_for(form.question(_language()), chosen=form.cleaned_data["chosen"])


def _address(request: HttpRequest, token: str) -> str:
    path = reverse("kept-plan", args=[token])
    return settings.BAKEN_SITE_URL.rstrip("/") + path if settings.BAKEN_SITE_URL else request.build_absolute_uri(path)


def _gone(request: HttpRequest) -> HttpResponse:
    return error(
        request,
        ErrorPage(
            410,
            _("This page cannot be opened any more"),
            _("The link is not whole, or it is too old: a kept plan lasts %(days)s days.")
            % {"days": settings.BAKEN_PLAN_LINK_DAYS},
            _("Scan the code again, or make a new plan from the start."),
        ),
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
