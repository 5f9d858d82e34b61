"""Needs, candidates and verdicts to ranked doors and a plan."""

from baken.core.planning.codes import REASON_CODES
from baken.core.planning.kinds import (
    AccessMode,
    AskedNeed,
    Asker,
    Candidate,
    Capacity,
    Door,
    LeftOut,
    Plan,
    PlanningError,
    Ride,
    Room,
    ScorePart,
    SpokenBy,
    Step,
    Travel,
    Walk,
    Way,
)
from baken.core.planning.plans import make_plan
from baken.core.planning.ranking import rank
from baken.core.planning.spreading import SEEDS, Spread
from baken.core.planning.weights import DEFAULT, Weights

__all__ = [
    "DEFAULT",
    "REASON_CODES",
    "SEEDS",
    "AccessMode",
    "AskedNeed",
    "Asker",
    "Candidate",
    "Capacity",
    "Door",
    "LeftOut",
    "Plan",
    "PlanningError",
    "Ride",
    "Room",
    "ScorePart",
    "SpokenBy",
    "Spread",
    "Step",
    "Travel",
    "Walk",
    "Way",
    "Weights",
    "make_plan",
    "rank",
]
