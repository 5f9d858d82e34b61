"""Addresses: pages under /{language}/, machines under /api/ and /hsds/."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from baken.api.urls import api, nothing_here

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one way in, second factor and all

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    re_path("^api/", nothing_here),
    path("hsds/", include("baken.api.hsds.urls")),
    path("", include("baken.web.language_free_urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("", include("baken.web.urls")),
    ),
]

handler400 = "baken.web.errors.bad_request"
handler403 = "baken.web.errors.forbidden"
handler404 = "baken.web.errors.not_found"
handler429 = "baken.web.errors.too_many_requests"
handler500 = "baken.web.errors.server_error"
