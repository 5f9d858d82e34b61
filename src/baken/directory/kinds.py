"""What editors may say of an entry, as plain values: doors make them of forms, services write them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from baken.core.hours.opening import Weekday
from baken.core.kinds import Residence
from baken.core.planning.kinds import AccessMode, SpokenBy

StoredTexts = dict[str, dict[str, str]]  # `Texts.to_json()`


@dataclass(frozen=True, slots=True)
class SpokenIn:
    """A language in which a service is given, and by whom: the same one may be spoken by several."""

    code: str
    by: SpokenBy


@dataclass(frozen=True, slots=True)
class PhoneFact:
    number: str
    kind: str  # voice | whatsapp | sms | fax | textphone


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Open every week on that day, in local time; `closes` at or before `opens` runs past midnight."""

    weekday: Weekday
    opens: time
    closes: time
    by_appointment: bool = False


class ServiceFacts(TypedDict, total=False):
    """What an editor may say about a service; a fact that is left out stays as it is, None makes it unknown.

    Texts are in stored form (`Texts.to_json()`); collections replace what was there.
    """

    name: StoredTexts
    description: StoredTexts
    eligibility_description: StoredTexts
    fees_description: StoredTexts
    appointment: StoredTexts
    application_process: StoredTexts
    alternate_name: str
    status: str
    url: str
    email: str
    minimum_age: int | None
    maximum_age: int | None
    ages_known: bool
    genders: str
    families_only: bool | None
    asks_papers: bool | None
    insurance_needed: bool | None
    referral_needed: bool | None
    planned_until: date | None
    free: bool | None
    amount: Decimal | None
    diverse_staff: bool | None
    child_care: bool | None
    faith: str
    lgbti_safe: bool | None
    always: bool
    holiday_rule: str
    needs: Sequence[str]
    access: Iterable[AccessMode]
    languages: Mapping[str, SpokenBy] | Sequence[SpokenIn]
    welcome: Iterable[Residence] | None
    municipalities: Iterable[str] | None
    locations: Sequence[UUID]


class OrganisationFacts(TypedDict, total=False):
    """What an editor may say about an organisation. What it mobilises for is the research register's, never here."""

    name: str
    alternate_name: str
    generic_name: StoredTexts
    description: StoredTexts
    formality: str
    year_incorporated: int | None
    purposes: Sequence[str]
    leadership: str
    target: str
    own_association: bool | None
    funding: Sequence[str]
    url: str
    email: str


class SiteFacts(TypedDict, total=False):
    """What an editor may say about a site. Without latitude and longitude it is on no map."""

    name: StoredTexts
    description: StoredTexts
    address: str
    postal_code: str
    municipality: str
    country: str
    latitude: float | None
    longitude: float | None
    transportation: str
    wheelchair: str
