from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "baken.directory"
    label = "directory"
    verbose_name = "Directory"

    def ready(self) -> None:
        from baken.directory.history import keep_history  # models are there only now

        keep_history()
