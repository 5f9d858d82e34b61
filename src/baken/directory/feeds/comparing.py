"""Whether an entry says anything that the directory does not say already, whichever feed brought it there.

The digest of an entry answers that for the feed that wrote it last. Our own export, read back, numbers phones and
hours in its own way and speaks only the languages that were exported: it is compared with what stands there.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from django.db.models import Model

from baken.core.kinds import TextState
from baken.core.planning.kinds import Room
from baken.directory import models
from baken.directory.feeds.entries import NOT_CONTENT, Entry
from baken.directory.models.organisations import Mobilisation
from baken.directory.models.sourced import TextsField

_ROOM: Final = frozenset({"room", "waiting_weeks", "room_said_on"})
_MOBILISATION: Final = frozenset({"mobilisation"})
_NUMBERED_HERE: Final = (models.ScheduleException, models.TemporaryChange)  # no publisher gives them ids
_NOT_SAID: Final = NOT_CONTENT | {"imported"}


def unsaid(root: Model) -> frozenset[str]:
    """Columns that stay as an editor filled them, since the feed says nothing of them."""
    if getattr(root, "room", None) == Room.UNKNOWN.value:
        return _ROOM
    return _MOBILISATION if getattr(root, "mobilisation", None) == Mobilisation.UNKNOWN.value else frozenset()


def same(entry: Entry, root: Model, parts: Iterable[Model]) -> bool:
    """Whether root and parts, as they stand in the directory, say what the entry says."""
    left_out = unsaid(entry.root)
    if _content(entry.root, left_out) != _content(root, left_out):
        return False
    return sorted(map(_content, entry.parts)) == sorted(map(_content, parts))


def keep_other_languages(entry: Entry, root: Model, parts: Iterable[Model], spoken: Collection[str]) -> None:
    """Texts in languages that the feed was not read in stay; behind an original that changed they are stale."""
    standing = {_key(part): part for part in parts}
    _keep_texts(entry.root, root, spoken)
    for part in entry.parts:
        if (there := standing.get(_key(part))) is not None:
            _keep_texts(part, there, spoken)


def _keep_texts(row: Any, there: Any, spoken: Collection[str]) -> None:
    for column in row._meta.concrete_fields:
        if isinstance(column, TextsField):
            name = column.attname
            setattr(row, name, _with_others(getattr(row, name), getattr(there, name), spoken))


def _with_others(
    said: Mapping[str, dict[str, str]], there: Mapping[str, dict[str, str]], spoken: Collection[str]
) -> dict[str, dict[str, str]]:
    if not said:
        return {}
    kept = {tag: text for tag, text in there.items() if tag not in spoken and tag not in said}
    original = TextState.ORIGINAL.value
    if any(text["state"] == original and there.get(tag) != text for tag, text in said.items()):
        kept = {
            tag: text if text["state"] == original else {**text, "state": TextState.STALE.value}
            for tag, text in kept.items()
        }
    return {**said, **kept}


def _key(row: Model) -> tuple[type[Model], str]:
    return type(row), str(row.pk) if isinstance(row, _NUMBERED_HERE) else _given_id(row)


def _given_id(row: Model) -> str:
    """As an export writes it: the publisher's, else our own."""
    return str(getattr(row, "extra", {}).get("id", row.pk))


def _content(row: Model, left_out: frozenset[str] = frozenset()) -> bytes:
    values: dict[str, Any] = {
        column.attname: _comparable(getattr(row, column.attname))
        for column in row._meta.concrete_fields
        if not column.primary_key and column.name not in _NOT_SAID | left_out
    }
    if "extra" in values:
        values["extra"] = {name: value for name, value in values["extra"].items() if name != "id"}
        values["id"] = "" if isinstance(row, models.ServiceArea) else _given_id(row)  # an area has only a name
    return orjson.dumps([row._meta.model_name, values], default=str, option=orjson.OPT_SORT_KEYS)


def _comparable(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
