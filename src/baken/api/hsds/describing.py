"""What the API says of itself: its version, our profile, and an OpenAPI description with the standard's schemas."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from baken.api.hsds.parameters import ALLOWED, MOST_PER_PAGE, PER_PAGE
from baken.directory.export import vocabulary

Record = dict[str, Any]
VERSION: Final = "3.2.3"
_SCHEMAS: Final = "https://raw.githubusercontent.com/openreferral/specification/3.2/schema"
_TEXT: Final = {"type": "string"}
_FLAG: Final = {"type": "boolean", "default": False}
# Parameter -> its schema and what it does here.
_PARAMETERS: Final[Mapping[str, tuple[Record, str]]] = {
    "search": (_TEXT, "Every word has to stand in the name or the description, in any language."),
    "page": ({"type": "integer", "minimum": 1, "default": 1}, "Page number."),
    "per_page": ({"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE}, "Entries per page."),
    "format": ({"type": "string", "enum": ["json", "ndjson"]}, "ndjson: one entry a line, all of them unless paged."),
    "taxonomy_term_id": (_TEXT, "Entries with this term of one of our taxonomies."),
    "taxonomy_id": (_TEXT, "Entries with any term of this taxonomy; of terms: those of this taxonomy."),
    "organization_id": ({"type": "string", "format": "uuid"}, "Services of this organization."),
    "modified_after": ({"type": "string", "format": "date-time"}, "Changed at or after this moment."),
    "minimal": (_FLAG, "Id, name, status and last_modified only; all in one page unless per_page is given."),
    "full": (_FLAG, "Everything that belongs to an entry."),
    "full_service": (_FLAG, "The services of an organization in full."),
    "top_only": (_FLAG, "Terms without a parent."),
    "parent_id": (_TEXT, "Terms below this one."),
    "postcode": (_TEXT, "Services for people of this postal code; known from the places in the directory."),
    "proximity": ({"type": "string", "pattern": "^[0-9.]*$"}, "Metres from the middle of the postcode."),
    "lang": (_TEXT, "Language of the texts, BCP-47; else Accept-Language, else the local one."),
}
_LISTS: Final = {
    "services": ("service", "service_list"),
    "organizations": ("organization", "organization_list"),
    "service_at_locations": ("service_at_location", "service_at_location_list"),
}
_VOCABULARY: Final = {"taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term"}


def about(address: str) -> Record:
    """`address`: of /hsds/ itself, as the reader reached it."""
    return {
        "version": VERSION,
        "profile": f"{address}profile",
        "openapi_url": f"{address}openapi.json",
        "description": "Services for people who are new here, and the rules that say whether a door is open to them.",
        "data_guide": f"{address}profile",
        "publisher": {"name": settings.BAKEN_RUN_BY or "Baken", "website": address.removesuffix("hsds/")},
    }


def profile(language: str) -> Record:
    """Our taxonomies, each with its terms: what HSDS has no field for travels as attributes with these."""
    terms: dict[str, list[Record]] = {}
    for term in vocabulary.term_records(language):
        terms.setdefault(term["taxonomy_detail"]["name"], []).append(
            {name: value for name, value in term.items() if name != "taxonomy_detail"}
        )
    return {
        "name": "Baken",
        "hsds_version": VERSION,
        "description": "HSDS as it is, without new properties. What it has no field for is an attribute whose "
        "taxonomy_term belongs to one of these taxonomies; link_type is the taxonomy's name with underscores.",
        "one_language_per_response": "lang, else Accept-Language, else the local language; an attribute text_state "
        "says of a text that it is in another language (value: field:tag), and how good it is.",
        "taxonomies": [{**taxonomy, "terms": terms.get(taxonomy["name"], [])} for taxonomy in _taxonomies()],
    }


def _taxonomies() -> list[Record]:
    return vocabulary.taxonomy_records()


def openapi(address: str) -> Record:
    paths: dict[str, Any] = {"/": _operations("about", "getAbout", {"type": "object"}, "What this API is.")}
    for name, (whole, listed) in _LISTS.items():
        page = _page({"$ref": f"{_SCHEMAS}/compiled/{listed}.json"})
        paths |= _pair(name, whole, page, {"$ref": f"{_SCHEMAS}/compiled/{whole}.json"})
    for name, whole in _VOCABULARY.items():
        one = {"$ref": f"{_SCHEMAS}/{whole}.json"}
        paths |= _pair(name, whole, _page(one), one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "HSDS 3.2.3 of this directory", "version": VERSION},
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"parameters": {name: _parameter(name) for name in _PARAMETERS}},
    }


def _pair(name: str, whole: str, page: Record, one: Record) -> dict[str, Any]:
    by_id = _operations(whole, f"get_{whole}", one, f"One {whole}.")
    key = {"in": "path", "name": "id", "required": True, "schema": _TEXT}
    return {
        f"/{name}": _operations(name, f"list_{name}", page, f"A page of {name}.", post=True),
        f"/{name}/{{id}}": {**by_id, "parameters": [key]},
    }


def _operations(endpoint: str, operation: str, schema: Record, summary: str, *, post: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    responses: dict[str, Any] = {"200": {"description": summary, "content": content}}
    responses |= {"400": {"description": "A parameter is wrong; error.parameter names it."}}
    if post:
        content["application/x-ndjson"] = {}
    elif endpoint != "about":
        responses |= {"404": {"description": "There is no such entry."}}
    names = sorted(ALLOWED[endpoint] | {"lang"})
    said: Record = {"summary": summary, "responses": responses}
    said |= {"parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names]}
    methods = {"get": {**said, "operationId": operation}}
    return {**methods, "post": {**said, "operationId": f"{operation}_post"}} if post else methods


def _parameter(name: str) -> Record:
    schema, description = _PARAMETERS[name]
    return {"in": "query", "name": name, "required": False, "description": description, "schema": schema}


def _page(entry: Record) -> Record:
    whole, yes = {"type": "integer"}, {"type": "boolean"}
    return {
        "type": "object",
        "properties": {
            **dict.fromkeys(("total_items", "total_pages", "page_number", "size"), whole),
            **dict.fromkeys(("first_page", "last_page", "empty"), yes),
            "contents": {"type": "array", "items": entry},
        },
        "required": ["empty", "contents"],
    }
