"""The week of a service, and the days on which it is different."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from baken.accounts.permissions import Actor
from baken.core.kinds import Texts
from baken.directory import models
from baken.directory.history import recorded
from baken.directory.kinds import OpenSpan
from baken.directory.models.opening import simple_weeks
from baken.directory.services.saving import DirectoryError, locked_service, save_checked
from baken.directory.services.saying import NOTED, note_said


@transaction.atomic
def set_week(
    *,
    service_id: UUID,
    spans: Iterable[OpenSpan],
    location_id: UUID | None = None,
    holiday_rule: str | None = None,
    always: bool | None = None,
    by: Actor | None = None,
    seen: datetime | None = None,
) -> None:
    """The plain week for the one that stood there; at one place, or (without `location_id`) wherever the service is.

    Hours for a season, of every second week, monthly or in words stay as they are. Raises DirectoryError,
    ChangedMeanwhile.
    """
    service = locked_service(service_id, seen)
    with recorded(by, "changed: schedules", service):
        service.always = service.always if always is None else always
        service.holiday_rule = holiday_rule or service.holiday_rule
        note_said(service, ("schedules", "always", "holiday_rule"), by)
        save_checked(service)
        _replace_week(service, location_id, list(spans))
        service.save(update_fields=["last_modified"])


def _replace_week(service: models.Service, location_id: UUID | None, spans: Sequence[OpenSpan]) -> None:
    at = _at(service, location_id)
    owner: dict[str, object] = {"service": service} if at is None else {"service_at_location": at}
    simple_weeks(models.Schedule.objects.filter(**owner)).delete()
    for position, (times, days) in enumerate(_by_times(spans).items()):
        opens, closes, by_appointment = times
        save_checked(
            models.Schedule(
                **owner,
                freq="WEEKLY",
                byday=",".join(days),
                opens_at=opens,
                closes_at=closes,
                by_appointment=by_appointment,
                position=position,
            )
        )


def _by_times(spans: Iterable[OpenSpan]) -> dict[tuple[time, time, bool], list[str]]:
    """Days with the same hours share a row, as HSDS has it."""
    found: dict[tuple[time, time, bool], list[str]] = defaultdict(list)
    for span in sorted(set(spans), key=lambda span: (span.weekday, span.opens)):
        found[span.opens, span.closes, span.by_appointment].append(span.weekday.name)
    return found


@transaction.atomic
def remove_schedule(*, service_id: UUID, schedule_id: UUID, by: Actor | None = None) -> None:
    """Hours that the plain week does not hold. Raises DirectoryError."""
    _remove(models.Schedule.objects.filter(pk=schedule_id), service_id, "schedules", by)


@transaction.atomic
def add_exception(
    *,
    service_id: UUID,
    first: date,
    last: date,
    opens: time | None = None,
    closes: time | None = None,
    note: Texts | None = None,
    by: Actor | None = None,
) -> UUID:
    """Days on which the week does not count: closed, or other hours. Raises DirectoryError."""
    service = locked_service(service_id)
    row = models.ScheduleException(
        service=service,
        first=first,
        last=last,
        opens_at=opens,
        closes_at=closes,
        note=note.to_json() if note else {},
    )
    with recorded(by, "changed: schedule_exceptions", service):
        save_checked(row)
        _touched(service, "schedule_exceptions", by)
    return row.pk


@transaction.atomic
def remove_exception(*, service_id: UUID, exception_id: UUID, by: Actor | None = None) -> None:
    """Raises DirectoryError."""
    _remove(models.ScheduleException.objects.filter(pk=exception_id), service_id, "schedule_exceptions", by)


def _remove(
    rows: QuerySet[models.Schedule] | QuerySet[models.ScheduleException], service_id: UUID, what: str, by: Actor | None
) -> None:
    service = locked_service(service_id)
    of_it = rows.filter(Q(service=service) | Q(service_at_location__service=service))
    with recorded(by, f"changed: {what}", service):
        gone, _rows = of_it.delete()
        if not gone:
            raise DirectoryError(f"{what}: that is not of this service, or it is gone")
        _touched(service, what, by)


def _touched(service: models.Service, field: str, by: Actor | None) -> None:
    note_said(service, (field,), by)
    service.save(update_fields=NOTED)


def _at(service: models.Service, location_id: UUID | None) -> models.ServiceAtLocation | None:
    if location_id is None:
        return None
    found = service.service_at_locations.filter(location=location_id).first()
    if found is None:
        raise DirectoryError(f"locations: the service is not at {location_id}")
    return found
