"""What the pages of the overview show, as frozen records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from baken.core.hours import day_hours, state_at
from baken.core.kinds import Text, TextState
from baken.core.planning.kinds import Candidate, Door
from baken.directory.selectors import OrganisationCard, OrganisationPage, ServiceCard, ServicePage, SiteCard
from baken.needs.selectors import DomainCard, NeedCard
from baken.web import said
from baken.web.overview.facts import Fact, facts_of
from baken.web.overview.forms import OverviewForm

HOURS_DAYS = 14


@dataclass(frozen=True, slots=True)
class SiteView:
    """One place of the service: where it is, whether it is open, its coming two weeks."""

    site: SiteCard | None
    opening: said.Said
    way: said.SaidWay
    hours: tuple[said.SaidDay, ...]


@dataclass(frozen=True, slots=True)
class ServiceView:
    """`back`: the question the reader came from, carried in the page and not in its address."""

    card: ServiceCard
    sites: tuple[SiteView, ...]
    facts: tuple[Fact, ...]
    needs: tuple[NeedCard, ...]
    notices: tuple[said.SaidNotice, ...]
    confirmed: str
    text_note: str
    others: tuple[ServiceCard, ...]
    back: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationView:
    page: OrganisationPage
    confirmed: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    card: ServiceCard
    needs: tuple[NeedCard, ...]


@dataclass(frozen=True, slots=True)
class ServicesPage:
    form: OverviewForm
    rows: tuple[ServiceRow, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class OrganisationsPage:
    cards: tuple[OrganisationCard, ...]
    total: int
    number: int
    pages: int


def service_view(
    page: ServicePage,
    domains: Sequence[DomainCard],
    *,
    now: datetime,
    back: tuple[tuple[str, str], ...],
    doors: Sequence[Door] = (),
) -> ServiceView:
    """`doors`: the places as the asker of a question meets them, in the order of the candidates; none without one."""
    language = get_language() or settings.LANGUAGE_CODE
    card = page.card
    ways = [said.way_said(door) for door in doors] or [said.SaidWay()] * len(page.candidates)
    return ServiceView(
        card=card,
        sites=tuple(
            _site_view(card, candidate, now, way) for candidate, way in zip(page.candidates, ways, strict=True)
        ),
        facts=facts_of(card, page.candidates[0], language) if page.candidates else (),
        needs=needs_of(card, domains),
        notices=tuple(said.notice_said(notice) for notice in card.notices),
        confirmed=said.confirmed_said(card, organisation=card.organisation_name),
        text_note=text_note([card.name, card.description], language),
        others=page.others,
        back=back,
    )


def _site_view(card: ServiceCard, candidate: Candidate, now: datetime, way: said.SaidWay) -> SiteView:
    site = next((site for site in card.sites if site.id == candidate.site_id), None)
    return SiteView(
        site=site,
        opening=said.opening_said(state_at(candidate.opening, now), now=now),
        way=way,
        hours=said.days_said(day_hours(candidate.opening, now.date(), HOURS_DAYS)) if candidate.opening.rules else (),
    )


def needs_of(card: ServiceCard, domains: Iterable[DomainCard]) -> tuple[NeedCard, ...]:
    known = {need.code: need for domain in domains for need in domain.needs}
    return tuple(known[code] for code in card.needs if code in known)


def text_note(texts: Iterable[Text | None], language: str) -> str:
    """How good the words are that the reader sees: `foreign`, `machine-drafted`, `stale` or nothing to say."""
    shown = [text for text in texts if text is not None]
    if any(text.language.split("-")[0] != language.split("-")[0] for text in shown):
        return "foreign"
    states = {text.state for text in shown}
    return next((state.value for state in (TextState.MACHINE_DRAFTED, TextState.STALE) if state in states), "")
