from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "baken.needs"
    label = "needs"
    verbose_name = "Needs"
