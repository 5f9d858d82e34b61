"""In which languages the directory says anything at all."""

from typing import Any, Final

from django.conf import settings

from baken.directory import models
from baken.directory.models.sourced import TextsField

_WITH_TEXTS: Final[tuple[Any, ...]] = (
    models.Organisation,
    models.Location,
    models.Service,
    models.ServiceAtLocation,
    models.Schedule,
    models.ScheduleException,
    models.TemporaryChange,
)


def languages_spoken() -> tuple[str, ...]:
    """Tags of every language in which some text exists, in order; the local language of an empty directory."""
    found: set[str] = set()
    for model in _WITH_TEXTS:
        columns = [column.name for column in model._meta.concrete_fields if isinstance(column, TextsField)]
        for row in model.objects.order_by().values_list(*columns).iterator():
            for texts in row:
                found.update(texts)
    return tuple(sorted(found)) or (settings.BAKEN_LOCAL_LANGUAGE,)
