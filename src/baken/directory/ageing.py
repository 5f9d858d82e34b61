"""How long a fact of a service stays true without anybody saying so again: one interval per kind of fact.

Pure: it is given what was said when, and the day. `selectors.ageing` reads that from the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class FactKind(StrEnum):
    """In the order in which facts age."""

    ROOM = "room"
    HOURS = "hours"
    PHONES = "phones"
    LANGUAGES = "languages"
    PRICE = "price"
    RULES = "rules"
    TEXTS = "texts"


DAYS: Final[Mapping[FactKind, int]] = {
    FactKind.ROOM: 14,
    FactKind.HOURS: 90,
    FactKind.PHONES: 180,
    FactKind.LANGUAGES: 180,
    FactKind.PRICE: 180,
    FactKind.RULES: 180,
    FactKind.TEXTS: 365,
}

# Which kind a field of a service or of what hangs on it is of: names as in `field_sources` and `ServiceFacts`.
KIND_OF: Final[Mapping[str, FactKind]] = {
    **dict.fromkeys(("room", "waiting_weeks"), FactKind.ROOM),
    **dict.fromkeys(
        ("hours", "always", "holiday_rule", "schedules", "schedule_exceptions", "temporary_changes", "status"),
        FactKind.HOURS,
    ),
    **dict.fromkeys(("phones", "email", "url", "access", "appointment", "application_process"), FactKind.PHONES),
    "languages": FactKind.LANGUAGES,
    **dict.fromkeys(("free", "amount", "currency", "fees_description"), FactKind.PRICE),
    **dict.fromkeys(
        (
            *("minimum_age", "maximum_age", "ages_known", "genders", "families_only", "residence_rule", "welcome"),
            *("asks_papers", "area_rule", "municipalities", "insurance_needed", "referral_needed", "planned_until"),
            *("eligibility_description", "diverse_staff", "child_care", "faith", "lgbti_safe"),
        ),
        FactKind.RULES,
    ),
    **dict.fromkeys(("name", "alternate_name", "description", "needs", "locations"), FactKind.TEXTS),
}


class IntervalProblem(ValueError):
    """An interval of the settings that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Intervals:
    days: Mapping[FactKind, int]

    def is_due(self, kind: FactKind, said_on: date | None, today: date) -> bool:
        """Never said is due; said on the day itself plus the interval is due too."""
        return said_on is None or today - said_on >= timedelta(days=self.days[kind])


DEFAULT: Final = Intervals(DAYS)


def intervals(changed: Mapping[str, str]) -> Intervals:
    """The table, with what a deployment says otherwise: `{"room": "7"}`. Raises IntervalProblem."""
    days = dict(DAYS)
    for name, written in changed.items():
        if name not in set(FactKind):
            raise IntervalProblem(f"«{name}» is no kind of fact: {', '.join(FactKind)}")
        if not (written.isascii() and written.isdigit() and 1 <= int(written) <= 3650):
            raise IntervalProblem(f"{name}: give a number of days from 1 to 3650, not «{written}»")
        days[FactKind(name)] = int(written)
    return Intervals(days)


def due(said: Mapping[FactKind, date | None], *, today: date, table: Intervals = DEFAULT) -> tuple[FactKind, ...]:
    """The kinds of fact to ask about again, those that age fastest first. `said`: only kinds that say anything."""
    return tuple(kind for kind in FactKind if kind in said and table.is_due(kind, said[kind], today))
