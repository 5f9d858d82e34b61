"""Changes to guidance by a person: each is recorded, can be taken back, and is never written over by a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from reversion.models import Version

from baken.accounts.permissions import Actor
from baken.core.hours import HolidayRule
from baken.core.kinds import TextState
from baken.guidance.checking import is_blank
from baken.guidance.history import kept_fields, recorded, state_of
from baken.guidance.models import Channel, GuidanceItem, Helpline, Kind
from baken.guidance.reading_helplines import is_number

# What a restored entry keeps of today: its identity, and what follows from the restoring itself.
# Not taken back: whose entry it is, and what a helpline is called, which comes from its file in ever more languages.
_OF_TODAY: Final = frozenset(
    {"id", "code", "origin", "edited", "changed_at", "confirmed", "confirmed_on", "names", "notes"}
)
OWN_ORIGIN: Final = "added here"

StoredTexts = dict[str, dict[str, str]]


class GuidanceError(ValueError):
    """The change was refused; the message begins with the field."""


class ChangedMeanwhile(GuidanceError):
    """Somebody else changed the entry after it was read for this change."""


class UnknownHelpline(GuidanceError):
    """There is no helpline with this code."""


class UnknownItem(GuidanceError):
    """There is no such item."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one item in one language. `anew`: they say something else than before, so that the other languages
    are out of date; otherwise they only say it better."""

    language: str
    title: str
    body: str = ""
    ask: str = ""
    anew: bool = False


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """Everything of an item that has no language. Codes as in the files."""

    publisher: str
    languages: tuple[str, ...]
    more_languages: bool
    forms: tuple[str, ...]
    audiences: tuple[str, ...]
    groups: tuple[str, ...]
    situations: tuple[str, ...]
    regions: tuple[str, ...]
    needs: tuple[str, ...]
    address: str
    source: str
    source_date: str
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class Answering:
    """When and how a helpline answers. `days` (MO, TU, …) from `opens` to `closes`, or `always`; neither: not known."""

    number: str
    whatsapp: str
    chat_url: str
    languages: tuple[str, ...]
    always: bool = False
    days: tuple[str, ...] = ()
    opens: str = ""
    closes: str = ""


@transaction.atomic
def add_item(*, kind: str, words: Words, facts: ItemFacts, by: Actor) -> UUID:
    """Raises GuidanceError."""
    new_id = uuid4()
    item = GuidanceItem(id=new_id, code=f"own-{new_id.hex}", kind=Kind(kind), origin=OWN_ORIGIN)
    item.titles = {}
    with recorded(by, "added", item):
        _say(item, words)
        _take(item, facts)
    return new_id


@transaction.atomic
def change_item(*, item_id: UUID, words: Words, facts: ItemFacts, by: Actor, seen: datetime | None) -> None:
    """`seen`: when it was last changed, as the editor saw it; None, who saw nothing, changes nothing.

    Raises GuidanceError, ChangedMeanwhile, UnknownItem.
    """
    item = GuidanceItem.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise UnknownItem("item: it is not there")
    if seen != item.changed_at:
        raise ChangedMeanwhile("item: somebody else changed it meanwhile")
    with recorded(by, "changed", item):
        _say(item, words)
        _take(item, facts)


def _say(item: GuidanceItem, words: Words) -> None:
    item.titles = _said(item.titles, words, words.title)
    item.bodies = _said(item.bodies, words, words.body)
    item.asks = _said(item.asks, words, words.ask)
    if not item.titles:
        raise GuidanceError("title: give it a title in at least one language")


def _said(texts: Mapping[str, Mapping[str, str]], words: Words, text: str) -> StoredTexts:
    """The texts with this one in its language; empty takes it away."""
    kept = {tag: dict(part) for tag, part in texts.items()}
    text = "" if is_blank(text) else text.strip().replace("\r\n", "\n")
    if text == kept.get(words.language, {}).get("text", ""):
        return kept
    if words.anew:
        kept = {tag: {**part, "state": TextState.STALE.value} for tag, part in kept.items()}
    if not text:
        kept.pop(words.language, None)
    else:
        state = TextState.ORIGINAL if words.anew or not kept else TextState.REVIEWED
        kept[words.language] = {"text": text, "state": state.value}
    return kept


def _take(item: GuidanceItem, facts: ItemFacts) -> None:
    if is_blank(facts.source):
        raise GuidanceError("source: say where this is known from")
    for field, value in asdict(facts).items():
        setattr(item, field, _in_order(getattr(item, field), value) if isinstance(value, tuple) else value)
    item.edited = True
    item.save()


def _in_order(before: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """A form gives its choices in an order of its own: the same ones in another order are no change."""
    return list(before if sorted(before) == sorted(chosen) else chosen)


@transaction.atomic
def change_helpline(*, code: str, answering: Answering, by: Actor, on: date, seen: str) -> None:
    """Somebody called and knows: number, languages and hours become these, and no file writes over them any more.

    `seen`: the mark of what stood there for them. Raises GuidanceError, ChangedMeanwhile, UnknownHelpline.
    """
    line = _locked_helpline(code, seen)
    for number in filter(None, (answering.number, answering.whatsapp)):
        if not is_number(number):
            raise GuidanceError("number: write it with figures")
    if not (answering.number or answering.whatsapp or answering.chat_url):
        raise GuidanceError("number: a helpline needs a number, a WhatsApp number or an address to chat at")
    with recorded(by, "changed", line):
        line.channels = _channels(line, answering)
        line.number, line.whatsapp, line.chat_url = answering.number, answering.whatsapp, answering.chat_url
        line.languages, line.always, line.rules = list(answering.languages), answering.always, _rules(answering)
        if not line.rules:
            line.holidays = HolidayRule.UNKNOWN.value
        _confirm(line, "coordinator", on)


def _channels(line: Helpline, answering: Answering) -> list[str]:
    """A way with a number or an address is one, and one that lost it is none; a way whose number nobody ever knew
    stays."""
    ways = {
        Channel.PHONE.value: (line.number, answering.number),
        Channel.WHATSAPP.value: (line.whatsapp, answering.whatsapp),
        Channel.CHAT.value: (line.chat_url, answering.chat_url),
    }
    return [way for way, (before, now) in ways.items() if now or (not before and way in line.channels)]


def _rules(answering: Answering) -> list[dict[str, Any]]:
    if answering.always or not answering.days:
        return []
    if not (answering.opens and answering.closes):
        raise GuidanceError("opens: say from when until when")
    if answering.opens == answering.closes or len(set(answering.days)) < len(answering.days):
        raise GuidanceError("opens: say each day once, and another time for closing than for opening")
    return [{"days": list(answering.days), "opens": answering.opens, "closes": answering.closes}]


@transaction.atomic
def confirm_helpline(*, code: str, by: str, on: date, seen: str, actor: Actor | None = None) -> None:
    """An editor says that the entry is right. Files no longer overwrite it.

    `seen`: the mark of what stood there for them. Raises ChangedMeanwhile, UnknownHelpline.
    """
    line = _locked_helpline(code, seen)
    with recorded(actor or Actor(), "confirmed", line):
        _confirm(line, by, on)


def _confirm(line: Helpline, by: str, on: date) -> None:
    line.confirmed, line.confirmed_by, line.confirmed_on = True, by, on
    line.save()


def _locked_helpline(code: str, seen: str) -> Helpline:
    line = Helpline.objects.select_for_update().filter(code=code).first()
    if line is None:
        raise UnknownHelpline(f"there is no helpline {code!r}")
    if seen != state_of(line):
        raise ChangedMeanwhile("helpline: somebody else changed it meanwhile")
    return line


@transaction.atomic
def restore(*, entry: str, revision_id: int, by: Actor, on: date, seen: int) -> None:
    """Everything that the item (by id) or the helpline (by code) said in that revision. `seen`: the newest revision
    that whoever restores saw. Raises GuidanceError, ChangedMeanwhile."""
    row = locked_entry(entry)
    fields = _kept_then(row, revision_id, seen)
    with recorded(by, "restored", row):
        for field, value in fields.items():
            if field not in _OF_TODAY:
                setattr(row, field, value)
        if isinstance(row, Helpline):
            _confirm(row, "coordinator", on)
        else:
            row.edited = True
            row.save()


def _kept_then(row: GuidanceItem | Helpline, revision_id: int, seen: int) -> Mapping[str, Any]:
    versions = Version.objects.get_for_object(row)
    version, newest = versions.filter(revision=revision_id).first(), versions.first()
    if version is None or newest is None:
        raise GuidanceError(f"revision: {revision_id} does not hold this entry")
    if newest.revision_id != seen:
        raise ChangedMeanwhile("entry: somebody else changed it meanwhile")
    fields = kept_fields(version)
    if fields is None:
        raise GuidanceError(f"revision: what {revision_id} kept of this entry is damaged")
    return fields


def locked_entry(entry: str) -> GuidanceItem | Helpline:
    """Raises UnknownItem."""
    try:
        found = GuidanceItem.objects.select_for_update().filter(pk=UUID(entry)).first()
    except ValueError:
        found = None
    row = found or Helpline.objects.select_for_update().filter(code=entry).first()
    if row is None:
        raise UnknownItem("entry: it is not there")
    return row
