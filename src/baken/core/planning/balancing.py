"""So that a door which answers several needs does not get several shares of the people. See docs/algorithms/spread.md.

Iterative proportional fitting (Deming and Stephan 1940; Sinkhorn 1967) of who is sent where: each need's people all go
somewhere, and each door gets as many as its room is of all room, as nearly as the needs allow.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS = 60
LEAST, MOST = 0.2, 5.0  # a pull stays in between: which needs are asked how often is a guess


def pulls(room: Floats, answers: NDArray[np.bool_], traffic: Floats | None = None) -> Floats:
    """float64 (doors,): what each door's room counts times when doors are drawn for a need.

    `room`: (doors,) shares from 0. `answers`: (needs, doors). `traffic`: (needs,) people who ask, alike where not
    known. Doors without room or needs count once.
    """
    found = np.ones(len(room))
    able = np.flatnonzero((room > 0) & answers.any(axis=0))
    if not len(able):
        return found
    kinds, kind = np.unique(answers[:, able].T, axis=0, return_inverse=True)  # doors of the same needs are alike
    whole = np.zeros(len(kinds))
    np.add.at(whole, kind, room[able])
    people = np.ones(len(answers)) if traffic is None else traffic
    found[able] = _balanced(whole, kinds.T.astype(np.float64), people)[kind]
    return found


def _balanced(room: Floats, answers: Floats, traffic: Floats) -> Floats:
    aim = _fair(room, answers, traffic)
    pull = np.ones(len(room))
    for _ in range(ROUNDS):
        pull = np.clip(pull * aim / np.maximum(expected(room * pull, answers, traffic), 1e-12), LEAST, MOST)
    return pull


def expected(weights: Floats, answers: Floats, traffic: Floats) -> Floats:
    """float64 (doors,): how many people come when each need draws its doors by these weights."""
    offered = answers * weights
    whole = offered.sum(axis=1, keepdims=True)
    share = np.divide(offered, whole, out=np.zeros_like(offered), where=whole > 0)
    shared: Floats = traffic @ share
    return shared


def _fair(room: Floats, answers: Floats, traffic: Floats) -> Floats:
    """How many people each door should get: by room, among the doors that are joined to it by needs."""
    joined = (answers @ answers.T) > 0
    for _ in range(max(1, len(answers)).bit_length()):
        joined = (joined.astype(np.float64) @ joined) > 0
    near = (joined @ answers) > 0  # (needs, doors): of the same family
    of_door, of_need = near[answers.argmax(axis=0)], joined[answers.argmax(axis=0)]  # (doors, doors), (doors, needs)
    fair: Floats = room * (of_need @ traffic) / (of_door @ room)
    return fair
