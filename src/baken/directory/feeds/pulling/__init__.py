"""Sources that are pulled on a schedule: an address that an operator set, its guard, and what each run brought."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import override

from baken.directory.feeds import FeedError, Report, kept, report_data
from baken.directory.feeds.pulling.addresses import AddressRefused, target_of
from baken.directory.feeds.pulling.fetching import Fetcher, PullError
from baken.directory.feeds.pulling.pages import fetch_file, fetch_services, is_file
from baken.directory.feeds.runs import import_for
from baken.directory.languages import UnknownLanguage, language_tag
from baken.directory.models import FeedRun, FeedSource, SavedMapping

__all__ = [
    "PULLED",
    "AddressRefused",
    "Fetcher",
    "PullError",
    "Pulled",
    "SourceCard",
    "due",
    "pull",
    "set_source",
    "sources",
    "target_of",
]

PULLED: Final = ("hsds", "table", "baken")
_WHOLE: Final = "whole"  # in the report of a run: everything was read, not only what was modified
_WHOLE_EVERY: Final = timedelta(days=7)
_OURS: Final = "something of ours failed, and stands in the log; nothing was imported"
_OVERLAP: Final = timedelta(hours=1)  # clocks differ, and a far end may be slow to show what was modified


@dataclass(frozen=True, slots=True)
class Pulled:
    """`problem`: why nothing could be read; then there is no report."""

    source: str
    report: Report | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source as an operator sees it; `problem` is that of its last run."""

    name: str
    kind: str
    address: str
    language: str
    mapping: str
    every_hours: int
    apply: bool
    enabled: bool
    last_run: datetime | None
    problem: str


def sources() -> tuple[SourceCard, ...]:
    """All of them, by name."""
    last = FeedRun.objects.filter(source=OuterRef("pk")).order_by("-started").values("problem")[:1]
    found = FeedSource.objects.select_related("mapping").annotate(problem=Subquery(last)).order_by("name")
    return tuple(
        SourceCard(
            name=source.name,
            kind=source.kind,
            address=source.address,
            language=source.language,
            mapping=source.mapping.name if source.mapping else "",
            every_hours=source.every_hours,
            apply=source.apply,
            enabled=source.enabled,
            last_run=source.last_run,
            problem=source.problem or "",
        )
        for source in found
    )


def set_source(
    *,
    name: str,
    address: str,
    kind: str = "hsds",
    language: str = "",
    mapping: str = "",
    every_hours: int = 24,
    apply: bool = False,
    enabled: bool = True,
) -> None:
    """Adds the source of this name, or makes it so; `mapping` is the name of a saved one.

    Raises FeedError; the address is looked up, and refused where it is not of the open internet.
    """
    if kind not in PULLED:
        raise FeedError(f"«{kind}» is not pulled; choose one of: {', '.join(PULLED)}")
    if (kind == "table") != bool(mapping):
        raise FeedError("a table needs the name of a saved mapping, and only a table has one")
    saved = SavedMapping.objects.filter(name=mapping).first()
    if mapping and saved is None:
        raise FeedError(f"no mapping is saved under the name «{mapping}»")
    if enabled:
        target_of(address)
    source = FeedSource.objects.filter(name=name).first() or FeedSource(name=name)
    if source.address != address:
        source.modified_seen = None
    source.kind, source.address, source.language, source.mapping = kind, address, _tag(language), saved
    source.every_hours, source.apply, source.enabled = every_hours, apply, enabled
    _save(source)


def _tag(language: str) -> str:
    try:
        return language_tag(language) if language else ""
    except UnknownLanguage as problem:
        raise FeedError(f"language: {problem}") from problem


def _save(source: FeedSource) -> None:
    try:
        with override("en"):
            source.full_clean()
    except ValidationError as problem:
        said = [f"{name}: {' '.join(messages)}" for name, messages in problem.message_dict.items()]
        raise FeedError("; ".join(said)) from problem
    source.save()


def due(now: datetime | None = None) -> tuple[str, ...]:
    """Names of the enabled sources whose hours have passed since they were last pulled."""
    moment = now or timezone.now()
    enabled = FeedSource.objects.filter(enabled=True).order_by(F("last_run").asc(nulls_first=True), "name")
    return tuple(
        source.name
        for source in enabled
        if source.last_run is None or source.last_run + timedelta(hours=source.every_hours) <= moment
    )


def pull(name: str, *, fetcher: Fetcher | None = None) -> Pulled:
    """One source now. What it brings is written only where the operator set that and nothing of it is refused; either
    way the report is kept with the run. Raises FeedError for an unknown name, and while another pull is under way."""
    source = FeedSource.objects.select_related("mapping").filter(name=name).first()
    if source is None:
        raise FeedError(f"no source is called «{name}»")
    kept.forget_old_files()
    with _alone():
        started = timezone.now()
        run = FeedRun.objects.create(source=source, kind=source.kind, started=started)
        since = _modified_after(source, started)
        try:
            with kept.held(run.pk):
                report = _import(source, run, fetcher or Fetcher(), since)
        except FeedError as problem:
            _finish(run, source, problem=str(problem))
            return Pulled(name, problem=str(problem))
        except Exception:
            logging.getLogger(__name__).exception("A pull failed")
            _finish(run, source, problem=_OURS)
            return Pulled(name, problem=_OURS)
        except BaseException:
            _finish(run, source, problem="it was stopped; nothing was imported")
            raise
        if report.written:
            source.modified_seen = started - _OVERLAP
        _finish(run, source, report=report, whole=since is None)
    return Pulled(name, report)


def _import(source: FeedSource, run: FeedRun, fetcher: Fetcher, since: datetime | None) -> Report:
    with TemporaryDirectory() as made:
        folder = Path(made)
        if is_file(source.address) or source.kind != "hsds":
            file = fetch_file(fetcher, source.address, folder)
        else:
            file = fetch_services(fetcher, source.address, folder, modified_after=since)
        mapping = source.mapping.mapping if source.mapping else None
        asked = kept.Asked(source.kind, source.language, source.name, mapping=mapping, whole=since is None)
        given = {
            "kind": asked.kind,
            "paths": [file],
            "language": asked.language or None,
            "source": asked.source,
            "mapping": asked.mapping,
            "whole": asked.whole,
        }
        report = import_for(run.pk, given, dry_run=not source.apply)
        if report.dry_run and not report.refused:
            kept.keep_copy(run.pk, asked, file)
        return report


def _modified_after(source: FeedSource, now: datetime) -> datetime | None:
    """What was modified since the last run, unless it is time to see again what is gone."""
    if source.kind != "hsds" or is_file(source.address) or source.modified_seen is None:
        return None
    recent = source.runs.filter(started__gt=now - _WHOLE_EVERY, dry_run=False, problem="").values_list(
        "report", flat=True
    )
    return source.modified_seen if any(report.get(_WHOLE) for report in recent) else None


def _finish(
    run: FeedRun, source: FeedSource, *, report: Report | None = None, problem: str = "", whole: bool = False
) -> None:
    run.finished = source.last_run = timezone.now()
    run.problem = problem[:2_000]
    if report is not None:
        run.dry_run = report.dry_run or bool(report.refused)
        run.report = report_data(report) | {_WHOLE: whole}
    run.save()
    source.save(update_fields=["last_run", "modified_seen"])


@contextmanager
def _alone() -> Iterator[None]:
    with (settings.BAKEN_HOME / "pull.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            raise FeedError("another pull is under way; try again when it is done") from problem
        yield
