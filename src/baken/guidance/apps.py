from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "baken.guidance"
    verbose_name = "Guidance"

    def ready(self) -> None:
        from baken.guidance.history import keep_history  # models are there only now

        keep_history()
