"""What is new: an organisation or a group, a service, a site. And a site that goes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.kinds import Text, Texts, TextState
from baken.directory import services
from baken.directory.selectors import editing
from baken.web.desk.contexts import EditPage, SitePage, SitesPage
from baken.web.desk.listing import site_themes
from baken.web.desk.saving import tried
from baken.web.desk.themes import GroupForm
from baken.web.desk.themes.new import NewServiceForm
from baken.web.desk.themes.site import AddressForm
from baken.web.desk.views.editing import organisation_entry_of, site_entry_of
from baken.web.permitting import actor_of
from baken.web.working import BOTH, WRITE, done, not_done, reading_order, working_page


@working_page("organisation.add", BOTH)
def organisation(request: HttpRequest) -> HttpResponse:
    """Who adds it becomes its editor."""
    form = GroupForm(request.POST if request.method == "POST" else None, known={})
    made: list[UUID] = []
    if form.is_bound and tried(
        form, lambda: made.append(services.create_organisation(by=actor_of(request), **form.facts()))
    ):
        return done(request, _("Added. You are its editor now."), "desk-organisation", organisation_id=made[0])
    page = EditPage(_("Add an organisation or a group"), form, reverse("desk"), _("My organisations"))
    return render(request, "desk/edit.html", {"page": page}, status=400 if form.is_bound else 200)


@working_page("organisation.edit", BOTH)
def service(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """At the organisation's one site, where it has just one."""
    entry = organisation_entry_of(organisation_id)
    form = NewServiceForm(request.POST if request.method == "POST" else None, known={})
    made: list[UUID] = []

    def add() -> None:
        tag, name = form.cleaned_data["language"], form.cleaned_data["name"]
        sites = editing.site_entries(organisation_id, reading_order())
        made.append(
            services.create_service(
                organisation_id=organisation_id,
                by=actor_of(request),
                name=Texts({tag: Text(tag, name, TextState.ORIGINAL)}).to_json(),
                locations=[sites[0].id] if len(sites) == 1 else [],
            )
        )

    if form.is_bound and tried(form, add):
        said = _("Added. Now say what people should know of it.")
        return done(request, said, "desk-service", organisation_id=organisation_id, service_id=made[0])
    back = reverse("desk-organisation", args=(organisation_id,))
    page = EditPage(_("Add a service"), form, back, entry.name)
    return render(request, "desk/edit.html", {"page": page}, status=400 if form.is_bound else 200)


@working_page("organisation.edit")
def sites(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    entry = organisation_entry_of(organisation_id)
    page = SitesPage(organisation_id, entry.name, editing.site_entries(organisation_id, reading_order()))
    return render(request, "desk/sites.html", {"page": page})


@working_page("organisation.edit", BOTH)
def new_site(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    entry = organisation_entry_of(organisation_id)
    form = AddressForm(request.POST if request.method == "POST" else None, known={})
    made: list[UUID] = []

    def add() -> None:
        by = actor_of(request)
        made.append(services.create_site(organisation_id=organisation_id, by=by, **form.facts()))

    if form.is_bound and tried(form, add):
        said = _("Added. Now put it on the map, and say at your services that they are there.")
        return done(request, said, "desk-site", organisation_id=organisation_id, location_id=made[0])
    back = reverse("desk-sites", args=(organisation_id,))
    page = EditPage(_("Add a site"), form, back, entry.name)
    return render(request, "desk/edit.html", {"page": page}, status=400 if form.is_bound else 200)


@working_page("organisation.edit")
def site(request: HttpRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    entry = site_entry_of(organisation_id, location_id)
    page = SitePage(organisation_id, entry, site_themes(organisation_id, entry))
    return render(request, "desk/site.html", {"page": page})


@working_page("organisation.edit", WRITE)
def remove_site(request: HttpRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    """Only where no service is given any more."""
    entry = site_entry_of(organisation_id, location_id)
    try:
        services.remove_site(location_id=entry.id)
    except services.DirectoryError:
        said = _("Services are still given there. First take this site away from their places.")
        return not_done(request, said, "desk-site", organisation_id=organisation_id, location_id=entry.id)
    return done(request, _("The site is gone."), "desk-sites", organisation_id=organisation_id)
