"""What a service asks of the people it serves. None is always «not known», and is answered with «ask»."""

from dataclasses import dataclass
from datetime import date

from baken.core.kinds import Gender, Residence


class RulesError(ValueError):
    """Rules that contradict themselves; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Inclusive, in years; None leaves that side open. `Ages()` is «all ages»."""

    minimum: int | None = None
    maximum: int | None = None

    def __post_init__(self) -> None:
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise RulesError(f"ages cannot run from {self.minimum} to {self.maximum}")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one service.

    `genders`: an empty set is «everyone». `welcome`: residence situations that are welcome; an empty set is
    «whatever your papers». `municipalities`: an empty set is «wherever you live»; otherwise names as
    people write them.
    """

    ages: Ages | None = None
    genders: frozenset[Gender] | None = None
    families_only: bool | None = None
    welcome: frozenset[Residence] | None = None
    asks_papers: bool | None = None  # do they ask to see any paper at all
    municipalities: frozenset[str] | None = None
    insurance_needed: bool | None = None
    wheelchair: bool | None = None
    referral_needed: bool | None = None  # must somebody else send the person; unknown says nothing
    planned_until: date | None = None  # the last day for which the source planned the service

    @property
    def for_some_only(self) -> bool:
        """Meant for a part of people: the young, women, families, one residence situation, one municipality."""
        young = self.ages is not None and self.ages.maximum is not None
        return bool(young or self.genders or self.families_only or self.welcome or self.municipalities)
