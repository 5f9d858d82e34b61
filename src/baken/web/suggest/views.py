"""Readers say what is wrong. No account, no cookie: a suggestion changes nothing until a coordinator has read it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from baken.accounts.limits import within
from baken.directory import selectors as directory
from baken.directory import suggesting
from baken.web.answering import never_kept
from baken.web.errors import too_many_requests
from baken.web.find.choices import domain_cards
from baken.web.limiting import visitor_mark
from baken.web.permitting import permitted
from baken.web.suggest.forms import MissingForm, WrongForm

A_PERSON_A_DAY: Final = 10
ALL_AN_HOUR: Final = 200
_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class SuggestPage:
    """`entry`: the name of what it is about; empty for what is not there."""

    form: forms.Form
    entry: str = ""


@dataclass(frozen=True, slots=True)
class StatePage:
    reference: str
    state: str
    answer: str
    sent: bool


def _open_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody, without a CSRF token: that needs a cookie, and a forged suggestion is worth as much as any."""

    @csrf_exempt
    @permitted("suggestion.send")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, **where: UUID) -> HttpResponse:
        return never_kept(view(request, **where))

    return answer


@_open_form
def about_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    found = directory.service_page(service_id, (_language(), settings.BAKEN_LOCAL_LANGUAGE))
    if found is None:
        raise Http404
    return _about(request, found.card.name.text, service_id=service_id)


@_open_form
def about_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    name = directory.organisation_name(organisation_id)
    if name is None:
        raise Http404
    return _about(request, name, organisation_id=organisation_id)


@_open_form
def missing(request: HttpRequest) -> HttpResponse:
    """From the page of doors it comes with the question's need and area, never with its words."""
    sent = request.method == "POST" and "send" in request.POST
    form = MissingForm(request.POST if sent else None, domains=domain_cards())
    if not sent:
        form.initial = {"need": request.POST.get("need", ""), "area": request.POST.get("area", "")}
    if not sent or not form.is_valid():
        return render(request, "suggest/missing.html", {"page": SuggestPage(form)}, status=400 if sent else 200)
    return _taken(request, form, kind="missing", need=form.cleaned_data["need"], area=_area_name(form))


def _about(request: HttpRequest, entry: str, **about: UUID) -> HttpResponse:
    form = WrongForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "suggest/wrong.html", {"page": SuggestPage(form, entry)}, status=status)
    return _taken(request, form, kind=form.cleaned_data["kind"], **about)


def _taken(request: HttpRequest, form: WrongForm | MissingForm, *, kind: str, **about: UUID | str) -> HttpResponse:
    """A program that fills in what nobody sees is thanked too, and nothing is kept of it."""
    mine = within("suggest", visitor_mark(request), times=A_PERSON_A_DAY, seconds=_DAY)
    if not mine or not within("suggest", "all", times=ALL_AN_HOUR, seconds=_HOUR):
        return too_many_requests(request)
    if form.by_a_program():
        reference = suggesting.new_reference()
    else:
        reference = suggesting.suggest(kind=kind, words=form.cleaned_data["words"], language=_language(), **about)  # type: ignore[arg-type]
    return render(request, "suggest/state.html", {"page": StatePage(reference, "new", "", sent=True)})


@permitted("suggestion.send")
@require_safe
def state(request: HttpRequest, reference: str) -> HttpResponse:
    """What came of it, for whoever has the code: never the words."""
    found = suggesting.state_of(reference)
    if found is None:
        raise Http404
    page = StatePage(reference.upper(), found.state, found.answer, sent=False)
    return never_kept(render(request, "suggest/state.html", {"page": page}))


def _area_name(form: MissingForm) -> str:
    area = form.fields["area"]
    assert isinstance(area, forms.ChoiceField)
    wanted = form.cleaned_data["area"]
    for value, label in area.choices:  # type: ignore[union-attr]
        members = label if isinstance(label, list) else [(value, label)]
        for code, name in members:
            if code and code == wanted:
                return str(name)
    return ""


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
