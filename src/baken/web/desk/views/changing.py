"""What holds for a while at one service, or at everything in one place."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from baken.core.hours.opening import ChangeKind
from baken.directory import selectors as directory
from baken.directory import services
from baken.directory.selectors import DeskService
from baken.directory.selectors.editing import SiteEntry
from baken.web.desk.contexts import SiteChangesPage, change_row, service_row
from baken.web.desk.forms import ChangeForm
from baken.web.desk.views.editing import site_entry_of
from baken.web.desk.views.tapping import service_of
from baken.web.permitting import actor_of
from baken.web.working import BOTH, WRITE, done, not_done, reading_order, working_page


@working_page("organisation.edit", BOTH)
def changes(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    """Those that hold now or will, and a form for one more."""
    found = service_of(organisation_id, service_id)
    if request.method != "POST":
        return _answer(request, organisation_id, found, ChangeForm(initial={"first": timezone.localdate()}))
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _answer(request, organisation_id, found, form)
    services.add_temporary_change(**_said(form), service_id=found.id, by=actor_of(request))
    return done(
        request, _("It is on the page now."), "desk-service", organisation_id=organisation_id, service_id=found.id
    )


@working_page("organisation.edit", WRITE)
def remove_change(request: HttpRequest, organisation_id: UUID, service_id: UUID, change_id: UUID) -> HttpResponse:
    found = service_of(organisation_id, service_id)
    here = {"organisation_id": organisation_id, "service_id": found.id}
    try:
        services.remove_temporary_change(change_id=change_id, service_id=found.id, by=actor_of(request))
    except services.DirectoryError:
        return not_done(request, _("That was already gone."), "desk-service", **here)
    return done(request, _("Taken away. The usual hours hold again."), "desk-service", **here)


@working_page("organisation.edit", BOTH)
def site_changes(request: HttpRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    """What holds for everything at one place, and a form for one more."""
    site = site_entry_of(organisation_id, location_id)
    if request.method != "POST":
        return _site_answer(request, site, ChangeForm(initial={"first": timezone.localdate()}))
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _site_answer(request, site, form)
    services.add_temporary_change(**_said(form), location_id=site.id, by=actor_of(request))
    here = {"organisation_id": organisation_id, "location_id": site.id}
    return done(request, _("It is on the page now."), "desk-site-changes", **here)


@working_page("organisation.edit", WRITE)
def remove_site_change(request: HttpRequest, organisation_id: UUID, location_id: UUID, change_id: UUID) -> HttpResponse:
    site = site_entry_of(organisation_id, location_id)
    here = {"organisation_id": organisation_id, "location_id": site.id}
    try:
        services.remove_temporary_change(change_id=change_id, location_id=site.id, by=actor_of(request))
    except services.DirectoryError:
        return not_done(request, _("That was already gone."), "desk-site-changes", **here)
    return done(request, _("Taken away. The usual hours hold again."), "desk-site-changes", **here)


def _said(form: ChangeForm) -> dict[str, Any]:
    """What a valid form says, as `add_temporary_change` takes it."""
    return {
        "kind": ChangeKind(form.cleaned_data["kind"]),
        "starts": form.starts(),
        "ends": form.ends(),
        "opens": form.cleaned_data["opens"],
        "closes": form.cleaned_data["closes"],
        "note": form.note_text(),
    }


def _site_answer(request: HttpRequest, site: SiteEntry, form: ChangeForm) -> HttpResponse:
    assert site.organisation_id is not None
    changes = directory.site_changes(site.id, reading_order())
    page = SiteChangesPage(site.organisation_id, site, tuple(map(change_row, changes)), form)
    return render(request, "desk/site_changes.html", {"page": page}, status=400 if form.is_bound else 200)


def _answer(request: HttpRequest, organisation_id: UUID, found: DeskService, form: ChangeForm) -> HttpResponse:
    row = service_row(found, now=timezone.localtime())
    page = {"organisation_id": organisation_id, "service": row, "form": form}
    return render(request, "desk/changes.html", {"page": page}, status=400 if form.is_bound else 200)
