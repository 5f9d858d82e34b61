"""How people who ask alike are shared among doors: the seed of a question, and what its doors' room counts for."""

from collections.abc import Iterable
from dataclasses import replace
from secrets import randbelow

import numpy as np

from baken.core.planning import SEEDS, Spread
from baken.core.planning.balancing import pulls
from baken.core.planning.covering import ANSWERS_FROM
from baken.core.planning.spreading import room_share
from baken.directory import selectors as directory
from baken.needs import selectors as needs_room
from baken.plans.kinds import Question


def new_seed() -> int:
    """A number that says nothing of who asks: each question gets its own."""
    return randbelow(SEEDS)


def spread_for(question: Question, needs: Iterable[str]) -> Spread | None:
    """None for a question without a seed: everybody gets the same order. One query."""
    if question.seed is None:
        return None
    spread = Spread(question.seed)
    around = needs_room.answered_around(needs, near=question.place, enough=ANSWERS_FROM)
    if around.answers.sum() == around.answers.any(axis=0).sum():
        return spread  # nobody answers two needs
    known = directory.rooms(around.ids)
    today = question.when.date()
    room = np.array([room_share(known[id_], today) if id_ in known else 0.0 for id_ in map(str, around.ids)])
    found = pulls(room, around.answers)
    return replace(spread, pulls={str(id_): float(pull) for id_, pull in zip(around.ids, found, strict=True)})
