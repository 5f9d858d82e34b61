from django.urls import path

from baken.web.beside import views

urlpatterns = [
    path("beside/", views.enter, name="beside"),
    path("forget/", views.forget, name="forget"),
]
