from django.urls import path

from baken.web.plan import views

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/paper/", views.paper, name="plan-paper"),
    path("p/<str:token>/", views.kept, name="kept-plan"),
]
