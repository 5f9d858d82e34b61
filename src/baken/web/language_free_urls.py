"""Addresses that are the same in every language."""

from django.urls import path

from baken.web import doorstep, sitemap
from baken.web.plan import keeping

urlpatterns = [
    path("", doorstep.choose_language, name="doorstep"),
    path("map/<str:language>.json", doorstep.base_map, name="base-map"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemap.sitemap_part, name="sitemap-part"),
    path("worker.js", keeping.worker, name="worker"),
    path("robots.txt", doorstep.robots, name="robots"),
]
