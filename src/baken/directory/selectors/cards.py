"""A service as people read it on a card: texts in their language where they exist, places, numbers, notices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from baken.core.hours.opening import ChangeKind
from baken.core.kinds import LatLon, Text, Texts, TextState
from baken.core.planning.kinds import AccessMode, SpokenBy
from baken.directory import models
from baken.directory.models.services import STALE_AFTER, UNKNOWN
from baken.directory.selectors.card_parts import Parts, Stored, load_parts


@dataclass(frozen=True, slots=True)
class PhoneCard:
    number: str
    kind: str  # voice | whatsapp | sms | textphone


@dataclass(frozen=True, slots=True)
class Notice:
    """A temporary change in force or announced; `opens`/`closes` where the hours are changed."""

    kind: ChangeKind
    starts: datetime
    ends: datetime | None
    text: Text | None
    hours: str = ""  # «14:00-16:00»


@dataclass(frozen=True, slots=True)
class SiteCard:
    """One place of the service."""

    id: str
    name: Text | None
    address_lines: tuple[str, ...]
    place: LatLon | None
    phones: tuple[PhoneCard, ...]
    transportation: str
    wheelchair: str  # yes | partly | no | unknown
    neighbourhood: str
    hours_in_words: tuple[Text, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """`address_lines`, `place` and `phones` are those of the first place; `at(site_id)` gives the card of another.

    `stale`: never confirmed, or longer ago than a year. `free` None: not known.
    """

    id: UUID
    name: Text
    description: Text | None
    status: str
    organisation_id: UUID
    organisation_name: str
    organisation_generic_name: Text | None
    needs: tuple[str, ...]
    sites: tuple[SiteCard, ...]
    address_lines: tuple[str, ...]
    place: LatLon | None
    phones: tuple[PhoneCard, ...]
    url: str
    email: str
    access: tuple[AccessMode, ...]
    languages: Mapping[str, SpokenBy]
    free: bool | None
    amount: Decimal | None
    currency: str
    price: Text | None
    appointment: Text | None
    application_process: Text | None
    eligibility: Text | None
    hours_in_words: tuple[Text, ...]
    features: tuple[str, ...]  # women-only, diverse-staff, child-care, faith-…, no-faith, lgbti-safe
    notices: tuple[Notice, ...]
    confirmed_on: date | None
    confirmed_by: str
    source: str
    source_url: str
    stale: bool

    def at(self, site_id: str | UUID | None) -> "ServiceCard":
        """This card with the address, place, numbers, hours in words and notices of one of its sites."""
        site = next((site for site in self.sites if site.id == str(site_id)), None)
        if site is None:
            return self
        others = {notice for other in self.sites for notice in other.notices}
        own = tuple(notice for notice in self.notices if notice not in others)
        return replace(
            self,
            address_lines=site.address_lines,
            place=site.place,
            phones=site.phones or self.phones,
            hours_in_words=site.hours_in_words or self.hours_in_words,
            notices=own + site.notices,
        )


def service_cards(ids: Iterable[UUID], languages: Sequence[str]) -> dict[UUID, ServiceCard]:
    """Cards by id, for those that exist; `languages` in the order they are preferred. A fixed number of queries."""
    now = timezone.now()
    today = timezone.localdate()
    services = models.Service.objects.select_related("organisation").filter(pk__in=list(ids))
    parts = load_parts(services)
    return {service.id: _card(service, parts, languages, now, today) for service in services}


def text_in(stored: Mapping[str, Mapping[str, str]], languages: Sequence[str]) -> Text | None:
    return Texts.from_json(stored).best(*languages)


def name_of(service: models.Service, languages: Sequence[str]) -> Text:
    return text_in(service.name, languages) or Text("und", service.alternate_name or "?", TextState.ORIGINAL)


def _card(service: models.Service, parts: Parts, languages: Sequence[str], now: datetime, today: date) -> ServiceCard:
    organisation = service.organisation
    sites = tuple(_site(at, parts, languages, now) for at in parts.sites.get(service.id, ()))
    phones = _phones(parts, service.id)
    first = sites[0] if sites else None
    notices = _notices(parts.changes.get(service.id, ()), languages, now)
    return ServiceCard(
        id=service.id,
        name=name_of(service, languages),
        description=text_in(service.description, languages),
        status=service.status,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        organisation_generic_name=text_in(organisation.generic_name, languages),
        needs=tuple(parts.needs.get(service.id, ())),
        sites=sites,
        address_lines=first.address_lines if first else (),
        place=first.place if first else None,
        phones=phones or (first.phones if first else ()) or _phones(parts, organisation.id),
        url=service.url or organisation.url,
        email=service.email or organisation.email,
        access=tuple(map(AccessMode, parts.access.get(service.id, ()))),
        languages=_spoken(parts.languages.get(service.id, ())),
        free=service.free,
        amount=service.amount,
        currency=service.currency,
        price=text_in(service.fees_description, languages),
        appointment=text_in(service.appointment, languages),
        application_process=text_in(service.application_process, languages),
        eligibility=text_in(service.eligibility_description, languages),
        hours_in_words=_in_words(parts.hours.get(service.id, ()), languages),
        features=_features(service),
        notices=notices + tuple(dict.fromkeys(notice for site in sites for notice in site.notices)),
        confirmed_on=service.assured_date,
        confirmed_by=service.assurer,
        source=service.source,
        source_url=service.source_url,
        stale=service.assured_date is None or service.assured_date < today - STALE_AFTER,
    )


def _site(at: models.ServiceAtLocation, parts: Parts, languages: Sequence[str], now: datetime) -> SiteCard:
    location = at.location
    return SiteCard(
        id=str(location.id),
        name=text_in(location.name, languages),
        address_lines=address_lines(location),
        place=location.place,
        phones=_phones(parts, at.id, location.id),
        transportation=location.transportation,
        wheelchair=location.wheelchair,
        neighbourhood=location.neighbourhood,
        hours_in_words=_in_words(parts.hours.get(at.id, ()), languages),
        notices=_notices(parts.changes.get(location.id, ()), languages, now),
    )


def address_lines(location: models.Location) -> tuple[str, ...]:
    """Street, then postal code and town; the name of the place where no street is known."""
    name = text_in(location.name, ())
    town = f"{location.postal_code} {location.municipality}".strip()
    lines = (location.address or (name.text if name else ""), town)
    return tuple(line for line in lines if line)


def _phones(parts: Parts, *owners: UUID) -> tuple[PhoneCard, ...]:
    numbers = (pair for owner in owners for pair in parts.phones.get(owner, ()))
    return tuple(PhoneCard(number, kind) for number, kind in numbers if kind != models.PhoneKind.FAX)


def _spoken(pairs: Iterable[tuple[str, str]]) -> dict[str, SpokenBy]:
    order = list(SpokenBy)
    spoken: dict[str, SpokenBy] = {}
    for code, speaker in sorted(pairs, key=lambda pair: order.index(SpokenBy(pair[1]))):
        spoken.setdefault(code, SpokenBy(speaker))
    return spoken


def _in_words(said: Iterable[Stored], languages: Sequence[str]) -> tuple[Text, ...]:
    found = (text_in(texts, languages) for texts in said)
    return tuple(text for text in found if text is not None)


def _notices(changes: Iterable[models.TemporaryChange], languages: Sequence[str], now: datetime) -> tuple[Notice, ...]:
    """Lapsed ones are gone; those to come are told too."""
    return tuple(
        Notice(
            kind=ChangeKind(change.kind),
            starts=change.starts,
            ends=change.ends,
            text=text_in(change.note, languages),
            hours=f"{change.opens_at:%H:%M}-{change.closes_at:%H:%M}" if change.opens_at and change.closes_at else "",
        )
        for change in changes
        if change.ends is None or change.ends > now
    )


def _features(service: models.Service) -> tuple[str, ...]:
    faith = {UNKNOWN: "", "none": "no-faith"}.get(service.faith, f"faith-{service.faith}")
    said = {
        "women-only": service.genders == "woman",
        "diverse-staff": service.diverse_staff,
        "child-care": service.child_care,
        "lgbti-safe": service.lgbti_safe,
        faith: bool(faith),
    }
    return tuple(feature for feature, true in said.items() if true)
