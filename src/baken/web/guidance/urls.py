from django.urls import path

from baken.web.guidance import keeping, views

urlpatterns = [
    path("guidance/", views.overview, name="guidance"),
    path("guidance/materials/", views.materials, name="guidance-materials"),
    path("guidance/cards/", views.cards, name="guidance-cards"),
    path("guidance/rights/", views.rights, name="guidance-rights"),
    path("guidance/interpreter/", views.interpreter, name="guidance-interpreter"),
    path("guidance/courses/", views.trainings, name="guidance-trainings"),
    path("guidance/numbers/", views.numbers, name="guidance-numbers"),
    path("guidance/<uuid:item_id>/", views.item, name="guidance-item"),
    path("city/guidance/", keeping.everything, name="city-guidance"),
    path("city/guidance/new/<slug:kind>/", keeping.add, name="city-guidance-new"),
    path("city/guidance/numbers/<slug:code>/", keeping.number, name="city-guidance-number"),
    path("city/guidance/numbers/<slug:code>/confirm/", keeping.confirm, name="city-guidance-confirm"),
    path("city/guidance/<uuid:item_id>/", keeping.change, name="city-guidance-item"),
    path("city/guidance/history/<slug:entry>/", keeping.remembered, name="city-guidance-history"),
    path("city/guidance/history/<slug:entry>/restore/", keeping.restored, name="city-guidance-restore"),
]
