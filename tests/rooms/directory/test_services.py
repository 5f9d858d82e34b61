"""Changes: one transaction each, and the search index follows."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from baken.core.hours.opening import ChangeKind
from baken.core.kinds import Residence, Text, Texts, TextState
from baken.core.planning.kinds import AccessMode, Room, SpokenBy
from baken.directory import models, services
from baken.directory.selectors import candidates
from baken.directory.services import DirectoryError

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], list[Any]]]:
    """What was sent to the search index: titles, and ids that are gone."""
    sent: list[tuple[list[str], list[Any]]] = []

    def update(*, documents: Any, removed: Any = ()) -> bool:
        sent.append(([document.title for document in documents], list(removed)))
        return True

    monkeypatch.setattr("baken.needs.services.update_documents", update)
    return sent


def test_a_new_service_is_confirmed_today_and_searchable(
    example: models.Service, indexed: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        service_id = services.create_service(
            organisation_id=example.organisation_id,
            assurer="desk",
            name={"nl": {"text": "Naaiatelier", "state": "original"}},
            needs=["meeting.women"],
            access=[AccessMode.WALK_IN],
            languages={"ti": SpokenBy.VOLUNTEER},
            welcome=[],
            municipalities=None,
            locations=[example.service_at_locations.get().location_id],
        )
    service = models.Service.objects.get(pk=service_id)
    assert (service.assured_date, service.assurer) == (timezone.localdate(), "desk")
    assert (service.residence_rule, service.area_rule) == ("any", "unknown")
    assert indexed == [(["Naaiatelier"], [])]


def test_a_listed_rule_and_its_list_are_changed_together(example: models.Service, indexed: list[Any]) -> None:
    services.update_service(service_id=example.id, welcome=[Residence.NO_PAPERS], municipalities=["Stad"])
    (candidate,) = candidates({example.id: {}})
    assert (candidate.rules.welcome, candidate.rules.municipalities) == ({Residence.NO_PAPERS}, {"Stad"})
    services.update_service(service_id=example.id, welcome=None)
    assert candidates({example.id: {}})[0].rules.welcome is None


def test_a_translation_of_a_changed_original_is_stale_until_it_changes_too(
    example: models.Service, indexed: list[Any]
) -> None:
    changed = Texts.from_json(example.name).to_json() | {"nl": {"text": "Schulden? Kom langs", "state": "original"}}
    services.update_service(service_id=example.id, name=changed)
    example.refresh_from_db()
    assert example.name["fr"]["state"] == "stale"
    better = example.name | {"fr": {"text": "Des dettes ? Venez", "state": "reviewed"}}
    services.update_service(service_id=example.id, name=better)
    example.refresh_from_db()
    assert example.name["fr"]["state"] == "reviewed"


def test_a_service_that_ends_leaves_the_index(
    example: models.Service, indexed: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.update_service(service_id=example.id, status="defunct")
    assert indexed == [([], [example.id])]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"status": "open"}, "status"),
        ({"amount": 5, "free": True}, "directory_service_price"),
        ({"minimum_age": 18, "ages_known": False}, "ages"),
        ({"name": {"klingon": {"text": "x", "state": "original"}}}, "name"),
        ({"name": {"nl-BE": {"text": "x", "state": "original"}}}, "name"),
        ({"name": {"nl": "x"}}, "name"),
        ({"access": ["fax"]}, "mode"),
        ({"needs": ["no.need"]}, "need"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_whole(
    example: models.Service, facts: dict[str, Any], field: str
) -> None:
    before = models.Service.objects.values().get()
    with pytest.raises(DirectoryError, match=field):
        services.update_service(service_id=example.id, email="new@example.org", **facts)
    assert models.Service.objects.values().get() == before


def test_still_true_is_one_call(example: models.Service) -> None:
    services.confirm_service(service_id=example.id, assurer="desk")
    example.refresh_from_db()
    assert (example.assured_date, example.assurer) == (timezone.localdate(), "desk")


def test_room_is_said_today_and_waiting_weeks_belong_to_a_waiting_list(example: models.Service) -> None:
    services.set_room(service_id=example.id, room=Room.FEW)
    (candidate,) = candidates({example.id: {}})
    assert (candidate.capacity.room, candidate.capacity.said_on) == (Room.FEW, timezone.localdate())
    with pytest.raises(DirectoryError, match="waiting"):
        services.set_room(service_id=example.id, room=Room.OPEN, waiting_weeks=3)


def test_a_temporary_change_counts_until_it_lapses(example: models.Service) -> None:
    note = Texts({"nl": Text("nl", "Verhuis", TextState.ORIGINAL)})
    now = timezone.now()
    services.add_temporary_change(
        kind=ChangeKind.CLOSED, starts=now, ends=now + timedelta(days=2), note=note, service_id=example.id
    )
    assert len(candidates({example.id: {}})[0].opening.changes) == 4
    assert models.TemporaryChange.objects.in_force(now + timedelta(days=1)).filter(note=note.to_json()).exists()
    assert not models.TemporaryChange.objects.in_force(now + timedelta(days=3)).filter(note=note.to_json()).exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": ChangeKind.HOURS},
        {"kind": ChangeKind.CLOSED, "opens": time(9), "closes": time(10)},
        {"kind": ChangeKind.CLOSED, "ends": NOW - timedelta(days=1)},
    ],
)
def test_a_temporary_change_that_makes_no_sense_is_refused(example: models.Service, facts: dict[str, Any]) -> None:
    with pytest.raises(DirectoryError):
        services.add_temporary_change(starts=NOW, service_id=example.id, **facts)


def test_what_does_not_exist_is_told(db: None) -> None:
    with pytest.raises(DirectoryError, match="does not exist"):
        services.set_room(service_id=uuid4(), room=Room.FEW)
    with pytest.raises(DirectoryError, match="name"):
        services.create_service(organisation_id=uuid4())
    with pytest.raises(DirectoryError, match="one_owner"):
        services.add_temporary_change(kind=ChangeKind.NOTICE, starts=NOW)
