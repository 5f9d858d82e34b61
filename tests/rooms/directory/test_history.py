"""Every change can be seen and taken back, with its parts; what a feed adds needs no history of its own."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from reversion.models import Revision

from baken.accounts.permissions import Actor
from baken.core.planning.kinds import Room, SpokenBy
from baken.directory import merging, restoring, services
from baken.directory.entries import differing, keep
from baken.directory.feeds import Report
from baken.directory.models import EntryKind, Location, Organisation, Service
from baken.directory.selectors.history import history

Load = Callable[..., Report]
SERVICE = EntryKind.SERVICE


@pytest.fixture
def editor(example: Service, django_user_model: type) -> Actor:
    user = django_user_model.objects.create_user("ed@example.org")  # type: ignore[attr-defined]
    return Actor(user.pk, frozenset(), frozenset({example.organisation_id}))


def test_what_a_feed_adds_has_no_revisions(example: Service) -> None:
    assert not Revision.objects.exists()
    assert history(SERVICE, example.pk) == ()


def test_a_change_says_who_when_and_from_what_to_what(example: Service, editor: Actor) -> None:
    services.update_service(service_id=example.pk, by=editor, asks_papers=True, languages={"so": SpokenBy.VOLUNTEER})
    step, before = history(SERVICE, example.pk)
    assert (step.who, step.feed, step.first, before.first) == ("ed@example.org", "", False, True)
    changes = {change.field: change for change in step.changes}
    assert (changes["asks_papers"].old, changes["asks_papers"].new) == ({"asks_papers": False}, {"asks_papers": True})
    assert [row["code"] for row in changes["languages"].new["servicelanguage"]] == ["so"]
    assert len(changes["languages"].old["servicelanguage"]) == 5


def test_the_whole_entry_comes_back_with_all_its_parts(example: Service, editor: Actor) -> None:
    before = keep(SERVICE, [example.pk])[example.pk]
    services.update_service(
        service_id=example.pk,
        by=editor,
        name={"nl": {"text": "Anders", "state": "original"}},
        languages={},
        needs=[],
        locations=[],
        free=None,
        amount=None,
    )
    services.set_room(service_id=example.pk, room=Room.FULL, by=editor)
    first = history(SERVICE, example.pk)[-1]
    changed = restoring.restore(kind=SERVICE, entry_id=example.pk, revision_id=first.revision_id, by=editor)
    now = keep(SERVICE, [example.pk])[example.pk]
    assert {"languages", "needs", "locations", "name", "room", "price"} <= set(changed)
    assert differing(before, now) == []
    assert history(SERVICE, example.pk)[0].what.startswith("restored")


def test_a_restored_entry_can_be_restored_again(example: Service, editor: Actor) -> None:
    services.update_service(service_id=example.pk, by=editor, needs=[])
    changed, first = history(SERVICE, example.pk)
    restoring.restore(kind=SERVICE, entry_id=example.pk, revision_id=first.revision_id, by=editor)
    restoring.restore(kind=SERVICE, entry_id=example.pk, revision_id=changed.revision_id, by=editor)
    assert example.service_needs.count() == 0


def test_a_feed_that_changes_an_entry_leaves_what_stood_before(
    load_yaml: Load, example: Service, example_yaml: str, editor: Actor
) -> None:
    load_yaml(example_yaml.replace("languages: {", "languages: {so: staff, ", 1))
    step, before = history(SERVICE, example.pk)
    assert (step.feed, step.who, before.first) == (example.source, "", True)
    assert [change.field for change in step.changes] == ["languages"]
    restoring.restore(kind=SERVICE, entry_id=example.pk, revision_id=before.revision_id, by=editor)
    assert not example.languages.filter(code="so").exists()


def test_a_service_edited_while_organisations_were_one_stays_with_its_own_when_it_is_restored(
    example: Service, editor: Actor
) -> None:
    own = example.organisation_id
    other = Organisation.objects.create(name="Another house")
    place = Location.objects.filter(organisation=own).get()
    merge_id = merging.merge(kind=EntryKind.ORGANISATION, kept_id=other.pk, gone_id=own, by=editor)
    services.update_service(service_id=example.pk, by=editor, asks_papers=True)
    services.update_site(location_id=place.pk, by=editor, name={"nl": {"text": "Hall", "state": "original"}})
    merging.undo(merge_id=merge_id, by=editor)
    services.update_service(service_id=example.pk, by=editor, asks_papers=False)
    services.update_site(location_id=place.pk, by=editor, name={"nl": {"text": "House", "state": "original"}})
    for kind, entry, changed in ((SERVICE, example, "asks_papers"), (EntryKind.LOCATION, place, "name")):
        during = history(kind, entry.pk)[1]
        back = restoring.restore(kind=kind, entry_id=entry.pk, revision_id=during.revision_id, by=editor)
        entry.refresh_from_db()
        assert (entry.organisation_id, back) == (own, (changed,))
        assert entry.field_sources[changed]["source"] == "organisation"


def test_what_is_known_of_the_row_itself_stays_when_what_it_says_comes_back(example: Service, editor: Actor) -> None:
    house = example.organisation
    services.update_organisation(organisation_id=house.pk, by=editor, email="new@example.org")
    today = {
        "mobilisation": "pro-migrant",
        "source": "stad",
        "source_id": "77",
        "source_url": "https://stad.example/77",
        "assurer": "The city",
        "extra": {"kept": "as it came"},
        "feed_digest": "f" * 64,
    }
    Organisation.objects.filter(pk=house.pk).update(**today)
    first = history(EntryKind.ORGANISATION, house.pk)[-1]
    changed = restoring.restore(
        kind=EntryKind.ORGANISATION, entry_id=house.pk, revision_id=first.revision_id, by=editor
    )
    now = Organisation.objects.get(pk=house.pk)
    assert {name: getattr(now, name) for name in today} == today
    assert (changed, now.email) == (("email",), house.email)


def test_a_fact_that_was_said_again_since_keeps_its_day_when_another_comes_back(
    example: Service, editor: Actor
) -> None:
    services.set_room(service_id=example.pk, room=Room.FULL, by=editor)
    services.update_service(service_id=example.pk, by=editor, asks_papers=True)
    before = history(SERVICE, example.pk)[1]
    yesterday = timezone.localdate() - timedelta(days=1)
    said = {"source": "coordinator", "on": yesterday.isoformat(), "by": "coordinator"}
    example.refresh_from_db()
    Service.objects.filter(pk=example.pk).update(
        field_sources={**example.field_sources, "room": said}, room_said_on=yesterday, assured_date=yesterday
    )
    restoring.restore(kind=SERVICE, entry_id=example.pk, revision_id=before.revision_id, by=editor)
    example.refresh_from_db()
    assert (example.room_said_on, example.assured_date, example.field_sources["room"]) == (yesterday, yesterday, said)
    assert example.field_sources["asks_papers"]["on"] == timezone.localdate().isoformat()


def test_the_revision_of_another_entry_is_refused(example: Service, editor: Actor) -> None:
    services.confirm_organisation(organisation_id=example.organisation_id, by=editor)
    revision = Revision.objects.order_by("-pk").first()
    assert revision is not None
    for entry_id, number in ((example.pk, revision.pk), (uuid4(), revision.pk), (example.pk, 10**9)):
        with pytest.raises(services.DirectoryError):
            restoring.restore(kind=SERVICE, entry_id=entry_id, revision_id=number, by=editor)


def test_hours_at_a_place_that_is_gone_do_not_come_back(example: Service, editor: Actor) -> None:
    services.update_service(service_id=example.pk, by=editor, asks_papers=True)
    first = history(SERVICE, example.pk)[-1]
    Location.objects.all().delete()
    restoring.restore(kind=SERVICE, entry_id=example.pk, revision_id=first.revision_id, by=editor)
    assert not example.service_at_locations.exists()
    example.refresh_from_db()
    assert example.asks_papers is False


def test_the_history_costs_the_same_however_long_it_is(
    example: Service, editor: Actor, django_assert_num_queries: Callable[..., object]
) -> None:
    for asks in (True, False, True, False):
        services.update_service(service_id=example.pk, by=editor, asks_papers=asks)
    history(SERVICE, example.pk)
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        assert len(history(SERVICE, example.pk)) == 5
