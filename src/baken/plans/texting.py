"""The first door of a plan as a text message, for a phone without internet: where, when, which number.

It names neither the person nor the need: who reads along learns the name of a house. How many messages it takes is
counted as networks do (3GPP TS 23.038, 23.040).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from baken.core.hours import State
from baken.core.hours.opening import OpeningState
from baken.core.kinds import Reason
from baken.plans.kinds import PlanSheet, StepView
from baken.plans.phrasing import sentence

MOST_MESSAGES: Final = 3
_GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED: Final = frozenset("^{}\\[~]|€\f")  # each takes two places
_GSM_PLACES: Final = (160, 153)  # of a message alone, of one of several
_WIDE_PLACES: Final = (70, 67)
# what typesetters write, as phones can: else one of these makes every message less than half as long
_PLAIN: Final = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
# marks that only a screen needs; old phones draw them as boxes
_MARKS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069\u00ad"))


@dataclass(frozen=True, slots=True)
class TextMessage:
    """`wide`: with letters that plain text messages lack (UCS-2); `messages`: how many the network counts."""

    text: str
    wide: bool
    messages: int


def plan_message(sheet: PlanSheet, language: str, *, address: str = "") -> TextMessage | None:
    """At most three messages long; None for a plan without a door. `address`: of a page to read on, left out where
    there is no room for it."""
    if not sheet.steps:
        return None
    step = sheet.steps[0]
    number = "".join(c for c in step.card.phones[0].number if c.isdigit() or c == "+") if step.card.phones else ""
    needed = [_house(step), *step.card.address_lines[:1], _opens(sheet, step, language), number]
    return next(counted for counted in _tries(needed, [*step.card.address_lines[1:2]], address) if counted is not None)


def counted(text: str) -> TextMessage:
    """As it would be sent."""
    plain = text.translate(_MARKS).translate(_PLAIN)
    if set(plain) <= _GSM | _GSM_EXTENDED:
        return TextMessage(plain, False, _messages([2 if c in _GSM_EXTENDED else 1 for c in plain], _GSM_PLACES))
    kept = text.translate(_MARKS)
    return TextMessage(kept, True, _messages([2 if ord(c) > 0xFFFF else 1 for c in kept], _WIDE_PLACES))


def _messages(widths: Sequence[int], places: tuple[int, int]) -> int:
    """A letter of two places is never cut in half by the end of a message."""
    alone, of_several = places
    if sum(widths) <= alone:
        return 1
    messages, taken = 1, 0
    for width in widths:
        if taken + width > of_several:
            messages, taken = messages + 1, 0
        taken += width
    return messages


def _tries(needed: Sequence[str], town: Sequence[str], address: str) -> Iterable[TextMessage | None]:
    """With everything; without the address of a page; without the town; the name of the house cut short."""
    house, *others = needed
    with_town = [house, *others[:1], *town, *others[1:]]
    yield _short_enough([*with_town, address])
    yield _short_enough(with_town)
    yield _short_enough(needed)
    for letters in range(60, 0, -10):
        yield _short_enough([house[:letters], *(part[:80] for part in others)])
    yield counted(house[:60])


def _short_enough(lines: Sequence[str]) -> TextMessage | None:
    message = counted("\n".join(line for line in lines if line))
    return message if message.messages <= MOST_MESSAGES else None


def _house(step: StepView) -> str:
    return step.card.organisation_name


def _opens(sheet: PlanSheet, step: StepView, language: str) -> str:
    """With the day, since a message is read on other days too."""
    state = step.door.open_now
    reason = (
        Reason("open.always") if step.door.candidate.opening.always else _reason(state, sheet.findings.question.when)
    )
    return sentence(reason, language)


def _reason(state: OpeningState, now: datetime) -> Reason:
    if state.state == State.OPEN and state.until is not None:
        today = now.astimezone(ZoneInfo(settings.BAKEN_TIMEZONE)).date()
        return Reason("open.now-until", None, {"until": state.until, "on_day": today})
    if state.next_opens is not None:
        return Reason("open.later-today", None, {"opens": state.next_opens, "on_day": state.next_opens.date()})
    return Reason("open.unknown")
