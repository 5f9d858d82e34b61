"""Conflicts between sources: what stands beside what is offered, and one tap to take either."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from baken.directory import conflicts as deciding
from baken.directory.entries import EntryKind
from baken.directory.selectors.doubts import ConflictCard, conflict_card, entry_name, open_conflicts
from baken.directory.services import DirectoryError
from baken.web.city.contexts import conflict_views, page_number, pages
from baken.web.desk.saving import refused_words
from baken.web.permitting import actor_of
from baken.web.working import WRITE, done, not_done, working_page


@working_page("quality.read")
def conflicts(request: HttpRequest) -> HttpResponse:
    number = page_number(request.GET.get("page", "1"))
    cards, total = open_conflicts(offset=pages(number, 0).offset)
    context = {"conflicts": conflict_views(cards), "pages": pages(number, total)}
    return render(request, "city/conflicts.html", context)


@working_page("quality.read", WRITE)
def decide(request: HttpRequest, conflict_id: UUID) -> HttpResponse:
    return _decided(request, _known(conflict_id), "conflicts")


@working_page("conflict.decide")
def of_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    house = entry_name(EntryKind.ORGANISATION, organisation_id)
    if house is None:
        raise Http404
    number = page_number(request.GET.get("page", "1"))
    cards, total = open_conflicts(organisation_id=organisation_id, offset=pages(number, 0).offset)
    context = {"conflicts": conflict_views(cards), "pages": pages(number, total), "house": house}
    return render(request, "city/conflicts.html", context)


@working_page("conflict.decide", WRITE)
def decide_own(request: HttpRequest, organisation_id: UUID, conflict_id: UUID) -> HttpResponse:
    card = _known(conflict_id)
    if card.entry.organisation_id != organisation_id:
        raise Http404
    return _decided(request, card, "desk-conflicts", organisation_id=organisation_id)


def _known(conflict_id: UUID) -> ConflictCard:
    if (card := conflict_card(conflict_id)) is None:
        raise Http404
    return card


def _decided(request: HttpRequest, card: ConflictCard, address: str, **names: UUID) -> HttpResponse:
    decide_so = {"kept": deciding.keep_standing, "taken": deciding.take_offered}.get(request.POST.get("answer", ""))
    if decide_so is None:
        return not_done(request, _("Choose which of the two is right."), address, **names)
    try:
        decide_so(conflict_id=card.id, by=actor_of(request))
    except DirectoryError as problem:
        return not_done(request, refused_words(problem), address, **names)
    return done(request, _("Decided: «%(name)s».") % {"name": card.entry.name}, address, **names)
