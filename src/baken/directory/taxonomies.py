"""What HSDS has no field for travels as attributes with taxonomies of our own; feeds read them, exports write them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha1
from typing import Any, Final
from uuid import UUID

BASE_URI: Final = "https://baken.example/codes/"
_NAMESPACE: Final = UUID("6f0f7d38-2a3c-5c0e-8a52-0d0b8a3f7c11")
_NAMESPACE_BYTES: Final = _NAMESPACE.bytes

# Taxonomy -> what its codes say. `value` of the attribute carries what a code cannot.
TAXONOMIES: Final[Mapping[str, str]] = {
    "access-mode": "How to come in or reach the service",
    "address": "Parts of an address that is not known whole; the value is the part",
    "appointment": "How to make an appointment; the value is the text",
    "audience": "For whom the service is",
    "child-care": "Whether somebody looks after the children meanwhile",
    "delivery-mode": "Whether one meets in person or from afar; follows from the access modes",
    "faith": "The faith of the service, or none",
    "families-only": "Whether only families are welcome",
    "formality": "A formal organisation or an informal group",
    "generic-name": "What the organisation is in plain words; the value is the text",
    "insurance": "Whether health insurance is needed",
    "kept-field": "Fields of Baken that HSDS cannot hold as they are; the value is their JSON",
    "kept-property": "A property of another publisher that HSDS does not know; the value is its JSON",
    "leadership": "Who leads the organisation",
    "lgbti-safe": "Whether it is a safe place for lesbian, gay, bisexual, trans and intersex people",
    "municipality-rule": "Whether it matters where the person lives; the areas served are then listed",
    "need": "Needs that the service answers, the best fitting first",
    "neighbourhood": "The area in which the place lies; the value is its code",
    "opening": "Open day and night",
    "own-association": "Whether it is an association of migrants themselves",
    "papers": "Whether they ask to see any paper",
    "planned-until": "The last day for which the source planned the service; the value is the day",
    "price": "Whether it is free",
    "provenance": "Where the entry comes from and who confirmed it; the value says it",
    "public-holidays": "What happens on public holidays",
    "purpose": "A purpose of the organisation; the value says it",
    "referral": "Whether somebody else has to send the person",
    "residence-status": "Residence situations that are welcome",
    "room": "How much room there is; the value is the day on which it was said",
    "schedule-exception": "Days on which the usual hours do not count; the value gives days and hours",
    "staff-background": "Whether the staff have many backgrounds or lived through migration themselves",
    "target": "Whom the organisation serves",
    "temporary-change": "Something that holds for a while; the value gives when and hours",
    "text-language": "The language of the texts for which no text-state says another; the value is its tag",
    "text-state": "How good a text is; the value names field and language",
    "timezone": "The time zone of the hours; the value is its IANA name",
    "waiting-time": "Expected waiting time; the value is an ISO 8601 duration",
    "wheelchair": "Whether a wheelchair can come in",
}

# Codes for a set of genders, as Service.genders keeps it; other sets are listed gender by gender.
AUDIENCES: Final[Mapping[str, str]] = {"everyone": "any", "women-only": "woman", "men-only": "man"}
ALL_AGES: Final = "all-ages"

# Access mode -> how one meets.
DELIVERY: Final[Mapping[str, str]] = {
    "walk-in": "in-person",
    "appointment": "in-person",
    "home-visit": "in-person",
    "outreach": "in-person",
    "phone": "remote-phone",
    "message": "remote-message",
    "online": "remote-online",
}

# The properties that HSDS 3.2.3 knows, per object: what else a publisher gives is kept as an attribute.
_EVERYWHERE: Final = frozenset({"id", "attributes", "metadata"})
HSDS_PROPERTIES: Final[Mapping[str, frozenset[str]]] = {
    "organization": _EVERYWHERE
    | frozenset(
        [
            "name",
            "alternate_name",
            "description",
            "email",
            "website",
            "additional_websites",
            "tax_status",
            "tax_id",
            "year_incorporated",
            "legal_status",
            "logo",
            "uri",
            "parent_organization_id",
            "funding",
            "contacts",
            "phones",
            "locations",
            "programs",
            "organization_identifiers",
        ]
    ),
    "location": _EVERYWHERE
    | frozenset(
        [
            "location_type",
            "url",
            "organization_id",
            "name",
            "alternate_name",
            "description",
            "transportation",
            "latitude",
            "longitude",
            "external_identifier",
            "external_identifier_type",
            "languages",
            "addresses",
            "contacts",
            "accessibility",
            "phones",
            "schedules",
        ]
    ),
    "service": _EVERYWHERE
    | frozenset(
        [
            "organization_id",
            "program_id",
            "name",
            "alternate_name",
            "description",
            "url",
            "additional_urls",
            "email",
            "status",
            "interpretation_services",
            "application_process",
            "fees_description",
            "wait_time",
            "fees",
            "accreditations",
            "eligibility_description",
            "minimum_age",
            "maximum_age",
            "assured_date",
            "assurer_email",
            "licenses",
            "alert",
            "last_modified",
            "phones",
            "schedules",
            "service_areas",
            "service_at_locations",
            "languages",
            "organization",
            "funding",
            "cost_options",
            "program",
            "required_documents",
            "contacts",
            "capacities",
        ]
    ),
    "service_at_location": _EVERYWHERE
    | frozenset(
        ["service_id", "location_id", "description", "service_areas", "contacts", "phones", "schedules", "location"]
    ),
    "phone": _EVERYWHERE
    | frozenset(
        [
            "location_id",
            "service_id",
            "organization_id",
            "contact_id",
            "service_at_location_id",
            "number",
            "extension",
            "type",
            "description",
            "languages",
        ]
    ),
    "schedule": _EVERYWHERE
    | frozenset(
        [
            "service_id",
            "location_id",
            "service_at_location_id",
            "valid_from",
            "valid_to",
            "dtstart",
            "timezone",
            "until",
            "count",
            "wkst",
            "freq",
            "interval",
            "byday",
            "byweekno",
            "bymonthday",
            "byyearday",
            "description",
            "opens_at",
            "closes_at",
            "schedule_link",
            "attending_type",
            "notes",
        ]
    ),
    "language": _EVERYWHERE | frozenset(["service_id", "location_id", "phone_id", "name", "code", "note"]),
    "service_area": _EVERYWHERE
    | frozenset(["service_id", "service_at_location_id", "name", "description", "extent", "extent_type", "uri"]),
}


@lru_cache(maxsize=256)
def taxonomy_record(taxonomy: str) -> dict[str, Any]:
    """HSDS taxonomy of one of ours. Shared: never change it."""
    return {
        "id": _named_id(taxonomy),
        "name": taxonomy,
        "description": TAXONOMIES[taxonomy],
        "uri": f"{BASE_URI}{taxonomy}",
    }


@lru_cache(maxsize=4096)
def term_record(taxonomy: str, code: str) -> dict[str, Any]:
    """HSDS taxonomy_term of one of our codes. Shared: never change it."""
    name = code.replace("-", " ")
    return {
        "id": _named_id(f"{taxonomy}/{code}"),
        "code": code,
        "name": name,
        "description": f"{TAXONOMIES[taxonomy]}: {name}",
        "language": "en",
        "term_uri": f"{BASE_URI}{taxonomy}/{code}",
        "taxonomy_detail": taxonomy_record(taxonomy),
    }


def _named_id(name: str) -> str:
    """`uuid5` of our namespace, in a third of the time: an export makes forty for each service."""
    digest = sha1(_NAMESPACE_BYTES + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def attribute(owner: object, taxonomy: str, code: str, *, value: str = "", label: str = "") -> dict[str, Any]:
    """An HSDS attribute of `owner` (anything that tells it apart) with one of our codes."""
    term = term_record(taxonomy, code)
    made = {
        "id": _named_id(f"{owner}/{taxonomy}/{code}/{value}"),
        "link_type": taxonomy.replace("-", "_"),
        "taxonomy_term": term,
        "label": label or term["name"],
    }
    if value:
        made["value"] = value
    return made


def area_id(owner: object, name: str) -> str:
    """Of a service_area to which no publisher gave an id."""
    made: str = attribute(owner, "municipality-rule", "area", value=name)["id"]
    return made


def funding_records(owner: object, sources: Iterable[str]) -> list[dict[str, str]]:
    """HSDS funding where only the sources are known."""
    return [
        {"id": attribute(owner, "provenance", "funding", value=source)["id"], "source": source} for source in sources
    ]


def address_record(owner: object, parts: Mapping[str, str]) -> dict[str, str]:
    """HSDS address of a site, where no publisher gave one with an id of its own."""
    return {"id": attribute(owner, "address", "whole")["id"], **parts, "address_type": "physical"}


def price_record(owner: object, amount: float, currency: str) -> dict[str, Any]:
    """HSDS cost_option where only the amount is known; of a free service it is zero."""
    return {"id": attribute(owner, "price", "amount")["id"], "amount": amount, "currency": currency}


def own_taxonomy(given: object) -> str:
    """The taxonomy of an attribute that was made here; empty for attributes of others."""
    term = given.get("taxonomy_term") if isinstance(given, dict) else None
    detail = term.get("taxonomy_detail") if isinstance(term, dict) else None
    uri = detail.get("uri") if isinstance(detail, dict) else None
    name = uri.removeprefix(BASE_URI) if isinstance(uri, str) and uri.startswith(BASE_URI) else ""
    if name == "delivery-mode" and isinstance(term, dict) and term.get("code") not in DELIVERY.values():
        return ""  # «remote-video» says more than our access modes: it is kept as it is
    return name if name in TAXONOMIES else ""
