"""One facet of a door at a time: how good it is for this asker, 0 to 1, and the reason to give for it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from baken.core.hours import ChangeKind, OpeningState, State, TemporaryChange
from baken.core.kinds import Reason, Verdict
from baken.core.planning.kinds import FAR_WALK_SECONDS, AccessMode, Candidate, Capacity, Room, SpokenBy, Way

SPOKEN_WORTH = {SpokenBy.STAFF: 1.0, SpokenBy.VOLUNTEER: 0.8, SpokenBy.UNKNOWN: 0.7, SpokenBy.INTERPRETER: 0.6}
SPOKEN_CODE = {
    SpokenBy.STAFF: "language.staff",
    SpokenBy.VOLUNTEER: "language.volunteer",
    SpokenBy.UNKNOWN: "language.spoken",
    SpokenBy.INTERPRETER: "language.interpreter",
}
SECOND_LANGUAGE = 0.8  # staff in the second language stand between an interpreter and a volunteer in the first
LANGUAGE_NOT_NAMED = 0.15
SAME_LANGUAGE = {"prs": "fa", "pes": "fa", "arb": "ar", "kmr": "ku"}  # codes of one language as people write them

HALF_WORTH_MINUTES = 20.0
WALK_UNKNOWN, NO_WALK = 0.4, 0.5
METRES_PER_SECOND = 1.25  # the pace of `core.reach`
RIDE_COST_SECONDS = 4 * 60  # a ride must be paid, found and caught: it counts as so much longer than it takes
FAR_TODAY = 0.5  # what being open counts for who must find a bus first

SOON_MINUTES = 15
ROOM_COUNTS_DAYS = 60
FRESH_DAYS, STALE_DAYS, WORTHLESS_DAYS = 90, 365, 730
ROOM_WORTH = {Room.OPEN: 1.0, Room.FEW: 0.8, Room.UNKNOWN: 0.5, Room.WAITING: 0.25, Room.FULL: 0.0}
REMOTE = frozenset({AccessMode.PHONE, AccessMode.MESSAGE, AccessMode.ONLINE})
COMES_TO_YOU = frozenset({AccessMode.HOME_VISIT, AccessMode.OUTREACH})


class Facet(NamedTuple):
    worth: float
    reasons: tuple[Reason, ...] = ()


def _ask(code: str, **facts: object) -> Reason:
    return Reason(code, Verdict.ASK, facts)


def _yes(code: str, **facts: object) -> Reason:
    return Reason(code, Verdict.YES, facts)


# Reasons without facts never differ: they are made once.
PRICE = {
    True: Facet(1.0, (_yes("price.free"),)),
    False: Facet(0.0, (Reason("price.paid"),)),
    None: Facet(0.5, (_ask("price.unknown"),)),
}
ROOMS = {
    Room.OPEN: (_yes("room.open"),),
    Room.FEW: (_yes("room.few"),),
    Room.WAITING: (Reason("room.waiting"),),
    Room.FULL: (Reason("room.full"),),
}
ROOM_UNKNOWN = Facet(ROOM_WORTH[Room.UNKNOWN])
ONLINE_ONLY = (Reason("access.online-only"),)
PHONE_ONLY = (Reason("access.phone-only"),)
COMES = (_yes("access.comes-to-you"),)
WALK_IN = (_yes("access.walk-in"),)
BOOKED = (Reason("access.by-appointment"),)
ACCESS_UNKNOWN = (_ask("access.unknown"),)
OPEN_ALWAYS = (_yes("open.always"),)
OPEN_UNKNOWN = (_ask("open.unknown"),)
OPEN_HOLIDAY = (_ask("open.holiday"),)
CLOSED = (Reason("open.closed"),)
NO_WAY = (Reason("walk.no-way"),)
NEVER_CONFIRMED = (_ask("fresh.never"),)
LANGUAGE_UNSAID = Facet(0.5)
LANGUAGE_UNKNOWN = Facet(0.4, (_ask("language.unknown"),))


def need_worth(need_fit: Mapping[str, float]) -> float:
    """The best fit, with a little for every further need that the same door answers."""
    if not need_fit:
        return 0.0
    fits = need_fit.values()
    best = max(fits)
    return 0.85 * best + 0.15 * min(1.0, sum(fits) - best)


def language_facet(spoken: Mapping[str, SpokenBy], said: tuple[str, ...]) -> Facet:
    """`said`: the person's tags, best first. Nothing said: every door is equal."""
    if not said:
        return LANGUAGE_UNSAID
    if not spoken:
        return LANGUAGE_UNKNOWN
    languages = _primaries(said)
    best, how, which = 0.0, SpokenBy.INTERPRETER, ""
    for tag, by in spoken.items():
        language = primary(tag)
        if language in languages:
            worth = SPOKEN_WORTH[by] * (1.0 if language == languages[0] else SECOND_LANGUAGE)
            if (worth, which) > (best, tag):
                best, how, which = worth, by, tag
    return _spoken_facet(best, how, which) if which else _not_named(said)


