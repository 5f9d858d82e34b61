"""`baken import gtfs`: what came in, what is wrong with it, and until when it is good."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
from django.utils import timezone

from baken.cli.indexing import progress
from baken.timetables import services
from baken.timetables.services import FeedReport

_MOST_SAID: Final = 20
_DONE: Final = {"new": "is in force", "changed": "takes the place of the one before", "unchanged": "stays as it is"}
_WOULD: Final = {"new": "would be in force", "changed": "would take the place", "unchanged": "would stay as it is"}


def import_timetables(paths: Sequence[Path], *, dry_run: bool, **described: Any) -> None:
    with progress("Reading timetables") as advance:
        report = services.import_feeds(paths=paths, dry_run=dry_run, on_progress=advance, **described)
    for feed in report.feeds:
        _tell(feed, dry_run=dry_run, all_good=not report.refused)
    if report.refused:
        click.echo("Nothing was imported; the timetable that was in force stays.", err=True)
        raise SystemExit(1)


def retire_timetable(name: str) -> None:
    services.retire_feed(name=name)
    click.echo(f"{name} is no longer in force.")


def _tell(feed: FeedReport, *, dry_run: bool, all_good: bool) -> None:
    for fault in feed.faults[:_MOST_SAID]:
        said = str(fault) if fault.file == feed.file else f"{feed.file}: {fault}"
        click.echo(f"{'refused' if fault.refused else 'mended'}: {said}", err=True)
    if len(feed.faults) > _MOST_SAID:
        click.echo(f"… and {len(feed.faults) - _MOST_SAID} more of {feed.file}", err=True)
    if feed.first_day is None or feed.last_day is None:
        return
    done = (_WOULD if dry_run or not all_good else _DONE)[feed.state]
    click.echo(
        f"{feed.name} {done}: {feed.stops} stops, {feed.routes} lines, {feed.trips} trips, {feed.calls} stop times, "
        f"valid from {feed.first_day} to {feed.last_day}."
    )
    if feed.last_day < timezone.localdate():
        click.echo(f"{feed.name} ended on {feed.last_day}: it has no times for today. Get a newer file.", err=True)
