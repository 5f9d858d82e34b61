"""Doors of several needs on one list: every need gets its turn, the likelier ones more often.

Which need somebody means is a guess with a probability. A list that follows the likeliest reading alone is of no use
when that reading is wrong; so readings take turns, each with the square root of its score as its weight (Penrose 1946)
and the places handed out by highest quotient (D'Hondt). A reading that is nearly certain keeps nearly all places.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

from baken.core.planning.kinds import Door


def in_turns(lines: Mapping[str, Sequence[Door]], scores: Mapping[str, float], limit: int) -> list[Door]:
    """At most `limit` doors, each once. `lines`: need -> its doors, best first; `scores`: need -> 0..1.

    A door that answers two needs counts as a turn of both. Ties go to the need that stands first in `lines`.
    """
    taken: dict[tuple[str, str | None], Door] = {}
    turns = dict.fromkeys(lines, 0)
    waiting = {need: list(doors) for need, doors in lines.items()}
    while len(taken) < limit and any(waiting.values()):
        able = [need for need, doors in waiting.items() if doors]
        need = max(able, key=lambda need: _claim(scores[need], turns[need]))
        door = waiting[need][0]
        taken[_identity(door)] = door
        for other, doors in waiting.items():
            if any(_identity(one) == _identity(door) for one in doors):
                turns[other] += 1
                waiting[other] = [one for one in doors if _identity(one) != _identity(door)]
    return list(taken.values())


def _claim(score: float, turns: int) -> float:
    return sqrt(max(score, 0.0)) / (turns + 1)


def _identity(door: Door) -> tuple[str, str | None]:
    return door.candidate.service_id, door.candidate.site_id
