"""`baken import KIND PATHS`: first what would happen, then, when that is wanted, all of it or nothing."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click

from baken.cli.indexing import build_index, steps, tell_encoding
from baken.cli.ready import ready
from baken.directory import selectors as directory
from baken.directory.feeds import FieldChange, Line, Outcome, Report, write_report
from baken.directory.feeds.runs import carry_out, recorded_import
from baken.needs import selectors as needs_room

MOST_LINES: Final = 20  # of each outcome, on a terminal; the file has more


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked on the command line; `given` are the arguments of `import_feed`."""

    given: Mapping[str, Any]
    dry_run: bool
    yes: bool
    report: Path | None


def import_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every kind of feed of services has."""
    for option in (
        click.option("--even-so", is_flag=True, help="Retire also when that is more than a fifth of the source."),
        click.option("--retire-missing", is_flag=True, help="Services that the feed no longer has become inactive."),
        click.option("--source", default="", help="The publisher, of entries that do not name theirs."),
        click.option("--language", default=None, help="Of the texts, where the file does not say."),
        click.option("--report", type=click.Path(path_type=Path), help="Write the report: FILE.csv or FILE.json."),
        click.option("--yes", is_flag=True, help="Do not ask, import."),
        click.option("--dry-run", is_flag=True, help="Only say what would happen."),
    ):
        command = option(command)
    return command


def import_services(wanted: Wanted) -> None:
    """Exits with 1 when something was refused."""
    ready()
    if wanted.dry_run or _asks(wanted):
        told = _run(wanted, dry_run=True)
        if wanted.dry_run or not _changes(told):
            return
        click.confirm("Import this?", abort=True)
    report = _run(wanted, dry_run=False)
    if report.written and _index_is_behind():
        build_index()
    tell_encoding()


def _index_is_behind() -> bool:
    """An import brings the index in step by itself, where there is one and nothing went wrong."""
    state = needs_room.index_state()
    return state.problem is not None or state.documents != directory.counts()["services"]


def carry_out_kept(run_id: UUID) -> None:
    """What was asked for on the page for imports; the run keeps what becomes of it."""
    ready()
    if carry_out(run_id):
        build_index()


def _asks(wanted: Wanted) -> bool:
    return not wanted.yes and _on_a_terminal()


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _changes(report: Report) -> bool:
    return bool(report.added or report.changed or report.retired or _others(report) or _disputed(report))


def _others(report: Report) -> int:
    counted = (report.organisations, report.locations)
    return sum(counts.added + counts.changed for counts in counted)


def _disputed(report: Report) -> int:
    return sum(counts.disputed for counts in (report.organisations, report.locations, report.services))


def _run(wanted: Wanted, *, dry_run: bool) -> Report:
    with steps("Reading", "Looking" if dry_run else "Importing") as (read, advance):
        given = {**wanted.given, "on_read": read, "on_progress": advance}
        report = recorded_import(given=given, dry_run=dry_run)
    if wanted.report:
        write_report(report, wanted.report)
    tell(report)
    if report.refused:
        raise SystemExit(1)
    return report


def tell(report: Report) -> None:
    """The counts on standard output, before them the first lines; refusals on standard error."""
    for refusal in report.refused:
        where = ", ".join(filter(None, (refusal.row, refusal.field)))
        click.echo(f"refused: {where}: {refusal.message}" if where else f"refused: {refusal.message}", err=True)
    if report.refused:
        click.echo(f"Nothing was imported; mend what is named above ({report.refusals}) and try again.", err=True)
        return
    _tell_services(report)
    _tell_notes(report)
    for outcome in Outcome if report.dry_run else ():
        _tell_lines([line for line in report.lines if line.outcome == outcome])


def _tell_services(report: Report) -> None:
    done = "would be" if report.dry_run else "are"
    services = report.added + report.changed + report.unchanged  # a service may have a row in each language
    click.echo(
        f"{services} services: {report.added} {done} added, {report.changed} {done} changed, "
        f"{report.unchanged} {'would stay' if report.dry_run else 'stay'} as they are (unchanged)."
    )
    for name, counts in (("organisations", report.organisations), ("sites", report.locations)):
        if counts.added or counts.changed:
            click.echo(f"{name}: {counts.added} {done} added, {counts.changed} {done} changed.")
    if disputed := _disputed(report):
        click.echo(
            f"{disputed} entries of which somebody else said otherwise: that stays, and what is offered "
            f"{'would wait' if report.dry_run else 'waits'} for a person to decide (disputed)."
        )
    if report.retired:
        click.echo(f"{report.retired} services that the feed no longer has {done} inactive.")
    elif report.removed:
        click.echo(f"{report.removed} services of this source are no longer in the feed; they stay as they are.")


def _tell_notes(report: Report) -> None:
    if report.noted:
        click.echo(f"{report.noted} cells are neither yes nor no; «not known» is what is taken:")
    for note in report.notes[:MOST_LINES]:
        click.echo(f"  noted {_plain(note.row)}, {_plain(note.field)}: {_plain(note.said)}")
    if report.noted > MOST_LINES:
        click.echo("  … more of these; --report FILE.csv has them")


def _tell_lines(lines: list[Line]) -> None:
    for line in lines[:MOST_LINES]:
        changes = "; ".join(map(_change_words, line.changes))
        where = f" ({line.row})" if line.row else ""
        click.echo(
            f"  {line.outcome} {line.what} {_plain(line.name)}{where}{f': {_plain(changes)}' if changes else ''}"
        )
    if len(lines) > MOST_LINES:
        click.echo(f"  … more of these ({lines[0].outcome}); --report FILE.csv has them")


def _change_words(change: FieldChange) -> str:
    before, after = change.before or "(nothing)", change.after or "(nothing)"
    if not change.by:
        return f"{change.field}: {before} -> {after}"
    who = ", ".join(filter(None, (change.by, change.on)))
    return f"{change.field}: stands {before} ({who}), offered {after}"


def _plain(words: str) -> str:
    """Without what steers a terminal; on one line."""
    return "".join(sign if sign.isprintable() else " " for sign in words)
