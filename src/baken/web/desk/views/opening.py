"""The week of a service, wherever it is or at one place, and the days on which it is different."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.kinds import Text, Texts, TextState
from baken.directory import services
from baken.directory.selectors import editing
from baken.web.desk.contexts import ExceptionsPage, HoursPage
from baken.web.desk.saving import saved, tried
from baken.web.desk.themes.week import ExceptionForm, WeekForm
from baken.web.desk.views.editing import service_entry_of
from baken.web.permitting import actor_of
from baken.web.working import BOTH, WRITE, done, not_done, reading_order, working_page


@working_page("organisation.edit", BOTH)
def hours(
    request: HttpRequest, organisation_id: UUID, service_id: UUID, location_id: UUID | None = None
) -> HttpResponse:
    entry = service_entry_of(organisation_id, service_id)
    if location_id is not None and location_id not in entry.facts["locations"]:
        raise Http404
    found = editing.hours_entry(service_id, reading_order(), location_id)
    posted = request.POST if request.method == "POST" else None
    known: dict[str, Any] = {**entry.facts, "spans": found.spans}
    form = WeekForm(posted, known=known, seen=entry.last_modified, whole=location_id is None)

    def change(seen: datetime | None) -> None:
        by = actor_of(request)
        services.set_week(
            service_id=service_id, location_id=location_id, spans=form.spans(), by=by, seen=seen, **form.rules()
        )

    back = reverse("desk-service", args=(organisation_id, service_id))
    if form.is_bound and saved(form, change, entry.last_modified):
        return done(request, _("Saved."), back)
    places = editing.places_of_service(service_id, reading_order())
    page = HoursPage(
        organisation_id=organisation_id,
        service_id=service_id,
        form=form,
        back=back,
        back_name=entry.name.text,
        at=next((place for place in places if place.id == location_id), None),
        places=places,
        others=found.others,
    )
    return render(request, "desk/hours.html", {"page": page}, status=400 if form.is_bound else 200)


@working_page("organisation.edit", WRITE)
def remove_hours(request: HttpRequest, organisation_id: UUID, service_id: UUID, schedule_id: UUID) -> HttpResponse:
    entry = service_entry_of(organisation_id, service_id)
    here = {"organisation_id": organisation_id, "service_id": entry.id}
    try:
        services.remove_schedule(service_id=entry.id, schedule_id=schedule_id, by=actor_of(request))
    except services.DirectoryError:
        return not_done(request, _("That was already gone."), "desk-hours", **here)
    return done(request, _("Taken away."), "desk-hours", **here)


@working_page("organisation.edit", BOTH)
def exceptions(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    """Holidays of the house itself, and days with other hours."""
    entry = service_entry_of(organisation_id, service_id)
    form = ExceptionForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        data = form.cleaned_data
        services.add_exception(
            service_id=entry.id,
            first=data["first"],
            last=data["last"],
            opens=data["opens"],
            closes=data["closes"],
            note=_note(data["note"]),
            by=actor_of(request),
        )

    if form.is_bound and tried(form, add):
        here = {"organisation_id": organisation_id, "service_id": entry.id}
        return done(request, _("Saved."), "desk-exceptions", **here)
    page = ExceptionsPage(
        organisation_id=organisation_id,
        service_id=entry.id,
        form=form,
        back=reverse("desk-service", args=(organisation_id, entry.id)),
        back_name=entry.name.text,
        rows=editing.hours_entry(entry.id, reading_order()).exceptions,
    )
    return render(request, "desk/exceptions.html", {"page": page}, status=400 if form.is_bound else 200)


@working_page("organisation.edit", WRITE)
def remove_exception(request: HttpRequest, organisation_id: UUID, service_id: UUID, exception_id: UUID) -> HttpResponse:
    entry = service_entry_of(organisation_id, service_id)
    here = {"organisation_id": organisation_id, "service_id": entry.id}
    try:
        services.remove_exception(service_id=entry.id, exception_id=exception_id, by=actor_of(request))
    except services.DirectoryError:
        return not_done(request, _("That was already gone."), "desk-exceptions", **here)
    return done(request, _("Taken away."), "desk-exceptions", **here)


def _note(written: str) -> Texts | None:
    tag = get_language() or settings.LANGUAGE_CODE
    return Texts({tag: Text(tag, written, TextState.ORIGINAL)}) if written else None
