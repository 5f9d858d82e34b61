"""Addresses that are the same in every language."""

from django.urls import path

from baken.web import doorstep

urlpatterns = [
    path("", doorstep.choose_language, name="doorstep"),
    path("map/<str:language>.json", doorstep.base_map, name="base-map"),
    path("robots.txt", doorstep.robots, name="robots"),
]
