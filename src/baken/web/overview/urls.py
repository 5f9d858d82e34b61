from django.urls import path

from baken.web.overview import places, views

urlpatterns = [
    path("services/", views.services, name="services"),
    path("services/<uuid:service_id>/", views.service, name="service"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<uuid:organisation_id>/", views.organisation, name="organisation"),
    path("places/<uuid:location_id>/", places.place, name="place"),
]
