"""Loading the map of the place Baken serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import models, transaction

from baken.localities import geojson
from baken.localities.geojson import BadAreas
from baken.localities.models import Area, Barrier, Crossing

__all__ = ["BadAreas", "Loaded", "load_areas"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many the file held, and how many of an earlier file of the same source are gone."""

    areas: int
    barriers: int
    crossings: int
    removed: int


@transaction.atomic
def load_areas(*, path: Path, language: str = "nl") -> Loaded:
    """Writes all of a GeoJSON file or nothing; loading it again changes nothing.

    What an earlier file of the same `source` held and this one does not is removed. `language` is that of names
    given as plain text. Raises BadAreas, naming feature and property. docs/rooms/localities.md has the shape.
    """
    rows = geojson.read(path, language=language)
    for model, found in ((Area, rows.areas), (Barrier, rows.barriers), (Crossing, rows.crossings)):
        _write(model, found)
    return Loaded(len(rows.areas), len(rows.barriers), len(rows.crossings), _remove_others(rows))


def _write(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows, batch_size=100, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )


def _remove_others(rows: geojson.Rows) -> int:
    sources, codes = {row.source for row in rows}, {row.code for row in rows}
    removed = 0
    for model in (Crossing, Barrier, Area):
        gone = set(model.objects.filter(source__in=sources).values_list("pk", flat=True)) - codes
        removed += len(gone)
        model.objects.filter(pk__in=gone).delete()
    return removed
