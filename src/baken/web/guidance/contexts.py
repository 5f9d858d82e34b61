"""What the pages of guidance show, as frozen records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from baken.core.kinds import Text
from baken.guidance import items as guidance
from baken.guidance.interpreting import End, Question
from baken.guidance.items import Found, ItemCard, Rights
from baken.needs.selectors import DomainCard, NeedCard
from baken.plans import formats
from baken.web.find.choices import domain_cards
from baken.web.find.contexts import reading_language
from baken.web.find.urgent import HelplineLine
from baken.web.guidance import words as said
from baken.web.guidance.forms import CardsForm, MaterialsForm, RightsForm, SearchForm
from baken.web.overview.contexts import text_note
from baken.web.working import reading_order

# Where somebody can be asked about each thing that rights are about: a need that doors answer.
ASK_AT: Final[Mapping[str, str]] = {
    "papers": "papers.lawyer",
    "work": "work.papers",
    "housing": "housing.find",
    "money": "money.benefit",
    "health": "health.insurance",
    "family": "family.school",
    "language": "language.learn",
    "safety": "safety.racism",
}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a text: a list, or paragraphs."""

    listed: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """`spoken`: languages in the reader's words. `note`: as `text_note` says how good the words are."""

    card: ItemCard
    kind: str
    blocks: tuple[Block, ...]
    forms: tuple[str, ...]
    spoken: tuple[str, ...]
    audiences: tuple[str, ...]
    groups: tuple[str, ...]
    regions: tuple[str, ...]
    situations: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Topic:
    domain: DomainCard
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """`found` None: nothing was asked yet. `topics`: everything, where nothing was found or asked."""

    form: SearchForm
    found: tuple[ItemView, ...] | None
    needs: tuple[NeedCard, ...]
    helplines: tuple[HelplineLine, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class MaterialsPage:
    form: MaterialsForm
    found: tuple[ItemView, ...]
    perhaps: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class CardsPage:
    form: CardsForm
    cards: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """`told` empty: to be asked, at doors that answer `ask_at`."""

    domain: DomainCard
    told: tuple[Text, ...]
    ask_at: str


@dataclass(frozen=True, slots=True)
class Cell:
    value: str
    told: int
    region: str


@dataclass(frozen=True, slots=True)
class Row:
    situation: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RightsPage:
    """`asked`: a situation or a region was chosen; before that only the table of all of them stands there."""

    form: RightsForm
    asked: bool
    chosen: tuple[str, ...]
    known: tuple[ItemView, ...]
    perhaps: tuple[ItemView, ...]
    themes: tuple[Theme, ...]
    regions: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class InterpreterPage:
    """A question (`number` of those asked so far), or the end."""

    answers: tuple[str, ...]
    question: str
    end: str

    @property
    def number(self) -> int:
        return len(self.answers) + 1


def item_view(card: ItemCard) -> ItemView:
    reader = reading_language()
    return ItemView(
        card=card,
        kind=str(said.KIND[card.kind]),
        blocks=blocks_of(card.body.text) if card.body else (),
        forms=said.in_words(card.forms, said.FORM),
        spoken=tuple(formats.language_name(tag, reader) for tag in card.languages),
        audiences=said.in_words(card.audiences, said.AUDIENCE),
        groups=said.in_words(card.groups, said.GROUP),
        regions=said.in_words(card.regions, said.REGION),
        situations=said.in_words(card.situations, said.RESIDENCE),
        note=text_note([card.title, card.body, card.ask], reader),
    )


def item_views(cards: Iterable[ItemCard]) -> tuple[ItemView, ...]:
    return tuple(item_view(card) for card in cards)


def blocks_of(text: str) -> tuple[Block, ...]:
    """Lines that begin with a dash are a list."""
    blocks: list[Block] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        listed = line.startswith("- ")
        words = line.removeprefix("- ")
        if blocks and blocks[-1].listed and listed:
            blocks[-1] = Block(True, (*blocks[-1].lines, words))
        else:
            blocks.append(Block(listed, (words,)))
    return tuple(blocks)


def overview_page(form: SearchForm, found: Found | None, helplines: tuple[HelplineLine, ...]) -> OverviewPage:
    items = item_views(found.items) if found else None
    domains = domain_cards()
    needs = {need.code: need for domain in domains for need in domain.needs}
    return OverviewPage(
        form=form,
        found=items,
        needs=tuple(needs[code] for code in found.needs if code in needs) if found else (),
        helplines=helplines,
        topics=() if items else topics(domains),
    )


def topics(domains: Sequence[DomainCard]) -> tuple[Topic, ...]:
    """Everything there is, each under the first thing that it is about."""
    views = item_views(guidance.everything(*reading_order()))
    first = {
        domain.code: tuple(view for view in views if view.card.domains[:1] == (domain.code,)) for domain in domains
    }
    return tuple(Topic(domain, first[domain.code]) for domain in domains if first[domain.code])


def rights_page(form: RightsForm) -> RightsPage:
    """What is told of the chosen situation and region, theme by theme; and the table of all of them."""
    situation, region = form.asked() if form.is_valid() else ("", "")
    asked = bool(situation or region)
    found = guidance.rights(situation, region, *reading_order())
    chosen = (*said.in_words([situation], said.RESIDENCE), *said.in_words([region], said.REGION))
    return RightsPage(
        form=form,
        asked=asked,
        chosen=chosen,
        known=item_views(found.known) if asked else (),
        perhaps=item_views(found.perhaps) if asked else (),
        themes=_themes(found) if asked else (),
        regions=tuple(str(words) for words in said.REGION.values()),
        rows=_rows(guidance.matrix(*reading_order())),
    )


def _themes(found: Rights) -> tuple[Theme, ...]:
    domains = {domain.code: domain for domain in domain_cards()}
    titles = {card.id: card.title for card in (*found.known, *found.perhaps)}
    return tuple(
        Theme(domains[code], tuple(titles[told] for told in found.told[code]), ASK_AT[code])
        for code in guidance.RIGHTS_DOMAINS
        if code in domains
    )


def _rows(counted: Mapping[tuple[str, str], int]) -> tuple[Row, ...]:
    return tuple(
        Row(
            str(said.RESIDENCE[situation.value]),
            tuple(
                Cell(f"{situation.value}/{region}", counted[situation.value, region], str(said.REGION[region]))
                for region in guidance.REGIONS
            ),
        )
        for situation in guidance.SITUATIONS
    )


def interpreter_page(answers: Sequence[str], here: Question | End) -> InterpreterPage:
    if isinstance(here, End):
        return InterpreterPage(tuple(answers), question="", end=here.value)
    return InterpreterPage(tuple(answers), question=str(said.QUESTION[here]), end="")
