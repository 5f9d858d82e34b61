"""Addresses of the standard under /hsds/; anything else there is told as JSON."""

from django.urls import path

from baken.api.hsds import views

app_name = "hsds"
urlpatterns = [
    path("", views.about, name="about"),
    path("profile", views.profile, name="profile"),
    path("openapi.json", views.openapi, name="openapi"),
    path("services", views.services, name="services"),
    path("services/<str:key>", views.service, name="service"),
    path("organizations", views.organizations, name="organizations"),
    path("organizations/<str:key>", views.organization, name="organization"),
    path("service_at_locations", views.service_at_locations, name="service-at-locations"),
    path("service_at_locations/<str:key>", views.service_at_location, name="service-at-location"),
    path("taxonomies", views.taxonomies, name="taxonomies"),
    path("taxonomies/<str:key>", views.taxonomy, name="taxonomy"),
    path("taxonomy_terms", views.taxonomy_terms, name="taxonomy-terms"),
    path("taxonomy_terms/<str:key>", views.taxonomy_term, name="taxonomy-term"),
    path("<path:elsewhere>", views.nothing_here),
]
