"""Pages under /{language}/."""

from django.urls import include, path

urlpatterns = [
    path("", include("baken.web.find.urls")),
    path("", include("baken.web.plan.urls")),
    path("", include("baken.web.beside.urls")),
    path("", include("baken.web.legend.urls")),
    path("", include("baken.web.overview.urls")),
    path("", include("baken.web.about.urls")),
    path("desk/", include("baken.web.desk.urls")),
    path("", include("baken.web.account.urls")),
    path("", include("baken.web.suggest.urls")),
    path("", include("baken.web.translations.urls")),
    path("city/imports/", include("baken.web.city.imports.urls")),
    path("", include("baken.web.city.urls")),
    path("", include("baken.web.guidance.urls")),
]
