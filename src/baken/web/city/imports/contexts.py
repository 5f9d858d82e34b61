"""What the pages for imports show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Final

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.directory.feeds import FieldChange, Line, Note, Outcome, Refusal, Report
from baken.directory.feeds.columns import FIELD_NAMES, KEEP, Column
from baken.directory.feeds.pulling import SourceCard
from baken.directory.feeds.runs import RunCard, RunPage, RunState
from baken.web.city.imports.forms import UploadForm
from baken.web.city.imports.naming import FIELD_GROUPS, KIND_NAMES, SECTION_NAMES, STATE_NAMES, WHAT_NAMES
from baken.web.city.words import source_words

PER_PAGE: Final = 100
RUNS_PER_PAGE: Final = 30
LEFT_OUT: Final = "-"


@dataclass(frozen=True, slots=True)
class RunRow:
    card: RunCard
    kind: str
    state: str

    @property
    def has_counts(self) -> bool:
        return self.card.state in (RunState.LOOKED, RunState.DONE)


@dataclass(frozen=True, slots=True)
class SourceRow:
    card: SourceCard
    kind: str


@dataclass(frozen=True, slots=True)
class ImportsPage:
    rows: tuple[RunRow, ...]
    number: int
    pages: int
    sources: tuple[SourceRow, ...]
    may_set_sources: bool


@dataclass(frozen=True, slots=True)
class UploadPage:
    form: UploadForm
    problem: str
    most_megabytes: int
    kept_hours: int


@dataclass(frozen=True, slots=True)
class CountRow:
    name: str
    organisations: int
    sites: int
    services: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the report. `what` in the reader's words; `changes` with who said what stands, where it is disputed."""

    what: str
    line: Line
    changes: tuple[tuple[FieldChange, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """`refused` or `entries`, never both. `told` of `total` are in the report at all."""

    name: str
    total: int
    told: int
    refused: tuple[Refusal, ...] = ()
    entries: tuple[Entry, ...] = ()
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class RunView:
    """`sections` are those of this page."""

    run: RunPage
    kind: str
    state: str
    counts: tuple[CountRow, ...]
    sections: tuple[Section, ...]
    otherwise: tuple[Entry, ...]
    notes: tuple[Note, ...]
    number: int
    pages: int
    watching: bool
    kept_hours: int

    @property
    def under_way(self) -> bool:
        return self.run.card.state is RunState.UNDER_WAY

    @property
    def nothing_new(self) -> bool:
        return self.run.card.state is RunState.LOOKED and not self.sections


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """`name` of the form's field."""

    name: str
    column: Column
    first: tuple[Choice, ...]
    groups: tuple[ChoiceGroup, ...]


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    run_id: str
    rows: tuple[ColumnRow, ...]
    keys: tuple[Choice, ...]
    save_as: str
    problem: str


def run_row(card: RunCard) -> RunRow:
    return RunRow(card, str(KIND_NAMES.get(card.kind, card.kind)), str(STATE_NAMES[card.state]))


def source_row(card: SourceCard) -> SourceRow:
    return SourceRow(card, str(KIND_NAMES.get(card.kind, card.kind)))


def run_view(run: RunPage, *, number: int, watching: bool, kept_hours: int) -> RunView:
    """`number` counts from 1; beyond the last page it is the last."""
    items = list(_items(run.report)) if run.report else []
    pages = max(1, ceil(len(items) / PER_PAGE))
    number = min(number, pages)
    row = run_row(run.card)
    return RunView(
        run=run,
        kind=row.kind,
        state=row.state,
        counts=_counts(run.report) if run.report and not run.report.refused else (),
        sections=_sections(run.report, items[(number - 1) * PER_PAGE : number * PER_PAGE]) if run.report else (),
        otherwise=tuple(map(_entry, run.otherwise[:PER_PAGE])),
        notes=run.report.notes[:PER_PAGE] if run.report else (),
        number=number,
        pages=pages,
        watching=watching,
        kept_hours=kept_hours,
    )


def _items(report: Report) -> Iterator[Refusal | Line]:
    """What is refused first; where anything is, nothing else matters yet."""
    yield from report.refused
    for outcome in SECTION_NAMES if not report.refused else ():
        yield from (line for line in report.lines if line.outcome is outcome)


def _sections(report: Report, items: list[Refusal | Line]) -> tuple[Section, ...]:
    found = []
    for outcome, some in groupby(items, lambda item: item.outcome if isinstance(item, Line) else None):
        here = list(some)
        refused = tuple(item for item in here if isinstance(item, Refusal))
        entries = tuple(_entry(item) for item in here if isinstance(item, Line))
        if outcome is None:
            found.append(Section(_("Refused: mend this first"), report.refusals, len(report.refused), refused))
        else:
            disputed = outcome is Outcome.DISPUTED
            told = sum(line.outcome is outcome for line in report.lines)
            name = str(SECTION_NAMES[outcome])
            found.append(Section(name, _total(report, outcome), told, entries=entries, disputed=disputed))
    return tuple(found)


def _total(report: Report, outcome: Outcome) -> int:
    kinds = (report.organisations, report.locations, report.services)
    if outcome is Outcome.RETIRED:
        return report.retired
    gone = report.retired if outcome is Outcome.REMOVED else 0
    return sum(int(getattr(counts, outcome.value)) for counts in kinds) - gone


def _entry(line: Line) -> Entry:
    return Entry(str(WHAT_NAMES[line.what]), line, tuple((change, _who(change)) for change in line.changes))


def _who(change: FieldChange) -> str:
    """In the reader's words, with the day; empty where nothing is disputed."""
    day = parse_date(change.on) if change.on else None
    return " · ".join(filter(None, (source_words(change.by), date_format(day) if day else "")))


def _counts(report: Report) -> tuple[CountRow, ...]:
    names = {"added": _("Added"), "changed": _("Changed"), "unchanged": _("Unchanged"), "removed": _("No longer in it")}
    names["disputed"] = _("Sources that disagree")
    kinds = (report.organisations, report.locations, report.services)
    return tuple(CountRow(name, *(getattr(counts, count) for counts in kinds)) for count, name in names.items())


def column_row(number: int, column: Column, chosen: str) -> ColumnRow:
    first = (
        Choice(KEEP, _("keep it beside the service as it is"), chosen == KEEP),
        Choice(LEFT_OUT, _("leave it out"), chosen == LEFT_OUT),
    )
    groups = tuple(
        ChoiceGroup(str(label), tuple(_field_choices(part, names, chosen))) for part, label, names in FIELD_GROUPS
    )
    return ColumnRow(f"column-{number}", column, first, groups)


def _field_choices(part: str, names: Mapping[str, object], chosen: str) -> Iterator[Choice]:
    for field in FIELD_NAMES:
        if field.partition(".")[0] == part:
            name = field.partition(".")[2]
            yield Choice(field, str(names.get(name, name)), field == chosen)
