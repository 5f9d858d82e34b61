"""Who answers: helplines for what is going on, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baken.core.hours import Opening, OpeningState, State, state_at
from baken.core.kinds import Text, Texts, TextState
from baken.guidance.models import Helpline, Topic

# What helps in each kind of danger, the most specific first; 112 is in all of them.
DANGER_TOPICS: dict[str, tuple[str, ...]] = {
    "suicide": ("suicide", "emergency", "listening"),
    "violence": ("violence", "emergency"),
    "homeless-tonight": ("homeless-tonight", "emergency"),
    "medical": ("emergency", "medical", "poison"),
}
# For whoever does not know what is going on.
URGENT: tuple[str, ...] = ("emergency", "suicide", "violence", "homeless-tonight")
ALL: tuple[str, ...] = tuple(Topic.values)

_SOONEST = (State.OPEN, State.UNKNOWN, State.OPENS_LATER, State.CLOSED)


@dataclass(frozen=True, slots=True)
class HelplineCard:
    """`number`, `whatsapp` and `chat_url` may each be empty; `languages` empty: not known («ask»).

    `opening`: at the moment asked about; `hours`: of any week, for what is kept or printed. Unless an editor confirmed
    the entry, say `source` and `source_date` beside it. `notes`: in the reader's language; where a machine drafted that
    and nobody checked it, what it was drafted from stands second.
    """

    code: str
    name: str
    number: str
    whatsapp: str
    chat_url: str
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    opening: OpeningState
    hours: Opening
    always: bool
    notes: tuple[Text, ...]
    source: str
    source_date: str
    confirmed: bool
    invented: bool


def topics_for(dangers: Sequence[str]) -> tuple[str, ...]:
    """The topics that answer these dangers or topics, the most specific of the first danger first.

    Raises ValueError for one that is neither.
    """
    unfolded = [topic for danger in dangers for topic in DANGER_TOPICS.get(danger, (danger,))]
    return tuple(str(Topic(topic)) for topic in dict.fromkeys(unfolded))


def helplines(
    *, country: str, topics: Sequence[str], when: datetime, languages: Sequence[str], reading: Sequence[str] = ()
) -> tuple[HelplineCard, ...]:
    """Helplines of the country for these topics or kinds of danger (none: URGENT), ordered for moment and person.

    First those open now, then those that speak an earlier one of `languages` (BCP-47, best first), then the more
    specific. 112 counts as speaking every language, but comes last for a bed tonight. Names and notes come in the
    first of `reading` that has them (none: of `languages`): who writes in one language may read another.
    Raises ValueError for an unknown topic or a `when` without time zone.
    """
    wanted = topics_for(topics) or URGENT
    found = [line for line in Helpline.objects.filter(country=country) if set(line.topics) & set(wanted)]
    cards = [_card(line, when, reading or languages) for line in found]
    return tuple(sorted(cards, key=lambda card: _order(card, wanted, languages)))


def _order(card: HelplineCard, wanted: Sequence[str], languages: Sequence[str]) -> tuple[int, int, int, str]:
    return (
        _SOONEST.index(card.opening.state),
        _language_rank(card, wanted, languages),
        min(wanted.index(topic) for topic in card.topics if topic in wanted),
        card.code,
    )


def _language_rank(card: HelplineCard, wanted: Sequence[str], languages: Sequence[str]) -> int:
    """The place of the first shared language; not known comes after all of them, another language last.

    The emergency number is for everyone, whatever they speak; but nobody is sent there first for a bed.
    """
    if Topic.EMERGENCY in card.topics:
        return len(languages) + 2 if wanted[0] == Topic.HOMELESS_TONIGHT else 0
    spoken = {tag.split("-")[0].casefold() for tag in card.languages}
    shared = (place for place, tag in enumerate(languages) if tag.split("-")[0].casefold() in spoken)
    return next(shared, len(languages) + bool(spoken))


def _card(line: Helpline, when: datetime, languages: Sequence[str]) -> HelplineCard:
    name = Texts.from_json(line.names).best(*languages)
    if name is None:
        raise ValueError(f"the helpline {line.code} has no name")
    return HelplineCard(
        code=line.code,
        name=name.text,
        number=line.number,
        whatsapp=line.whatsapp,
        chat_url=line.chat_url,
        channels=tuple(line.channels),
        languages=tuple(line.languages),
        topics=tuple(line.topics),
        opening=state_at(line.opening, when),
        hours=line.opening,
        always=line.always,
        notes=_notes(Texts.from_json(line.notes), languages),
        source=line.source,
        source_date=line.source_date,
        confirmed=line.confirmed,
        invented=line.invented,
    )


def _notes(notes: Texts, languages: Sequence[str]) -> tuple[Text, ...]:
    best = notes.best(*languages)
    if best is None:
        return ()
    if best.state is not TextState.MACHINE_DRAFTED:
        return (best,)
    drafted_from = Texts({part.language: part for part in notes if part.state is TextState.ORIGINAL}).best(*languages)
    return (best,) if drafted_from is None else (best, drafted_from)
