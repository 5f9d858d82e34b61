"""`baken dump`: the public dump of the night."""

import click
from django.conf import settings
from django.utils import timezone

from baken.cli.ready import ready
from baken.directory.export.dumping import write_dump


@click.command()
@click.option("--keep", "keep_days", default=7, show_default=True, type=click.IntRange(1), help="How many dumps stay.")
def dump(keep_days: int) -> None:
    """Writes everything as HSDS to BAKEN_HOME/dump/<date>/, which the site serves at /dump/."""
    ready()
    folder = settings.BAKEN_HOME / "dump"
    exported = write_dump(folder=folder, day=timezone.localdate(), keep_days=keep_days)
    click.echo(f"{exported.services} services of {exported.organisations} organisations are in {folder}/latest")
