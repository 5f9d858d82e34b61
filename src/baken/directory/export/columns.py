"""The tables of an HSDS 3.2.3 data package: file names and columns as the standard has them."""

from collections.abc import Mapping
from typing import Final

# Table -> the name of its file, without an ending, and its columns. Other types than text: in TYPES.
TABLES: Final[Mapping[str, tuple[str, str]]] = {
    "organization": (
        "organizations",
        "id name alternate_name description email website tax_status tax_id year_incorporated legal_status logo uri "
        "parent_organization_id",
    ),
    "program": ("programs", "id organization_id name alternate_name description"),
    "service": (
        "services",
        "id organization_id program_id name alternate_name description url email status interpretation_services "
        "application_process fees_description wait_time fees accreditations eligibility_description minimum_age "
        "maximum_age assured_date assurer_email licenses alert last_modified",
    ),
    "attribute": ("attributes", "id link_id taxonomy_term_id link_type link_entity value label"),
    "service_at_location": ("service_at_location", "id service_id location_id description"),
    "location": (
        "locations",
        "id location_type url organization_id name alternate_name description transportation latitude longitude "
        "external_identifier external_identifier_type",
    ),
    "phone": (
        "phones",
        "id location_id service_id organization_id contact_id service_at_location_id number extension type description",
    ),
    "contact": (
        "contacts",
        "id organization_id service_id service_at_location_id location_id name title department email",
    ),
    "address": (
        "addresses",
        "id location_id attention address_1 address_2 city region state_province postal_code country address_type",
    ),
    "schedule": (
        "schedules",
        "id service_id location_id service_at_location_id valid_from valid_to dtstart timezone until count wkst freq "
        "interval byday byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type "
        "notes",
    ),
    "funding": ("funding", "id organization_id service_id source"),
    "service_area": (
        "service_areas",
        "id service_id service_at_location_id name description extent extent_type uri",
    ),
    "required_document": ("required_documents", "id service_id document uri"),
    "language": ("languages", "id service_id location_id phone_id name code note"),
    "accessibility": ("accessibility", "id location_id description details url"),
    "taxonomy_term": ("taxonomy_terms", "id code name description parent_id taxonomy language taxonomy_id term_uri"),
    "metadata": (
        "metadata",
        "id resource_id resource_type last_action_date last_action_type field_name previous_value replacement_value "
        "updated_by",
    ),
    "cost_option": (
        "cost_options",
        "id service_id valid_from valid_to option currency amount amount_description",
    ),
    "organization_identifier": (
        "organization_identifiers",
        "id organization_id identifier_scheme identifier_type identifier",
    ),
    "taxonomy": ("taxonomies", "id name description uri version"),
    "service_capacity": ("service_capacity", "id service_id unit_id available maximum description updated"),
    "unit": ("units", "id name scheme identifier uri"),
    "url": ("url", "id label url organization_id service_id"),
}
TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("year_incorporated", "minimum_age", "maximum_age", "latitude", "longitude"), "number"),
    **dict.fromkeys(("extension", "timezone", "count", "interval", "amount", "available", "maximum"), "number"),
    **dict.fromkeys(("assured_date", "valid_from", "valid_to", "dtstart", "until", "last_action_date"), "date"),
    **dict.fromkeys(("last_modified", "updated"), "datetime"),
}
# A property that holds a list of objects -> their table.
LISTS: Final[Mapping[str, str]] = {
    "phones": "phone",
    "schedules": "schedule",
    "languages": "language",
    "service_areas": "service_area",
    "cost_options": "cost_option",
    "addresses": "address",
    "accessibility": "accessibility",
    "contacts": "contact",
    "funding": "funding",
    "programs": "program",
    "organization_identifiers": "organization_identifier",
    "required_documents": "required_document",
    "capacities": "service_capacity",
    "additional_urls": "url",
    "additional_websites": "url",
    "attributes": "attribute",
    "metadata": "metadata",
    "service_at_locations": "service_at_location",
    "locations": "location",
}
# A property that holds one object -> its table and the column that points there.
OBJECTS: Final[Mapping[str, tuple[str, str]]] = {
    "unit": ("unit", "unit_id"),
    "taxonomy_term": ("taxonomy_term", "taxonomy_term_id"),
    "taxonomy_detail": ("taxonomy", "taxonomy_id"),
    "program": ("program", "program_id"),
    "organization": ("organization", "organization_id"),
    "location": ("location", "location_id"),
}
