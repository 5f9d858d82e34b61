"""What readers say about entries: taken in, moderated, passed on, answered, forgotten. Nothing of who said it."""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from baken.directory.models import Organisation, Service, Suggestion, SuggestionKind, SuggestionState

MOST_WORDS: Final = 1000
WORDS_KEPT: Final = timedelta(days=90)
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH: Final = 10
KINDS: Final = tuple(SuggestionKind.values)
OPEN: Final = (SuggestionState.NEW.value, SuggestionState.PASSED_ON.value)


class SuggestionProblem(ValueError):
    """A suggestion that cannot be taken in or decided; the message says why."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many suggestions nobody has read, and how many are with an organisation."""

    new: int
    passed_on: int


@dataclass(frozen=True, slots=True)
class SuggestionCard:
    """`entry`: the name of what it is about; empty for what is not there."""

    id: UUID
    kind: str
    state: str
    words: str
    language: str
    area: str
    need: str
    note: str
    answer: str
    entry: str
    service_id: UUID | None
    organisation_id: UUID | None
    created: datetime
    decided_on: datetime | None


def new_reference() -> str:
    """A code that can be read out over a telephone and not be guessed."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))


@transaction.atomic
def suggest(
    *,
    kind: str,
    words: str,
    language: str,
    service_id: UUID | None = None,
    organisation_id: UUID | None = None,
    area: str = "",
    need: str = "",
) -> str:
    """The reference under which its state can be seen. Raises SuggestionProblem."""
    if kind not in SuggestionKind.values:
        raise SuggestionProblem(f"kind: «{kind[:20]}» is none of {', '.join(SuggestionKind.values)}")
    if len(words) > MOST_WORDS:
        raise SuggestionProblem(f"words: at most {MOST_WORDS} characters")
    if kind != SuggestionKind.MOVED and not words.strip() and not need:
        raise SuggestionProblem("words: say what is wrong")
    if service_id is not None:
        organisation_id = Service.objects.values_list("organisation", flat=True).filter(pk=service_id).first()
    row = Suggestion.objects.create(
        kind=kind,
        service_id=service_id,
        organisation_id=organisation_id,
        words=words.strip(),
        language=language,
        area=area,
        need=need,
        reference=new_reference(),
    )
    return str(row.reference)


def state_of(reference: str) -> SuggestionCard | None:
    """What came of it, for whoever has its code."""
    written = reference.upper().replace("-", "").strip()
    row = Suggestion.objects.select_related("service", "organisation").filter(reference=written).first()
    return None if row is None else _card(row)


def queue(*states: str) -> tuple[SuggestionCard, ...]:
    """For coordinators, the oldest first. One query."""
    return _cards(Suggestion.objects.filter(state__in=states or OPEN).order_by("created"))


def waiting() -> Waiting:
    """One query."""
    states = Counter(Suggestion.objects.filter(state__in=OPEN).values_list("state", flat=True))
    return Waiting(states[SuggestionState.NEW.value], states[SuggestionState.PASSED_ON.value])


def passed_on_to(organisation_id: UUID) -> tuple[SuggestionCard, ...]:
    """What its editors may answer, the oldest first. One query."""
    rows = Suggestion.objects.filter(organisation=organisation_id, state=SuggestionState.PASSED_ON)
    return _cards(rows.order_by("created"))


@transaction.atomic
def pass_on(*, suggestion_id: UUID, by: int, note: str = "") -> None:
    """To the editors of the organisation that it is about. Raises SuggestionProblem."""
    row = _open(suggestion_id)
    if row.organisation_id is None:
        raise SuggestionProblem("it is about no organisation that is here")
    _decide(row, SuggestionState.PASSED_ON, by, note=note)


@transaction.atomic
def close(*, suggestion_id: UUID, by: int, done: bool, answer: str, organisation_id: UUID | None = None) -> None:
    """Done, or declined with a reason that its writer can read. `organisation_id`: only one passed on to its editors.

    Raises SuggestionProblem.
    """
    row = _open(suggestion_id)
    if organisation_id is not None and (row.organisation_id, row.state) != (organisation_id, SuggestionState.PASSED_ON):
        raise SuggestionProblem("it was not passed on to this organisation")
    if not done and not answer.strip():
        raise SuggestionProblem("answer: say why not")
    _decide(row, SuggestionState.DONE if done else SuggestionState.DECLINED, by, answer=answer.strip())


@transaction.atomic
def forget_old_words(*, today: date) -> int:
    """Words of suggestions that were closed long ago. How many were emptied."""
    closed = Suggestion.objects.exclude(state__in=OPEN).exclude(words="")
    return closed.filter(decided_on__date__lt=today - WORDS_KEPT).update(words="")


def _open(suggestion_id: UUID) -> Suggestion:
    row = Suggestion.objects.select_for_update().filter(pk=suggestion_id, state__in=OPEN).first()
    if row is None:
        raise SuggestionProblem("there is no such suggestion that is still open")
    return row


def _decide(row: Suggestion, state: SuggestionState, by: int, *, note: str = "", answer: str = "") -> None:
    row.state, row.decided_on, row.decided_by_id = state, timezone.now(), by
    row.note, row.answer = note.strip() or row.note, answer or row.answer
    row.save(update_fields=["state", "decided_on", "decided_by", "note", "answer"])


def _cards(rows: QuerySet[Suggestion]) -> tuple[SuggestionCard, ...]:
    return tuple(_card(row) for row in rows.select_related("service", "organisation"))


def _card(row: Suggestion) -> SuggestionCard:
    return SuggestionCard(
        id=row.pk,
        kind=row.kind,
        state=row.state,
        words=row.words,
        language=row.language,
        area=row.area,
        need=row.need,
        note=row.note,
        answer=row.answer,
        entry=_entry(row.service, row.organisation),
        service_id=row.service_id,
        organisation_id=row.organisation_id,
        created=row.created,
        decided_on=row.decided_on,
    )


def _entry(service: Service | None, organisation: Organisation | None) -> str:
    return " · ".join(str(each) for each in (service, organisation) if each is not None)
