"""Every export is kept in a list: what, when, by whom."""

from baken.directory.models import ExportRun


def record_export(*, kind: str, services: int, organisations: int, by: int | None = None) -> None:
    """`by` None: the public, a timer, or the terminal."""
    ExportRun.objects.create(kind=kind, services=services, organisations=organisations, by_id=by)
