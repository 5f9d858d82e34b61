"""What there is to read, to follow and to claim: by choice, by need, by own words, and by situation and region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from baken.core.kinds import Text, Texts
from baken.core.wording import tokens
from baken.guidance.models import SITUATIONS, Audience, Form, Group, GuidanceItem, Kind, Region
from baken.needs import selectors as needs_room

__all__ = [
    "AUDIENCES",
    "FORMS",
    "GROUPS",
    "KINDS",
    "REGIONS",
    "RIGHTS_DOMAINS",
    "ROLES",
    "SITUATIONS",
    "Audience",
    "Choice",
    "Found",
    "ItemCard",
    "Kind",
    "Rights",
    "Shelf",
    "everything",
    "item",
    "items",
    "materials_for",
    "matrix",
    "rights",
    "search",
]  # fmt: skip

KINDS: Final[tuple[str, ...]] = tuple(Kind.values)
FORMS: Final[tuple[str, ...]] = tuple(Form.values)
AUDIENCES: Final[tuple[str, ...]] = tuple(Audience.values)
ROLES: Final[tuple[str, ...]] = tuple(role for role in Audience.values if role != Audience.EVERYONE)
GROUPS: Final[tuple[str, ...]] = tuple(Group.values)
REGIONS: Final[tuple[str, ...]] = tuple(Region.values)
# What everybody asks of their rights: each of these is told or is said to be asked.
RIGHTS_DOMAINS: Final = ("papers", "work", "housing", "money", "health", "family", "language", "safety")

_LEAST_LETTERS, _LEAST_ASCII = 3, 4  # of a word that can name a title
_COMMON: Final = 4  # in so many titles a word says nothing any more
_TITLE_WORD: Final = 0.6  # what one telling word of a title weighs beside a need that was understood (0..1)


@dataclass(frozen=True, slots=True)
class ItemCard:
    """`domains`: of its needs, in their order. Empty tuples: not known, so ask."""

    id: UUID
    code: str
    kind: str
    title: Text
    body: Text | None
    ask: Text | None
    publisher: str
    languages: tuple[str, ...]
    more_languages: bool
    forms: tuple[str, ...]
    audiences: tuple[str, ...]
    groups: tuple[str, ...]
    situations: tuple[str, ...]
    regions: tuple[str, ...]
    needs: tuple[str, ...]
    domains: tuple[str, ...]
    address: str
    source: str
    source_date: str
    invented: bool
    edited: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody looks for; empty: whatever."""

    domain: str = ""
    language: str = ""
    form: str = ""
    audience: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """`found` is what was asked for; of `perhaps` nobody said the language or the form: ask."""

    found: tuple[ItemCard, ...]
    perhaps: tuple[ItemCard, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`sure` false: we could not read the words as a question. `danger`: kinds of it, as the finder knows them."""

    items: tuple[ItemCard, ...]
    needs: tuple[str, ...]
    danger: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """`known`: told for this situation and region. `perhaps`: the source does not say whether it holds for them.
    `told`: domain -> ids of both; a domain without any is to be asked."""

    known: tuple[ItemCard, ...]
    perhaps: tuple[ItemCard, ...]
    told: Mapping[str, tuple[UUID, ...]]


def item(item_id: UUID, *languages: str) -> ItemCard | None:
    found = GuidanceItem.objects.filter(pk=item_id, in_force=True).first()
    return _card(found, languages) if found else None


def everything(*languages: str) -> tuple[ItemCard, ...]:
    """By kind and title. One query."""
    cards = [_card(row, languages) for row in GuidanceItem.objects.filter(in_force=True)]
    return tuple(sorted(cards, key=lambda card: (KINDS.index(card.kind), card.title.text.casefold())))


def items(kind: str, choice: Choice, *languages: str) -> Shelf:
    """One query. What is for everyone first, then by title."""
    cards = [card for card in _cards(languages, kind=kind) if _fits(card, choice)]
    sure = {card.id for card in cards if _surely(card, choice)}
    ordered = sorted(cards, key=lambda card: (Audience.EVERYONE not in card.audiences, card.title.text.casefold()))
    return Shelf(
        tuple(card for card in ordered if card.id in sure), tuple(card for card in ordered if card.id not in sure)
    )


def _fits(card: ItemCard, choice: Choice) -> bool:
    """Not ruled out: a language or form that the source does not name may still be there."""
    return (
        choice.domain in ("", *card.domains)
        and (choice.language in ("", *_bases(card.languages)) or card.more_languages or not card.languages)
        and (choice.form in ("", *card.forms) or not card.forms)
        and choice.audience in ("", *card.audiences)
        and choice.group in ("", *card.groups)
    )


def _surely(card: ItemCard, choice: Choice) -> bool:
    return choice.language in ("", *_bases(card.languages)) and choice.form in ("", *card.forms)


def _bases(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for tag in tags for part in (tag, tag.split("-")[0])))


def materials_for(
    needs: Sequence[str], *, speaks: Sequence[str], languages: Sequence[str], most: int
) -> list[ItemCard]:
    """For everybody to read or watch, for these needs (the most meant first); those in a language that the person
    speaks before those of which that is not known. One query."""
    place = {need: number for number, need in reversed(list(enumerate(needs)))}
    spoken = {tag.split("-")[0] for tag in speaks}
    cards = [
        card
        for card in _cards(languages, kind=Kind.MATERIAL)
        if Audience.EVERYONE in card.audiences and set(card.needs) & place.keys()
    ]

    def order(card: ItemCard) -> tuple[int, bool, str]:
        nearest = min(place[need] for need in card.needs if need in place)
        return nearest, not spoken & set(_bases(card.languages)), card.code

    return sorted(cards, key=order)[:most]


def rights(situation: str, region: str, *languages: str) -> Rights:
    """Either may be empty: not said. One query."""
    cards = [card for card in _cards(languages, kind=Kind.ENTITLEMENT) if _may_hold(card, situation, region)]
    known = tuple(card for card in cards if _holds(card, situation, region))
    perhaps = tuple(card for card in cards if card not in known)
    told = {
        domain: tuple(card.id for card in (*known, *perhaps) if domain in card.domains) for domain in RIGHTS_DOMAINS
    }
    return Rights(known, perhaps, told)


def matrix(*languages: str) -> Mapping[tuple[str, str], int]:
    """(situation, region) -> how many things are told of it for certain; 0: everything is to be asked. One query."""
    cards = list(_cards(languages, kind=Kind.ENTITLEMENT))
    return {
        (situation.value, region): sum(_holds(card, situation.value, region) for card in cards)
        for situation in SITUATIONS
        for region in REGIONS
    }


def _holds(card: ItemCard, situation: str, region: str) -> bool:
    return situation in card.situations and region in card.regions


def _may_hold(card: ItemCard, situation: str, region: str) -> bool:
    return (not (situation and card.situations) or situation in card.situations) and (
        not (region and card.regions) or region in card.regions
    )


def search(words: str, *languages: str) -> Found:
    """Own words to items: by the needs that they name, and by telling words of a title in any language; what is for
    everybody stands before what is for professionals.

    Raises EmptyQuestion, IndexMissing, IndexMismatch. Stores nothing.
    """
    understood = needs_room.understand(words=words, language=languages[0])
    meant = {need.code: need.score for need in understood.meant} if understood.sure else {}
    rows = list(GuidanceItem.objects.filter(in_force=True))
    by_title = _title_scores(rows, words)
    scored = {row.pk: max((meant.get(need, 0.0) for need in row.needs), default=0.0) + by_title(row) for row in rows}
    named = (row for row in rows if scored[row.pk] > 0)
    found = sorted(named, key=lambda row: (_for_work(row), -scored[row.pk], row.code))
    return Found(
        tuple(_card(row, languages) for row in found), tuple(meant), understood.danger, bool(meant) or bool(found)
    )


def _for_work(row: GuidanceItem) -> bool:
    """For professionals: after what is for everybody, who is worse at skipping it."""
    return row.kind in (Kind.CARD, Kind.TRAINING) or (
        row.kind == Kind.MATERIAL and bool(row.audiences) and Audience.EVERYONE not in row.audiences
    )


def _title_scores(rows: Sequence[GuidanceItem], words: str) -> Callable[[GuidanceItem], float]:
    asked = {word for word in tokens(words) if len(word) >= (_LEAST_ASCII if word.isascii() else _LEAST_LETTERS)}
    titled = {row.pk: _title_words(row) & asked for row in rows} if asked else {}
    common = Counter(word for named in titled.values() for word in named)
    return lambda row: _TITLE_WORD * sum(1 / common[word] for word in titled.get(row.pk, ()) if common[word] < _COMMON)


def _title_words(row: GuidanceItem) -> set[str]:
    return {word for text in Texts.from_json(row.titles) for word in tokens(f"{text.text} {row.publisher}")}


def _cards(languages: Sequence[str], *, kind: str) -> Iterable[ItemCard]:
    return (_card(row, languages) for row in GuidanceItem.objects.filter(in_force=True, kind=kind))


def _card(row: GuidanceItem, languages: Sequence[str]) -> ItemCard:
    title = Texts.from_json(row.titles).best(*languages)
    if title is None:
        raise ValueError(f"the item {row.code} has no title")
    return ItemCard(
        id=row.pk,
        code=row.code,
        kind=row.kind,
        title=title,
        body=Texts.from_json(row.bodies).best(*languages),
        ask=Texts.from_json(row.asks).best(*languages),
        publisher=row.publisher,
        languages=tuple(row.languages),
        more_languages=row.more_languages,
        forms=tuple(row.forms),
        audiences=tuple(row.audiences),
        groups=tuple(row.groups),
        situations=tuple(row.situations),
        regions=tuple(row.regions),
        needs=tuple(row.needs),
        domains=tuple(dict.fromkeys(need.split(".")[0] for need in row.needs)),
        address=row.address,
        source=row.source,
        source_date=row.source_date,
        invented=row.invented,
        edited=row.edited,
    )
