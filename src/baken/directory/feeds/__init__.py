"""Feeds into the directory: one folder each with a `read(paths, options) -> Batch` (docs/how-to/add-a-feed.md)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from baken.directory.feeds.batch import Batch, Options
from baken.directory.feeds.report import (
    MOST_DETAILS,
    Counts,
    FeedError,
    FieldChange,
    Line,
    Note,
    Outcome,
    Refusal,
    Report,
    What,
)
from baken.directory.feeds.report_files import report_data, report_from, write_report
from baken.directory.feeds.reporting import Recorder
from baken.directory.feeds.standing import keep_lines
from baken.directory.feeds.table import guess, load_mapping, read_mapping
from baken.directory.feeds.table.cells import FIELDS
from baken.directory.feeds.writing import Progress, write
from baken.directory.languages import UnknownLanguage, language_tag

KINDS: Final = ("baken", "hsds", "hsds_csv", "table", "unhcr")

__all__ = [
    "KINDS",
    "TABLE_FIELDS",
    "Counts",
    "FeedError",
    "FieldChange",
    "Line",
    "Note",
    "Outcome",
    "Refusal",
    "Report",
    "What",
    "check_mapping",
    "guess_mapping",
    "import_feed",
    "load_mapping",
    "report_data",
    "report_from",
    "write_report",
]

TABLE_FIELDS: Final = tuple(FIELDS)


def guess_mapping(file: Path | str, *, encoding: str = "", sheet: str = "") -> dict[str, Any]:
    """A first mapping of the columns of a table, as it is saved. Raises FeedError where the table cannot be read."""
    return guess(Path(file), encoding=encoding, sheet=sheet).as_data()


def check_mapping(mapping: object) -> None:
    """Raises FeedError that names what is wrong with a mapping."""
    read_mapping(mapping)


def import_feed(
    *,
    kind: str,
    paths: Sequence[Path | str],
    dry_run: bool = False,
    language: str | None = None,
    source: str = "",
    encoding: str = "",
    mapping: Mapping[str, Any] | None = None,
    retire_missing: bool = False,
    even_so: bool = False,
    whole: bool = True,
    on_progress: Progress | None = None,
    on_read: Progress | None = None,
) -> Report:
    """Reads and checks everything, then writes all of it or nothing; a second run finds everything unchanged.

    `language` is that of texts which do not say theirs (default: the deployment's), `source` the publisher of entries
    that do not name theirs, `encoding` and `mapping` those of tables. What the same source said before and no longer
    says stays as it is; `retire_missing` takes such services out of use, more than a fifth of them only `even_so`;
    where the feed is not `whole` nothing is missed. `on_read` is called with the number of rows read and their total,
    for long files, then `on_progress` with the number of services written and their total. Raises FeedError when the
    import cannot be tried at all.
    """
    options = replace(_options(language), source=source[:80], encoding=encoding, mapping=mapping, on_read=on_read)
    batch = _reader(_kind_of(kind, paths))(paths, options)
    batch.whole = batch.whole and whole
    recorder = Recorder(retire=retire_missing, even_so=even_so)
    recorder.note_sources(batch)
    written = write(batch, dry_run=dry_run, on_progress=on_progress, recorder=recorder)
    if not (dry_run or batch.refusals):
        keep_lines(batch.lines)
    return _report(kind, dry_run, batch, written, recorder)


def _report(
    kind: str, dry_run: bool, batch: Batch, written: tuple[Counts, Counts, Counts], recorder: Recorder
) -> Report:
    organisations, locations, services = written
    return Report(
        kind=kind,
        dry_run=dry_run,
        rows=batch.rows,
        added=services.added,
        changed=services.changed,
        unchanged=services.unchanged,
        organisations=recorder.counts(What.ORGANISATION, organisations),
        locations=recorder.counts(What.SITE, locations),
        refused=tuple(batch.refusals),
        removed=recorder.removed[What.SERVICE],
        retired=recorder.retired,
        refusals=batch.refusals.total,
        noted=len(batch.notes),
        notes=tuple(batch.notes[:MOST_DETAILS]),
        disputed=recorder.disputed[What.SERVICE],
        lines=tuple(recorder.lines),
    )


def _kind_of(kind: str, paths: Sequence[Path | str]) -> str:
    """HSDS comes as JSON and as tables, and it is seen which."""
    return "hsds_csv" if kind == "hsds" and any(map(_holds_tables, map(Path, paths))) else kind


def _holds_tables(path: Path) -> bool:
    if not path.is_dir():
        return path.suffix.lower() in (".csv", ".zip")
    others = (file for file in path.rglob("*") if file.suffix in (".json", ".ndjson", ".jsonl"))
    return any(path.rglob("*.csv")) and all(file.name == "datapackage.json" for file in others)


def _reader(kind: str) -> Callable[[Sequence[Path | str], Options], Batch]:
    if kind not in KINDS:
        raise FeedError(f"«{kind}» is not a kind of feed; choose one of: {', '.join(KINDS)}")
    reader: Callable[[Sequence[Path | str], Options], Batch] = import_module(f"{__name__}.{kind}").read
    return reader


def _options(language: str | None) -> Options:
    try:
        tag = language_tag(language or settings.BAKEN_LOCAL_LANGUAGE)
    except UnknownLanguage as problem:
        raise FeedError(f"language: {problem}") from problem
    return Options(tag, settings.BAKEN_COUNTRY, settings.BAKEN_TIMEZONE, timezone.localdate())
