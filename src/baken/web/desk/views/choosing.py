"""What a service is chosen from lists: the needs it answers and the places where it is."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.directory import services
from baken.directory.selectors import editing
from baken.needs import selectors as needs_room
from baken.web.desk.contexts import NeedsPage, PlacesPage
from baken.web.desk.saving import saved
from baken.web.desk.themes.needs import NeedsForm
from baken.web.desk.themes.places import PlacesForm
from baken.web.desk.views.editing import service_entry_of
from baken.web.errors import unavailable
from baken.web.failing import FAILURES
from baken.web.find.choices import domain_cards
from baken.web.permitting import actor_of
from baken.web.working import BOTH, done, reading_order, working_page


@working_page("organisation.edit", BOTH)
def needs(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    """By POST with «search» nothing is saved: the words are looked up, and what was ticked stays ticked."""
    entry = service_entry_of(organisation_id, service_id)
    posted = request.POST if request.method == "POST" else None
    form = NeedsForm(posted, known=entry.facts, seen=entry.last_modified)
    back = reverse("desk-service", args=(organisation_id, service_id))

    if posted is not None and "search" not in posted:
        by = actor_of(request)
        change = lambda seen: services.update_service(service_id=service_id, by=by, seen=seen, **form.facts())  # noqa: E731 -- said where it is used
        if saved(form, change, entry.last_modified):
            return done(request, _("Saved."), back)
    try:
        page = _needs_page(form, back, entry.name.text)
    except FAILURES:
        return unavailable(request)
    return render(request, "desk/needs.html", {"page": page}, status=400 if form.is_bound and form.errors else 200)


def _needs_page(form: NeedsForm, back: str, back_name: str) -> NeedsPage:
    chosen, suggested = form.chosen(), form.suggested()
    cards = needs_room.cards_of([*chosen, *suggested], get_language() or "en", settings.BAKEN_LOCAL_LANGUAGE)
    found = [code for code in suggested if code not in chosen]
    return NeedsPage(
        form=form,
        back=back,
        back_name=back_name,
        chosen=tuple(cards[code] for code in chosen if code in cards),
        suggested=tuple(cards[code] for code in found if code in cards),
        looked_up=bool(form["words"].value()),
        domains=domain_cards(),
        shown=frozenset([*chosen, *found]),
    )


@working_page("organisation.edit", BOTH)
def places(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    """The organisation's own sites, and a place in somebody else's house, found by its address or name."""
    entry = service_entry_of(organisation_id, service_id)
    posted = request.POST if request.method == "POST" else None
    words, kept = PlacesForm.searched(posted), list(entry.facts["locations"])
    listed = editing.places_for(organisation_id, reading_order(), words=words, kept=[*kept, *PlacesForm.ticked(posted)])
    form = PlacesForm(posted, known=entry.facts, seen=entry.last_modified, places=listed)
    back = reverse("desk-service", args=(organisation_id, service_id))
    if posted is not None and "search" not in posted:
        by = actor_of(request)
        change = lambda seen: services.update_service(service_id=service_id, by=by, seen=seen, **form.facts())  # noqa: E731 -- said where it is used
        if saved(form, change, entry.last_modified):
            return done(request, _("Saved."), back)
    page = PlacesPage(
        form=form,
        back=back,
        back_name=entry.name.text,
        organisation_id=organisation_id,
        places=listed,
        ticked=frozenset(form.chosen()),
        looked_up=bool(words),
    )
    return render(request, "desk/places.html", {"page": page}, status=400 if form.is_bound and form.errors else 200)
