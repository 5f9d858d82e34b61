from django.urls import path

from baken.web.about import views
from baken.web.about.design import design
from baken.web.about.open_data import open_data
from baken.web.about.today import today
from baken.web.about.urgent import urgent, urgent_kept
from baken.web.about.widget import widget

urlpatterns = [
    path("urgent/", urgent, name="urgent"),
    path("urgent/kept/", urgent_kept, name="urgent-kept"),
    path("today/", today, name="today"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("design/", design, name="design"),
    path("open-data/", open_data, name="open-data"),
    path("widget/", widget, name="widget"),
]
