"""HSDS phones, schedules, languages and service areas."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from baken.directory.export.records import Draft, Record, clock, day, keep_position, times
from baken.directory.feeds.fields import Fields, clock_time
from baken.directory.feeds.hsds.parts import phone_kind, recurrence
from baken.directory.feeds.hsds.reader import HsdsRecord
from baken.directory.languages import UnknownLanguage, iso_639_code, language_tag
from baken.directory.models import Phone, Schedule, ScheduleException, Service
from baken.directory.taxonomies import area_id

_READ_FROM_SEVERAL: Final = frozenset({"freq", "opens_at", "closes_at", "attending_type", "until"})


def phone_records(phones: Iterable[Phone], language: str) -> list[Record]:
    return [_phone(phone, number, language) for number, phone in enumerate(phones)]


def _phone(phone: Phone, number: int, language: str) -> Record:
    draft = Draft("phone", phone.id, language, phone.extra)
    written = phone.extra.get("type")
    if isinstance(written, str) and written != phone.kind and phone_kind(written) == phone.kind:
        draft.reproduced.add("type")
    else:
        written = phone.kind
    draft.put(number=phone.number, type=written)
    keep_position(draft, phone, number)
    return draft.finished()


def schedule_records(schedules: Iterable[Schedule], language: str) -> list[Record]:
    return [_schedule(schedule, number, language) for number, schedule in enumerate(schedules)]


def _schedule(schedule: Schedule, number: int, language: str) -> Record:
    draft = Draft("schedule", schedule.id, language, schedule.extra)
    draft.put(
        freq=schedule.freq,
        interval=schedule.interval if schedule.interval > 1 else None,
        byday=schedule.byday,
        dtstart=day(schedule.dtstart),
        valid_from=day(schedule.valid_from),
        valid_to=day(schedule.valid_to) if "until" not in schedule.extra else "",
        opens_at=_time(schedule, "opens_at"),
        closes_at=_time(schedule, "closes_at"),
        attending_type=schedule.extra.get("attending_type") or ("appointment" if schedule.by_appointment else ""),
    )
    draft.put_text("description", schedule.description)
    draft.reproduced |= _READ_FROM_SEVERAL
    for name in sorted(_READ_FROM_SEVERAL & set(schedule.extra) - set(draft.record)):
        draft.put(**{name: schedule.extra[name]})
    _keep_what_reads_otherwise(draft, schedule)
    keep_position(draft, schedule, number)
    return draft.finished()


def _keep_what_reads_otherwise(draft: Draft, schedule: Schedule) -> None:
    """Hours that were changed after a feed gave them, or that the standard cannot say to the second."""
    read = recurrence(HsdsRecord(Fields(draft.record, "", []), draft.language))
    draft.keep(
        **{
            name: getattr(schedule, name)
            for name, value in read.items()
            if name != "extra" and value != getattr(schedule, name)
        }
    )
    for name in sorted(_READ_FROM_SEVERAL & set(schedule.extra)):
        if read["extra"].get(name) != schedule.extra[name]:
            draft.keep_extra(name)
    if surplus := sorted(set(read["extra"]) - set(schedule.extra)):
        draft.keep(not_extra=surplus)


def _time(schedule: Schedule, name: str) -> str:
    """As the publisher wrote it (with an offset, say), while it means the same."""
    moment = getattr(schedule, name)
    written = schedule.extra.get(name, "")
    if isinstance(written, str) and written and moment in (None, clock_time(written)):
        return written
    return clock(moment) if moment is not None else ""


def say_exceptions(draft: Draft, exceptions: Iterable[ScheduleException]) -> None:
    ordered = sorted(exceptions, key=lambda said: (said.first, said.last, str(said.pk)))
    for number, said in enumerate(ordered):
        hours = times(said.opens_at, said.closes_at)
        draft.say(
            "schedule-exception",
            "hours" if hours else "closed",
            value=f"{said.first.isoformat()}/{said.last.isoformat()}{hours}",
            label=draft.text(f"exception {number}", said.note, always=True),
            pk=said.pk,
        )


def language_records(service: Service, language: str) -> list[Record]:
    records = []
    for spoken in service.languages.all():
        draft = Draft("language", spoken.id, language, spoken.extra)
        code, name = _coded(spoken.code)
        draft.put(code=code, name=name, note=spoken.spoken_by if spoken.spoken_by != "unknown" else "")
        if name != spoken.code and language_tag(code) != spoken.code:
            draft.keep(code=spoken.code)
        records.append(draft.finished())
    return [*records, *service.extra.get("languages", [])]


def _coded(tag: str) -> tuple[str, str]:
    """The code of the standard, and the whole tag where the code says less."""
    code = iso_639_code(tag)
    try:
        read = language_tag(code)
    except UnknownLanguage:
        return "und", ""
    return code, tag if tag != read and tag.startswith(f"{read}-") else ""


def area_records(service: Service, language: str) -> list[Record]:
    records = []
    for area in service.service_areas.all():
        draft = Draft("service_area", UUID(area_id(service.id, area.name)), language, area.extra)
        draft.put(name=area.name)
        records.append(draft.finished())
    return [*records, *service.extra.get("service_areas", [])]
