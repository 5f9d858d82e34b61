"""Phones, schedules, languages and areas of an HSDS record."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from baken.core.hours.opening import ChangeKind
from baken.core.planning.kinds import SpokenBy
from baken.directory import models
from baken.directory.feeds.batch import made_id
from baken.directory.feeds.hsds.reader import HsdsRecord, Said
from baken.directory.feeds.hsds.restoring import given_id, own_id, put_back
from baken.directory.taxonomies import area_id

_KINDS: Final = {"": "voice", "voice": "voice", "cell": "voice", "mobile": "voice", "text": "sms", "sms": "sms"}
_KINDS_KEPT: Final = {"whatsapp": "whatsapp", "fax": "fax", "textphone": "textphone", "tty": "textphone"}
_CANNOT_COMPUTE: Final = ("count", "byweekno", "bymonthday", "byyearday")


def phones(record: HsdsRecord, owner: str, root: Model) -> Iterator[models.Phone]:
    for position, said in enumerate(record.fields.children("phones")):
        phone = record.below(said)
        given = said.uuid("id", needed=True)
        written = said.text("type")
        kind = phone_kind(written)
        number = said.text("number", longest=60, needed=True)
        extra = {**phone.rest(), **given_id(phone, given)}
        if written and written != kind:
            extra["type"] = written
        row = models.Phone(
            id=own_id(phone, given, made_id(root.pk, "phone", position, given)),
            **{owner: root},
            number=number,
            kind=kind,
            position=position,
            extra=extra,
        )
        put_back(phone, row)
        yield row


def phone_kind(written: str) -> str:
    """A type of phone as publishers write it; what is not known is a voice line."""
    return {**_KINDS, **_KINDS_KEPT}.get(written.lower(), "voice")


def schedules(record: HsdsRecord, owner: str, root: Model) -> Iterator[models.Schedule]:
    for position, said in enumerate(record.fields.children("schedules")):
        row = record.below(said)
        given = said.uuid("id", needed=True)
        own = own_id(row, given, made_id(root.pk, "schedule", position, given))
        schedule = models.Schedule(id=own, **{owner: root}, position=position, **recurrence(row))
        schedule.description = row.texts("description")
        schedule.extra = {**row.rest(), **schedule.extra, **given_id(row, given)}
        put_back(row, schedule)
        yield schedule


def recurrence(row: HsdsRecord) -> dict[str, Any]:
    """Columns of a schedule. What cannot be computed keeps its `freq` among the rest and is words only."""
    said = row.fields
    written = {name: said.text(name) for name in ("opens_at", "closes_at", "attending_type")}
    opens, closes = said.clock("opens_at"), said.clock("closes_at")
    freq = said.choice("freq", ("WEEKLY", "MONTHLY"), "")
    valid_from, valid_to, until = said.day("valid_from"), said.day("valid_to"), said.day("until")
    valid_to = valid_to or until
    if valid_from and valid_to and valid_to < valid_from:
        said.refuse("valid_to", f"{valid_to} lies before valid_from {valid_from}")
        valid_to = None
    kept = {name: text for name, text in written.items() if text and text != _usual(name, opens, closes)}
    if until:
        kept["until"] = str(until)
    # «Z» is universal time: the local hour then changes with the season, so it is for people to read.
    one_time = (opens is None) != (closes is None)
    computable = not one_time and not written["opens_at"].endswith("Z") and not any(map(said.has, _CANNOT_COMPUTE))
    if freq and not computable:
        kept["freq"] = freq
    return {
        "freq": freq if computable else "",
        "interval": said.whole("interval", 1, 53) or 1,
        "byday": said.text("byday", longest=60),
        "dtstart": said.day("dtstart"),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "opens_at": None if one_time else opens,
        "closes_at": None if one_time else closes,
        "by_appointment": "appointment" in written["attending_type"].lower(),
        "extra": kept,
    }


def _usual(name: str, opens: time | None, closes: time | None) -> str:
    """What an export writes by itself."""
    if name == "attending_type":
        return "appointment"
    moment = opens if name == "opens_at" else closes
    return f"{moment:%H:%M}" if moment and opens and closes else ""


def languages(record: HsdsRecord, service: models.Service) -> Iterator[models.ServiceLanguage]:
    """`note` may say by whom it is spoken; a language without a code is kept as it is written."""
    unknown = []
    seen: set[tuple[str, str]] = set()
    for position, said in enumerate(record.fields.children("languages")):
        row = record.below(said)
        if not said.has("code"):
            unknown.append(dict(said.content))
            continue
        given, tag, note = said.uuid("id", needed=True), _tag(row), said.text("note")
        spoken_by = note if note in set(SpokenBy) else SpokenBy.UNKNOWN.value
        extra = {**row.rest(), **given_id(row, given), **({"note": note} if note and note != spoken_by else {})}
        key = own_id(row, given, made_id(service.pk, "language", position, given))
        spoken = models.ServiceLanguage(id=key, service=service, code=tag, spoken_by=spoken_by, extra=extra)
        put_back(row, spoken)
        if (spoken.code, spoken_by) not in seen and spoken.code:
            seen.add((spoken.code, spoken_by))
            yield spoken
    if unknown:
        service.extra["languages"] = unknown


def _tag(row: HsdsRecord) -> str:
    """The code, or the fuller tag that our own export writes as the name."""
    tag, name = row.tag("code"), row.fields.content.get("name")
    if isinstance(name, str) and name.startswith(f"{tag}-") and name == name.lower() and " " not in name:
        return row.tag("name")
    return tag


def areas(record: HsdsRecord, service: models.Service) -> Iterator[models.ServiceArea]:
    """An area without a name is kept as it is written."""
    unnamed = []
    seen: set[str] = set()
    for said in record.fields.children("service_areas"):
        name = said.text("name", longest=255)
        if not name or name in seen:
            unnamed.append(dict(said.content))
            continue
        seen.add(name)
        row = record.below(said)
        area = models.ServiceArea(service=service, name=name, extra=row.rest())
        if row.ours and area.extra.get("id") == area_id(service.pk, name):
            del area.extra["id"]
        put_back(row, area)
        yield area
    if unnamed:
        service.extra["service_areas"] = unnamed


def exceptions(record: HsdsRecord, owner: str, root: Model) -> Iterator[models.ScheduleException]:
    """Ours: `2026-01-01/2026-01-03` closed, `2026-01-01/2026-01-01;10:00-12:00` other hours."""
    for position, (said, days, times) in enumerate(record.parsed("schedule-exception", _split)):
        first, last = (date.fromisoformat(day) for day in days)
        yield models.ScheduleException(
            id=_own_attribute_id(record, said, made_id(root.pk, "exception", position)),
            **{owner: root},
            first=first,
            last=last,
            opens_at=times[0],
            closes_at=times[1],
            note=_note(record, f"exception {position}", said),
        )


def changes(record: HsdsRecord, owner: str, root: Model) -> Iterator[models.TemporaryChange]:
    """Ours: `2026-01-01T00:00:00+01:00/` until said otherwise, `…/…;10:00-12:00` other hours."""
    made_there = record.kept().get("own_changes", []) if record.restoring else []
    for position, (said, moments, times) in enumerate(record.parsed("temporary-change", _split)):
        starts, ends = (datetime.fromisoformat(moment) if moment else None for moment in moments)
        if said.code not in set(ChangeKind) or starts is None or starts.tzinfo is None:
            record.fields.refuse("attributes", f"«{said.code} {said.value}» is not a temporary change")
            continue
        own = _own_attribute_id(record, said, made_id(root.pk, "change", position))
        yield models.TemporaryChange(
            id=own,
            **{owner: root},
            kind=said.code,
            starts=starts,
            ends=ends,
            opens_at=times[0],
            closes_at=times[1],
            note=_note(record, f"change {position}", said),
            imported=str(own) not in made_there,
        )


def _own_attribute_id(record: HsdsRecord, said: Said, otherwise: UUID) -> UUID:
    return said.id if record.ours and said.id else otherwise


def _note(record: HsdsRecord, name: str, said: Said) -> dict[str, dict[str, str]]:
    """The label is the note, unless it is the one that an attribute has without a note."""
    state = record.state_of(name)
    label = "" if said.label == said.code.replace("-", " ") and state is None else said.label
    return record.as_texts(name, label)


def _split(said: Said) -> tuple[Said, list[str], tuple[time | None, time | None]]:
    """`A/B;10:00-12:00` to both ends and the times. Raises ValueError."""
    span, _, hours = said.value.partition(";")
    first, slash, last = span.partition("/")
    for end in (first, last):
        if end:
            datetime.fromisoformat(end)
    if not slash or not first:
        raise ValueError(said.value)
    opens, _, closes = hours.partition("-")
    times = (time.fromisoformat(opens), time.fromisoformat(closes)) if hours else (None, None)
    return said, [first, last], times
