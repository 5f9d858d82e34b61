"""HSDS objects of lists: only fields that stand once in an object, no attributes."""

from collections.abc import Mapping
from typing import Any, Final

from baken.core.kinds import Texts
from baken.directory.export.records import Record, as_email, as_uri, filled
from baken.directory.models import Location, Organisation, Service, ServiceAtLocation

_KEPT_OF_SERVICE: Final = ("interpretation_services", "wait_time", "fees", "accreditations", "licenses", "alert")
_KEPT_OF_ORGANISATION: Final = ("tax_status", "tax_id", "legal_status", "logo")
_TEXTS_OF_SERVICE: Final = ("description", "application_process", "fees_description", "eligibility_description")


def minimal_service(row: Mapping[str, Any], language: str) -> Record:
    """Id and moment of change, with the name and status that the standard asks of every service."""
    name = _text(row["name"], language) or row["alternate_name"] or "?"
    modified = row["last_modified"].isoformat()
    return {"id": str(row["pk"]), "name": name, "status": row["status"], "last_modified": modified}


def basic_service(service: Service, language: str) -> Record:
    return filled(
        id=str(service.id),
        organization_id=str(service.organisation_id),
        name=_text(service.name, language) or service.alternate_name or "?",
        alternate_name=service.alternate_name,
        status=service.status,
        url=as_uri(service.url),
        email=as_email(service.email),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        assured_date=service.assured_date.isoformat() if service.assured_date else "",
        assurer_email=as_email(service.assurer),
        last_modified=service.last_modified.isoformat(),
        organization=basic_organisation(service.organisation, language),
        **{name: _text(getattr(service, name), language) for name in _TEXTS_OF_SERVICE},
        **_kept(service.extra, _KEPT_OF_SERVICE),
    )


def basic_organisation(organisation: Organisation, language: str) -> Record:
    return filled(
        id=str(organisation.id),
        name=organisation.name,
        alternate_name=organisation.alternate_name,
        description=_text(organisation.description, language) or organisation.name,
        email=as_email(organisation.email),
        website=as_uri(organisation.url),
        year_incorporated=organisation.year_incorporated,
        **_kept(organisation.extra, _KEPT_OF_ORGANISATION),
    )


def basic_site(at: ServiceAtLocation, language: str) -> Record:
    return filled(
        id=str(at.id),
        service_id=str(at.service_id),
        location_id=str(at.location_id),
        description=_text(at.description, language),
        location=_basic_location(at.location, language),
        service=basic_service(at.service, language),
    )


def _basic_location(location: Location, language: str) -> Record:
    return filled(
        id=str(location.id),
        location_type=location.location_type,
        organization_id=str(location.organisation_id) if location.organisation_id else "",
        name=_text(location.name, language),
        alternate_name=location.alternate_name,
        description=_text(location.description, language),
        transportation=location.transportation,
        latitude=location.latitude,
        longitude=location.longitude,
    )


def _kept(extra: Mapping[str, Any], names: tuple[str, ...]) -> Record:
    """What a feed gave and no field holds, where it is a text as the standard wants."""
    return {name: extra[name] for name in names if isinstance(extra.get(name), str)}


def _text(stored: Mapping[str, Mapping[str, str]], language: str) -> str:
    found = Texts.from_json(stored).best(language)
    return found.text if found else ""
