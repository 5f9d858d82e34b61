from django.apps import AppConfig


class LocalitiesConfig(AppConfig):
    name = "baken.localities"
    verbose_name = "Localities"
