"""What the pages of the desk show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.core.hours import state_at
from baken.core.hours.opening import ChangeKind
from baken.core.kinds import Text
from baken.core.planning.kinds import Capacity, Room
from baken.directory.selectors import DeskChange, DeskOrganisation, DeskPage, DeskService
from baken.directory.selectors.editing import ExceptionRow, OtherHours, Place, SiteEntry
from baken.needs.selectors import DomainCard, NeedCard
from baken.plans.facts_named import fact_name
from baken.web import said
from baken.web.desk.forms import ChangeForm, RoomForm, whole_day
from baken.web.desk.themes import ThemeForm
from baken.web.desk.themes.needs import NeedsForm
from baken.web.desk.themes.places import PlacesForm
from baken.web.desk.themes.week import ExceptionForm, WeekForm
from baken.web.said import Said, SaidNotice


@dataclass(frozen=True, slots=True)
class MinePage:
    """`searched`: a coordinator looks at every organisation; None: only at one's own."""

    mine: tuple[DeskOrganisation, ...]
    may_add: bool
    searched: str | None
    found: tuple[DeskOrganisation, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    id: UUID
    said: SaidNotice
    of_site: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """`due` in words; `room_form` keeps what was typed where it was wrong."""

    id: UUID
    name: Text
    status: str
    in_use: bool
    opening: Said | None
    room: Said
    room_chosen: str
    confirmed: str
    due: tuple[str, ...]
    changes: tuple[ChangeRow, ...]
    room_form: RoomForm


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A page to change something on. `known`: whether anything of it was ever said."""

    title: str
    address: str
    known: bool


@dataclass(frozen=True, slots=True)
class EditPage:
    title: str
    form: ThemeForm
    back: str
    back_name: str


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """`shown`: needs that stand above and are not repeated under their domain."""

    form: NeedsForm
    back: str
    back_name: str
    chosen: tuple[NeedCard, ...]
    suggested: tuple[NeedCard, ...]
    looked_up: bool
    domains: tuple[DomainCard, ...]
    shown: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlacesPage:
    form: PlacesForm
    back: str
    back_name: str
    organisation_id: UUID
    places: tuple[Place, ...]
    ticked: frozenset[UUID]
    looked_up: bool


@dataclass(frozen=True, slots=True)
class HoursPage:
    """`at`: the one place these hours are of; None: wherever the place has none of its own."""

    organisation_id: UUID
    service_id: UUID
    form: WeekForm
    back: str
    back_name: str
    at: Place | None
    places: tuple[Place, ...]
    others: tuple[OtherHours, ...]


@dataclass(frozen=True, slots=True)
class ExceptionsPage:
    organisation_id: UUID
    service_id: UUID
    form: ExceptionForm
    back: str
    back_name: str
    rows: tuple[ExceptionRow, ...]


@dataclass(frozen=True, slots=True)
class SitesPage:
    organisation_id: UUID
    organisation_name: str
    sites: tuple[SiteEntry, ...]


@dataclass(frozen=True, slots=True)
class SitePage:
    organisation_id: UUID
    site: SiteEntry
    themes: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True)
class SiteChangesPage:
    organisation_id: UUID
    site: SiteEntry
    changes: tuple[ChangeRow, ...]
    form: ChangeForm


@dataclass(frozen=True, slots=True)
class ServiceDesk:
    """`closed_tomorrow`: a change says so of the whole day already."""

    organisation_id: UUID
    organisation_name: str
    service: ServiceRow
    themes: tuple[ThemeRow, ...]
    closed_tomorrow: bool


@dataclass(frozen=True, slots=True)
class OrganisationDesk:
    """`others`: the person's other organisations, to switch to. `said_count`: what readers say that waits for an
    answer of this house."""

    id: UUID
    name: str
    confirmed: str
    services: tuple[ServiceRow, ...]
    due_count: int
    said_count: int
    others: tuple[DeskOrganisation, ...]
    themes: tuple[ThemeRow, ...]


def organisation_desk(
    page: DeskPage,
    *,
    others: Iterable[DeskOrganisation],
    themes: tuple[ThemeRow, ...],
    said_count: int,
    now: datetime,
    wrong: Mapping[UUID, RoomForm],
) -> OrganisationDesk:
    rows = tuple(service_row(service, now=now, room_form=wrong.get(service.id)) for service in page.services)
    return OrganisationDesk(
        id=page.id,
        name=page.name,
        confirmed=said.confirmed_on_said(page.confirmed_on, today=now.date()),
        services=rows,
        due_count=sum(bool(row.due) for row in rows),
        said_count=said_count,
        others=tuple(one for one in others if one.id != page.id),
        themes=themes,
    )


def service_row(service: DeskService, *, now: datetime, room_form: RoomForm | None = None) -> ServiceRow:
    first = service.candidates[0] if service.candidates else None
    return ServiceRow(
        id=service.id,
        name=service.name,
        status=service.status,
        in_use=service.in_use,
        opening=said.opening_said(state_at(first.opening, now), now=now) if first else None,
        room=room_words(service.capacity),
        room_chosen=service.capacity.room.value,
        confirmed=confirmed_words(service, today=now.date()),
        due=tuple(fact_name(kind) for kind in service.due),
        changes=tuple(change_row(change) for change in service.changes),
        room_form=room_form or RoomForm(standing_weeks=service.capacity.waiting_weeks),
    )


def confirmed_words(service: DeskService, *, today: date) -> str:
    return said.confirmed_on_said(service.confirmed_on, today=today) if service.filled_in else _("Not filled in yet.")


def room_words(capacity: Capacity) -> Said:
    """Said to the editor in every case; the public pages say only what matters to a visitor."""
    if capacity.room == Room.OPEN:
        return Said("open", _("There is room"))
    return said.room_said(capacity) or Said("asks", _("Room: not known"))


def change_row(change: DeskChange) -> ChangeRow:
    return ChangeRow(change.id, said.notice_said(change.notice), change.of_site)


def confirmed_message(count: int) -> str:
    return ngettext("Confirmed: %(count)s service.", "Confirmed: %(count)s services.", count) % {"count": count}


def closed_tomorrow(service: DeskService, today: date) -> bool:
    """Whether a change, of the service or of its only site, closes the whole of the day after `today`."""
    starts, ends = whole_day(day_after(today))
    return any(
        change.notice.kind == ChangeKind.CLOSED
        and (not change.of_site or len(service.candidates) == 1)
        and change.notice.starts <= starts
        and (change.notice.ends is None or change.notice.ends >= ends)
        for change in service.changes
    )


def day_after(today: date) -> date:
    return date.fromordinal(today.toordinal() + 1)
