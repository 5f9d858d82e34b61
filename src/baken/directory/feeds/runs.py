"""Imports as they are asked for, looked at and done by people: each leaves a run with its report, however it ends."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.utils import timezone

from baken.directory.feeds import FeedError, Line, Outcome, Report, import_feed, kept, report_data, report_from
from baken.directory.feeds.kept import Asked, Upload
from baken.directory.feeds.report import MOST_DETAILS
from baken.directory.models import FeedRun

RETIRE: Final = "retire"  # the field of the one refusal that an operator may set aside
_APPLIED_IN: Final = "applied_in"
_LOOKED_IN: Final = "looked_in"
_LEFT: Final = "left"
_OURS: Final = "something of ours failed; nothing was imported. It is written in the log of this machine"
_log = logging.getLogger("baken.directory")


class RunState(StrEnum):
    """`STOPPED`: whoever was at work on it ended before it was done, so that nothing was written. `LEFT`: somebody
    chose not to do it, and the files were deleted."""

    ASKS_COLUMNS = "asks columns"
    UNDER_WAY = "under way"
    STOPPED = "stopped"
    FAILED = "failed"
    REFUSED = "refused"
    LEFT = "left"
    LOOKED = "looked"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RunCard:
    """`by`: an e-mail address; empty for a timer or the terminal. The counts are of services."""

    id: UUID
    kind: str
    source: str
    started: datetime
    finished: datetime | None
    dry_run: bool
    state: RunState
    by: str
    problem: str = ""
    added: int = 0
    changed: int = 0
    removed: int = 0
    retired: int = 0
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class RunPage:
    """`files` by name, empty when they are no longer kept. `otherwise`: what an import did otherwise than the dry run
    before it said, since the directory had changed in between."""

    card: RunCard
    report: Report | None
    files: tuple[str, ...] = ()
    language: str = ""
    progress: tuple[int, int] | None = None
    applied_in: UUID | None = None
    looked_in: UUID | None = None
    otherwise: tuple[Line, ...] = field(default=())

    @property
    def may_apply(self) -> bool:
        return bool(self.files) and self.card.state is RunState.LOOKED

    @property
    def asks_even_so(self) -> bool:
        """Nothing stands in the way but that more than a fifth would be taken out of use."""
        return bool(self.files) and self.card.state is RunState.REFUSED and _only_retiring(self.report)

    @property
    def may_restart(self) -> bool:
        return bool(self.files) and self.card.state in (RunState.STOPPED, RunState.FAILED)


def ask(*, asked: Asked, uploads: Sequence[Upload], by: int | None) -> UUID:
    """Keeps the files for a dry run that is still to be carried out. Raises FeedError."""
    kept.forget_old_files()
    run_id = uuid4()
    kept.keep(run_id, asked, uploads)
    FeedRun.objects.create(id=run_id, kind=asked.kind, dry_run=True, by_id=by)
    return run_id


def ask_to_apply(*, run_id: UUID, retire: bool, even_so: bool, by: int | None) -> UUID:
    """A run that does what another has looked at, with its files. Raises FeedError where that may not be."""
    page, asked = run_page(run_id), kept.asked_of(run_id)
    if page is None or asked is None or not (page.may_apply or (page.asks_even_so and retire and even_so)):
        raise FeedError("this cannot be done (any more): look at the file again first")
    source_id = FeedRun.objects.values_list("source_id", flat=True).get(pk=run_id)
    new = FeedRun.objects.create(kind=asked.kind, source_id=source_id, dry_run=False, by_id=by)
    looked_in = asked.looked_in or str(run_id)
    try:
        wanted = replace(asked, retire_missing=retire, even_so=even_so, looked_in=looked_in)
        kept.hand_over(run_id, new.pk, wanted)
    except FeedError:
        new.delete()
        raise
    _note(run_id, **{_APPLIED_IN: str(new.pk)})
    return new.pk


def restart(*, run_id: UUID, by: int | None) -> None:
    """The same once more, after it was stopped or failed. Raises FeedError."""
    page = run_page(run_id)
    if page is None or not page.may_restart:
        raise FeedError("this cannot be tried again: look at the file anew")
    kept.begin_anew(run_id)
    FeedRun.objects.filter(pk=run_id).update(started=timezone.now(), finished=None, problem="", by_id=by)


def give_up(*, run_id: UUID, problem: str) -> None:
    """The files cannot be read at all: they are not kept."""
    _keep_problem(run_id, problem)
    kept.forget(run_id)


def leave_it(*, run_id: UUID) -> None:
    """Deletes the files; the report stays, and so does why it could not be done where it could not. Raises FeedError
    while somebody is at work on it."""
    page = run_page(run_id)
    if page is None or not page.files or page.card.state is RunState.UNDER_WAY:
        raise FeedError("its files are not here, or somebody is at work on them")
    if page.card.state not in (RunState.FAILED, RunState.REFUSED):
        FeedRun.objects.filter(pk=run_id, finished=None).update(finished=timezone.now())
        _note(run_id, **{_LEFT: "yes"})
    kept.forget(run_id)


def carry_out(run_id: UUID) -> bool:
    """Does what was asked, in one transaction, by whoever holds the lock of the run; whether anything was written.

    Raises FeedError where there is nothing to do. What keeps the files from being imported is kept with the run;
    so is, in a word, every other failure, which is raised too.
    """
    run = FeedRun.objects.filter(pk=run_id, finished=None).first()
    asked = kept.asked_of(run_id)
    if run is None or asked is None:
        raise FeedError("nothing is left to do of this import")
    with _ending(run_id):
        report = import_for(run_id, _given(run_id, asked), dry_run=run.dry_run, looked_in=asked.looked_in)
        if report.written:
            kept.forget(run_id)
        return report.written
    return False


def import_for(run_id: UUID, given: Mapping[str, Any], *, dry_run: bool, looked_in: str = "") -> Report:
    """What is written and the report of the run stand or fall together, also when the process ends right after it."""
    with kept.turn(), nullcontext() if dry_run else transaction.atomic():
        report = import_feed(**given, dry_run=dry_run)
        _keep_report(run_id, report, looked_in)
    return report


def _given(run_id: UUID, asked: Asked) -> dict[str, Any]:
    return {
        "kind": asked.kind,
        "paths": kept.files_of(run_id),
        "language": asked.language or None,
        "source": asked.source,
        "encoding": asked.encoding,
        "mapping": asked.mapping,
        "retire_missing": asked.retire_missing,
        "even_so": asked.even_so,
        "whole": asked.whole,
        "on_progress": kept.progress_writer(run_id),
    }


def recorded_import(*, given: Mapping[str, Any], dry_run: bool, by: int | None = None) -> Report:
    """`import_feed` with what it did kept as a run. Raises FeedError as it does."""
    kept.forget_old_files()
    run = FeedRun.objects.create(kind=given["kind"], dry_run=dry_run, by_id=by)
    try:
        with kept.held(run.pk):
            return import_for(run.pk, given, dry_run=dry_run)
    except FeedError as problem:
        _keep_problem(run.pk, str(problem))
        raise


def run_cards(*, offset: int = 0, limit: int = 50) -> tuple[RunCard, ...]:
    """The latest first."""
    runs = FeedRun.objects.select_related("source", "by").order_by("-started", "pk")
    return tuple(_card(run) for run in runs[offset : offset + limit])


def run_count() -> int:
    return FeedRun.objects.count()


def waiting_count() -> int:
    """Imports that wait for somebody: to say what the columns are, or whether what was looked at is to be done."""
    runs = FeedRun.objects.filter(pk__in=list(kept.kept_runs()))
    return sum(_state(run) in (RunState.ASKS_COLUMNS, RunState.LOOKED) for run in runs)


def run_page(run_id: UUID) -> RunPage | None:
    run = FeedRun.objects.select_related("source", "by").filter(pk=run_id).first()
    if run is None:
        return None
    report = report_from(run.report) if "rows" in run.report else None
    asked = kept.asked_of(run_id)
    looked_in = run.report.get(_LOOKED_IN)
    return RunPage(
        card=_card(run),
        report=report,
        files=tuple(file.name for file in kept.files_of(run_id)) if asked else (),
        language=asked.language if asked else "",
        progress=kept.progress_of(run_id),
        applied_in=_uuid(run.report.get(_APPLIED_IN)),
        looked_in=_uuid(looked_in),
        otherwise=_otherwise(report, looked_in) if report and looked_in and report.written else (),
    )


def _card(run: FeedRun) -> RunCard:
    names = ("added", "changed", "removed", "retired", "refusals")
    return RunCard(
        id=run.pk,
        kind=run.kind,
        source=run.source.name if run.source else "",
        started=run.started,
        finished=run.finished,
        dry_run=run.dry_run,
        state=_state(run),
        by=run.by.email if run.by else "",
        problem=run.problem,
        **{name: run.report.get(name, 0) for name in names},
    )


def _state(run: FeedRun) -> RunState:
    if run.finished is None:
        return _unfinished(run)
    if run.report.get(_LEFT):
        return RunState.LEFT
    if run.problem:
        return RunState.FAILED
    if run.report.get("refused"):
        return RunState.REFUSED
    return RunState.LOOKED if run.dry_run else RunState.DONE


def _unfinished(run: FeedRun) -> RunState:
    if kept.at_work(run.pk):
        return RunState.UNDER_WAY
    asked = kept.asked_of(run.pk)
    asks = asked is not None and asked.kind == "table" and asked.mapping is None
    return RunState.ASKS_COLUMNS if asks else RunState.STOPPED


def _otherwise(report: Report, looked_in: str) -> tuple[Line, ...]:
    looked = FeedRun.objects.filter(pk=looked_in).values_list("report", flat=True).first()
    if not looked or "rows" not in looked:
        return ()
    lines = report_from(looked).lines
    foreseen, told = {_key(line) for line in lines}, Counter((line.what, line.outcome) for line in lines)
    # of an outcome with more lines than are kept, nobody can say which were foreseen
    cut = {group for group, count in told.items() if count >= MOST_DETAILS}
    return tuple(line for line in report.lines if _key(line) not in foreseen and (line.what, line.outcome) not in cut)


def _key(line: Line) -> tuple[object, ...]:
    outcome = Outcome.REMOVED if line.outcome is Outcome.RETIRED else line.outcome
    return (line.what, outcome, line.id, line.changes)


def _only_retiring(report: Report | None) -> bool:
    return report is not None and bool(report.refused) and all(one.field == RETIRE for one in report.refused)


@contextmanager
def _ending(run_id: UUID) -> Iterator[None]:
    """Whatever goes wrong is kept with the run."""
    try:
        yield
    except FeedError as problem:
        _keep_problem(run_id, str(problem))
    except Exception:
        _keep_problem(run_id, _OURS)
        raise


def _keep_report(run_id: UUID, report: Report, looked_in: str = "") -> None:
    data = report_data(report) | ({_LOOKED_IN: looked_in} if looked_in else {})
    FeedRun.objects.filter(pk=run_id).update(report=data, finished=timezone.now(), problem="")


def _keep_problem(run_id: UUID, problem: str) -> None:
    try:
        unfinished = FeedRun.objects.filter(pk=run_id, finished=None)  # what stands written went well before
        unfinished.update(finished=timezone.now(), problem=problem[:2_000])
    except DatabaseError:
        _log.exception("What became of an import cannot be kept")


def _note(run_id: UUID, **said: str) -> None:
    run = FeedRun.objects.get(pk=run_id)
    FeedRun.objects.filter(pk=run_id).update(report={**run.report, **said})


def _uuid(said: object) -> UUID | None:
    return UUID(said) if isinstance(said, str) and said else None
