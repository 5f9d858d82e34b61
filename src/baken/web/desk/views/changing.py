"""What holds for a while at one service."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from baken.core.hours.opening import ChangeKind
from baken.directory import services
from baken.directory.selectors import DeskService
from baken.web.desk.contexts import service_row
from baken.web.desk.forms import ChangeForm
from baken.web.desk.views.tapping import service_of
from baken.web.permitting import actor_of
from baken.web.working import BOTH, WRITE, done, not_done, working_page


@working_page("organisation.edit", BOTH)
def changes(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    """Those that hold now or will, and a form for one more."""
    found = service_of(organisation_id, service_id)
    if request.method != "POST":
        return _answer(request, organisation_id, found, ChangeForm(initial={"first": timezone.localdate()}))
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _answer(request, organisation_id, found, form)
    services.add_temporary_change(
        kind=ChangeKind(form.cleaned_data["kind"]),
        starts=form.starts(),
        ends=form.ends(),
        opens=form.cleaned_data["opens"],
        closes=form.cleaned_data["closes"],
        note=form.note_text(),
        service_id=found.id,
        by=actor_of(request),
    )
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


def _answer(request: HttpRequest, organisation_id: UUID, found: DeskService, form: ChangeForm) -> HttpResponse:
    row = service_row(found, now=timezone.localtime())
    page = {"organisation_id": organisation_id, "service": row, "form": form}
    return render(request, "desk/changes.html", {"page": page}, status=400 if form.is_bound else 200)