@lru_cache(maxsize=2048)
def _primaries(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(primary(tag) for tag in tags)


@lru_cache(maxsize=2048)
def primary(tag: str) -> str:
    """The language of a BCP-47 tag without script and region: Dari finds Persian."""
    language = tag.replace("_", "-").split("-")[0].casefold()
    return SAME_LANGUAGE.get(language, language)


@lru_cache(maxsize=2048)
def _spoken_facet(worth: float, how: SpokenBy, language: str) -> Facet:
    return Facet(worth, (_yes(SPOKEN_CODE[how], language=language),))


@lru_cache(maxsize=2048)
def _not_named(said: tuple[str, ...]) -> Facet:
    return Facet(LANGUAGE_NOT_NAMED, (_ask("language.not-named", languages=",".join(said)),))


def walk_facet(candidate: Candidate, seconds: float | None, *, walk_only: bool = False) -> Facet:
    """`seconds` None: nobody walks, or from where is not known; infinite: no way is known. `walk_only`: a bus is no
    answer for this person."""
    if seconds is None:
        if candidate.visited:
            return Facet(WALK_UNKNOWN)
        return Facet(1.0 if _comes_to_you(candidate) else NO_WALK)
    if seconds == float("inf"):
        return Facet(0.0, NO_WAY)
    worth = round(HALF_WORTH_MINUTES / (HALF_WORTH_MINUTES + seconds / 60), 3)
    return Facet(0.0, (far_reason(seconds, walk_only=walk_only),)) if seconds > FAR_WALK_SECONDS else Facet(worth)


def ride_facet(seconds: float) -> Facet:
    """`seconds` door to door with a bus or tram in it; a ride costs a little more than the same time on foot."""
    minutes = (seconds + RIDE_COST_SECONDS) / 60
    return Facet(round(HALF_WORTH_MINUTES / (HALF_WORTH_MINUTES + minutes), 3))


def rides(walk: float | None, travel: float | None) -> bool:
    """Whether riding is worth it: it gets there, and saves more than it costs."""
    if travel is None or travel == float("inf"):
        return False
    return walk is None or travel + RIDE_COST_SECONDS < walk


def boarding_reasons(way: Way | None, *, wheelchair: bool) -> tuple[Reason, ...]:
    """What a person in a wheelchair must ask before they ride."""
    if way is None or not wheelchair:
        return ()
    return tuple(_ask("ride.wheelchair-unknown", line=ride.line) for ride in way.rides if ride.wheelchair is None)


def far_reason(seconds: float, *, walk_only: bool = False) -> Reason:
    """How many kilometres a walk of so many seconds is, for who will not walk it."""
    code = "walk.far-on-foot" if walk_only else "walk.far"
    return Reason(code, None, {"km": round(seconds * METRES_PER_SECOND / 1000)})


def in_person_at_best(candidate: Candidate) -> float:
    """The worth of the ways to come, when no temporary change shuts the door."""
    access = candidate.access
    if not access:
        return 0.5
    if access <= REMOTE:
        return 0.0 if candidate.digital_only else 0.25
    return 1.0


def access_facet(candidate: Candidate, now: OpeningState) -> Facet:
    """In person first. A door that is shut for the time being and answers by phone counts as a phone."""
    worth = in_person_at_best(candidate)
    if not candidate.access:
        return Facet(worth, ACCESS_UNKNOWN)
    if candidate.access <= REMOTE:
        return Facet(worth, ONLINE_ONLY if candidate.digital_only else PHONE_ONLY)
    if now.change is not None and now.change.kind is ChangeKind.REMOTE_ONLY:
        worth = 0.25
    if _comes_to_you(candidate):
        return Facet(worth, COMES)
    return Facet(worth, BOOKED if needs_booking(candidate, now) else WALK_IN)


def _comes_to_you(candidate: Candidate) -> bool:
    return bool(candidate.access & COMES_TO_YOU) and not candidate.visited


def needs_booking(candidate: Candidate, state: OpeningState) -> bool:
    if state.by_appointment:
        return True
    return AccessMode.WALK_IN not in candidate.access and AccessMode.APPOINTMENT in candidate.access


def open_facet(
    candidate: Candidate, now: OpeningState, arrival: OpeningState, there: datetime, today: date, *, far: bool = False
) -> Facet:
    """`there`: the moment of arrival, which may be after midnight; `today`: the day on which somebody sets out.
    No appointment today beats an appointment today, and both beat another day."""
    worth = _open_worth(arrival, there, needs_booking(candidate, arrival), today) * (FAR_TODAY if far else 1.0)
    reasons = _open_reasons(now, arrival, today)
    until = arrival.until
    if until is not None and until.timestamp() - there.timestamp() < SOON_MINUTES * 60:
        worth, reasons = worth * 0.6, (Reason("open.closes-soon", None, {"until": until}),)
    return Facet(round(worth, 3), reasons + _change_reasons(now.change))


def open_at_best(candidate: Candidate) -> float:
    """The most that `open_facet` can give, without looking at the clock."""
    opening = candidate.opening
    if not (opening.rules or opening.always or opening.exceptions or opening.changes):
        return 0.3
    booked = AccessMode.WALK_IN not in candidate.access and AccessMode.APPOINTMENT in candidate.access
    return 0.5 if booked else 1.0


def opens_on(arrival: OpeningState, today: date) -> bool:
    """Whether a door that is shut on arrival opens on that day: who arrives after midnight set out the day before."""
    opens = arrival.next_opens
    return arrival.state is State.OPENS_LATER and opens is not None and opens.date() == today


def _open_worth(arrival: OpeningState, there: datetime, booked: bool, today: date) -> float:
    if arrival.state is State.OPEN:
        return 0.5 if booked else 1.0
    if opens_on(arrival, today):
        return 0.45 if booked else 0.8
    if arrival.state is State.UNKNOWN:
        return 0.3
    if arrival.next_opens is None:
        return 0.0
    days = (arrival.next_opens.timestamp() - there.timestamp()) / 86_400
    return max(0.1, (0.35 if booked else 0.4) - 0.02 * days)


def _open_reasons(now: OpeningState, arrival: OpeningState, today: date) -> tuple[Reason, ...]:
    if arrival.state is State.OPEN:
        return OPEN_ALWAYS if arrival.until is None else (_yes("open.now-until", until=arrival.until),)
    if now.state is State.OPEN and now.until is not None:
        missed = Reason("open.closes-before-arrival", None, {"until": now.until})
        return missed, *_not_open_reasons(arrival, today)
    return _not_open_reasons(arrival, today)


def _not_open_reasons(arrival: OpeningState, today: date) -> tuple[Reason, ...]:
    if arrival.state is State.UNKNOWN:
        return OPEN_HOLIDAY if arrival.holiday else OPEN_UNKNOWN
    if arrival.next_opens is None:
        return CLOSED
    if opens_on(arrival, today):
        return (_yes("open.later-today", opens=arrival.next_opens),)
    return (Reason("open.later", None, {"opens": arrival.next_opens}),)


def _change_reasons(change: TemporaryChange | None) -> tuple[Reason, ...]:
    if change is None:
        return ()
    if change.kind in (ChangeKind.HOURS, ChangeKind.NOTICE):
        return (Reason(f"change.{change.kind}"),)
    if change.ends is None:
        return (Reason(f"change.{change.kind}"),)
    return (Reason(f"change.{change.kind}-until", None, {"until": change.ends}),)


def room_facet(capacity: Capacity, today: date) -> Facet:
    """What was said of room counts for 60 days; without a date it counts."""
    if capacity.room is Room.UNKNOWN:
        return ROOM_UNKNOWN
    room = room_now(capacity, today)
    if room is Room.UNKNOWN:  # too long ago
        return Facet(ROOM_WORTH[room], (_ask("room.ask", said_on=capacity.said_on),))
    if room is Room.WAITING and capacity.waiting_weeks is not None:
        return Facet(ROOM_WORTH[room], (Reason("room.waiting-weeks", None, {"weeks": capacity.waiting_weeks}),))
    return Facet(ROOM_WORTH[room], ROOMS[room])


def room_now(capacity: Capacity, today: date) -> Room:
    said_on = capacity.said_on
    if said_on is not None and today.toordinal() - said_on.toordinal() > ROOM_COUNTS_DAYS:
        return Room.UNKNOWN
    return capacity.room


@lru_cache(maxsize=2048)
def fresh_facet(confirmed_on: date | None, today: date) -> Facet:
    if confirmed_on is None:
        return Facet(0.0, NEVER_CONFIRMED)
    age = (today - confirmed_on).days
    worth = min(1.0, max(0.0, (WORTHLESS_DAYS - age) / (WORTHLESS_DAYS - FRESH_DAYS)))
    stale = age > STALE_DAYS
    reason = Reason(
        "fresh.stale" if stale else "fresh.confirmed",
        Verdict.ASK if stale else Verdict.YES,
        {"confirmed_on": confirmed_on},
    )
    return Facet(round(worth, 3), (reason,))


def in_useful_order(reasons: Iterable[Reason], order: Mapping[str, int]) -> tuple[Reason, ...]:
    """By `order`, what stands against the door (verdict no) before all else."""

    def place(reason: Reason) -> int:
        return order[reason.code] - (len(order) if reason.verdict is Verdict.NO else 0)

    return tuple(sorted(reasons, key=place))
