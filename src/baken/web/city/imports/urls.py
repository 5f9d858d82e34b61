from django.urls import path

from baken.web.city.imports import sources, views

urlpatterns = [
    path("", views.imports, name="city_imports"),
    path("new/", views.new, name="city_import_new"),
    path("source/", sources.source, name="city_import_source"),
    path("<uuid:run_id>/", views.run, name="city_import"),
    path("<uuid:run_id>/columns/", views.columns, name="city_import_columns"),
    path("<uuid:run_id>/report.<str:ending>", views.report_file, name="city_import_report"),
    path("<uuid:run_id>/apply/", views.apply, name="city_import_apply"),
    path("<uuid:run_id>/again/", views.again, name="city_import_again"),
    path("<uuid:run_id>/leave/", views.leave, name="city_import_leave"),
]
