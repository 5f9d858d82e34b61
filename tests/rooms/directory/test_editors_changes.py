"""What an editor changes is kept with who said it, whole or not at all."""

from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from reversion.models import Version

from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.core.hours.opening import Weekday
from baken.core.planning.kinds import Room, SpokenBy
from baken.directory import models, services
from baken.directory.history import BEFORE
from baken.directory.kinds import OpenSpan, PhoneFact, SpokenIn
from baken.directory.selectors import editing
from baken.directory.services import ChangedMeanwhile, DirectoryError


@pytest.fixture
def editor(example: models.Service) -> Actor:
    user = get_user_model().objects.create_user("editor@example.org")
    return Actor(user.pk, organisations=frozenset({example.organisation_id}))


@pytest.fixture
def coordinator(db: None) -> Actor:
    user = get_user_model().objects.create_user("city@example.org")
    return Actor(user.pk, roles=frozenset({Role.COORDINATOR}))


def test_the_first_change_also_keeps_how_it_stood_before(example: models.Service, editor: Actor) -> None:
    services.set_room(service_id=example.id, room=Room.FULL, by=editor)
    services.set_phones(service_id=example.id, phones=[PhoneFact("0800 1", "voice")], by=editor)
    versions = Version.objects.get_for_object(example).order_by("pk").select_related("revision")
    assert [version.revision.comment for version in versions] == [BEFORE, "room: full", "changed: phones"]
    assert [version.revision.user_id for version in versions] == [None, editor.user_id, editor.user_id]
    assert [version.field_dict["room"] for version in versions][1:] == ["full", "full"]


def test_a_revision_holds_every_part_and_brings_it_back(example: models.Service, editor: Actor) -> None:
    before = everything(example)
    services.update_service(service_id=example.id, needs=[], languages={}, access=[], locations=[], by=editor)
    services.set_week(service_id=example.id, spans=[], by=editor)
    assert everything(example) != before
    Version.objects.get_for_object(example).order_by("pk")[0].revision.revert(delete=True)
    assert everything(example) == before


def everything(service: models.Service) -> dict[str, list[Any]]:
    of_it: dict[str, Any] = {
        "needs": service.service_needs.values_list("need", "position"),
        "access": service.access_modes.values_list("mode"),
        "languages": service.languages.values_list("code", "spoken_by"),
        "places": service.service_at_locations.values_list("location", "position"),
        "schedules": service.schedules.values_list("byday", "opens_at", "closes_at"),
        "room": models.Service.objects.filter(pk=service.pk).values_list("room", "email"),
    }
    return {name: sorted(map(str, rows)) for name, rows in of_it.items()}


def test_a_coordinator_speaks_as_a_coordinator(example: models.Service, coordinator: Actor) -> None:
    services.set_room(service_id=example.id, room=Room.FEW, by=coordinator)
    services.confirm_all(organisation_id=example.organisation_id, by=coordinator)
    example.refresh_from_db()
    assert example.field_sources["room"]["by"] == "coordinator"
    assert example.assurer == "coordinator"
    assert "@" not in str(example.field_sources)


def test_confirming_makes_every_fact_as_young_as_today_and_keeps_its_source(
    example: models.Service, editor: Actor
) -> None:
    old = {"price": {"source": "feed", "on": "2020-01-01", "by": "feed"}}
    models.Service.objects.filter(pk=example.pk).update(field_sources=old)
    services.confirm_service(service_id=example.id, by=editor, on=date(2026, 11, 22))
    example.refresh_from_db()
    assert example.field_sources["price"] == {"source": "feed", "on": "2026-11-22", "by": "organisation"}
    assert example.room_said_on == date(2026, 11, 22) or example.room == "unknown"


