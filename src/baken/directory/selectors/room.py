"""Room of many services, when nothing else of them is asked."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from baken.core.planning.kinds import Capacity, Room
from baken.directory import models
from baken.directory.models.services import IN_USE, Status
from baken.directory.selectors.rows import IDS, Prepared, as_text, canonical, ids_parameter
from baken.directory.selectors.weekly import day

_CLOSED = Capacity(Room.FULL)  # takes nobody


def rooms(ids: Iterable[UUID]) -> Mapping[str, Capacity]:
    """Service -> its room; what is closed for the time being takes nobody. Those in use, in one query."""
    found = _query(connection.vendor).rows(ids_parameter(ids))
    return {
        canonical(id_): _CLOSED if status == Status.TEMPORARILY_CLOSED else Capacity(Room(room), weeks, day(said_on))
        for id_, status, room, weeks, said_on in found
        if status in IN_USE
    }


@lru_cache(maxsize=4)
def _query(vendor: str) -> Prepared:
    columns: tuple[Any, ...] = (*as_text("id"), "status", "room", "waiting_weeks", *as_text("room_said_on"))
    return Prepared.of(models.Service.objects.filter(pk__any_of=IDS).values_list(*columns))
