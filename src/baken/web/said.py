"""Short things people read on several pages: open or not, how far, how sure; in the active language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from babel.numbers import format_currency
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from baken.core.hours.opening import ChangeKind, DayHours, OpeningState, State
from baken.core.kinds import Text
from baken.core.planning.facets import SOON_MINUTES, room_now
from baken.core.planning.kinds import AccessMode, Capacity, Door, Room, SpokenBy
from baken.directory.selectors import Notice, OrganisationPage, ServiceCard
from baken.plans import formats
from baken.plans.directions import door_way_sentence, leave_sentence
from baken.plans.freshness import confirmed_sentence, who_confirmed
from baken.plans.noticing import notice_sentence

# Where CLDR has no locale, or another name than people use.
_OWN_NAMES: Final[Mapping[str, str]] = {
    "ber": "Tamaziɣt",
    "rif": "Tarifit",
    "ary": "الدارجة",
    "kmr": "Kurmancî",
    "ku": "Kurdî",
    "ckb": "کوردی (سۆرانی)",
    "om": "Afaan Oromoo",
}


# What our own files say where no publication is named.
_NO_PUBLICATION: Final = frozenset(
    {gettext_noop("public knowledge, unconfirmed"), gettext_noop("invented for demonstration")}
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words and how they are meant: `open`, `shut`, `asks` (not known) or `plain`."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class SaidWay:
    """How to get there, in a line; empty where it is not known from where."""

    text: str = ""
    ridden: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language with its own name and who speaks it."""

    tag: str
    own_name: str
    by: str


@dataclass(frozen=True, slots=True)
class SaidNotice:
    text: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class SaidDay:
    day: str
    hours: tuple[str, ...]  # «09:00–12:00»
    note: str


def opening_said(state: OpeningState, *, now: datetime) -> Said:
    """«Open now · until 17:00», «Opens Tuesday 24 November at 10:00», «Ask: when are they open?»."""
    if state.state == State.OPEN:
        return Said("open", _open_words(state, now))
    if state.change is not None and state.change.kind == ChangeKind.REMOTE_ONLY:
        return Said("shut", _("Door closed for now: phone or online"))
    if state.state == State.UNKNOWN:
        holiday = _("Ask: are they open on this public holiday?")
        return Said("asks", holiday if state.holiday else _("Ask: when are they open?"))
    if state.next_opens is None:
        return Said("shut", _("Closed for now"))
    opens = state.next_opens
    words = {"time": formats.clock(opens), "day": formats.day(opens.date(), _language())}
    if state.state == State.OPENS_LATER or opens.date() == now.date():
        return Said("plain", _("Opens today at %(time)s") % words)
    if (opens.date() - now.date()).days == 1:
        return Said("plain", _("Opens tomorrow at %(time)s") % words)
    return Said("plain", _("Opens %(day)s at %(time)s") % words)


def _open_words(state: OpeningState, now: datetime) -> str:
    if state.until is None:
        return _("Open day and night")
    words = {"time": formats.clock(state.until)}
    if state.by_appointment:
        return _("Open until %(time)s, by appointment") % words
    if state.until - now < timedelta(minutes=SOON_MINUTES):
        return _("Open now · closes soon, at %(time)s") % words
    return _("Open now · until %(time)s") % words


def opening_then_said(state: OpeningState) -> Said | None:
    """For a question about another moment than now; None when the usual words serve."""
    if state.state != State.OPEN or state.until is None:
        return None
    return Said("open", _("Open then · until %(time)s") % {"time": formats.clock(state.until)})


def walk_said(seconds: int | None) -> str:
    if seconds is None:
        return ""
    minutes = formats.minutes(seconds)
    return ngettext("%(count)s minute on foot", "%(count)s minutes on foot", minutes) % {"count": minutes}


def way_said(door: Door, *, at_opening: bool = False) -> SaidWay:
    """On foot, or «24 min: bus 7 to Kerkplein, then 5 min on foot»; with when to leave, for who wants to be there as it
    opens."""
    if door.way is None:
        return SaidWay(door_way_sentence(door, _language()) if door.far else walk_said(door.walk_seconds))
    text = door_way_sentence(door, _language())
    return SaidWay(f"{leave_sentence(door.way, _language())} {text}" if at_opening else text, ridden=True)


