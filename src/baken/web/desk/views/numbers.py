"""Telephone numbers of a service, an organisation or a site."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.directory import services
from baken.directory.kinds import PhoneFact
from baken.web.desk.contexts import EditPage
from baken.web.desk.saving import saved
from baken.web.desk.themes.phones import PhonesForm
from baken.web.desk.views.editing import organisation_entry_of, service_entry_of, site_entry_of
from baken.web.permitting import actor_of
from baken.web.working import BOTH, done, working_page

Change = Callable[[datetime | None, list[PhoneFact]], None]


@working_page("organisation.edit", BOTH)
def service(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    entry, by = service_entry_of(organisation_id, service_id), actor_of(request)

    def change(seen: datetime | None, phones: list[PhoneFact]) -> None:
        services.set_phones(phones=phones, service_id=entry.id, by=by, seen=seen)

    back = reverse("desk-service", args=(organisation_id, service_id))
    return _answer(request, entry.phones, entry.last_modified, change, back, entry.name.text)


@working_page("organisation.edit", BOTH)
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    entry, by = organisation_entry_of(organisation_id), actor_of(request)

    def change(seen: datetime | None, phones: list[PhoneFact]) -> None:
        services.set_phones(phones=phones, organisation_id=entry.id, by=by, seen=seen)

    back = reverse("desk-organisation", args=(organisation_id,))
    return _answer(request, entry.phones, entry.last_modified, change, back, entry.name)


@working_page("organisation.edit", BOTH)
def site(request: HttpRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    entry, by = site_entry_of(organisation_id, location_id), actor_of(request)

    def change(seen: datetime | None, phones: list[PhoneFact]) -> None:
        services.set_phones(phones=phones, location_id=entry.id, by=by, seen=seen)

    back = reverse("desk-site", args=(organisation_id, location_id))
    return _answer(request, entry.phones, entry.last_modified, change, back, ", ".join(entry.address_lines))


def _answer(
    request: HttpRequest, phones: tuple[PhoneFact, ...], now_at: datetime, change: Change, back: str, back_name: str
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = PhonesForm(posted, known={"phones": phones}, seen=now_at)
    if form.is_bound and saved(form, lambda seen: change(seen, form.phones()), now_at):
        return done(request, _("Saved."), back)
    page = EditPage(title=_("Telephone numbers"), form=form, back=back, back_name=back_name)
    return render(request, "desk/edit.html", {"page": page}, status=400 if form.is_bound else 200)
