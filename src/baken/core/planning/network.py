"""What somebody near the person can do: one or two steps that need no service.

Chosen by need, then by its domain. Where violence or force is in play nobody nearby is named who could tell the
one who does it: a safe person outside the house stands alone.
"""

from collections.abc import Sequence

from baken.core.kinds import Reason

MOST = 2
SAFETY_FIRST = frozenset({"safety.home", "safety.exploitation", "safety.lgbti"})
BY_NEED = {
    "family.separation": "network.someone-trusted",
    "family.baby": "network.someone-trusted",
    "family.carer": "network.someone-trusted",
    "papers.none": "network.someone-trusted",
    "language.practise": "network.neighbour",
    "isolation.far-family": "network.someone-trusted",
}
BY_DOMAIN = {
    "family": "network.school",
    "isolation": "network.neighbour",
    "meeting": "network.neighbour",
    "talking": "network.someone-trusted",
    "safety": "network.someone-trusted",
    "health": "network.go-along",
    "mobility": "network.go-along",
    "digital": "network.helping-hand",
}
OTHERWISE = "network.someone-to-ask"


def own_network(needs: Sequence[str]) -> tuple[Reason, ...]:
    """At most two, in the order of the needs, each once."""
    in_danger = next((need for need in needs if need in SAFETY_FIRST), None)
    if in_danger is not None:
        return (Reason("network.safe-person", None, {"need": in_danger}),)
    found: dict[str, Reason] = {}
    for need in needs:
        code = BY_NEED.get(need) or BY_DOMAIN.get(need.split(".")[0], OTHERWISE)
        found.setdefault(code, Reason(code, None, {"need": need}))
    return tuple(found.values())[:MOST]
