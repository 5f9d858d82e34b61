"""`baken import`, `baken export`, `baken index`: data in, data out, and the index over it."""

from pathlib import Path
from typing import Any
from uuid import UUID

import click

from baken.cli.importing import Wanted, carry_out_kept, import_options, import_services
from baken.cli.indexing import build_index, encode_what_waits, tell_encoding
from baken.cli.ready import ready
from baken.directory import export as directory_export
from baken.directory.export.recording import record_export
from baken.directory.feeds import load_mapping
from baken.guidance import services as guidance
from baken.needs import selectors as needs_room


@click.group("import")
def import_() -> None:
    """Services, timetables or guidance from files: all of them or, when a row is refused, none."""


def _import_command(kind: str, summary: str, *, tables: bool = False) -> click.Command:
    @click.command(kind, help=summary)
    @click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
    @import_options
    def command(dry_run: bool, yes: bool, report: Path | None, **given: Any) -> None:
        import_services(Wanted({"kind": kind, **given}, dry_run, yes, report))

    if tables:
        command.params.append(click.Option(["--encoding"], default="", help="Of CSV files that are not UTF-8."))
    return command


import_.add_command(
    _import_command(
        "hsds", "Services from HSDS: 3.x as JSON or CSV, 1.1 and 2.0 as CSV; files, folders, zips.", tables=True
    )
)
import_.add_command(_import_command("unhcr", "Services from UNHCR's JSON files, one a language."))
import_.add_command(_import_command("baken", "Services from YAML written by hand: a file or a folder."))


@import_.command("table")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--guess", is_flag=True, help="Write a first mapping of the columns, to be looked at, and stop.")
@click.option("--mapping", type=click.Path(path_type=Path), help="Which column is what (default: FILE.mapping.yaml).")
@click.option("--encoding", default="", help="Of a CSV file that is not UTF-8, e.g. cp1252.")
@click.option("--sheet", default="", help="Of an XLSX file (default: the first).")
@import_options
def import_table(
    file: Path, guess: bool, mapping: Path | None, dry_run: bool, yes: bool, report: Path | None, **given: Any
) -> None:
    """Services from your own table, CSV or XLSX, by a mapping of its columns: a service a row."""
    from baken.cli.mapping import mapping_beside, write_guess

    beside = mapping or mapping_beside(file)
    sheet = given.pop("sheet")
    if guess:
        write_guess(file, beside, encoding=given["encoding"], sheet=sheet)
        return
    said = load_mapping(beside) | ({"sheet": sheet} if sheet else {})
    import_services(Wanted({"kind": "table", "paths": (file,), "mapping": said, **given}, dry_run, yes, report))


@import_.command("guidance")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def import_guidance(paths: tuple[Path, ...]) -> None:
    """Helplines, materials, cards, rights and courses from YAML files: all of them or none."""
    ready()
    loaded = guidance.load_from_elsewhere(paths)
    click.echo(
        f"{loaded.added} added, {loaded.changed} changed, {loaded.unchanged} stay as they are, "
        f"{loaded.removed} removed; "
        f"{loaded.kept} that somebody confirmed or changed here were left alone."
    )


@import_.command("kept", hidden=True)
@click.argument("run_id", type=click.UUID)
def import_kept(run_id: UUID) -> None:
    """Carries out what was asked for on the page for imports; that page starts it."""
    carry_out_kept(run_id)


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
    record_export(kind="hsds", services=exported.services, organisations=exported.organisations)
    click.echo(f"{exported.services} services of {exported.organisations} organisations are in")
    for file in exported.files:
        if file.suffix != ".csv":
            click.echo(f"  {file}")


@click.command()
@click.option("--status", is_flag=True, help="Only say how far the index is.")
@click.option("--encode", is_flag=True, help="Only encode what waits; this is what goes on in the background.")
def index(status: bool, encode: bool) -> None:
    """Builds the index of words; only changed texts are read again."""
    if status:
        state = needs_room.index_state()
        click.echo(state.problem or f"{state.needs} needs, {state.documents} services, {state.engine}.")
        tell_encoding(always=True)
    elif encode:
        encode_what_waits()
    else:
        ready()
        _index_anew()


def _index_anew() -> None:
    build_index()
    state = needs_room.index_state()
    click.echo(f"The index is ready: {state.needs} needs, {state.documents} services, {state.engine}.")
    for name, why in state.failures.items():
        click.echo(f"Without the encoder {name}: {why}", err=True)
    tell_encoding()
