"""`baken demo`: the invented town, from own words to a plan, then the site."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from django.utils import timezone
from rich.console import Console

from baken.cli.indexing import build_index, progress
from baken.cli.ready import ready
from baken.cli.show import show_plan
from baken.directory import selectors as directory
from baken.directory.feeds import Report, import_feed
from baken.guidance import services as guidance
from baken.localities import services as localities
from baken.plans import selectors
from baken.plans.asking import question_from
from baken.timetables import services as timetables

# «I have debts and I cannot sleep, and my son needs a school»
SENTENCE = "عندي ديون ولا أستطيع النوم، وابني يحتاج إلى مدرسة"

TIMETABLE, SOURCE = "Zandlijn (invented)", "invented for demonstration"


@click.command()
@click.option("--no-serve", is_flag=True, help="End after printing the plan.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(no_serve: bool, port: int) -> None:
    """Loads the demonstration town (all of it invented), prints one plan, then serves the site."""
    ready()
    folder = _folder()
    if directory.counts()["services"] and not directory.is_demonstration():
        raise click.ClickException("this BAKEN_HOME holds services of its own; name another: BAKEN_HOME=/some/folder")
    load_town(folder)
    load_timetable(folder, timezone.localdate())
    click.echo("\nThis town and everyone in it are invented. Somebody says, in Arabic:\n")
    click.echo(f"    {SENTENCE}\n")
    show_plan(Console(), selectors.plan_for(question_from({"words": SENTENCE}, now=timezone.now())))
    if not no_serve:
        click.echo()
        _serve(port)


def _serve(port: int) -> None:
    """This process becomes the server, with nothing left of what loading needed."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "baken", "serve", "--port", str(port)])


def load_town(folder: Path) -> Report:
    """Areas, the town's own helplines, organisations and services, and the index over them."""
    localities.load_areas(path=folder / "areas.geojson")
    guidance.load_guidance(paths=[folder / "helplines.yaml"])
    with progress("Loading the town") as advance:
        report = import_feed(kind="baken", paths=(folder / "town",), dry_run=False, language="nl", on_progress=advance)
    if report.refused:
        first = report.refused[0]
        raise click.ClickException(f"the town was not loaded: {first.row}, {first.field}: {first.message}")
    click.echo(f"The demonstration town has {report.rows} services.")
    build_index()
    return report


def load_timetable(folder: Path, today: date) -> None:
    """The trams and buses of the town's invented company, made anew so that they run today."""
    with TemporaryDirectory() as beside, progress("Loading the town's trams and buses") as advance:
        feed = Path(beside) / "zandlijn.zip"
        subprocess.run(
            [sys.executable, str(folder / "transit.py"), "--today", today.isoformat(), "--out", str(feed)], check=True
        )
        report = timetables.import_feeds(
            paths=[feed], name=TIMETABLE, licence="CC0-1.0", source=SOURCE, invented=True, on_progress=advance
        )
    if report.refused:
        raise click.ClickException(f"the town's timetable was not loaded: {report.feeds[0].faults[0]}")
    click.echo(f"Its trams and buses have {report.feeds[0].trips} trips, until {report.feeds[0].last_day}.")


def _folder() -> Path:
    """The launcher says where the demonstration lies; a checkout has it beside `src`."""
    folder = Path(os.environ.get("BAKEN_DEMO_DIR") or Path(__file__).parents[3] / "demo")
    if not (folder / "town").is_dir():
        raise click.ClickException(f"the demonstration town is not in {folder}; run ./baken demo from a checkout")
    return folder
