from django.urls import path

from baken.web.translations import reviewing, views

urlpatterns = [
    path("languages/", views.languages, name="languages"),
    path("translations/", views.state, name="translations"),
    path("translations/mine/", reviewing.work, name="translation-work"),
    path("translations/<str:code>/", reviewing.waiting, name="translation-list"),
    path("translations/<str:code>/<str:key>/", reviewing.one, name="translation"),
]
