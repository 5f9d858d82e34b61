"""HSDS organization and location. The register of mobilisation is for research and is never exported."""

from typing import Any, Final

from baken.directory.export.parts import phone_records
from baken.directory.export.records import Draft, Record, as_email, as_uri, day, say_changes
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
        year_incorporated=organisation.year_incorporated,
        phones=phone_records(organisation.phones.all(), language),
    )
    draft.put_needed_text("description", organisation.description, organisation.name)
    draft.put_or_keep("website", "url", organisation.url, as_uri(organisation.url))
    draft.put_or_keep("email", "email", organisation.email, as_email(organisation.email))
    if with_locations:
        draft.put(locations=[location_record(location, language) for location in organisation.locations.all()])
    _put_funding(draft, organisation)
    _say_register(draft, organisation)
    draft.say_provenance(organisation, **confirmation(organisation))
    return draft.finished()


def _say_register(draft: Draft, organisation: Organisation) -> None:
    if generic := draft.text("generic_name", organisation.generic_name):
        draft.say("generic-name", "text", value=generic)
    if all(isinstance(purpose, str) and purpose for purpose in organisation.purposes):
        for purpose in organisation.purposes:
            draft.say("purpose", "text", value=purpose)
    else:
        draft.keep(purposes=organisation.purposes)
    draft.say_known("formality", organisation.formality)
    draft.say_known("leadership", organisation.leadership)
    draft.say_known("target", organisation.target)
    draft.say_flag("own-association", organisation.own_association)


def confirmation(row: Organisation | Location) -> dict[str, str]:
    return {
        "assurer": row.assurer,
        "assured-date": day(row.assured_date),
        "last-modified": row.last_modified.isoformat(),
    }


def _put_funding(draft: Draft, organisation: Organisation) -> None:
    """As it came, while it still says the same."""
    kept = organisation.extra.get("funding", [])
    if not all(isinstance(source, str) and source for source in organisation.funding):
        draft.keep(funding=organisation.funding)
    elif kept and [entry.get("source") for entry in kept if entry.get("source")] == organisation.funding:
        draft.put(funding=kept)
        draft.reproduced.add("funding")
    else:
        draft.put(funding=funding_records(organisation.id, organisation.funding))


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
    first = {**kept[0], **{name: value for name, value in parts.items() if value}} if kept else {}
    if kept and all(first.get(name) for name in (*_ADDRESS, "address_type")):
        _put_kept_addresses(draft, location, [first, *kept[1:]], parts)
    elif all(parts.values()):
        draft.put(addresses=[address_record(location.id, parts)])
    else:
        for name, value in parts.items():
            if value:
                draft.say("address", name, value=value)
        if kept:
            draft.reproduced.add("addresses")
            draft.keep_extra("addresses")


def _put_kept_addresses(draft: Draft, location: Location, given: list[Record], parts: dict[str, Any]) -> None:
    """With the ids, kinds and second lines of their publisher."""
    draft.put(addresses=given)
    draft.keep(**{_ADDRESS[name]: value for name, value in parts.items() if given[0][name] != value})
    draft.reproduced.add("addresses")
    if given != location.extra["addresses"] or given == [address_record(draft.record["id"], parts)]:
        draft.keep_extra("addresses")
