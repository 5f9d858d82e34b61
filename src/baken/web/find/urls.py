from django.urls import path

from baken.web.find import views

urlpatterns = [
    path("", views.start, name="start"),
    path("pictograms/", views.pictograms, name="pictograms"),
    path("pictograms/<slug:step>/", views.pictograms_step, name="pictograms-step"),
    path("ticks/", views.ticks, name="ticks"),
    path("who/", views.who, name="who"),
    path("who/<slug:step>/", views.who_step, name="who-step"),
    path("doors/", views.doors, name="doors"),
]
