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
_CHUNK: Final = 500


def documents(ids: Iterable[UUID] | None = None) -> Iterator[Document]:
    """One document per service in use, in the language in which it was written first; read in chunks."""
    sites = ServiceAtLocation.objects.select_related("location")
    services = (
        Service.objects.in_use()
        .select_related("organisation")
        .prefetch_related("service_needs", Prefetch("service_at_locations", queryset=sites))
        .order_by("pk")
    )
    if ids is not None:
        services = services.filter(pk__in=list(ids))
    for service in services.iterator(chunk_size=_CHUNK):
        yield _of(service)


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
