from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "baken.translations"
    label = "translations"
    verbose_name = "Translations"
