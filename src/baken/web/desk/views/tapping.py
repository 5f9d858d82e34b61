"""What an editor says in one tap: still true, how much room, closed tomorrow."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from baken.core.hours.opening import ChangeKind
from baken.core.planning.kinds import Room
from baken.directory import selectors as directory
from baken.directory import services
from baken.directory.selectors import DeskService
from baken.web.desk.contexts import closed_tomorrow as is_closed_tomorrow
from baken.web.desk.contexts import confirmed_message, day_after
from baken.web.desk.forms import RoomForm, whole_day
from baken.web.desk.views.starting import organisation_answer, service_answer
from baken.web.permitting import actor_of
from baken.web.working import WRITE, done, reading_order, working_page


@working_page("organisation.edit", WRITE)
def confirm_all(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """The organisation and every service that is in use."""
    try:
        count = services.confirm_all(organisation_id=organisation_id, by=actor_of(request))
    except services.DirectoryError as problem:
        raise Http404 from problem
    return done(request, confirmed_message(count), "desk-organisation", organisation_id=organisation_id)


@working_page("organisation.edit", WRITE)
def confirm(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    found = service_of(organisation_id, service_id)
    services.confirm_service(service_id=found.id, by=actor_of(request))
    said = _("Thank you. «%(name)s» is confirmed.") % {"name": found.name.text}
    return done(request, said, "desk-organisation", organisation_id=organisation_id)


@working_page("organisation.edit", WRITE)
def room(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    found = service_of(organisation_id, service_id)
    form = RoomForm(request.POST, standing_weeks=found.capacity.waiting_weeks)
    on_its_own_page = request.POST.get("page") == "service"
    if not form.is_valid():
        if on_its_own_page:
            return service_answer(request, organisation_id, service_id, form)
        return organisation_answer(request, organisation_id, {service_id: form})
    chosen = Room(form.cleaned_data["room"])
    services.set_room(service_id=found.id, room=chosen, waiting_weeks=form.waiting_weeks(), by=actor_of(request))
    said = _("Changed: the room of «%(name)s».") % {"name": found.name.text}
    if on_its_own_page:
        return done(request, said, "desk-service", organisation_id=organisation_id, service_id=service_id)
    return done(request, said, "desk-organisation", organisation_id=organisation_id)


@working_page("organisation.edit", WRITE)
def closed_tomorrow(request: HttpRequest, organisation_id: UUID, service_id: UUID) -> HttpResponse:
    """The whole of tomorrow; twice is once."""
    found = service_of(organisation_id, service_id)
    if not is_closed_tomorrow(found, timezone.localdate()):
        starts, ends = whole_day(day_after(timezone.localdate()))
        services.add_temporary_change(
            kind=ChangeKind.CLOSED, starts=starts, ends=ends, service_id=found.id, by=actor_of(request)
        )
    said = _("«%(name)s» is closed tomorrow.") % {"name": found.name.text}
    return done(request, said, "desk-service", organisation_id=organisation_id, service_id=service_id)


def service_of(organisation_id: UUID, service_id: UUID) -> DeskService:
    """Raises Http404 where the service is not of that organisation."""
    found = directory.desk_service(organisation_id, service_id, reading_order())
    if found is None:
        raise Http404
    return found
