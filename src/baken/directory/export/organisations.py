"""HSDS organization and location. The register of mobilisation is for research and is never exported."""

from typing import Any, Final

from baken.directory.export.records import Draft, Record, phone_records, say_changes
from baken.directory.models import Location, Organisation
from baken.directory.taxonomies import address_record, funding_records

_ADDRESS: Final = {
    "address_1": "address",
    "city": "municipality",
    "state_province": "state_province",
    "postal_code": "postal_code",
    "country": "country",
}


def organisation_record(organisation: Organisation, language: str, *, with_locations: bool = False) -> Record:
    """`description` is mandatory in HSDS: where there is none, the name stands in for it."""
    draft = Draft("organization", organisation.id, language, organisation.extra)
    draft.put(
        name=organisation.name,
        alternate_name=organisation.alternate_name,
        description=draft.text("description", organisation.description) or organisation.name,
        website=organisation.url,
        year_incorporated=organisation.year_incorporated,
        funding=_funding(organisation),
        phones=phone_records(organisation.phones.all(), language),
    )
    put_email(draft, organisation.email)
    if with_locations:
        draft.put(locations=[location_record(location, language) for location in organisation.locations.all()])
    if generic := draft.text("generic_name", organisation.generic_name):
        draft.say("generic-name", "text", value=generic)
    for purpose in organisation.purposes:
        draft.say("purpose", "text", value=purpose)
    draft.say_known("formality", organisation.formality)
    draft.say_known("leadership", organisation.leadership)
    draft.say_known("target", organisation.target)
    draft.say_flag("own-association", organisation.own_association)
    draft.say_provenance(organisation, **confirmation(organisation))
    return draft.finished()


def put_email(draft: Draft, email: str) -> None:
    """HSDS wants an address; anything else is kept as it is."""
    if "@" in email:
        draft.put(email=email)
    elif email:
        draft.extra = {**draft.extra, "email_unreadable": email}


def confirmation(row: Organisation | Location) -> dict[str, str]:
    return {"assurer": row.assurer, "assured-date": row.assured_date.isoformat() if row.assured_date else ""}


def _funding(organisation: Organisation) -> list[Record]:
    """As it came, while it still says the same."""
    kept: list[Record] = organisation.extra.get("funding", [])
    if [entry.get("source") for entry in kept] == organisation.funding:
        return kept
    return funding_records(organisation.id, organisation.funding)


def location_record(location: Location, language: str) -> Record:
    draft = Draft("location", location.id, language, location.extra)
    draft.put(
        location_type=location.location_type,
        organization_id=str(location.organisation_id) if location.organisation_id else "",
        alternate_name=location.alternate_name,
        transportation=location.transportation,
        latitude=location.latitude,
        longitude=location.longitude,
        phones=phone_records(location.phones.all(), language),
    )
    draft.put_text("name", location.name)
    draft.put_text("description", location.description)
    _put_address(draft, location)
    draft.say_known("wheelchair", location.wheelchair)
    if location.neighbourhood:
        draft.say("neighbourhood", "code", value=location.neighbourhood)
    if location.timezone:
        draft.say("timezone", "name", value=location.timezone)
    say_changes(draft, location.temporary_changes.all())
    draft.say_provenance(location, **confirmation(location))
    return draft.finished()


def _put_address(draft: Draft, location: Location) -> None:
    """HSDS wants all of street, town, region, postal code and country: an address known in part goes as attributes."""
    parts: dict[str, Any] = {name: getattr(location, column) for name, column in _ADDRESS.items()}
    kept = location.extra.get("addresses", [])
    if kept:
        draft.put(addresses=[{**kept[0], **{name: value for name, value in parts.items() if value}}, *kept[1:]])
    elif all(parts.values()):
        draft.put(addresses=[address_record(location.id, parts)])
    else:
        for name, value in parts.items():
            if value:
                draft.say("address", name, value=value)
