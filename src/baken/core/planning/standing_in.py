"""Which of several equally good doors a plan goes to: the one drawn by room, unless another saves a way."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from baken.core.planning.covering import answers
from baken.core.planning.kinds import Door
from baken.core.planning.ranking import place_in_line
from baken.core.planning.spreading import Placed, Spread, equals, in_shares

A_LITTLE = 1e-6  # decides between doors that are worth the same, and nothing else


def levelled(doors: Sequence[Door], needs: Sequence[str], spread: Spread, today: date) -> list[Door]:
    """`doors` (best first), in their order. Of those that answer the same of `needs`, the ones as good as the best
    are worth as much as it, the one drawn first a little more."""
    worth: dict[int, Door] = {}
    for alike in _by_needs(doors, needs):
        line: list[Placed] = [(place_in_line(door, today), door) for door in alike]
        best = alike[0]
        fit = {need: best.candidate.need_fit[need] for need in needs if answers(best, need)}
        equal = [line[at] for at in equals(line)]
        for turn, (_, door) in enumerate(in_shares(equal, spread, today, len(equal))):
            candidate = replace(door.candidate, need_fit={**door.candidate.need_fit, **fit})
            worth[id(door)] = replace(door, score=best.score - turn * A_LITTLE, candidate=candidate)
    return [worth.get(id(door), door) for door in doors]


def _by_needs(doors: Iterable[Door], needs: Sequence[str]) -> Iterable[list[Door]]:
    groups: dict[frozenset[str], list[Door]] = {}
    for door in doors:
        groups.setdefault(frozenset(need for need in needs if answers(door, need)), []).append(door)
    return groups.values()
