"""The texts of services, for the index that own-words search uses."""

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db.models import Prefetch

from baken.core.kinds import Texts
from baken.directory.models import Service, ServiceAtLocation
from baken.directory.selectors.cards import name_of
from baken.needs.selectors import Document

_TEXT_FIELDS: Final = ("description", "application_process", "eligibility_description")
_OF_SITES: Final = ("location__latitude", "location__longitude")
CHUNK: Final = 500  # services read at a time


def documents(ids: Iterable[UUID] | None = None) -> Iterator[Document]:
    """One document per service in use, in the language in which it was written first; read in chunks."""
    sites = ServiceAtLocation.objects.select_related("location").only("service", *_OF_SITES)
    services = (
        Service.objects.in_use()
        .select_related("organisation")
        .prefetch_related("service_needs", Prefetch("service_at_locations", queryset=sites))
        .only("name", "alternate_name", *_TEXT_FIELDS, "organisation__generic_name")
        .order_by("pk")
    )
    if ids is None:
        yield from map(_of, services.iterator(chunk_size=CHUNK))
        return
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        yield from map(_of, services.filter(pk__in=wanted[start : start + CHUNK]))


def _of(service: Service) -> Document:
    title = name_of(service, ())
    described = [Texts.from_json(getattr(service, field)).best(title.language) for field in _TEXT_FIELDS]
    kind = Texts.from_json(service.organisation.generic_name).best(title.language)
    places = (at.location.place for at in service.service_at_locations.all())
    return Document(
        id=service.id,
        language=title.language,
        title=title.text,
        text="\n".join(part.text for part in (*described, kind) if part is not None),
        need_codes=tuple(need.need_id for need in service.service_needs.all()),
        place=next((place for place in places if place is not None), None),
    )
