from django.urls import path

from baken.web.suggest import moderating, views

urlpatterns = [
    path("services/<uuid:service_id>/suggest/", views.about_service, name="suggest-service"),
    path("organisations/<uuid:organisation_id>/suggest/", views.about_organisation, name="suggest-organisation"),
    path("suggestions/missing/", views.missing, name="suggest-missing"),
    path("suggestions/<slug:reference>/", views.state, name="suggestion-state"),
    path("city/suggestions/", moderating.queue, name="suggestions"),
    path("city/suggestions/<uuid:suggestion_id>/decide/", moderating.decide, name="suggestion-decide"),
    path("desk/<uuid:organisation_id>/suggestions/", moderating.at_the_desk, name="desk-suggestions"),
    path(
        "desk/<uuid:organisation_id>/suggestions/<uuid:suggestion_id>/answer/",
        moderating.answer,
        name="suggestion-answer",
    ),
]
