"""Every reason this room adds, with the names of its facts: what a renderer must have sentences for.

`until` and `opens` are aware local datetimes; `language` and the parts of `languages` (joined by commas) are BCP-47
tags; `need`, `cause` and `symptom` are need codes; `step` counts from 1; `minutes`, `weeks` and `count` are whole.
"""

from collections.abc import Mapping
from types import MappingProxyType

DOOR_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "access.online-only": (),
        "access.phone-only": (),  # phone or messages, no door
        "access.comes-to-you": (),
        "access.walk-in": (),  # no appointment needed
        "access.by-appointment": (),
        "access.unknown": (),
        "language.staff": ("language",),
        "language.volunteer": ("language",),
        "language.spoken": ("language",),  # by whom is not said
        "language.interpreter": ("language",),
        "language.not-named": ("languages",),  # the person's, none of which is named; others are
        "language.unknown": (),
        "open.always": (),
        "open.now-until": ("until",),
        "open.closes-soon": ("until",),
        "open.closes-before-arrival": ("until",),
        "open.later-today": ("opens",),
        "open.later": ("opens",),
        "open.closed": (),  # no opening known within 14 days
        "open.unknown": (),
        "open.holiday": (),
        "change.closed": (),
        "change.closed-until": ("until",),
        "change.remote-only": (),
        "change.remote-only-until": ("until",),
        "change.hours": (),
        "change.notice": (),
        "room.open": (),
        "room.few": (),
        "room.waiting": (),
        "room.waiting-weeks": ("weeks",),
        "room.full": (),
        "room.ask": ("said_on",),  # what was said of room is too old to count
        "price.free": (),
        "price.paid": (),
        "price.unknown": (),
        "walk.no-way": (),
        "walk.far": ("km",),  # more than an hour on foot
        "walk.far-on-foot": ("km",),  # the same for who can only walk
        "ride.wheelchair-unknown": ("line",),
        "fresh.confirmed": ("confirmed_on",),
        "fresh.stale": ("confirmed_on",),
        "fresh.never": (),
    }
)

STEP_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "plan.urgent": ("need",),
        "plan.cause-first": ("cause", "symptom"),
        "plan.several-needs": ("count",),
        "plan.same-place": ("step",),
        "plan.near-previous": ("minutes",),
        "plan.same-stop": ("step",),  # one ride serves both
        "plan.open-today": (),
        "plan.another-day": ("opens",),
        "plan.too-late-after": ("step",),  # closes before you can be there after that step: go there first or again
        "plan.ask-first": (),
        "plan.only-door": ("need",),
    }
)

LEFT_OUT_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "left-out.no-door": (),
        "left-out.not-for-you": (),
        "left-out.only-online": (),
        "left-out.full": (),
        "left-out.not-open-soon": (),
        "left-out.enough-places": ("most",),
        "left-out.answered-by-step": ("step",),
    }
)

NETWORK_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "network.school": ("need",),
        "network.neighbour": ("need",),
        "network.someone-trusted": ("need",),
        "network.someone-to-ask": ("need",),
        "network.go-along": ("need",),
        "network.helping-hand": ("need",),
        "network.safe-person": ("need",),
    }
)

REASON_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {**DOOR_CODES, **STEP_CODES, **LEFT_OUT_CODES, **NETWORK_CODES}
)

# Every reason of a door, of eligibility too, most useful first. Those with verdict no go before all others.
MOST_USEFUL_FIRST = (
    "room.full",
    "change.closed",
    "change.closed-until",
    "change.remote-only",
    "change.remote-only-until",
    "access.online-only",
    "walk.no-way",
    "walk.far",
    "walk.far-on-foot",
    "planned.ended",
    "referral.needed",
    "language.staff",
    "language.volunteer",
    "language.spoken",
    "language.interpreter",
    "open.always",
    "open.now-until",
    "open.closes-soon",
    "open.closes-before-arrival",
    "open.later-today",
    "change.hours",
    "papers.none-asked",
    "papers.asked-welcome",
    "residence.welcome",
    "residence.any",
    "papers.needed",
    "papers.asked",
    "papers.unknown",
    "residence.depends",
    "residence.not-named",
    "residence.not-welcome",
    "residence.unknown",
    "gender.women-only",
    "gender.men-only",
    "gender.only",
    "families.only",
    "insurance.needed",
    "insurance.unknown",
    "wheelchair.no",
    "wheelchair.unknown",
    "ride.wheelchair-unknown",
    "wheelchair.yes",
    "municipality.elsewhere",
    "municipality.only",
    "municipality.unknown",
    "age.from",
    "age.to",
    "age.between",
    "age.unknown",
    "gender.unknown",
    "families.unknown",
    "language.not-named",
    "language.unknown",
    "open.holiday",
    "open.unknown",
    "room.ask",
    "room.waiting-weeks",
    "room.waiting",
    "room.few",
    "price.free",
    "access.walk-in",
    "access.comes-to-you",
    "access.phone-only",
    "access.by-appointment",
    "access.unknown",
    "open.later",
    "open.closed",
    "insurance.not-needed",
    "insurance.have",
    "municipality.any",
    "municipality.fits",
    "age.too-young",
    "age.too-old",
    "age.fits",
    "age.any",
    "gender.everyone",
    "families.everyone",
    "papers.bring",
    "room.open",
    "change.notice",
    "price.paid",
    "price.unknown",
    "fresh.stale",
    "fresh.never",
    "fresh.confirmed",
)
