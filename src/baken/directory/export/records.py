"""What every HSDS object of an export shares: texts of one language, what was kept of a feed, our attributes."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from baken.core.kinds import Text, Texts
from baken.directory.models import Phone, TemporaryChange
from baken.directory.models.sourced import Sourced
from baken.directory.taxonomies import HSDS_PROPERTIES, attribute

Record = dict[str, Any]
# How a feed keeps a value beside the field that holds its meaning.
AS_GIVEN: Final = " as given"
_YES_NO: Final = {True: "yes", False: "no"}


class Draft:
    """An HSDS object in the making; empty values are left out, as the standard wants."""

    def __init__(self, kind: str, row_id: UUID, language: str, extra: Mapping[str, Any]) -> None:
        self.kind = kind
        self.language = language
        self.extra = extra
        self.record: Record = {"id": extra.get("id", str(row_id))}
        self.attributes: list[Record] = []

    def put(self, **values: Any) -> None:
        self.record |= {name: value for name, value in values.items() if value not in (None, "", [], {})}

    def say(self, taxonomy: str, code: str, *, value: str = "", label: str = "") -> None:
        self.attributes.append(attribute(self.record["id"], taxonomy, code, value=value, label=label))

    def say_flag(self, taxonomy: str, flag: bool | None) -> None:
        if flag is not None:
            self.say(taxonomy, _YES_NO[flag])

    def say_known(self, taxonomy: str, code: str) -> None:
        if code not in ("", "unknown"):
            self.say(taxonomy, code)

    def text(self, field: str, stored: Mapping[str, Mapping[str, str]]) -> str:
        """The text in the draft's language, else another, and an attribute that says language and state."""
        found: Text | None = Texts.from_json(stored).best(self.language)
        if found is None:
            return ""
        self.say("text-state", str(found.state), value=f"{field}:{found.language}")
        return found.text

    def put_text(self, field: str, stored: Mapping[str, Mapping[str, str]]) -> None:
        self.put(**{field: self.text(field, stored)})

    def say_provenance(self, row: Sourced, **more: str) -> None:
        said = {"source": row.source, "source-id": row.source_id, "source-url": row.source_url, **more}
        for code, value in said.items():
            if value:
                self.say("provenance", code, value=value)

    def finished(self) -> Record:
        """With what a feed said and no field holds: in place where HSDS knows the name, else as an attribute."""
        known = HSDS_PROPERTIES[self.kind]
        foreign = self.extra.get("attributes", [])
        for name, value in self.extra.items():
            if name.endswith(AS_GIVEN):
                continue
            if name in known and name not in self.record and name != "attributes":
                self.put(**{name: without_nulls(value)})
            elif name not in known:
                self.say("kept-property", name, value=orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode())
        self.put(attributes=[*self.attributes, *foreign])
        return self.record


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_nulls(part) for part in value if part is not None]
    return value


def phone_records(phones: Iterable[Phone], language: str) -> list[Record]:
    records = []
    for phone in phones:
        draft = Draft("phone", phone.id, language, phone.extra)
        draft.put(number=phone.number, type=phone.extra.get("type") or phone.kind)
        records.append(draft.finished())
    return records


def say_changes(draft: Draft, changes: Iterable[TemporaryChange]) -> None:
    """Temporary changes: when they hold and the hours go into the value, the note into the label."""
    ordered = sorted(changes, key=lambda change: (change.starts, change.kind, str(change.ends), str(change.opens_at)))
    for number, change in enumerate(ordered):
        ends = change.ends.isoformat() if change.ends else ""
        value = f"{change.starts.isoformat()}/{ends}{times(change.opens_at, change.closes_at)}"
        draft.say("temporary-change", change.kind, value=value, label=draft.text(f"change {number}", change.note))


def times(opens: Any, closes: Any) -> str:
    return f";{opens:%H:%M}-{closes:%H:%M}" if opens is not None and closes is not None else ""
