from django.urls import path

from baken.web.legend import views

urlpatterns = [path("legend/", views.legend, name="legend")]
