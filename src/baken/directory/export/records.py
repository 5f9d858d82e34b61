"""What every HSDS object of an export shares: texts of one language, what was kept of a feed, our attributes."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model

from baken.core.kinds import Text, Texts, TextState
from baken.directory.models import TemporaryChange
from baken.directory.models.sourced import Sourced
from baken.directory.taxonomies import HSDS_PROPERTIES, attribute

Record = dict[str, Any]
# How a feed keeps a value beside the field that holds its meaning.
AS_GIVEN: Final = " as given"
_YES_NO: Final = {True: "yes", False: "no"}
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$&-;=?-Z_a-z~\[\]%]+")
_NUMBERS: Final = frozenset({"minimum_age", "maximum_age", "extension", "timezone", "count", "interval"})
_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})


class Draft:
    """An HSDS object in the making; empty values are left out, as the standard wants.

    `reproduced`: names of `extra` that the reader of an export finds again in a value put here.
    """

    def __init__(self, kind: str, row_id: UUID, language: str, extra: Mapping[str, Any]) -> None:
        self.kind = kind
        self.language = language
        self.extra = extra
        self.record: Record = {"id": extra.get("id", str(row_id))}
        self.attributes: list[Record] = []
        self.reproduced: set[str] = {"id"}
        self._kept: dict[str, Any] = {}
        if "id" in extra and kind not in ("service_area", "service_at_location"):
            self.keep(id=str(row_id))

    def put(self, **values: Any) -> None:
        self.record |= filled(**values)

    def say(self, taxonomy: str, code: str, *, value: str = "", label: str = "", pk: UUID | None = None) -> None:
        made = attribute(self.record["id"], taxonomy, code, value=value, label=label)
        self.attributes.append({**made, "id": str(pk)} if pk else made)

    def say_flag(self, taxonomy: str, flag: bool | None) -> None:
        if flag is not None:
            self.say(taxonomy, _YES_NO[flag])

    def say_known(self, taxonomy: str, code: str) -> None:
        if code not in ("", "unknown"):
            self.say(taxonomy, code)

    def text(self, field: str, stored: Mapping[str, Mapping[str, str]], *, always: bool = False) -> str:
        """The text in the draft's language, else another; an attribute says so where it is not an original in it."""
        own = stored.get(self.language)
        if own and own["text"] and own["state"] == TextState.ORIGINAL and not always:
            return own["text"]
        found: Text | None = Texts.from_json(stored).best(self.language) if stored else None
        if found is None:
            return ""
        self.say("text-state", str(found.state), value=f"{field}:{found.language}")
        return found.text

    def put_text(self, field: str, stored: Mapping[str, Mapping[str, str]]) -> None:
        self.put(**{field: self.text(field, stored)})

    def put_needed_text(self, field: str, stored: Mapping[str, Mapping[str, str]], instead: str) -> None:
        """HSDS wants one: where there is none, something stands in for it and an attribute says so."""
        self.put_text(field, stored)
        if field not in self.record:
            self.put(**{field: instead})
            if stored:
                self.keep(**{field: stored})
            else:
                self.say("text-state", "missing", value=f"{field}:")

    def put_or_keep(self, name: str, column: str, stored: str, fitting: str) -> None:
        """`fitting`: what of the stored value HSDS can hold."""
        self.put(**{name: fitting})
        if stored != fitting:
            self.keep(**{column: stored})

    def keep(self, **columns: Any) -> None:
        """What HSDS cannot hold as it is goes into one attribute, for Baken."""
        self._kept |= columns

    def keep_extra(self, name: str) -> None:
        self._kept.setdefault("extra", {})[name] = self.extra[name]

    def say_provenance(self, row: Sourced, **more: str) -> None:
        """The source is always said, empty too: a reader knows by it that ids and numbering are Baken's."""
        if row.field_sources:
            self.keep(field_sources=row.field_sources)
        self.say("text-language", "texts", value=self.language)
        said = {"source": row.source, "source-id": row.source_id, "source-url": row.source_url, **more}
        for code, value in said.items():
            if value or code == "source":
                self.say("provenance", code, value=value)

    def finished(self) -> Record:
        """With what a feed said and no field holds: in place where HSDS knows the name, else as an attribute."""
        foreign = self.extra.get("attributes", [])
        for name, value in self.extra.items():
            self._give_back(name, value)
        if self._kept:
            self.say("kept-field", "fields", value=as_json(self._kept))
        self.put(attributes=[*self.attributes, *(foreign if isinstance(foreign, list) else [])])
        return self.record

    def _give_back(self, name: str, value: Any) -> None:
        if name in self.reproduced or (name == "attributes" and isinstance(value, list)):
            return
        if name not in HSDS_PROPERTIES[self.kind] and not name.endswith(AS_GIVEN):
            self.say("kept-property", "property", value=as_json(value), label=name)
        elif name in self.record or name.endswith(AS_GIVEN) or not _fits(name, value):
            self.keep_extra(name)
        else:
            given = without_nulls(value)
            self.put(**{name: given})
            if given != value or value in _NOTHING:
                self.keep_extra(name)


def filled(**values: Any) -> Record:
    return {name: value for name, value in values.items() if value or value == 0}  # no and zero say something


def as_json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str).decode()


def _fits(name: str, value: Any) -> bool:
    """Whether the value has the kind that HSDS wants of a property no column holds: a text, a number, objects."""
    if name in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, list):
        return all(isinstance(part, dict) for part in value)
    return isinstance(value, str | dict)


def as_email(written: str) -> str:
    """The address if it is one, else nothing."""
    try:
        validate_email(written)
    except ValidationError:
        return ""
    return written


def as_uri(written: str) -> str:
    """The address if it is one with its scheme, else nothing."""
    return written if _URI.fullmatch(written) else ""


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_nulls(part) for part in value if part is not None]
    return value


def say_changes(draft: Draft, changes: Iterable[TemporaryChange]) -> None:
    """Temporary changes: when they hold and the hours go into the value, the note into the label."""
    ordered = sorted(changes, key=lambda change: (change.starts, change.kind, str(change.pk)))
    for number, change in enumerate(ordered):
        value = f"{_moment(change.starts)}/{_moment(change.ends)}{times(change.opens_at, change.closes_at)}"
        note = draft.text(f"change {number}", change.note, always=True)
        draft.say("temporary-change", change.kind, value=value, label=note, pk=change.pk)
    if own := [str(change.pk) for change in ordered if not change.imported]:
        draft.keep(own_changes=own)


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def times(opens: time | None, closes: time | None) -> str:
    return f";{clock(opens)}-{clock(closes)}" if opens is not None and closes is not None else ""


def clock(moment: time) -> str:
    """«09:30»; seconds only where there are any."""
    return moment.isoformat() if moment.second or moment.microsecond else f"{moment:%H:%M}"


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def keep_position(draft: Draft, row: Model, number: int) -> None:
    """The place in the list says it, unless numbers were left out."""
    position: int = getattr(row, "position")  # noqa: B009 -- several tables have one
    if position != number:
        draft.keep(position=position)
