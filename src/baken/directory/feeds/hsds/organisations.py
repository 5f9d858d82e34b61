"""HSDS organizations and locations."""

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import available_timezones

from django.utils import timezone

from baken.directory import models
from baken.directory.feeds.entries import Entry
from baken.directory.feeds.hsds.parts import changes, phones
from baken.directory.feeds.hsds.reader import HsdsRecord, Said
from baken.directory.feeds.hsds.restoring import put_back
from baken.directory.feeds.keeping import LONGEST_ADDRESS, LONGEST_NAME
from baken.directory.models.organisations import Formality, Leadership, Target
from baken.directory.models.places import LocationType, Wheelchair
from baken.directory.taxonomies import address_record, funding_records

_NAMES: Final = {"address_1": "address", "city": "municipality"}
_ADDRESS: Final = {"address_1": 255, "postal_code": 20, "city": 120, "state_province": 120, "country": 2}


def organisation_entry(record: HsdsRecord) -> Entry | None:
    said = record.fields
    given = said.uuid("id", needed=True)
    if given is None:
        return None
    organisation = models.Organisation(
        id=given,
        name=said.text("name", longest=255, needed=True),
        alternate_name=said.text("alternate_name", longest=255),
        description=record.texts("description"),
        generic_name=record.as_texts("generic_name", record.value("generic-name")),
        email=said.text("email", longest=255),
        url=said.text("website", longest=LONGEST_ADDRESS),
        year_incorporated=said.whole("year_incorporated", 1000, 2200),
        formality=record.code("formality", Formality.values),
        leadership=record.code("leadership", Leadership.values),
        target=record.code("target", Target.values),
        own_association=record.flag("own-association"),
        purposes=[one.value for one in record.own.get("purpose", [])],
        funding=_funding(record),
        **provenance(record),
    )
    entry = Entry(said.row, organisation)
    entry.parts += phones(record, "organisation", organisation)
    said.take("locations")
    if said.content.get("description") == organisation.name and not record.ours:  # HSDS wants one; it says nothing more
        organisation.description = {}
    given = said.content.get("funding")
    kept = {"funding": given} if given and given != funding_records(organisation.id, organisation.funding) else {}
    organisation.extra = {**record.rest(), **kept}
    put_back(record, organisation)
    return entry


def _funding(record: HsdsRecord) -> list[str]:
    """The sources in words; entries that say more than that are kept whole as well."""
    sources = []
    for said in record.fields.children("funding"):
        if source := said.text("source"):
            sources.append(source)
    return sources


def provenance(record: HsdsRecord) -> dict[str, Any]:
    """Source and confirmation: as our own export says it, else the standard's fields."""
    said = record.fields
    modified = said.moment("last_modified") or _modified(record)
    source = record.value("provenance", "source")[:80] if record.ours else record.source or "hsds"
    return {
        "source": source,
        "source_id": record.value("provenance", "source-id")[:255],
        "source_url": record.value("provenance", "source-url"),
        "assured_date": said.day("assured_date") or _day(record),
        "assurer": said.text("assurer_email", longest=255) or record.value("provenance", "assurer")[:255],
        "last_modified": modified or timezone.now(),
    }


def _modified(record: HsdsRecord) -> datetime | None:
    def parse(said: Said) -> datetime | None:
        if said.code != "last-modified":
            return None
        moment = datetime.fromisoformat(said.value)
        if moment.tzinfo is None:
            raise ValueError(said.value)
        return moment

    return next((moment for moment in record.parsed("provenance", parse) if moment), None)


def _day(record: HsdsRecord) -> date | None:
    def parse(said: Said) -> date | None:
        return date.fromisoformat(said.value) if said.code == "assured-date" else None

    return next((day for day in record.parsed("provenance", parse) if day), None)


def location_entry(record: HsdsRecord) -> Entry | None:
    said = record.fields
    given = said.uuid("id", needed=True)
    if given is None:
        return None
    location = models.Location(
        id=given,
        organisation_id=said.uuid("organization_id"),
        location_type=said.choice("location_type", LocationType.values, "physical"),
        name=record.texts("name", longest=LONGEST_NAME),
        alternate_name=said.text("alternate_name", longest=255),
        description=record.texts("description"),
        transportation=said.text("transportation"),
        latitude=said.number("latitude", -90, 90),
        longitude=said.number("longitude", -180, 180),
        wheelchair=record.code("wheelchair", Wheelchair.values),
        neighbourhood=record.value("neighbourhood")[:40],
        timezone=_timezone(record),
        **provenance(record),
        **_address(record),
    )
    if said.has("latitude") != said.has("longitude"):
        said.refuse("latitude", "give both latitude and longitude, or neither")
    entry = Entry(said.row, location)
    entry.parts += phones(record, "location", location)
    entry.parts += changes(record, "location", location)
    location.extra = {**record.rest(), **_addresses_kept(record)}
    put_back(record, location)
    return entry


def _timezone(record: HsdsRecord) -> str:
    name = record.value("timezone")
    if name and name not in available_timezones():
        record.fields.refuse("attributes", f"«{name}» is not a time zone such as Europe/Brussels")
        return ""
    return name


def _address(record: HsdsRecord) -> dict[str, str]:
    """The first address, or the parts of one that our export could not give whole."""
    found = {
        _NAMES.get(said.code, said.code): said.value for said in record.own.get("address", []) if said.code in _ADDRESS
    }
    for said in list(record.fields.children("addresses"))[:1]:
        found |= {_NAMES.get(name, name): said.text(name, longest=longest) for name, longest in _ADDRESS.items()}
    return found


def _addresses_kept(record: HsdsRecord) -> dict[str, Any]:
    """The addresses as they came, unless from our export: they have ids, kinds and second lines of their own."""
    given = record.fields.content.get("addresses")
    if not given:
        return {}
    parts = {name: given[0].get(name, "") for name in _ADDRESS} if isinstance(given[0], dict) else {}
    return {} if given == [address_record(record.fields.content.get("id"), parts)] else {"addresses": given}
