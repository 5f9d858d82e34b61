"""The history of an entry, and an older state brought back. And, for everybody, where each fact comes from."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from baken.accounts.permissions import may
from baken.directory.entries import EntryKind
from baken.directory.restoring import restore
from baken.directory.selectors.doubts import EntryName, entry_name
from baken.directory.selectors.history import history
from baken.directory.selectors.merges import stands_for
from baken.directory.selectors.provenance import provenance
from baken.directory.services import DirectoryError
from baken.web.answering import facts_page
from baken.web.city.contexts import HistoryView, provenance_view, step_views
from baken.web.desk.saving import refused_words
from baken.web.permitting import actor_of
from baken.web.working import WRITE, done, not_done, reading_order, working_page


@working_page("organisation.history")
def of_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    return _shown(request, _own(EntryKind.ORGANISATION, organisation_id, organisation_id))


@working_page("organisation.history")
def of_site(request: HttpRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    return _shown(request, _own(EntryKind.LOCATION, location_id, organisation_id))


@working_page("organisation.history")
def of_service(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    return _shown(request, _own(EntryKind.SERVICE, service_id, organisation_id))


@working_page("organisation.edit", WRITE)
def restore_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    entry = _own(EntryKind.ORGANISATION, organisation_id, organisation_id)
    return _restored(request, entry, reverse("desk-history", args=[organisation_id]))


@working_page("organisation.edit", WRITE)
def restore_site(request: HttpRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    entry = _own(EntryKind.LOCATION, location_id, organisation_id)
    return _restored(request, entry, reverse("desk-site-history", args=[organisation_id, location_id]))


@working_page("organisation.edit", WRITE)
def restore_service(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    entry = _own(EntryKind.SERVICE, service_id, organisation_id)
    return _restored(request, entry, reverse("desk-service-history", args=[organisation_id, service_id]))


@facts_page
def sources(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Source and age of each fact; never a person."""
    found = provenance(service_id, reading_order(), today=timezone.localdate())
    if found is None:
        if (kept := stands_for(EntryKind.SERVICE, service_id)) is not None:
            return redirect("service-sources", kept)
        raise Http404
    return render(request, "city/sources.html", {"page": provenance_view(found)})


def _own(kind: EntryKind, entry_id: UUID, organisation_id: UUID) -> EntryName:
    entry = entry_name(kind, entry_id)
    if entry is None or entry.organisation_id != organisation_id:
        raise Http404
    return entry


def _shown(request: HttpRequest, entry: EntryName) -> HttpResponse:
    view = HistoryView(
        entry, entry.kind, step_views(history(entry.kind, entry.id)), may(actor_of(request), "quality.read")
    )
    return render(request, "city/history.html", {"page": view})


def _restored(request: HttpRequest, entry: EntryName, back: str) -> HttpResponse:
    written = request.POST.get("revision", "")
    if not (written.isascii() and written.isdigit() and len(written) < 18):
        return not_done(request, _("Choose a state to go back to."), back)
    try:
        restore(kind=entry.kind, entry_id=entry.id, revision_id=int(written), by=actor_of(request))
    except DirectoryError as problem:
        return not_done(request, refused_words(problem), back)
    return done(request, _("«%(name)s» is again as it was then.") % {"name": entry.name}, back)
