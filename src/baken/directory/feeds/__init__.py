"""Feeds into the directory: one folder each with a `read(paths, options) -> Batch` (docs/how-to/add-a-feed.md)."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from baken.directory.feeds.batch import Batch, Options
from baken.directory.feeds.report import Counts, FeedError, Refusal, Report
from baken.directory.feeds.writing import Progress, write
from baken.directory.languages import UnknownLanguage, language_tag

KINDS: Final = ("baken", "hsds", "unhcr")

__all__ = ["KINDS", "Counts", "FeedError", "Refusal", "Report", "import_feed"]


def import_feed(
    *,
    kind: str,
    paths: Sequence[Path | str],
    dry_run: bool = False,
    language: str | None = None,
    on_progress: Progress | None = None,
) -> Report:
    """Reads and checks everything, then writes all of it or nothing; a second run finds everything unchanged.

    `language` is that of texts which do not say theirs (default: the deployment's). `on_progress` is called with
    the number of services written and their total. Raises FeedError when the import cannot be tried at all.
    """
    batch = _reader(kind)(paths, _options(language))
    organisations, locations, services = write(batch, dry_run=dry_run, on_progress=on_progress)
    return Report(
        kind=kind,
        dry_run=dry_run,
        rows=batch.rows,
        added=services.added,
        changed=services.changed,
        unchanged=services.unchanged,
        organisations=organisations,
        locations=locations,
        refused=tuple(batch.refusals),
    )


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
