"""Before any command: an empty BAKEN_HOME gets its tables and the needs by itself."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from baken.guidance import services as guidance
from baken.needs import services as needs


def ready() -> None:
    """Migrates when a migration waits; loads needs and helplines when their files changed. Cheap when all is done."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    needs.load_taxonomy()
    guidance.load_guidance()
