"""The weights of the score and the limits of its parts: the table of docs/algorithms/ranking.md."""

from dataclasses import astuple, dataclass

from baken.core.planning.kinds import PlanningError


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the score counts. They add up to one by default, so that a score lies in 0 to 1."""

    need: float = 0.40
    verdict: float = 0.14
    language: float = 0.12
    open: float = 0.10
    walk: float = 0.10
    in_person: float = 0.05
    room: float = 0.04
    freshness: float = 0.025
    price: float = 0.025

    def __post_init__(self) -> None:
        if any(not 0 <= weight < float("inf") for weight in astuple(self)):
            raise PlanningError("every weight is a number from 0")


DEFAULT = Weights()
