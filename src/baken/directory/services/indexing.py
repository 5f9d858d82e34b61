"""The search index follows the directory after the commit."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from baken.directory.models import Service
from baken.directory.selectors import documents
from baken.needs import services as needs_room


def search_again(ids: Iterable[UUID], *, removed: Iterable[UUID] = ()) -> None:
    """After the commit of the running transaction the search index reads these services again."""
    changed, gone = list(ids), tuple(removed)
    if changed or gone:
        transaction.on_commit(
            lambda: needs_room.update_documents(
                documents=tuple(documents(changed)), removed=(*gone, *_out_of_use(changed))
            )
        )


def _out_of_use(ids: Sequence[UUID]) -> list[UUID]:
    in_use = set(Service.objects.in_use().filter(pk__in=ids).values_list("pk", flat=True))
    return [service_id for service_id in ids if service_id not in in_use]
