"""How good an entry is, with its reasons: only criteria that apply to it count (docs/algorithms/quality.md). Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

COMPLETE: Final = 0.8  # an entry of at least this score is called complete


@dataclass(frozen=True, slots=True)
class Known:
    """What an entry says, as far as quality asks. `access`: ways to come in; empty: not known."""

    access: frozenset[str]
    needs: int
    health: bool
    languages: int
    described_in: int
    phones: bool
    written_to: bool
    on_the_map: bool
    addressed: bool
    hours: bool
    price: bool
    for_whom: bool
    papers: bool
    towns: bool
    wheelchair: bool
    insurance: bool
    room: bool
    confirmed: bool

    @property
    def visited(self) -> bool:
        """Whether people come to a place; not known counts as yes."""
        return not self.access or bool(self.access & {"walk-in", "appointment"})

    @property
    def keeps_hours(self) -> bool:
        """Whoever only makes appointments, or only writes on a page, keeps none."""
        return not self.access or bool(self.access & {"walk-in", "phone"})


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    weight: int
    met: Callable[[Known], bool]
    applies: Callable[[Known], bool] = lambda _known: True


CRITERIA: Final = (
    Criterion("needs", 3, lambda known: known.needs > 0),
    Criterion("confirmed", 3, lambda known: known.confirmed),
    Criterion("place", 3, lambda known: known.on_the_map, lambda known: known.visited),
    Criterion("hours", 3, lambda known: known.hours, lambda known: known.keeps_hours),
    Criterion("description", 2, lambda known: known.described_in > 0),
    Criterion("access", 2, lambda known: bool(known.access)),
    Criterion("contact", 2, lambda known: known.phones or known.written_to),
    Criterion("languages", 2, lambda known: known.languages > 0),
    Criterion("papers", 2, lambda known: known.papers),
    Criterion("translations", 1, lambda known: known.described_in > 1),
    Criterion("address", 1, lambda known: known.addressed, lambda known: known.visited),
    Criterion("wheelchair", 1, lambda known: known.wheelchair, lambda known: known.visited),
    Criterion("price", 1, lambda known: known.price),
    Criterion("for-whom", 1, lambda known: known.for_whom),
    Criterion("towns", 1, lambda known: known.towns),
    Criterion("room", 1, lambda known: known.room),
    Criterion("insurance", 1, lambda known: known.insurance, lambda known: known.health),
)
WEIGHTS: Final[Mapping[str, int]] = {criterion.code: criterion.weight for criterion in CRITERIA}


@dataclass(frozen=True, slots=True)
class Quality:
    """`score` from 0 to 1; `missing`: codes of the criteria that apply and are not met, the heaviest first."""

    score: float
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return self.score >= COMPLETE


def quality(known: Known) -> Quality:
    counted = [criterion for criterion in CRITERIA if criterion.applies(known)]
    missing = [criterion for criterion in counted if not criterion.met(known)]
    whole = sum(criterion.weight for criterion in counted)
    lacking = sum(criterion.weight for criterion in missing)
    heaviest = sorted(missing, key=lambda criterion: -criterion.weight)
    return Quality(1 - lacking / whole, tuple(criterion.code for criterion in heaviest))
