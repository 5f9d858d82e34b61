"""What the read API publishes: lists of services, organisations and services at their sites, page by page."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from baken.directory import models
from baken.directory.export import basic
from baken.directory.export.loading import read_organisations, read_services, read_sites
from baken.directory.export.organisations import organisation_record
from baken.directory.export.postcodes import near_postcode
from baken.directory.export.records import Record
from baken.directory.export.searching import found_by_words
from baken.directory.export.services import service_record, site_record
from baken.directory.export.vocabulary import carrying_taxonomy, carrying_term

_CHUNK: Final = 200
# Reads entries by id, in the order of the ids.
Reader = Callable[[Sequence[UUID]], list[Record]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; everything left out is no condition. `within_metres` of the middle of `postcode`."""

    search: str = ""
    term_id: str = ""
    taxonomy_id: str = ""
    organisation_id: UUID | None = None
    modified_after: datetime | None = None
    postcode: str = ""
    within_metres: float | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries by id; `read` makes records of some of them. A fixed number of queries for any number of ids."""

    ids: QuerySet[Any, UUID]
    read: Reader

    def total(self) -> int:
        return self.ids.count()

    def page(self, offset: int, limit: int) -> list[Record]:
        """Ids come from an index alone, so that a far page is cheap too."""
        return self.read(list(self.ids[offset : offset + limit]))

    def every(self) -> Iterator[Record]:
        """All, some at a time: memory does not grow with the directory."""
        some = list(self.ids[:_CHUNK])
        while some:
            yield from self.read(some)
            some = list(self.ids.filter(pk__gt=some[-1])[:_CHUNK])


def services(wanted: Wanted, language: str, *, full: bool = False, minimal: bool = False) -> Listing:
    """Raises Unsearchable."""
    rows: QuerySet[Any, Any] = models.Service.objects.filter(_terms(wanted, "service"))
    rows = found_by_words(rows, wanted.search, ("name", "description"), ("alternate_name", "organisation__name"))
    if wanted.organisation_id:
        rows = rows.filter(organisation=wanted.organisation_id)
    if wanted.modified_after:
        rows = rows.filter(last_modified__gte=wanted.modified_after)
    return Listing(_ids(rows), _service_reader(language, full=full, minimal=minimal))


def organisations(wanted: Wanted, language: str, *, full: bool = False, full_service: bool = False) -> Listing:
    """Raises Unsearchable."""
    rows = models.Organisation.objects.filter(_terms(wanted, "organisation"))
    rows = found_by_words(rows, wanted.search, ("generic_name", "description"), ("name", "alternate_name"))
    return Listing(_ids(rows), _organisation_reader(language, full=full, full_service=full_service))


def services_at_locations(wanted: Wanted, language: str, *, full: bool = False) -> Listing:
    """Raises Unsearchable."""
    rows = models.ServiceAtLocation.objects.filter(_site_terms(wanted))
    words = ("service__name", "service__description", "location__name")
    rows = found_by_words(rows, wanted.search, words, ("service__organisation__name", "location__municipality"))
    if wanted.organisation_id:
        rows = rows.filter(service__organisation=wanted.organisation_id)
    if wanted.modified_after:
        moment = wanted.modified_after
        rows = rows.filter(Q(service__last_modified__gte=moment) | Q(location__last_modified__gte=moment))
    if wanted.postcode:
        rows = rows.filter(near_postcode(wanted.postcode, wanted.within_metres))
    return Listing(_ids(rows), _site_reader(language, full=full))


def one_service(pk: UUID, language: str) -> Record | None:
    return _only(_service_reader(language, full=True)([pk]))


def one_organisation(pk: UUID, language: str, *, full_service: bool = False) -> Record | None:
    return _only(_organisation_reader(language, full=True, full_service=full_service)([pk]))


def one_service_at_location(pk: UUID, language: str) -> Record | None:
    return _only(_site_reader(language, full=True)([pk]))


def _only(records: list[Record]) -> Record | None:
    return records[0] if records else None


def _ids(rows: QuerySet[Any, Any]) -> QuerySet[Any, UUID]:
    return rows.order_by("pk").values_list("pk", flat=True)


def _terms(wanted: Wanted, kind: str) -> Q:
    found = Q()
    if wanted.term_id:
        found &= carrying_term(wanted.term_id, kind)
    if wanted.taxonomy_id:
        found &= carrying_taxonomy(wanted.taxonomy_id, kind)
    return found


def _site_terms(wanted: Wanted) -> Q:
    """Terms of the service or of the place."""
    if not (wanted.term_id or wanted.taxonomy_id):
        return Q()
    services = models.Service.objects.filter(_terms(wanted, "service"))
    locations = models.Location.objects.filter(_terms(wanted, "location"))
    return Q(service__in=services.values("pk")) | Q(location__in=locations.values("pk"))


def _service_reader(language: str, *, full: bool = False, minimal: bool = False) -> Reader:
    def read_minimal(ids: Sequence[UUID]) -> list[Record]:
        rows = models.Service.objects.filter(pk__in=ids).order_by("pk")
        columns = ("pk", "name", "alternate_name", "status", "last_modified")
        return [basic.minimal_service(row, language) for row in rows.values(*columns)]

    def read_basic(ids: Sequence[UUID]) -> list[Record]:
        rows = models.Service.objects.filter(pk__in=ids).select_related("organisation").order_by("pk")
        return [basic.basic_service(row, language) for row in rows]

    def read_full(ids: Sequence[UUID]) -> list[Record]:
        rows = read_services(models.Service.objects.filter(pk__in=ids).order_by("pk"))
        return [service_record(row, language) for row in rows]

    return read_full if full else read_minimal if minimal else read_basic


def _organisation_reader(language: str, *, full: bool, full_service: bool) -> Reader:
    def read(ids: Sequence[UUID]) -> list[Record]:
        rows = models.Organisation.objects.filter(pk__in=ids).order_by("pk")
        if not (full or full_service):
            return [basic.basic_organisation(row, language) for row in rows]
        offers = _offers(ids, language, full=full_service)
        return [_with_offers(as_record(row), offers[row.pk]) for row in read_organisations(rows)]

    def as_record(row: models.Organisation) -> Record:
        if full:
            return organisation_record(row, language, with_locations=True)
        return basic.basic_organisation(row, language)

    return read


def _offers(organisations: Sequence[UUID], language: str, *, full: bool) -> Mapping[UUID, list[Record]]:
    """Services by their organisation's id."""
    rows = models.Service.objects.filter(organisation__in=organisations).order_by("pk")
    found: dict[UUID, list[Record]] = defaultdict(list)
    for row in read_services(rows) if full else rows.select_related("organisation"):
        record = service_record(row, language) if full else basic.basic_service(row, language)
        del record["organization"]
        found[row.organisation_id].append(record)
    return found


def _with_offers(organisation: Record, offers: list[Record]) -> Record:
    return {**organisation, "services": offers} if offers else organisation


def _site_reader(language: str, *, full: bool) -> Reader:
    rows = models.ServiceAtLocation.objects.order_by("pk")

    def read_basic(ids: Sequence[UUID]) -> list[Record]:
        found = rows.filter(pk__in=ids).select_related("service__organisation", "location")
        return [basic.basic_site(at, language) for at in found]

    def read_full(ids: Sequence[UUID]) -> list[Record]:
        return [_full_site(at) for at in read_sites(rows.filter(pk__in=ids))]

    def _full_site(at: models.ServiceAtLocation) -> Record:
        service = service_record(at.service, language)
        service.pop("service_at_locations", None)
        return {**site_record(at, language), "service": service}

    return read_full if full else read_basic
