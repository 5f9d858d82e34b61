from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class DirectoryConfig(AppConfig):
    name = "baken.directory"
    label = "directory"
    verbose_name = "Directory"

    def ready(self) -> None:
        from baken.directory.history import keep_history  # models are there only now

        keep_history()
        connection_created.connect(_teach_sqlite, dispatch_uid="baken.directory")


def _teach_sqlite(connection: Any, **_signal: Any) -> None:
    """SQLite folds the case of ASCII only: searching texts takes a function of our own."""
    if connection.vendor == "sqlite":
        from baken.directory.export.searching import SQLITE_FUNCTION, folded_texts

        connection.connection.create_function(SQLITE_FUNCTION, 1, folded_texts, deterministic=True)