def test_a_change_that_breaks_half_way_leaves_nothing(
    example: models.Service, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the process is killed: what was written before is not there."""
    before, versions = everything(example), Version.objects.count()

    def killed(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(models.Schedule, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        services.set_week(
            service_id=example.id, spans=[OpenSpan(Weekday.MO, time(9), time(12))], holiday_rule="closed", by=editor
        )
    assert (everything(example), Version.objects.count()) == (before, versions)
    example.refresh_from_db()
    assert example.holiday_rule != "closed" or example.field_sources == {}


def test_what_somebody_changed_meanwhile_is_not_overwritten(example: models.Service, editor: Actor) -> None:
    seen = example.last_modified
    services.update_service(service_id=example.id, email="theirs@example.org", by=editor, seen=seen)
    for change in (
        lambda: services.update_service(service_id=example.id, email="mine@example.org", by=editor, seen=seen),
        lambda: services.set_phones(service_id=example.id, phones=[], by=editor, seen=seen),
        lambda: services.set_week(service_id=example.id, spans=[], by=editor, seen=seen),
    ):
        with pytest.raises(ChangedMeanwhile):
            change()
    example.refresh_from_db()
    assert example.email == "theirs@example.org"


def test_a_language_may_be_spoken_by_several(example: models.Service, editor: Actor) -> None:
    spoken = [SpokenIn("ar", SpokenBy.STAFF), SpokenIn("ar", SpokenBy.INTERPRETER), SpokenIn("ar", SpokenBy.STAFF)]
    services.update_service(service_id=example.id, languages=spoken, by=editor)
    assert list(example.languages.values_list("code", "spoken_by")) == [("ar", "interpreter"), ("ar", "staff")]


def test_hours_that_a_week_cannot_say_stay_until_they_are_taken_away(example: models.Service, editor: Actor) -> None:
    example.schedules.all().delete()
    monthly = models.Schedule.objects.create(
        service=example, freq="MONTHLY", byday="1MO", opens_at=time(9), closes_at=time(10)
    )
    for _again in range(2):
        services.set_week(service_id=example.id, spans=[OpenSpan(Weekday.FR, time(9), time(12))], by=editor)
    entry = editing.hours_entry(example.id, ("nl",))
    assert ([other.id for other in entry.others], len(entry.spans)) == ([monthly.pk], 1)
    services.remove_schedule(service_id=example.id, schedule_id=monthly.pk, by=editor)
    with pytest.raises(DirectoryError, match="gone"):
        services.remove_schedule(service_id=example.id, schedule_id=monthly.pk, by=editor)


def test_a_place_that_stays_keeps_the_hours_of_its_own(example: models.Service, editor: Actor) -> None:
    at = example.service_at_locations.get()
    week = [OpenSpan(Weekday.SA, time(10), time(12))]
    services.set_week(service_id=example.id, location_id=at.location_id, spans=week, by=editor)
    other = services.create_site(organisation_id=example.organisation_id, address="Elders 2", by=editor)
    services.update_service(service_id=example.id, locations=[other, at.location_id], by=editor)
    assert editing.hours_entry(example.id, ("nl",), at.location_id).spans == tuple(week)
    assert [row.location_id for row in example.service_at_locations.all()] == [other, at.location_id]
    with pytest.raises(DirectoryError, match="not at"):
        services.set_week(service_id=example.id, location_id=example.pk, spans=[], by=editor)


def test_who_adds_a_group_becomes_its_editor(coordinator: Actor) -> None:
    group = services.create_organisation(by=coordinator, name="Thee op dinsdag", formality="informal")
    assert models.Membership.objects.get().organisation_id == group
    with pytest.raises(DirectoryError, match="name"):
        services.create_organisation(by=coordinator, name="")
    assert models.Organisation.objects.filter(pk=group).get().assurer == "Thee op dinsdag"


def test_a_change_of_another_service_is_not_taken_away(example: models.Service, editor: Actor) -> None:
    other = models.Service.objects.create(organisation=example.organisation)
    first = services.add_exception(service_id=other.pk, first=date(2026, 12, 24), last=date(2026, 12, 26), by=editor)
    with pytest.raises(DirectoryError):
        services.remove_exception(service_id=example.id, exception_id=first, by=editor)
    assert other.schedule_exceptions.count() == 1
