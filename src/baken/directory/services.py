"""Changes to the directory: one use case, one transaction, and the search index follows after the commit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from baken.core.hours.opening import ChangeKind
from baken.core.kinds import Residence, Text, Texts, TextState
from baken.core.planning.kinds import AccessMode, Room, SpokenBy
from baken.directory import models
from baken.directory.models.services import RuleState
from baken.directory.models.sourced import check_texts
from baken.directory.selectors.documents import CHUNK, documents
from baken.needs import services as needs_room


class DirectoryError(ValueError):
    """A change that cannot be made; the message names the field and says what to do."""


class ServiceFacts(TypedDict, total=False):
    """What an editor may say about a service; a fact that is left out stays as it is, None makes it unknown.

    Texts are in stored form (`Texts.to_json()`); collections replace what was there.
    """

    name: dict[str, dict[str, str]]
    description: dict[str, dict[str, str]]
    eligibility_description: dict[str, dict[str, str]]
    fees_description: dict[str, dict[str, str]]
    appointment: dict[str, dict[str, str]]
    application_process: dict[str, dict[str, str]]
    alternate_name: str
    status: str
    url: str
    email: str
    minimum_age: int | None
    maximum_age: int | None
    ages_known: bool
    genders: str
    families_only: bool | None
    asks_papers: bool | None
    insurance_needed: bool | None
    referral_needed: bool | None
    planned_until: date | None
    free: bool | None
    amount: Decimal | None
    diverse_staff: bool | None
    child_care: bool | None
    faith: str
    lgbti_safe: bool | None
    always: bool
    holiday_rule: str
    needs: Sequence[str]
    access: Iterable[AccessMode]
    languages: Mapping[str, SpokenBy]
    welcome: Iterable[Residence] | None
    municipalities: Iterable[str] | None
    locations: Sequence[UUID]


_TRANSLATED: Final = (
    *("name", "description", "eligibility_description", "fees_description", "appointment", "application_process"),
)


@transaction.atomic
def create_service(*, organisation_id: UUID, assurer: str = "", **facts: Unpack[ServiceFacts]) -> UUID:
    """A new service of an organisation, confirmed today. Raises DirectoryError."""
    if not facts.get("name"):
        raise DirectoryError("name: give the service a name in at least one language")
    service = models.Service(organisation_id=organisation_id)
    _apply(service, facts)
    _confirmed(service, assurer)
    return service.id


@transaction.atomic
def update_service(*, service_id: UUID, assurer: str = "", **facts: Unpack[ServiceFacts]) -> None:
    """Changed facts of a service, which is thereby confirmed today. Translations of a text whose original changed
    become stale. Raises DirectoryError."""
    service = _service(service_id)
    for field in _TRANSLATED:
        if field in facts:
            facts[field] = _marked_stale(getattr(service, field), _checked(field, facts[field]))
    _apply(service, facts)
    _confirmed(service, assurer)


@transaction.atomic
def confirm_service(*, service_id: UUID, assurer: str, on: date | None = None) -> None:
    """«Still true»: everything the entry says holds on that day (default today)."""
    service = _service(service_id)
    service.assured_date, service.assurer = on or timezone.localdate(), assurer
    service.save(update_fields=["assured_date", "assurer"])


@transaction.atomic
def set_room(*, service_id: UUID, room: Room, waiting_weeks: int | None = None, on: date | None = None) -> None:
    """How much room there is, said on that day (default today). Raises DirectoryError."""
    service = _service(service_id)
    service.room, service.waiting_weeks = room.value, waiting_weeks
    service.room_said_on = on or timezone.localdate()
    _save(service)


@transaction.atomic
def add_temporary_change(
    *,
    kind: ChangeKind,
    starts: datetime,
    ends: datetime | None = None,
    opens: time | None = None,
    closes: time | None = None,
    note: Texts | None = None,
    service_id: UUID | None = None,
    location_id: UUID | None = None,
) -> UUID:
    """A closure, other hours or a notice at one service or at a whole site; it lapses by itself at `ends`.

    Raises DirectoryError when the times do not fit the kind or not exactly one owner is given.
    """
    change = models.TemporaryChange(
        service_id=service_id,
        location_id=location_id,
        kind=kind.value,
        starts=starts,
        ends=ends,
        opens_at=opens,
        closes_at=closes,
        note=note.to_json() if note else {},
    )
    _save(change)
    return change.id


def search_again(ids: Iterable[UUID], *, removed: Iterable[UUID] = ()) -> None:
    """After the commit of the running transaction the search index reads these services again."""
    changed, gone = list(ids), tuple(removed)
    if changed or gone:
        transaction.on_commit(
            lambda: needs_room.update_documents(documents=documents(changed), removed=(*gone, *_out_of_use(changed)))
        )


def _out_of_use(ids: Sequence[UUID]) -> list[UUID]:
    in_use: set[UUID] = set()
    for start in range(0, len(ids), CHUNK):
        some = models.Service.objects.in_use().filter(pk__in=ids[start : start + CHUNK])
        in_use.update(some.values_list("pk", flat=True))
    return [service_id for service_id in ids if service_id not in in_use]


def _service(service_id: UUID) -> models.Service:
    found = models.Service.objects.select_for_update().filter(pk=service_id).first()
    if found is None:
        raise DirectoryError(f"service: {service_id} does not exist")
    return found


def _apply(service: models.Service, facts: ServiceFacts) -> None:
    """Columns by their name, collections by their own rows."""
    collections = {"needs", "access", "languages", "welcome", "municipalities", "locations"}
    for field, value in facts.items():
        if field not in collections:
            setattr(service, field, value)
    for rule, listed in (("residence_rule", "welcome"), ("area_rule", "municipalities")):
        if listed in facts:
            setattr(service, rule, _rule_state(facts[listed]))  # type: ignore[literal-required]
    service.last_modified = timezone.now()
    _save(service)
    for field in collections & set(facts):
        _replace(service, field, facts[field])  # type: ignore[literal-required]


def _rule_state(listed: Iterable[object] | None) -> str:
    if listed is None:
        return RuleState.UNKNOWN
    return RuleState.LISTED if list(listed) else RuleState.ANY


def _replace(service: models.Service, collection: str, values: Any) -> None:
    """Rows of one collection for the ones that were there; None and empty leave no rows."""
    ways: dict[str, tuple[Any, list[dict[str, object]]]] = {
        "needs": (service.service_needs, [{"need_id": code, "position": n} for n, code in enumerate(values or ())]),
        "access": (service.access_modes, [{"mode": str(mode)} for mode in values or ()]),
        "welcome": (service.welcome, [{"residence": str(situation)} for situation in values or ()]),
        "municipalities": (service.service_areas, [{"name": str(name)} for name in values or ()]),
        "locations": (
            service.service_at_locations,
            [{"location_id": place, "position": n} for n, place in enumerate(values or ())],
        ),
        "languages": (
            service.languages,
            [
                {"code": tag, "spoken_by": str(by)}
                for tag, by in (values.items() if isinstance(values, Mapping) else ())
            ],
        ),
    }
    rows, wanted = ways[collection]
    rows.all().delete()
    for row in wanted:
        _save(rows.model(service=service, **row))


def _confirmed(service: models.Service, assurer: str) -> None:
    service.assured_date, service.assurer = timezone.localdate(), assurer
    service.save(update_fields=["assured_date", "assurer"])
    search_again([service.id])


def _checked(field: str, texts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    try:
        check_texts(texts)
    except ValidationError as problem:
        raise DirectoryError(f"{field}: {' '.join(problem.messages)}") from problem
    return texts


def _marked_stale(
    before: Mapping[str, Mapping[str, str]], after: dict[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """When the original's words changed, translations that stayed the same are behind it."""
    old, new = Texts.from_json(before), Texts.from_json(after)
    originals = {text.language for text in new if text.state == TextState.ORIGINAL}
    if all(old.by_language.get(tag) == new.by_language[tag] for tag in originals):
        return after
    behind = {
        text.language: Text(text.language, text.text, TextState.STALE)
        for text in new
        if text.language not in originals and old.by_language.get(text.language) == text
    }
    return Texts({**new.by_language, **behind}).to_json()


def _save(row: Any) -> None:
    """Checked against the fields and the constraints first, so that the message names what is wrong."""
    try:
        row.full_clean()
    except ValidationError as problem:
        with override("en"):  # as all of this room's messages
            said = [f"{field}: {' '.join(messages)}" for field, messages in problem.message_dict.items()]
        raise DirectoryError("; ".join(said)) from problem
    row.save()
