"""`baken import`, `baken export`, `baken index`: data in, data out, and the index over it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from baken.cli.ready import ready
from baken.directory import export as directory_export
from baken.directory import selectors as directory
from baken.directory.feeds import Report, import_feed
from baken.needs import selectors as needs_room
from baken.needs import services as needs_services

Advance = Callable[[int, int], None]


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """A bar on standard error; call it with (done, total)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def build_index() -> None:
    """Encodes what is new and swaps the index in."""
    with progress("Reading words") as advance:
        needs_services.rebuild_index(documents=directory.documents(), on_progress=advance)


@click.command("import")
@click.argument("kind", type=click.Choice(["hsds", "unhcr", "baken"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--language", default=None, help="Of the texts, where the file does not say.")
def import_(kind: str, paths: tuple[Path, ...], dry_run: bool, language: str | None) -> None:
    """Services from files: all of them or, when a row is refused, none."""
    ready()
    with progress("Importing") as advance:
        report = import_feed(kind=kind, paths=paths, dry_run=dry_run, language=language, on_progress=advance)
    _tell(report, dry_run=dry_run)
    if report.refused:
        raise SystemExit(1)
    if not dry_run and report.added + report.changed:
        build_index()


def _tell(report: Report, *, dry_run: bool) -> None:
    for refusal in report.refused:
        click.echo(f"refused: {refusal.row}, {refusal.field}: {refusal.message}", err=True)
    if report.refused:
        click.echo(f"Nothing was imported: {len(report.refused)} of {report.rows} services were refused.", err=True)
        return
    done = "would be" if dry_run else "are"
    click.echo(
        f"{report.rows} services: {report.added} {done} added, {report.changed} {done} changed, "
        f"{report.unchanged} stay as they were."
    )


@click.group()
def export() -> None:
    """Data out, for other systems."""


@export.command("hsds")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", "languages", multiple=True, help="Only this language; may be repeated.")
def export_hsds(folder: Path, languages: tuple[str, ...]) -> None:
    """Services and organizations as HSDS 3.2.3 NDJSON, a pair of files per language."""
    ready()
    exported = directory_export.export_hsds(folder=folder, languages=languages)
    click.echo(f"{exported.services} services and {exported.organizations} organizations are in {exported.folder}")


@click.command()
def index() -> None:
    """Builds the index of words; only changed texts are read again."""
    ready()
    build_index()
    click.echo(f"The index is ready: {needs_room.index_state().documents} services")
