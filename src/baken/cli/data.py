"""`baken import`, `baken export`, `baken index`: data in, data out, and the index over it."""

from pathlib import Path
from typing import Any

import click

from baken.cli.indexing import build_index, progress
from baken.cli.ready import ready
from baken.directory import export as directory_export
from baken.directory.feeds import Report, import_feed
from baken.needs import selectors as needs_room


@click.group("import")
def import_() -> None:
    """Services or timetables from files: all of them or, when a row is refused, none."""


def _import_command(kind: str, summary: str) -> click.Command:
    @click.command(kind, help=summary)
    @click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Only say what would happen.")
    @click.option("--language", default=None, help="Of the texts, where the file does not say.")
    def command(paths: tuple[Path, ...], dry_run: bool, language: str | None) -> None:
        _import_services(kind, paths, dry_run=dry_run, language=language)

    return command


import_.add_command(_import_command("hsds", "Services from HSDS 3.x: JSON, NDJSON, or a folder of them."))
import_.add_command(_import_command("unhcr", "Services from UNHCR's JSON files, one a language."))
import_.add_command(_import_command("baken", "Services from YAML written by hand: a file or a folder."))


@import_.command("gtfs")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--name", default="", help="Of the feed; a feed of that name is replaced (default: that of the file).")
@click.option("--licence", default="", help="Under which it may be used, e.g. CC BY 4.0.")
@click.option("--source", default="", help="Who publishes it, and where (default: the name of the file).")
@click.option("--invented", is_flag=True, help="For a demonstration: every page then says so.")
@click.option("--retire", default="", metavar="NAME", help="Take this feed out of force instead.")
def import_gtfs(paths: tuple[Path, ...], retire: str, **given: Any) -> None:
    """Timetables of public transport: zips or folders of GTFS, each a feed of its own."""
    from baken.cli.timetables import import_timetables, retire_timetable

    if bool(paths) == bool(retire):
        raise click.UsageError("give the FILEs of feeds, or --retire NAME")
    ready()
    if retire:
        retire_timetable(retire)
    else:
        import_timetables(paths, **given)


def _import_services(kind: str, paths: tuple[Path, ...], *, dry_run: bool, language: str | None) -> None:
    ready()
    with progress("Importing") as advance:
        report = import_feed(kind=kind, paths=paths, dry_run=dry_run, language=language, on_progress=advance)
    _tell(report)
    if report.refused:
        raise SystemExit(1)
    if report.written and (report.added or report.changed or needs_room.index_problem()):
        build_index()


def _tell(report: Report) -> None:
    for refusal in report.refused:
        where = ", ".join(filter(None, (refusal.row, refusal.field)))
        click.echo(f"refused: {where}: {refusal.message}", err=True)
    if report.refused:
        click.echo(f"Nothing was imported; mend what is named above ({len(report.refused)}) and try again.", err=True)
        return
    done = "would be" if report.dry_run else "are"
    services = report.added + report.changed + report.unchanged  # a service may have a row in each language
    click.echo(
        f"{services} services: {report.added} {done} added, {report.changed} {done} changed, "
        f"{report.unchanged} {'would stay' if report.dry_run else 'stay'} as they are (unchanged)."
    )


@click.group()
def export() -> None:
    """Data out, for other systems."""


@export.command("hsds")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", "languages", multiple=True, help="One of the languages to write; may be repeated.")
def export_hsds(folder: Path, languages: tuple[str, ...]) -> None:
    """Everything as HSDS 3.2.3: a folder per language (default: all) with JSON, NDJSON and tables as CSV."""
    ready()
    exported = directory_export.export_hsds(folder=folder, languages=languages or None)
    click.echo(f"{exported.services} services of {exported.organisations} organisations are in")
    for file in exported.files:
        if file.suffix != ".csv":
            click.echo(f"  {file}")


@click.command()
def index() -> None:
    """Builds the index of words; only changed texts are read again."""
    ready()
    build_index()
    state = needs_room.index_state()
    click.echo(f"The index is ready: {state.needs} needs, {state.documents} services, {state.engine}.")
    for name, why in state.failures.items():
        click.echo(f"Without the encoder {name}: {why}", err=True)
