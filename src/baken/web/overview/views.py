"""The public overview. Its addresses hold ids only, so any log may keep them."""

from math import ceil
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from baken.core.planning.kinds import Door
from baken.directory import selectors as directory
from baken.directory.entries import EntryKind
from baken.directory.selectors.merges import stands_for
from baken.plans.selectors import places_of
from baken.web import said
from baken.web.answering import facts_page, question_page
from baken.web.errors import unavailable
from baken.web.failing import FAILURES
from baken.web.find.choices import domain_cards
from baken.web.find.forms import QuestionForm
from baken.web.overview.contexts import (
    OrganisationsPage,
    OrganisationView,
    ServiceRow,
    ServicesPage,
    needs_of,
    service_view,
)
from baken.web.overview.forms import OverviewForm
from baken.web.overview.linked import organisation_data, service_data

PER_PAGE = 20
ORGANISATIONS_PER_PAGE = 60
_GRAPH: Final = "application/ld+json"


@question_page
def services(request: HttpRequest) -> HttpResponse:
    domains = domain_cards()
    form = OverviewForm(request.POST, domains=domains)
    if not form.is_valid():
        empty = ServicesPage(form=form, rows=(), total=0, number=1, pages=0)
        return render(request, "overview/services.html", {"page": empty}, status=400)
    number = form.cleaned_data["number"] or 1
    try:
        found = directory.service_list(
            _reading_order(),
            domain=form.cleaned_data["domain"] or None,
            neighbourhoods=form.neighbourhoods(),
            offset=(number - 1) * PER_PAGE,
            limit=PER_PAGE,
        )
    except FAILURES:
        return unavailable(request)
    rows = tuple(ServiceRow(card, needs_of(card, domains)) for card in found.cards)
    page = ServicesPage(form=form, rows=rows, total=found.total, number=number, pages=ceil(found.total / PER_PAGE))
    return render(request, "overview/services.html", {"page": page})


@question_page
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """By POST it carries the question it was opened from, for the way back. Catalogues are led to the graph."""
    if request.get_preferred_type(["text/html", _GRAPH]) == _GRAPH:
        return _in_kinds(redirect("service-jsonld", service_id))
    found = directory.service_page(service_id, _reading_order())
    if found is None:
        return _kept(EntryKind.SERVICE, service_id, "service")
    form = QuestionForm(request.POST)
    doors: tuple[Door, ...] = ()
    if form.is_valid() and request.method == "POST":
        doors = places_of(form.question(_language()), found.candidates)
    view = service_view(
        found,
        domain_cards(),
        now=timezone.localtime(),
        back=form.pairs() if request.POST else (),
        doors=doors,
        shared=_shared(found),
    )
    data = service_data(view.card, request.build_absolute_uri(request.path))
    shown = {"page": view, "data": data, "beside": form.beside()}
    return _in_kinds(render(request, "overview/service.html", shown))


@facts_page
def organisations(request: HttpRequest) -> HttpResponse:
    """Names of organisations say nothing of a reader: their pages are numbered in the address."""
    cards = directory.organisation_cards(_reading_order())
    pages = max(1, ceil(len(cards) / ORGANISATIONS_PER_PAGE))
    written = request.GET.get("page", "1")
    if not written.isascii() or not written.isdigit() or not 1 <= int(written[:6]) <= pages:
        raise Http404
    number = int(written)
    here = cards[(number - 1) * ORGANISATIONS_PER_PAGE : number * ORGANISATIONS_PER_PAGE]
    page = OrganisationsPage(cards=tuple(here), total=len(cards), number=number, pages=pages)
    return render(request, "overview/organisations.html", {"page": page})


@facts_page
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    found = directory.organisation_page(organisation_id, _reading_order())
    if found is None:
        return _kept(EntryKind.ORGANISATION, organisation_id, "organisation")
    confirmed = said.confirmed_said(found, organisation=found.name)
    data = organisation_data(found, request.build_absolute_uri(request.path))
    return render(request, "overview/organisation.html", {"page": OrganisationView(found, confirmed), "data": data})


def _in_kinds(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return response


def _shared(page: directory.ServicePage) -> frozenset[str]:
    return frozenset(map(str, directory.shared_places(UUID(site.id) for site in page.card.sites)))


def _kept(kind: EntryKind, entry_id: UUID, page: str) -> HttpResponse:
    """To the page of the entry that this one became part of. Not for good: a merge can be undone."""
    if (kept := stands_for(kind, entry_id)) is None:
        raise Http404
    return redirect(page, kept)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _reading_order() -> tuple[str, str]:
    return (_language(), settings.BAKEN_LOCAL_LANGUAGE)
