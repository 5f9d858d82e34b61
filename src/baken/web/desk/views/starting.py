"""My organisations, and one of them with its services."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from baken.accounts.permissions import may
from baken.directory import selectors as directory
from baken.directory import suggesting
from baken.web.desk.contexts import (
    MinePage,
    OrganisationDesk,
    ServiceDesk,
    closed_tomorrow,
    organisation_desk,
    service_row,
)
from baken.web.desk.forms import RoomForm
from baken.web.desk.listing import organisation_themes, service_themes
from baken.web.desk.views.editing import organisation_entry_of, service_entry_of
from baken.web.permitting import actor_of
from baken.web.working import reading_order, working_page

LONGEST_SEARCH: Final = 200


@working_page("desk.use")
def mine(request: HttpRequest) -> HttpResponse:
    """Straight to the one organisation of who has one and coordinates nothing."""
    actor = actor_of(request)
    every = may(actor, "quality.read")
    if len(actor.organisations) == 1 and not every:
        return redirect("desk-organisation", organisation_id=next(iter(actor.organisations)))
    words = request.GET.get("words", "")[:LONGEST_SEARCH].replace("\x00", "")
    page = MinePage(
        mine=directory.organisations_of(actor.organisations, reading_order()),
        may_add=may(actor, "organisation.add"),
        searched=words if every else None,
        found=directory.organisations_named(words, reading_order()) if every else (),
    )
    return render(request, "desk/mine.html", {"page": page})


@working_page("organisation.edit")
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    return organisation_answer(request, organisation_id)


def organisation_answer(
    request: HttpRequest, organisation_id: UUID, wrong: Mapping[UUID, RoomForm] | None = None
) -> HttpResponse:
    """`wrong`: forms of services that could not be taken, with what was typed."""
    page = {"page": desk_of(request, organisation_id, wrong or {})}
    return render(request, "desk/organisation.html", page, status=400 if wrong else 200)


def desk_of(request: HttpRequest, organisation_id: UUID, wrong: Mapping[UUID, RoomForm]) -> OrganisationDesk:
    found = directory.desk_page(organisation_id, reading_order())
    if found is None:
        raise Http404
    return organisation_desk(
        found,
        others=directory.organisations_of(actor_of(request).organisations, reading_order()),
        themes=organisation_themes(organisation_entry_of(organisation_id)),
        said_count=len(suggesting.passed_on_to(organisation_id)),
        now=timezone.localtime(),
        wrong=wrong,
    )


@working_page("organisation.edit")
def service(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    """Its state, the taps, and every page on which something of it is changed."""
    return service_answer(request, organisation_id, service_id)


def service_answer(
    request: HttpRequest, organisation_id: UUID, service_id: UUID, wrong: RoomForm | None = None
) -> HttpResponse:
    """`wrong`: the form of its room that could not be taken, with what was typed."""
    entry = service_entry_of(organisation_id, service_id)
    found = directory.desk_service(organisation_id, service_id, reading_order())
    assert found is not None
    page = ServiceDesk(
        organisation_id=organisation_id,
        organisation_name=entry.organisation_name,
        service=service_row(found, now=timezone.localtime(), room_form=wrong),
        themes=service_themes(entry),
        closed_tomorrow=closed_tomorrow(found, timezone.localdate()),
    )
    return render(request, "desk/service.html", {"page": page}, status=400 if wrong else 200)
