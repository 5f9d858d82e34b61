from django.urls import path

from baken.web.plan import keeping, views

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/paper/", views.paper, name="plan-paper"),
    path("plan/receipt/", views.receipt, name="plan-receipt"),
    path("plan/copy/", views.copy, name="plan-copy"),
    path("kept/", keeping.kept_list, name="kept-list"),
    path("kept/<int:number>/", keeping.kept_copy, name="kept-copy"),
    path("p/<str:token>/", views.kept, name="kept-plan"),
]
