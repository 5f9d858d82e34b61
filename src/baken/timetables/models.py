"""Feeds of public transport by version, and the stops of those in force."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class FeedVersionQuerySet(models.QuerySet["FeedVersion"]):
    def in_force(self) -> FeedVersionQuerySet:
        return self.filter(in_force=True).order_by("name")


class FeedVersion(models.Model):
    """One file of a feed as it was imported. Its trips lie in BAKEN_HOME/timetables, named by `sha256` of the file.

    `first_day` to `last_day`: when anything runs. A version that another has taken the place of stays here without its
    stops, so that one can see what was in force when.
    """

    name = models.CharField(max_length=80)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=200, blank=True)
    invented = models.BooleanField(default=False)
    timezone = models.CharField(max_length=60, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    sha256 = models.CharField(max_length=64)
    stop_count = models.PositiveIntegerField()
    route_count = models.PositiveIntegerField()
    trip_count = models.PositiveIntegerField()
    call_count = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    in_force = models.BooleanField(default=True)

    objects = FeedVersionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-imported_at"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(in_force=True), name="one_version_of_a_feed_in_force"),
            models.UniqueConstraint(fields=["sha256"], condition=Q(in_force=True), name="a_file_is_in_force_once"),
            models.CheckConstraint(condition=~Q(name=""), name="feed_has_a_name"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="feed_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.first_day} – {self.last_day})"


class Stop(models.Model):
    """Where vehicles call, or a station over its platforms (`station`: its stop id, empty without one).

    `folded`: the name without case, accents and points, as stops are looked for.
    """

    feed = models.ForeignKey(FeedVersion, on_delete=models.CASCADE, related_name="stops")
    stop_id = models.CharField(max_length=255)
    station = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255)
    folded = models.CharField(max_length=255)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        ordering = ["feed", "stop_id"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "stop_id"], name="stop_id_once_in_a_feed"),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="stop_inside_the_world"
            ),
        ]

    def __str__(self) -> str:
        return self.name
