"""Addresses of the desk. An organisation's hold its id, so that every one can be asked who may see it."""

from django.urls import URLPattern, URLResolver, include, path

from baken.web.desk.views import adding, changing, choosing, editing, numbers, opening, starting, tapping

_service = [
    path("", starting.service, name="desk-service"),
    path("confirm/", tapping.confirm, name="desk-confirm"),
    path("room/", tapping.room, name="desk-room"),
    path("closed-tomorrow/", tapping.closed_tomorrow, name="desk-closed-tomorrow"),
    path("changes/", changing.changes, name="desk-changes"),
    path("changes/<uuid:change_id>/remove/", changing.remove_change, name="desk-change-remove"),
    path("needs/", choosing.needs, name="desk-needs"),
    path("places/", choosing.places, name="desk-places"),
    path("hours/", opening.hours, name="desk-hours"),
    path("hours/at/<uuid:location_id>/", opening.hours, name="desk-hours-at"),
    path("hours/<uuid:schedule_id>/remove/", opening.remove_hours, name="desk-hours-remove"),
    path("days/", opening.exceptions, name="desk-exceptions"),
    path("days/<uuid:exception_id>/remove/", opening.remove_exception, name="desk-exception-remove"),
    path("phones/", numbers.service, name="desk-phones"),
    path("edit/<slug:theme>/", editing.service, name="desk-service-edit"),
]
_site = [
    path("", adding.site, name="desk-site"),
    path("changes/", changing.site_changes, name="desk-site-changes"),
    path("changes/<uuid:change_id>/remove/", changing.remove_site_change, name="desk-site-change-remove"),
    path("remove/", adding.remove_site, name="desk-site-remove"),
    path("phones/", numbers.site, name="desk-site-phones"),
    path("edit/<slug:theme>/", editing.site, name="desk-site-edit"),
]
_organisation: list[URLPattern | URLResolver] = [
    path("", starting.organisation, name="desk-organisation"),
    path("confirm/", tapping.confirm_all, name="desk-confirm-all"),
    path("phones/", numbers.organisation, name="desk-organisation-phones"),
    path("edit/<slug:theme>/", editing.organisation, name="desk-organisation-edit"),
    path("services/new/", adding.service, name="desk-service-new"),
    path("services/<uuid:service_id>/", include(_service)),
    path("sites/", adding.sites, name="desk-sites"),
    path("sites/new/", adding.new_site, name="desk-site-new"),
    path("sites/<uuid:location_id>/", include(_site)),
]
urlpatterns = [
    path("", starting.mine, name="desk"),
    path("new/", adding.organisation, name="desk-organisation-new"),
    path("<uuid:organisation_id>/", include(_organisation)),
]
