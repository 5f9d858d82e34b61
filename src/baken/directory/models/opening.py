from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q

from baken.core.hours.opening import ChangeKind
from baken.directory.models.places import Location
from baken.directory.models.services import Service, ServiceAtLocation
from baken.directory.models.sourced import ExtraField, Identified, TextsField, among, exactly_one

_BOTH_OR_NO_TIMES = Q(opens_at__isnull=True, closes_at__isnull=True) | Q(
    opens_at__isnull=False, closes_at__isnull=False
)


class Frequency(models.TextChoices):
    WEEKLY = "WEEKLY", "weekly"
    MONTHLY = "MONTHLY", "monthly"
    NONE = "", "said in words only"


class Schedule(Identified):
    """HSDS schedule in local time. Without `freq` it is words only: people read them, nothing is computed."""

    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules"
    )
    freq = models.CharField(max_length=8, choices=Frequency, blank=True)
    interval = models.PositiveSmallIntegerField(default=1)
    byday = models.CharField(max_length=60, blank=True, help_text="MO,WE; monthly also 2MO or -1FR.")
    dtstart = models.DateField(null=True, blank=True, help_text="The week from which an interval counts.")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    by_appointment = models.BooleanField(default=False)
    description = TextsField()
    position = models.PositiveSmallIntegerField(default=0)
    extra = ExtraField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            exactly_one("service", "service_at_location"),
            among("freq", Frequency.values),
            CheckConstraint(condition=Q(interval__range=(1, 53)), name="directory_schedule_interval"),
            CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="directory_schedule_dates_in_order",
            ),
            CheckConstraint(condition=_BOTH_OR_NO_TIMES, name="directory_schedule_times"),
        ]

    def __str__(self) -> str:
        return f"{self.byday} {self.opens_at}-{self.closes_at}".strip()


def simple_weeks(rows: "models.QuerySet[Schedule]") -> "models.QuerySet[Schedule]":
    """Those that a plain week says whole: the same every week, on named days, at known times, without an end."""
    return rows.filter(
        freq=Frequency.WEEKLY,
        interval=1,
        opens_at__isnull=False,
        valid_from__isnull=True,
        valid_to__isnull=True,
        description={},
    ).exclude(byday="")


class ScheduleException(Identified):
    """Days on which the weekly rules do not count: closed, or other hours."""

    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="schedule_exceptions"
    )
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE, related_name="schedule_exceptions"
    )
    first = models.DateField()
    last = models.DateField()
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    note = TextsField()

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            exactly_one("service", "service_at_location"),
            CheckConstraint(condition=Q(last__gte=F("first")), name="directory_exception_dates_in_order"),
            CheckConstraint(condition=_BOTH_OR_NO_TIMES, name="directory_exception_times"),
        ]

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


class TemporaryChangeQuerySet(models.QuerySet["TemporaryChange"]):
    def in_force(self, moment: datetime) -> Self:
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=moment), starts__lte=moment)


class TemporaryChange(Identified):
    """Something that holds for a while at a service or at a whole site, and lapses by itself."""

    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="temporary_changes"
    )
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.CASCADE, related_name="temporary_changes"
    )
    kind = models.CharField(max_length=12, choices=[(str(kind), str(kind)) for kind in ChangeKind])
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    note = TextsField()
    imported = models.BooleanField(default=False, editable=False, help_text="Came with a feed, goes with it too.")

    objects = TemporaryChangeQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            exactly_one("service", "location"),
            among("kind", ChangeKind),
            CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="directory_change_in_order"),
            CheckConstraint(
                condition=(Q(kind=ChangeKind.HOURS.value) & Q(opens_at__isnull=False) & Q(closes_at__isnull=False))
                | (~Q(kind=ChangeKind.HOURS.value) & Q(opens_at__isnull=True) & Q(closes_at__isnull=True)),
                name="directory_change_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts:%Y-%m-%d}"
