"""Which few of many reasons are worth somebody's time: no line twice, nothing that another line already says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from baken.core.kinds import Reason, Verdict
from baken.plans.kinds import LeftOutView

# A reason is left out where one of these is given too: they say the same, or more.
SAID_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "plan.open-today": ("open.always", "open.now-until", "open.closes-soon", "open.later-today"),
    "open.later": ("plan.another-day",),
    "open.later-today": ("plan.too-late-after",),
    "open.now-until": ("plan.too-late-after",),
    "open.closes-soon": ("plan.too-late-after",),
    "open.unknown": ("open.holiday",),
    "plan.near-previous": ("plan.same-place",),
    "plan.same-stop": ("plan.same-place", "plan.near-previous"),
    "residence.any": ("papers.none-asked", "papers.asked-welcome"),
    "residence.welcome": ("papers.asked-welcome",),
    "residence.unknown": ("papers.unknown",),
    "papers.asked": ("papers.needed",),
    "room.ask": ("room.full",),
    "change.notice": ("change.closed", "change.closed-until", "change.remote-only", "change.remote-only-until"),
    "access.unknown": ("access.walk-in", "access.by-appointment"),
}
# What is kept, on paper or on a phone, is read on other days too.
TRUE_TODAY_ONLY: Final = frozenset(
    {
        "plan.open-today",
        "plan.another-day",
        "open.now-until",
        "open.closes-soon",
        "open.closes-before-arrival",
        "open.later-today",
    }
)
MOST_ON_SCREEN: Final = 8
MOST_ON_PAPER: Final = 6

# Who does not know this goes for nothing.
_BEFORE_GOING: Final = frozenset(
    {
        "access.by-appointment",
        "access.phone-only",
        "access.online-only",
        "price.paid",
        "papers.needed",
        "insurance.needed",
        "referral.needed",
    }
)
# True of nearly every door, so told only where there is room.
_COMMON: Final = (
    "age.any",
    "gender.everyone",
    "families.everyone",
    "municipality.any",
    "room.open",
    "plan.several-needs",
    "plan.only-door",
    "fresh.confirmed",
)


def most_useful(reasons: Iterable[Reason], *, most: int, told: Iterable[str] = ()) -> tuple[Reason, ...]:
    """At most `most` of `reasons`, in their order. `told`: codes that the page says elsewhere.

    What turns somebody away is never dropped for anything else; then comes what has to be known before going.
    """
    each = {(reason.code, tuple(sorted(reason.facts.items(), key=str))): reason for reason in reasons}
    given = {reason.code for reason in each.values()}
    elsewhere = frozenset(told)
    worth = [
        reason
        for reason in each.values()
        if reason.code not in elsewhere and not given.intersection(SAID_BY.get(reason.code, ()))
    ]
    if any(reason.verdict is Verdict.ASK for reason in worth if reason.code != "plan.ask-first"):
        worth = [reason for reason in worth if reason.code != "plan.ask-first"]
    kept = sorted(range(len(worth)), key=lambda place: (_weight(worth[place]), place))[:most]
    return tuple(worth[place] for place in sorted(kept))


def _weight(reason: Reason) -> int:
    if reason.verdict is Verdict.NO or reason.code.startswith("change.") or reason.code == "room.full":
        return 0
    if reason.code in _BEFORE_GOING:
        return 1
    if reason.code in _COMMON:
        return 4
    return 3 if reason.code.startswith("fresh.") else 2


def worth_saying(left_out: Sequence[LeftOutView]) -> tuple[LeftOutView, ...]:
    """Without the doors that only do what a step does already: a need without a door is always told."""
    return tuple(view for view in left_out if view.need is not None or view.left_out.service_id is None)
