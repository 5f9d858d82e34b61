"""What coordinators see of guidance: every entry with what can be changed of it, and what changed, when, by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from reversion.models import Version

from baken.core.kinds import Text, Texts
from baken.guidance.editing import Answering, ItemFacts, Words
from baken.guidance.history import BEFORE, kept_fields, state_of
from baken.guidance.models import GuidanceItem, Helpline

MOST_STEPS: Final = 100
# What a helpline is called comes from its file: nobody here changes it.
_UNSEEN: Final = frozenset(
    {"id", "code", "origin", "edited", "changed_at", "confirmed", "confirmed_by", "confirmed_on", "names", "notes"}
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of the coordinators' list. `languages`: those that its title exists in."""

    id: UUID
    kind: str
    title: Text
    in_force: bool
    edited: bool
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelplineRow:
    code: str
    name: Text
    number: str
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class ItemToEdit:
    """`words` in the language asked for, empty where it has none; `beside`: the same texts as readers of another
    language see them; `seen`: when it was last changed."""

    id: UUID
    kind: str
    title: Text
    words: Words
    beside: tuple[Text, ...]
    facts: ItemFacts
    seen: datetime


@dataclass(frozen=True, slots=True)
class HelplineToEdit:
    """`seen`: a mark of how it stands now, to change or confirm just that."""

    code: str
    name: Text
    answering: Answering
    confirmed_on: date | None
    source: str
    source_date: str
    seen: str


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Step:
    """One revision, as `changed`, `added`, `confirmed` or `restored`; empty for how it stood before its first change.
    `who`: the e-mail address of whoever it was. `readable` false: what was kept of it is damaged."""

    revision_id: int
    at: datetime
    what: str
    who: str
    changes: tuple[Change, ...]
    readable: bool


def item_rows(*languages: str) -> tuple[ItemRow, ...]:
    rows = GuidanceItem.objects.order_by("kind", "code")
    return tuple(
        ItemRow(row.pk, row.kind, _worded(row.titles, languages), row.in_force, row.edited, tuple(row.titles))
        for row in rows
    )


def helpline_rows(country: str, *languages: str) -> tuple[HelplineRow, ...]:
    return tuple(
        HelplineRow(line.code, _worded(line.names, languages), line.number or line.whatsapp, line.confirmed_on)
        for line in Helpline.objects.filter(country=country)
    )


def item_to_edit(item_id: UUID, language: str, *others: str) -> ItemToEdit | None:
    row = GuidanceItem.objects.filter(pk=item_id).first()
    if row is None:
        return None
    texts = (row.titles, row.bodies, row.asks)
    own = [stored.get(language, {}).get("text", "") for stored in texts]
    beside = (_other(stored, language, others) for stored in texts)
    return ItemToEdit(
        row.pk,
        row.kind,
        _worded(row.titles, (language, *others)),
        Words(language, *own),
        tuple(text for text in beside if text is not None),
        _facts(row),
        row.changed_at,
    )


def _other(stored: Mapping[str, Mapping[str, str]], language: str, others: tuple[str, ...]) -> Text | None:
    return Texts.from_json({tag: part for tag, part in stored.items() if tag != language}).best(*others)


def _facts(row: GuidanceItem) -> ItemFacts:
    return ItemFacts(
        publisher=row.publisher,
        languages=tuple(row.languages),
        more_languages=row.more_languages,
        forms=tuple(row.forms),
        audiences=tuple(row.audiences),
        groups=tuple(row.groups),
        situations=tuple(row.situations),
        regions=tuple(row.regions),
        needs=tuple(row.needs),
        address=row.address,
        source=row.source,
        source_date=row.source_date,
        in_force=row.in_force,
    )


def helpline_to_edit(code: str, *languages: str) -> HelplineToEdit | None:
    line = Helpline.objects.filter(code=code).first()
    if line is None:
        return None
    rule: dict[str, Any] = line.rules[0] if line.rules else {"days": (), "opens": "", "closes": ""}
    answering = Answering(
        number=line.number,
        whatsapp=line.whatsapp,
        chat_url=line.chat_url,
        languages=tuple(line.languages),
        always=line.always,
        days=tuple(rule["days"]),
        opens=rule["opens"],
        closes=rule["closes"],
    )
    name = _worded(line.names, languages)
    return HelplineToEdit(line.code, name, answering, line.confirmed_on, line.source, line.source_date, state_of(line))


def name_of(entry: str, *languages: str) -> Text | None:
    """Of an item (by id) or a helpline (by code); None where there is no such entry."""
    try:
        item = GuidanceItem.objects.filter(pk=UUID(entry)).first()
    except ValueError:
        item = None
    if item is not None:
        return _worded(item.titles, languages)
    line = Helpline.objects.filter(code=entry).first()
    return _worded(line.names, languages) if line else None


def history(entry: str) -> tuple[Step, ...]:
    """Of an item (by id) or a helpline (by code), newest first; empty where nobody changed it since it came."""
    model = Helpline if Helpline.objects.filter(code=entry).exists() else GuidanceItem
    versions = (
        Version.objects.get_for_model(model).filter(object_id=entry).select_related("revision__user", "content_type")
    )
    found = list(versions.order_by("-pk")[: MOST_STEPS + 1])
    earlier = [*found[1:], None]  # one more than there are, where there are none
    steps = [_step(version, before) for version, before in zip(found, earlier, strict=False)]
    return tuple(steps[:MOST_STEPS])


def _step(version: Version, before: Version | None) -> Step:
    revision = version.revision
    old, new = kept_fields(before) if before else None, kept_fields(version)
    comment = revision.get_comment()
    return Step(
        revision_id=revision.pk,
        at=revision.date_created,
        what="" if comment == BEFORE else comment,
        who=revision.user.email if revision.user else "",
        changes=_changes(old, new) if old is not None and new is not None else (),
        readable=new is not None,
    )


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    fields = (field for field in new if field not in _UNSEEN)
    changes = (Change(field, *_what_differs(old.get(field), new[field])) for field in fields)
    return tuple(change for change in changes if change.old != change.new)


def _what_differs(old: Any, new: Any) -> tuple[Any, Any]:
    """Of a text, the languages in which it says something else (that the others are out of date now follows from that);
    of anything else, the whole."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return old, new
    tags = [tag for tag in {**old, **new} if _words(old.get(tag)) != _words(new.get(tag))]
    return _said_in(old, tags), _said_in(new, tags)


def _words(part: Any) -> Any:
    return part.get("text") if isinstance(part, dict) else part


def _said_in(text: dict[str, Any], tags: list[str]) -> dict[str, Any]:
    return {tag: text[tag] for tag in tags if tag in text}


def _worded(stored: Mapping[str, Mapping[str, str]], languages: tuple[str, ...]) -> Text:
    text = Texts.from_json(stored).best(*languages)
    if text is None:
        raise ValueError("an entry of guidance has no name")
    return text
