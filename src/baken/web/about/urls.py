from django.urls import path

from baken.web.about import views

urlpatterns = [
    path("urgent/", views.urgent, name="urgent"),
    path("about/", views.about, name="about"),
]
