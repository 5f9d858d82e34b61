"""Where entries come from: sources that are pulled, saved column mappings, and what each run brought."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from baken.directory.models.sourced import Identified


class SavedMapping(models.Model):
    """How the columns of somebody's table become fields of the directory."""

    name = models.CharField(max_length=80, unique=True)
    mapping = models.JSONField()
    last_modified = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FeedSource(models.Model):
    """An address that an operator set, to be pulled on a schedule. `apply`: write what it brings when nothing of it is
    refused; else each run is a dry run for somebody to look at. `modified_seen`: up to when the last run read."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20)
    address = models.TextField()
    language = models.CharField(max_length=35, blank=True)
    mapping = models.ForeignKey(SavedMapping, null=True, blank=True, on_delete=models.PROTECT, related_name="sources")
    every_hours = models.PositiveSmallIntegerField(default=24)
    apply = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    last_run = models.DateTimeField(null=True, blank=True)
    modified_seen = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            CheckConstraint(condition=Q(every_hours__range=(1, 8760)), name="directory_feedsource_every"),
            CheckConstraint(condition=~Q(address=""), name="directory_feedsource_address"),
        ]

    def __str__(self) -> str:
        return self.name


class FeedRun(Identified):
    """One import or dry run, with its report. `problem`: why it could not be tried at all."""

    source = models.ForeignKey(FeedSource, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")
    kind = models.CharField(max_length=20)
    started = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True, blank=True)
    dry_run = models.BooleanField(default=True)
    report = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-started"]

    def __str__(self) -> str:
        return f"{self.kind} {self.started:%Y-%m-%d %H:%M}"


class ExportRun(models.Model):
    """Every export is logged: what, when, by whom (none: the public, or a timer)."""

    kind = models.CharField(max_length=20)
    ran = models.DateTimeField(default=timezone.now)
    services = models.PositiveIntegerField(default=0)
    organisations = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-ran"]

    def __str__(self) -> str:
        return f"{self.kind} {self.ran:%Y-%m-%d %H:%M}"
