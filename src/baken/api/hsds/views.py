"""Each endpoint: read what is asked, ask the directory once, answer."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from baken.api.hsds import describing
from baken.api.hsds.answering import NotFound, Record, endpoint, listed, one, streamed
from baken.api.hsds.parameters import Asked
from baken.directory.export import published, vocabulary
from baken.directory.export.published import Listing


@endpoint("about")
def about(asked: Asked, *, request: HttpRequest) -> HttpResponseBase:
    return one(describing.about(request.build_absolute_uri("/hsds/")))


@endpoint("profile")
def profile(asked: Asked, *, request: HttpRequest) -> HttpResponseBase:
    return one(describing.profile(asked.language))


@endpoint("profile")
def openapi(asked: Asked, *, request: HttpRequest) -> HttpResponseBase:
    return one(describing.openapi(request.build_absolute_uri("/hsds")))


@endpoint("services", post=True)
def services(asked: Asked, *, request: HttpRequest) -> HttpResponseBase:
    return _answer(asked, published.services(asked.wanted, asked.language, full=asked.full, minimal=asked.minimal))


@endpoint("service")
def service(asked: Asked, *, request: HttpRequest, key: str) -> HttpResponseBase:
    return _one(published.one_service(_id(key), asked.language), "service", key)


@endpoint("organizations", post=True)
def organizations(asked: Asked, *, request: HttpRequest) -> HttpResponseBase:
    found = published.organisations(asked.wanted, asked.language, full=asked.full, full_service=asked.full_service)
    return _answer(asked, found)


@endpoint("organization")
def organization(asked: Asked, *, request: HttpRequest, key: str) -> HttpResponseBase:
    record = published.one_organisation(_id(key), asked.language, full_service=asked.full_service)
    return _one(record, "organization", key)


@endpoint("service_at_locations", post=True)
def service_at_locations(asked: Asked, *, request: HttpRequest) -> HttpResponseBase:
    return _answer(asked, published.services_at_locations(asked.wanted, asked.language, full=asked.full))


@endpoint("service_at_location")
def service_at_location(asked: Asked, *, request: HttpRequest, key: str) -> HttpResponseBase:
    return _one(published.one_service_at_location(_id(key), asked.language), "service_at_location", key)


@endpoint("taxonomies", post=True)
def taxonomies(asked: Asked, *, request: HttpRequest) -> HttpResponseBase:
    return _answer_all(asked, vocabulary.taxonomy_records())


@endpoint("taxonomy")
def taxonomy(asked: Asked, *, request: HttpRequest, key: str) -> HttpResponseBase:
    return _one(_with_id(vocabulary.taxonomy_records(), key), "taxonomy", key)


@endpoint("taxonomy_terms", post=True)
def taxonomy_terms(asked: Asked, *, request: HttpRequest) -> HttpResponseBase:
    terms = vocabulary.term_records(asked.language)
    if taxonomy_id := asked.wanted.taxonomy_id:
        terms = (term for term in terms if term["taxonomy_detail"]["id"] == taxonomy_id)
    if asked.top_only:
        terms = (term for term in terms if "parent_id" not in term)
    if asked.parent_id:
        terms = (term for term in terms if term.get("parent_id") == asked.parent_id)
    return _answer_all(asked, terms)


@endpoint("taxonomy_term")
def taxonomy_term(asked: Asked, *, request: HttpRequest, key: str) -> HttpResponseBase:
    return _one(_with_id(vocabulary.term_records(asked.language), key), "taxonomy_term", key)


@endpoint("about")
def nothing_here(asked: Asked, *, request: HttpRequest, elsewhere: str) -> HttpResponseBase:
    raise NotFound("there is nothing at this address; /hsds/openapi.json says what there is")


def _answer(asked: Asked, listing: Listing) -> HttpResponseBase:
    if asked.ndjson and not asked.paged:
        return streamed(listing.every())
    return listed(asked, listing.total(), listing.page)


def _answer_all(asked: Asked, records: Iterable[Record]) -> HttpResponseBase:
    """Few enough to look through; words stand in the name or the description."""
    words = asked.wanted.search.casefold().split()
    found = [record for record in records if all(word in _words(record) for word in words)]
    if asked.ndjson and not asked.paged:
        return streamed(found)
    return listed(asked, len(found), lambda offset, size: found[offset : offset + size])


def _words(record: Record) -> str:
    return f"{record['name']} {record['description']}".casefold()


def _with_id(records: Iterable[Record], key: str) -> Record | None:
    return next((record for record in records if record["id"] == key), None)


def _one(record: Record | None, kind: str, key: str) -> HttpResponseBase:
    if record is None:
        raise NotFound(f"there is no {kind} {key}")
    return one(record)


def _id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as problem:
        raise NotFound(f"«{key}» is not an id; ids are UUIDs") from problem
