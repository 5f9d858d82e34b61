from django.urls import path

from baken.web.city.views import deciding, overseeing, remembering, uniting

urlpatterns = [
    path("city/", overseeing.city, name="city"),
    path("city/quality/", overseeing.quality, name="quality"),
    path("city/quality/needs/", overseeing.complete, name="completeness"),
    path("city/quality.csv", overseeing.quality_file, name="quality-file"),
    path("city/conflicts/", deciding.conflicts, name="conflicts"),
    path("city/conflicts/<uuid:conflict_id>/decide/", deciding.decide, name="conflict-decide"),
    path("city/duplicates/", uniting.duplicates, name="duplicates"),
    path("city/duplicates/<uuid:pair_id>/", uniting.pair, name="duplicate"),
    path("city/merges/", uniting.merged, name="merges"),
    path("city/merges/<uuid:merge_id>/undo/", uniting.undo, name="merge-undo"),
    path("desk/<uuid:organisation_id>/conflicts/", deciding.of_organisation, name="desk-conflicts"),
    path(
        "desk/<uuid:organisation_id>/conflicts/<uuid:conflict_id>/decide/",
        deciding.decide_own,
        name="desk-conflict-decide",
    ),
    path("desk/<uuid:organisation_id>/history/", remembering.of_organisation, name="desk-history"),
    path("desk/<uuid:organisation_id>/history/restore/", remembering.restore_organisation, name="desk-restore"),
    path(
        "desk/<uuid:organisation_id>/sites/<uuid:location_id>/history/", remembering.of_site, name="desk-site-history"
    ),
    path(
        "desk/<uuid:organisation_id>/sites/<uuid:location_id>/history/restore/",
        remembering.restore_site,
        name="desk-site-restore",
    ),
    path(
        "desk/<uuid:organisation_id>/services/<uuid:service_id>/history/",
        remembering.of_service,
        name="desk-service-history",
    ),
    path(
        "desk/<uuid:organisation_id>/services/<uuid:service_id>/history/restore/",
        remembering.restore_service,
        name="desk-service-restore",
    ),
    path("services/<uuid:service_id>/sources/", remembering.sources, name="service-sources"),
]