def access_said(access: Iterable[AccessMode]) -> tuple[str, ...]:
    words = {
        AccessMode.WALK_IN: _("Walk in"),
        AccessMode.APPOINTMENT: _("By appointment"),
        AccessMode.PHONE: _("By phone"),
        AccessMode.MESSAGE: _("By WhatsApp or text message"),
        AccessMode.ONLINE: _("Online"),
        AccessMode.HOME_VISIT: _("They come to your home"),
        AccessMode.OUTREACH: _("They come to you outside"),
    }
    return tuple(words[mode] for mode in AccessMode if mode in set(access))


def spoken_said(languages: Mapping[str, SpokenBy], *, first: Iterable[str] = ()) -> tuple[Spoken, ...]:
    """The reader's languages first, then as the service says them."""
    words: dict[str, str] = {
        SpokenBy.STAFF: "",
        SpokenBy.VOLUNTEER: _("volunteer"),
        SpokenBy.INTERPRETER: _("interpreter on request"),
    }
    wanted = [tag for tag in first if tag in languages]
    tags = dict.fromkeys([*wanted, *languages])
    return tuple(Spoken(tag, own_name(tag), words.get(languages[tag], "")) for tag in tags)


def own_name(tag: str) -> str:
    """A language in its own letters; where nobody gives us that, its name in the reader's language."""
    written = dict(settings.LANGUAGES).get(tag) or _OWN_NAMES.get(tag)
    if written is None:
        own = formats.language_name(tag, tag)
        known = formats.locale_of(tag).language != "en" or tag.startswith("en")
        written = own[:1].upper() + own[1:] if known else formats.language_name(tag, _language())
    return written


def price_said(card: ServiceCard) -> Said:
    if card.free:
        return Said("open", _("Free"))
    if card.amount:
        return Said("plain", _money(card.amount, card.currency))
    if card.free is None and card.price is None:
        return Said("asks", _("Ask: what does it cost?"))
    return Said("plain", "" if card.price else _("It costs something. Ask how much."))


def _money(amount: Decimal, currency: str) -> str:
    return str(format_currency(amount, currency, locale=formats.locale_of(_language())))


def room_said(capacity: Capacity) -> Said | None:
    """None: nothing known, said too long ago, or simply room."""
    room = room_now(capacity, timezone.localdate())
    if room == Room.FULL:
        return Said("shut", _("Full for now: they take nobody new"))
    if room == Room.WAITING:
        weeks = capacity.waiting_weeks
        if weeks is None:
            return Said("asks", _("Waiting list. Ask how long."))
        counted = ngettext("Waiting list: about %(count)s week", "Waiting list: about %(count)s weeks", weeks)
        return Said("asks", counted % {"count": weeks})
    if room == Room.FEW:
        return Said("plain", _("A few places left"))
    return None


def confirmed_said(entry: ServiceCard | OrganisationPage, *, organisation: str) -> str:
    """«Confirmed 3 weeks ago by the organisation.»; never confirmed is said too."""
    by = who_confirmed(entry.confirmed_by, source=entry.source, organisation=organisation)
    return confirmed_sentence(entry.confirmed_on, today=timezone.localdate(), by=by, language=_language())


def confirmed_on_said(day: date | None, *, today: date) -> str:
    """Without by whom: at the desk of those who did."""
    return confirmed_sentence(day, today=today, by="", language=_language())


def notice_said(notice: Notice) -> SaidNotice:
    return SaidNotice(notice_sentence(notice, _language()), notice.text)


def days_said(days: Iterable[DayHours]) -> tuple[SaidDay, ...]:
    return tuple(_day_said(day) for day in days)


def _day_said(day: DayHours) -> SaidDay:
    hours = tuple(f"{formats.clock(opens)}–{formats.clock(closes)}" for opens, closes in day.spans)
    if not day.known:
        note = _("ask: public holiday") if day.holiday else _("ask")
    elif not hours:
        note = _("closed")
    else:
        note = _("by appointment") if day.by_appointment else ""
    return SaidDay(formats.short_day(day.day, _language()), hours, note)


def _language() -> str:
    return get_language() or "en"


def source_said(source: str) -> str:
    """Where a fact is known from: the name of a publication as it is, what is none in the reader's words."""
    return _(source) if source in _NO_PUBLICATION else source
