"""One theme of a service, an organisation or a site on a small page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.directory import services
from baken.directory.selectors import editing
from baken.web.desk.contexts import EditPage
from baken.web.desk.saving import saved
from baken.web.desk.themes import ORGANISATION, SERVICE, SITE, Theme, ThemeForm, theme_of
from baken.web.permitting import actor_of
from baken.web.working import BOTH, done, reading_order, working_page


class Entry(Protocol):
    """What a theme is of."""

    @property
    def facts(self) -> Any: ...
    @property
    def last_modified(self) -> datetime: ...


@working_page("organisation.edit", BOTH)
def service(request: HttpRequest, organisation_id: UUID, service_id: UUID, theme: str) -> HttpResponse:
    found, entry = _theme(SERVICE, theme), service_entry_of(organisation_id, service_id)

    def change(seen: datetime | None, facts: Any) -> None:
        services.update_service(service_id=service_id, by=actor_of(request), seen=seen, **facts)

    back = reverse("desk-service", args=(organisation_id, service_id))
    return _answer(request, found, entry, change, back, entry.name.text)


@working_page("organisation.edit", BOTH)
def organisation(request: HttpRequest, organisation_id: UUID, theme: str) -> HttpResponse:
    found, entry = _theme(ORGANISATION, theme), organisation_entry_of(organisation_id)

    def change(seen: datetime | None, facts: Any) -> None:
        services.update_organisation(organisation_id=organisation_id, by=actor_of(request), seen=seen, **facts)

    return _answer(request, found, entry, change, reverse("desk-organisation", args=(organisation_id,)), entry.name)


@working_page("organisation.edit", BOTH)
def site(request: HttpRequest, organisation_id: UUID, location_id: UUID, theme: str) -> HttpResponse:
    found, entry = _theme(SITE, theme), site_entry_of(organisation_id, location_id)

    def change(seen: datetime | None, facts: Any) -> None:
        services.update_site(location_id=location_id, by=actor_of(request), seen=seen, **facts)

    back = reverse("desk-site", args=(organisation_id, location_id))
    return _answer(request, found, entry, change, back, ", ".join(entry.address_lines) or _("Site"))


def _theme(themes: tuple[Theme, ...], code: str) -> Theme:
    found = theme_of(themes, code)
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest,
    theme: Theme,
    entry: Entry,
    change: Callable[[datetime | None, Any], None],
    back: str,
    back_name: str,
) -> HttpResponse:
    if request.method != "POST":
        form = theme.form(known=entry.facts, seen=entry.last_modified)
        return edit_answer(request, theme.title, form, back, back_name)
    form = theme.form(request.POST, known=entry.facts, seen=entry.last_modified)
    if saved(form, lambda seen: change(seen, form.facts()), entry.last_modified):
        return done(request, _("Saved."), back)
    return edit_answer(request, theme.title, form, back, back_name)


def edit_answer(request: HttpRequest, title: Any, form: ThemeForm, back: str, back_name: str) -> HttpResponse:
    page = EditPage(title=str(title), form=form, back=back, back_name=back_name)
    return render(request, "desk/edit.html", {"page": page}, status=400 if form.is_bound else 200)


def service_entry_of(organisation_id: UUID, service_id: UUID) -> editing.ServiceEntry:
    """Raises Http404 where the service is not of that organisation."""
    entry = editing.service_entry(organisation_id, service_id, reading_order())
    if entry is None:
        raise Http404
    return entry


def organisation_entry_of(organisation_id: UUID) -> editing.OrganisationEntry:
    entry = editing.organisation_entry(organisation_id)
    if entry is None:
        raise Http404
    return entry


def site_entry_of(organisation_id: UUID, location_id: UUID) -> editing.SiteEntry:
    entry = editing.site_entry(organisation_id, location_id, reading_order())
    if entry is None:
        raise Http404
    return entry
