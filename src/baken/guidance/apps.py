from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "baken.guidance"
    verbose_name = "Guidance"
