"""Two entries become one without losing what either said, and can be two again."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import transaction

from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.core.planning.kinds import SpokenBy
from baken.directory import merging, services
from baken.directory.entries import Kept, differing, keep
from baken.directory.feeds import Report
from baken.directory.models import (
    Conflict,
    DuplicatePair,
    EntryKind,
    Location,
    Membership,
    Merge,
    Organisation,
    Phone,
    Service,
)
from baken.directory.selectors.merges import stands_for

Load = Callable[..., Report]
TOWN = """
language: nl
source: {source}
organisations:
  - key: huis
    name: {name}
    phones: ["{phone}"]
    url: {url}
    locations:
      - {{key: hier, name: Hier, address: Kaai 1, municipality: Boom, lat: 51.1, lon: 4.3}}
    services:
      - key: les
        name: {lesson}
        needs: [{needs}]
        at: [hier]
        phones: ["{phone}", "03 111 22 33"]
        languages: {languages}
        hours: ["{hours}"]
"""
ONE = {
    "source": "stad",
    "name": "Huis",
    "phone": "03 000 00 01",
    "url": "https://huis.example",
    "lesson": "Nederlandse les",
    "needs": "talking.stress",
    "languages": "{nl: staff}",
    "hours": "mon 09:00-12:00",
}
OTHER = {
    **ONE,
    "source": "gids",
    "name": "t Huis vzw",
    "phone": "+32 3 000 00 01",
    "needs": "talking.stress, talking.sleep",
    "languages": "{nl: staff, ar: volunteer}",
    "hours": "tue 09:00-12:00",
}


@pytest.fixture
def coordinator(db: None, django_user_model: type) -> Actor:
    user = django_user_model.objects.create_user("co@example.org")  # type: ignore[attr-defined]
    return Actor(user.pk, frozenset({Role.COORDINATOR}))


@pytest.fixture
def two(load_yaml: Load) -> tuple[Service, Service]:
    for each in (ONE, OTHER):
        assert not load_yaml(TOWN.format(**each)).refused
    return Service.objects.get(source="stad"), Service.objects.get(source="gids")


def everything() -> dict[EntryKind, dict[UUID, Kept]]:
    ids = {EntryKind.ORGANISATION: Organisation, EntryKind.LOCATION: Location, EntryKind.SERVICE: Service}
    return {kind: keep(kind, model.objects.values_list("pk", flat=True)) for kind, model in ids.items()}  # type: ignore[attr-defined]


def same(one: dict[EntryKind, dict[UUID, Kept]], other: dict[EntryKind, dict[UUID, Kept]]) -> bool:
    return all(
        one[kind].keys() == other[kind].keys()
        and not any(differing(entry, other[kind][pk]) for pk, entry in one[kind].items())
        for kind in one
    )


def merge(kind: EntryKind, kept: UUID, gone: UUID, by: Actor, **choices: str) -> UUID:
    return merging.merge(kind=kind, kept_id=kept, gone_id=gone, by=by, choices=choices)


def test_lists_are_united_without_doubles(two: tuple[Service, Service], coordinator: Actor) -> None:
    kept, gone = two
    merge(EntryKind.SERVICE, kept.pk, gone.pk, coordinator)
    assert {one.code for one in kept.languages.all()} == {"nl", "ar"}
    assert [one.need_id for one in kept.service_needs.all()] == ["talking.stress", "talking.sleep"]
    assert sorted(one.number for one in kept.phones.all()) == ["03 000 00 01", "03 111 22 33"]
    assert kept.service_at_locations.count() == 2
    assert not Service.objects.filter(pk=gone.pk).exists()


def test_what_both_say_otherwise_waits_as_a_conflict(two: tuple[Service, Service], coordinator: Actor) -> None:
    kept, gone = two
    merge(EntryKind.SERVICE, kept.pk, gone.pk, coordinator)
    conflict = Conflict.objects.get()
    assert (conflict.field, conflict.source, conflict.entry_id) == ("hours", "gids", kept.pk)


def test_what_was_chosen_is_no_conflict_and_keeps_its_source(two: tuple[Service, Service], coordinator: Actor) -> None:
    kept, gone = two
    merge(EntryKind.SERVICE, kept.pk, gone.pk, coordinator, hours="other", languages="kept")
    kept.refresh_from_db()
    assert kept.field_sources["hours"]["source"] == "gids"
    assert {one.code for one in kept.languages.all()} == {"nl"}
    assert not Conflict.objects.exists()


def test_an_undone_merge_leaves_everything_as_it_was(two: tuple[Service, Service], coordinator: Actor) -> None:
    before = everything()
    kept, gone = two
    places = [kept.service_at_locations.get().location_id, gone.service_at_locations.get().location_id]
    undo = [
        merge(EntryKind.ORGANISATION, kept.organisation_id, gone.organisation_id, coordinator),
        merge(EntryKind.LOCATION, places[0], places[1], coordinator),
        merge(EntryKind.SERVICE, kept.pk, gone.pk, coordinator),
    ]
    assert (Organisation.objects.count(), Location.objects.count(), Service.objects.count()) == (1, 1, 1)
    for merge_id in reversed(undo):
        merging.undo(merge_id=merge_id, by=coordinator)
    assert same(before, everything())
    gone.refresh_from_db()
    assert (gone.source, gone.organisation.name) == ("gids", "t Huis vzw")
    assert not Conflict.objects.filter(state="open").exists()


def test_what_was_edited_after_the_merge_stays_when_it_is_undone(
    two: tuple[Service, Service], coordinator: Actor
) -> None:
    kept, gone = two
    merge_id = merge(EntryKind.SERVICE, kept.pk, gone.pk, coordinator)
    services.update_service(service_id=kept.pk, by=coordinator, languages={"so": SpokenBy.STAFF})
    merging.undo(merge_id=merge_id, by=coordinator)
    assert [one.code for one in kept.languages.all()] == ["so"]
    assert [one.need_id for one in kept.service_needs.all()] == ["talking.stress"]
    assert gone.languages.count() == 2


def test_a_merge_whose_kept_entry_is_gone_too_says_what_to_do(two: tuple[Service, Service], coordinator: Actor) -> None:
    kept, gone = two
    third = Service.objects.create(organisation=kept.organisation, name={"nl": {"text": "Les", "state": "original"}})
    first = merge(EntryKind.SERVICE, kept.pk, gone.pk, coordinator)
    merge(EntryKind.SERVICE, third.pk, kept.pk, coordinator)
    with pytest.raises(services.DirectoryError, match="undo that merge first"):
        merging.undo(merge_id=first, by=coordinator)
    assert stands_for(EntryKind.SERVICE, gone.pk) == third.pk


def test_a_merge_is_undone_once(two: tuple[Service, Service], coordinator: Actor) -> None:
    merge_id = merge(EntryKind.SERVICE, two[0].pk, two[1].pk, coordinator)
    merging.undo(merge_id=merge_id, by=coordinator)
    assert stands_for(EntryKind.SERVICE, two[1].pk) is None
    with pytest.raises(services.DirectoryError, match="undone already"):
        merging.undo(merge_id=merge_id, by=coordinator)


def test_a_feed_that_brings_what_was_merged_adds_nothing(
    load_yaml: Load, two: tuple[Service, Service], coordinator: Actor
) -> None:
    kept, gone = two
    merge(EntryKind.ORGANISATION, kept.organisation_id, gone.organisation_id, coordinator, name="kept")
    merge(
        EntryKind.LOCATION,
        kept.service_at_locations.get().location_id,
        gone.service_at_locations.get().location_id,
        coordinator,
    )
    merge(EntryKind.SERVICE, kept.pk, gone.pk, coordinator, hours="kept")
    standing = everything()
    for _ in range(2):
        report = load_yaml(TOWN.format(**OTHER))
        assert not report.refused
    assert same(standing, everything())
    kept.refresh_from_db()
    assert kept.source == "stad"
    found = Conflict.objects.filter(state="open").count()
    load_yaml(TOWN.format(**OTHER))
    assert Conflict.objects.filter(state="open").count() == found


def test_a_fact_taken_from_the_other_follows_its_feed(
    load_yaml: Load, two: tuple[Service, Service], coordinator: Actor
) -> None:
    kept, gone = two
    merge(EntryKind.SERVICE, kept.pk, gone.pk, coordinator, hours="other")
    load_yaml(TOWN.format(**{**OTHER, "hours": "fri 10:00-11:00"}))
    assert [one.byday for one in kept.schedules.all()] == ["FR"] or [
        one.byday for link in kept.service_at_locations.all() for one in link.schedules.all()
    ] == ["FR"]


def test_colleagues_of_both_edit_the_one(
    two: tuple[Service, Service], coordinator: Actor, django_user_model: type
) -> None:
    kept, gone = two
    people = [django_user_model.objects.create_user(f"{name}@example.org") for name in "ab"]  # type: ignore[attr-defined]
    for person in people:
        Membership.objects.create(user=person, organisation=gone.organisation)
    Membership.objects.create(user=people[0], organisation=kept.organisation)
    merge_id = merge(EntryKind.ORGANISATION, kept.organisation_id, gone.organisation_id, coordinator)
    assert Membership.objects.filter(organisation=kept.organisation_id).count() == 2
    merging.undo(merge_id=merge_id, by=coordinator)
    assert Membership.objects.filter(organisation=gone.organisation_id).count() == 2
    assert Membership.objects.filter(organisation=kept.organisation_id).count() == 1


def test_a_merge_that_breaks_off_leaves_nothing_behind(
    two: tuple[Service, Service], coordinator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()

    def killed(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, "_close_doubts", killed)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        merge(EntryKind.SERVICE, two[0].pk, two[1].pk, coordinator)
    assert same(before, everything())
    assert not Merge.objects.exists()


def test_an_entry_is_not_merged_with_itself_or_with_nothing(two: tuple[Service, Service], coordinator: Actor) -> None:
    for gone in (two[0].pk, two[0].organisation_id):
        with pytest.raises(services.DirectoryError):
            merge(EntryKind.SERVICE, two[0].pk, gone, coordinator)


def test_the_pair_is_decided_and_open_again_when_undone(two: tuple[Service, Service], coordinator: Actor) -> None:
    first, second = sorted(one.pk for one in two)
    pair = DuplicatePair.objects.create(entry_kind="service", first_id=first, second_id=second, probability=0.9)
    merge_id = merge(EntryKind.SERVICE, two[0].pk, two[1].pk, coordinator)
    pair.refresh_from_db()
    assert pair.state == "merged"
    merging.undo(merge_id=merge_id, by=coordinator)
    pair.refresh_from_db()
    assert pair.state == "open"


def test_numbers_at_a_place_of_both_are_kept_once(two: tuple[Service, Service], coordinator: Actor) -> None:
    kept, gone = two
    place = kept.service_at_locations.get().location
    other = gone.service_at_locations.get().location
    Phone.objects.create(location=other, number="+32 3 999 99 99")
    Phone.objects.create(location=place, number="03 999 99 99")
    merge(EntryKind.LOCATION, place.pk, other.pk, coordinator)
    assert [one.number for one in place.phones.all()] == ["03 999 99 99"]
    assert gone.service_at_locations.get().location_id == place.pk
