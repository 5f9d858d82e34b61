"""A service and its facts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Unpack
from uuid import UUID

from django.db import transaction

from baken.accounts.permissions import Actor
from baken.core.planning.kinds import SpokenBy
from baken.directory import models
from baken.directory.history import recorded
from baken.directory.kinds import ServiceFacts, SpokenIn
from baken.directory.models.services import RuleState
from baken.directory.services.indexing import search_again
from baken.directory.services.saving import DirectoryError, locked_service, save_checked, texts_after
from baken.directory.services.saying import note_confirmed, note_said, says_facts

_TRANSLATED: Final = (
    *("name", "description", "eligibility_description", "fees_description", "appointment", "application_process"),
)
_COLLECTIONS: Final = frozenset({"needs", "access", "languages", "welcome", "municipalities", "locations"})


@transaction.atomic
def create_service(
    *, organisation_id: UUID, assurer: str = "", by: Actor | None = None, **facts: Unpack[ServiceFacts]
) -> UUID:
    """A new service of an organisation; confirmed today with any fact but name and place. Raises DirectoryError."""
    if not facts.get("name"):
        raise DirectoryError("name: give the service a name in at least one language")
    service = models.Service(organisation_id=organisation_id)
    with recorded(by, "added"):
        if says_facts(facts):
            note_confirmed(service, by, assurer=assurer)
        note_said(service, facts, by)
        _apply(service, facts)
    search_again([service.id])
    return service.id


@transaction.atomic
def update_service(
    *, service_id: UUID, by: Actor | None = None, seen: datetime | None = None, **facts: Unpack[ServiceFacts]
) -> None:
    """Changed facts of a service; who says so confirms these facts, not the others. Translations of a text whose
    original changed become stale. Raises DirectoryError, and ChangedMeanwhile where the entry is not as `seen`."""
    service = locked_service(service_id, seen)
    for field in _TRANSLATED:
        if field in facts:
            facts[field] = texts_after(service, field, facts[field])
    with recorded(by, f"changed: {', '.join(sorted(facts))}", service):
        note_said(service, facts, by)
        _apply(service, facts)
    search_again([service.id])


def _apply(service: models.Service, facts: ServiceFacts) -> None:
    """Columns by their name, collections by their own rows; the service last, with all its parts."""
    for field, value in facts.items():
        if field not in _COLLECTIONS:
            setattr(service, field, value)
    for rule, listed in (("residence_rule", "welcome"), ("area_rule", "municipalities")):
        if listed in facts:
            setattr(service, rule, _rule_state(facts[listed]))  # type: ignore[literal-required]
    save_checked(service)
    if collections := _COLLECTIONS & set(facts):
        for field in collections:
            _replace(service, field, facts[field])  # type: ignore[literal-required]
        service.save(update_fields=["last_modified"])


def _rule_state(listed: Iterable[object] | None) -> str:
    if listed is None:
        return RuleState.UNKNOWN
    return RuleState.LISTED if list(listed) else RuleState.ANY


def _replace(service: models.Service, collection: str, values: Any) -> None:
    """Rows of one collection for the ones that were there; None and empty leave no rows. Places that stay keep what
    hangs on them."""
    if collection == "locations":
        _replace_places(service, list(dict.fromkeys(values or ())))
        return
    rows, wanted = _rows(service, collection, values or ())
    rows.all().delete()
    for row in wanted:
        save_checked(rows.model(service=service, **row))


def _rows(service: models.Service, collection: str, values: Any) -> tuple[Any, list[dict[str, object]]]:
    match collection:
        case "needs":
            return service.service_needs, [{"need_id": code, "position": n} for n, code in enumerate(values)]
        case "access":
            return service.access_modes, [{"mode": str(mode)} for mode in values]
        case "welcome":
            return service.welcome, [{"residence": str(situation)} for situation in values]
        case "municipalities":
            return service.service_areas, [{"name": str(name)} for name in values]
        case _:
            return service.languages, [{"code": one.code, "spoken_by": str(one.by)} for one in _spoken(values)]


def _replace_places(service: models.Service, places: Sequence[UUID]) -> None:
    """Hours and numbers of one place belong to its row: only rows of places that left go."""
    rows = service.service_at_locations
    rows.exclude(location__in=places).delete()
    standing = {row.location_id: row for row in rows.all()}
    for position, place in enumerate(places):
        row = standing.get(place) or models.ServiceAtLocation(service=service, location_id=place)
        row.position = position
        save_checked(row)


def _spoken(values: Mapping[str, SpokenBy] | Sequence[SpokenIn] | None) -> list[SpokenIn]:
    if isinstance(values, Mapping):
        return [SpokenIn(tag, by) for tag, by in values.items()]
    return list(dict.fromkeys(values or ()))
