"""What the pages show, as frozen records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final
from uuid import UUID

from django.http import Http404
from django.utils.formats import date_format

from baken.core.kinds import Text
from baken.directory.entries import EntryKind
from baken.directory.provenance import Said
from baken.directory.selectors.doubts import ConflictCard, EntryName, PairPage
from baken.directory.selectors.history import Step
from baken.directory.selectors.provenance import Provenance
from baken.directory.selectors.quality import Cell, Judged
from baken.needs.selectors import DomainCard
from baken.web.city.codes import column_words
from baken.web.city.words import (
    Line,
    Sayer,
    criterion_words,
    field_words,
    reason_words,
    source_words,
    speaker_words,
    step_words,
)

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Pages:
    number: int
    pages: int
    total: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * PER_PAGE


def page_number(written: str) -> int:
    """Raises Http404 for what is no number of a page."""
    if not (written.isascii() and written.isdigit() and 1 <= int(written[:6]) <= 100_000):
        raise Http404
    return int(written[:6])


def pages(number: int, total: int) -> Pages:
    return Pages(number, max(1, ceil(total / PER_PAGE)), total)


@dataclass(frozen=True, slots=True)
class CityPage:
    """How many wait in each queue. `incomplete`: services that lack something that applies to them; `imports`: files
    that were looked at or ask for their columns, and are still kept."""

    suggestions: int
    passed_on: int
    conflicts: int
    pairs: int
    merges: int
    incomplete: int
    imports: int


@dataclass(frozen=True, slots=True)
class Side:
    source: str
    on: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    id: UUID
    entry: EntryName
    field: str
    standing: Side
    offered: Side


def conflict_views(cards: Sequence[ConflictCard]) -> tuple[ConflictView, ...]:
    say = Sayer([content for card in cards for content in (card.standing, card.offered)])
    return tuple(
        ConflictView(
            id=card.id,
            entry=card.entry,
            field=field_words(card.field),
            standing=_side(say, card.standing, card.standing_source, card.standing_on),
            offered=_side(say, card.offered, card.offered_source, card.offered_on),
        )
        for card in cards
    )


def _side(say: Sayer, content: Mapping[str, Any], source: str, on: str) -> Side:
    return Side(source_words(source), column_words("on", on), say.lines(content))


@dataclass(frozen=True, slots=True)
class ChangeView:
    field: str
    old: tuple[Line, ...]
    new: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """`what` was done and `by` whom, in words; never with a name."""

    step: Step
    what: str
    by: str
    changes: tuple[ChangeView, ...]
    newest: bool


def step_views(steps: Sequence[Step]) -> tuple[StepView, ...]:
    say = Sayer([content for step in steps for change in step.changes for content in (change.old, change.new)])
    return tuple(
        StepView(
            step,
            step_words(step.what),
            source_words(step.feed) or speaker_words(step.by),
            tuple(ChangeView(field_words(one.field), say.lines(one.old), say.lines(one.new)) for one in step.changes),
            newest=at == 0,
        )
        for at, step in enumerate(steps)
    )


@dataclass(frozen=True, slots=True)
class BesideView:
    """`code`: the name under which the choice is sent."""

    code: str
    field: str
    first: tuple[Line, ...]
    second: tuple[Line, ...]
    united: bool


@dataclass(frozen=True, slots=True)
class PairView:
    page: PairPage
    reasons: tuple[str, ...]
    percent: int
    first_who: str
    second_who: str
    differing: tuple[BesideView, ...]
    same: tuple[BesideView, ...]


def pair_view(page: PairPage) -> PairView:
    say = Sayer([content for fact in page.facts for content in (fact.first, fact.second)])
    rows = [
        (
            fact.same,
            BesideView(fact.field, field_words(fact.field), say.lines(fact.first), say.lines(fact.second), fact.united),
        )
        for fact in page.facts
    ]
    return PairView(
        page=page,
        reasons=reason_words(page.card.reasons),
        percent=percent(page.card.probability),
        first_who=_who(page.first),
        second_who=_who(page.second),
        differing=tuple(row for same, row in rows if not same),
        same=tuple(row for same, row in rows if same),
    )


def _who(said: Said) -> str:
    """Whose entry it is and when it was last confirmed, where that is known."""
    return ", ".join(filter(None, (source_words(said.source), date_format(said.on) if said.on else "")))


def percent(share: float) -> int:
    """Never «100 %»: nothing here is certain."""
    return min(99, int(share * 100))


@dataclass(frozen=True, slots=True)
class FactView:
    field: str
    lines: tuple[Line, ...]
    source: str
    by: str
    days: int | None
    due: bool


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    page: Provenance
    facts: tuple[FactView, ...]


def provenance_view(page: Provenance) -> ProvenanceView:
    say = Sayer([fact.said for fact in page.facts])
    return ProvenanceView(
        page,
        tuple(
            FactView(field_words(fact.field), say.lines(fact.said), fact.source, str(fact.by), fact.days, fact.due)
            for fact in page.facts
        ),
    )


@dataclass(frozen=True, slots=True)
class JudgedView:
    id: UUID
    organisation_id: UUID
    organisation: str
    name: Text
    percent: int
    missing: str
    areas: str


def judged_views(entries: Sequence[Judged]) -> tuple[JudgedView, ...]:
    return tuple(
        JudgedView(
            one.id,
            one.organisation_id,
            one.organisation,
            one.name,
            int(one.quality.score * 100),
            criterion_words(one.quality.missing),
            ", ".join(filter(None, one.areas)),
        )
        for one in entries
    )


@dataclass(frozen=True, slots=True)
class CompletenessRow:
    domain: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CompletenessView:
    """`areas`: towns, the last one (empty) for what has no place."""

    areas: tuple[str, ...]
    rows: tuple[CompletenessRow, ...]


def completeness_view(cells: Mapping[tuple[str, str], Cell], domains: Sequence[DomainCard]) -> CompletenessView:
    areas = sorted({area for _domain, area in cells}, key=lambda area: (area == "", area))
    rows = (
        CompletenessRow(domain.label.text, tuple(cells.get((domain.code, area), Cell()) for area in areas))
        for domain in domains
    )
    return CompletenessView(tuple(areas), tuple(rows))


@dataclass(frozen=True, slots=True)
class HistoryView:
    """`names`: whoever looks keeps the whole landscape, and may see which account it was."""

    entry: EntryName
    kind: EntryKind
    steps: tuple[StepView, ...]
    names: bool
