"""Doubles are found however they were written down, and what only resembles is left alone.

The labelled set: the demo town (and UNHCR's services in Jordan), of which every third organisation is listed a second
time by somebody else, with slips of the pen, moved places, other languages, other or missing numbers.
"""

import os
import random
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.directory.deciding_pairs import mark_different
from baken.directory.duplicates.finding import find_duplicates, likeliest
from baken.directory.duplicates.linking import link
from baken.directory.duplicates.records import records
from baken.directory.feeds import import_feed
from baken.directory.models import (
    DuplicatePair,
    EntryKind,
    Location,
    Organisation,
    Phone,
    Service,
    ServiceAtLocation,
    ServiceNeed,
)
from baken.directory.services import DirectoryError

DEMO = Path(__file__).parents[3] / "demo/town"
COORDINATOR = Actor(None, frozenset({Role.COORDINATOR}))
Pairs = set[frozenset[UUID]]


def slip(text: str, chance: random.Random) -> str:
    """Two letters swapped, one dropped, or another way of writing the same."""
    at = chance.randrange(1, max(2, len(text) - 2))
    swapped = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    return chance.choice([swapped, text[:at] + text[at + 1 :], text.upper(), f"{text} vzw", f"De {text}", text])


def other_texts(texts: dict[str, dict[str, str]], chance: random.Random) -> dict[str, dict[str, str]]:
    """Often only one of the languages, with a slip."""
    tags = [chance.choice(list(texts))] if chance.random() < 0.5 else list(texts)
    return {tag: {**texts[tag], "text": slip(texts[tag]["text"], chance)} for tag in tags}


def other_phone(number: str, chance: random.Random) -> str:
    digits = "".join(sign for sign in number if sign.isdigit())
    moved = f"0{chance.randrange(100_000_000, 999_999_999)}"
    return chance.choice([f"+32 {number.removeprefix('0')}", digits, number, moved])


class Copier:
    """Lists organisations a second time; `pairs` are the true doubles by kind."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.pairs: dict[EntryKind, Pairs] = {kind: set() for kind in EntryKind}
        self.places: dict[UUID, UUID] = {}

    def copy(self, organisation: Organisation) -> None:
        chance = self.chance
        fresh = Organisation(name=slip(organisation.name, chance), url=organisation.url, source="second list")
        fresh.email = organisation.email if chance.random() < 0.5 else ""
        fresh.save()
        self._same(EntryKind.ORGANISATION, organisation.pk, fresh.pk)
        self._phones(fresh, "organisation", organisation.pk)
        for place in Location.objects.filter(organisation=organisation):
            self._place(place, fresh)
        for service in Service.objects.filter(organisation=organisation):
            self._service(service, fresh)

    def _place(self, place: Location, owner: Organisation | None) -> None:
        old, moved = place.pk, self.chance.uniform(-0.0006, 0.0006)
        place.pk, place.organisation, place.source, place.source_id = uuid4(), owner, "second list", ""
        if self.chance.random() < 0.3:
            place.address = slip(place.address, self.chance)[:255]
        if place.latitude is not None and place.longitude is not None:
            place.latitude, place.longitude = place.latitude + moved, place.longitude - moved
        place.name = other_texts(place.name, self.chance) if place.name else {}
        place.save(force_insert=True)
        self.places[old] = place.pk
        self._same(EntryKind.LOCATION, old, place.pk)
        self._phones(place, "location", old)

    def _service(self, service: Service, owner: Organisation) -> None:
        old, needs = service.pk, list(service.service_needs.values_list("need_id", flat=True))
        for at in service.service_at_locations.select_related("location"):
            if at.location_id not in self.places:
                self._place(at.location, owner if at.location.organisation_id else None)
        sites = list(service.service_at_locations.values_list("location", flat=True))
        service.pk, service.organisation, service.source, service.source_id = uuid4(), owner, "second list", ""
        service.name = other_texts(service.name, self.chance)
        service.url = service.url if self.chance.random() < 0.5 else ""
        service.save(force_insert=True)
        for position, need in enumerate(needs[:1] if self.chance.random() < 0.4 else needs):
            ServiceNeed.objects.create(service=service, need_id=need, position=position)
        for place in sites:
            ServiceAtLocation.objects.create(service=service, location_id=self.places[place])
        self._same(EntryKind.SERVICE, old, service.pk)
        self._phones(service, "service", old)

    def _phones(self, owner: object, path: str, old: UUID) -> None:
        for phone in Phone.objects.filter(**{path: old}):
            if self.chance.random() < 0.8:
                Phone.objects.create(**{path: owner}, number=other_phone(phone.number, self.chance))

    def _same(self, kind: EntryKind, one: UUID, other: UUID) -> None:
        self.pairs[kind].add(frozenset({one, other}))


def listed_twice(seed: int) -> Copier:
    copier = Copier(seed)
    for organisation in list(Organisation.objects.order_by("pk"))[::3]:
        copier.copy(organisation)
    return copier


def alike(rows: list[dict[str, Any]]) -> dict[UUID, Hashable]:
    """Entries that say just the same of one house have the same mark: nobody could tell them apart."""
    marks = ("owner", "names", "streets", "needs", "latitude")
    return {UUID(row["unique_id"]): orjson.dumps([row[mark] for mark in marks]) for row in rows}


def measured(copier: Copier) -> Iterator[tuple[EntryKind, float, float]]:
    """Precision and recall of the pairs that somebody would be shown."""
    for kind in EntryKind:
        rows = records(kind)
        mark = alike(rows)
        found = [frozenset({mark[pair.first], mark[pair.second]}) for pair in likeliest(link(kind, rows))]
        true = {frozenset(mark[pk] for pk in pair) for pair in copier.pairs[kind]}
        yield kind, sum(pair in true for pair in found) / max(1, len(found)), len(true & set(found)) / max(1, len(true))


def check(copier: Copier, floors: dict[EntryKind, tuple[float, float]]) -> None:
    for kind, precision, recall in measured(copier):
        print(f"{kind}: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
        assert precision >= floors[kind][0], (kind, precision, recall)
        assert recall >= floors[kind][1], (kind, precision, recall)


@pytest.fixture
def town(needs: None) -> None:
    assert not import_feed(kind="baken", paths=[DEMO], language="nl").refused


def test_in_the_town_as_it_is_nothing_is_flagged(town: None) -> None:
    assert [link(kind, records(kind)) for kind in EntryKind] == [[], [], []]


def test_what_is_listed_twice_is_found(town: None) -> None:
    floors = {
        EntryKind.ORGANISATION: (0.95, 0.9),
        EntryKind.LOCATION: (0.95, 0.9),
        EntryKind.SERVICE: (0.95, 0.9),
    }
    check(listed_twice(seed=4), floors)


@pytest.mark.shared
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="takes long, and no database has a say in it: on SQLite only")
def test_in_the_services_of_jordan_too(needs: None, shared: Path) -> None:
    import_feed(kind="unhcr", paths=[shared / "data/unhcr-jordan-services"])
    floors = {
        EntryKind.ORGANISATION: (0.95, 0.8),
        EntryKind.LOCATION: (0.95, 0.8),
        EntryKind.SERVICE: (0.5, 0.5),
    }
    check(listed_twice(seed=4), floors)


def test_the_same_entries_give_the_same_pairs(town: None) -> None:
    listed_twice(seed=5)
    rows = records(EntryKind.SERVICE)
    assert link(EntryKind.SERVICE, rows) == link(EntryKind.SERVICE, list(reversed(rows)))


def house(name: str, *, phone: str, lat: float, street: str, url: str = "", source: str = "x") -> Organisation:
    made = Organisation.objects.create(name=name, url=url, source=source)
    Phone.objects.create(organisation=made, number=phone)
    Location.objects.create(
        organisation=made, address=street, municipality="Boom", latitude=lat, longitude=4.3, source=source
    )
    return made


def test_a_branch_of_the_same_name_in_another_town_is_another(db: None) -> None:
    house("Huis van het Kind", phone="03 111 11 11", lat=51.1, street="Kerkstraat 1")
    house("Huis van het Kind", phone="03 222 22 22", lat=51.2, street="Dorp 5")
    for number in range(60):
        house(f"Ander {number}", phone=f"03 333 44 {number:02}", lat=50 + number / 10, street=f"Laan {number}")
    assert link(EntryKind.ORGANISATION, records(EntryKind.ORGANISATION)) == []


def test_services_of_one_house_with_one_number_are_different(db: None) -> None:
    home = house("Open Huis", phone="03 111 11 11", lat=51.1, street="Kerkstraat 1")
    place = Location.objects.get()
    for name in ("Nederlandse les", "Nederlandse les voor vrouwen", "Huiswerkbegeleiding", "Juridisch loket"):
        service = Service.objects.create(
            organisation=home, name={"nl": {"text": name, "state": "original"}}, source="x"
        )
        ServiceAtLocation.objects.create(service=service, location=place)
        Phone.objects.create(service=service, number="03 111 11 11")
    assert link(EntryKind.SERVICE, records(EntryKind.SERVICE)) == []


def test_pairs_are_kept_once_with_their_reasons(db: None) -> None:
    for source in ("one", "two"):
        house(
            "Open Huis De Kade", phone="03 111 11 11", lat=51.1, street="Kaai 1", url="https://kade.be", source=source
        )
    first, again = find_duplicates(EntryKind.ORGANISATION), find_duplicates(EntryKind.ORGANISATION)
    assert (first.new, first.open, again.new, again.open) == (1, 1, 0, 1)
    reasons = {reason["what"]: reason["level"] for reason in DuplicatePair.objects.get().reasons}
    assert reasons == {"name": "same", "phone": "same", "web": "same-site", "place": "same-address"}


def test_what_was_said_to_differ_is_not_proposed_again(db: None) -> None:
    for source in ("one", "two"):
        house("Open Huis De Kade", phone="03 111 11 11", lat=51.1, street="Kaai 1", source=source)
    find_duplicates(EntryKind.ORGANISATION)
    pair = DuplicatePair.objects.get()
    mark_different(pair_id=pair.pk, by=COORDINATOR)
    assert find_duplicates(EntryKind.ORGANISATION).open == 0
    with pytest.raises(DirectoryError):
        mark_different(pair_id=pair.pk, by=COORDINATOR)


def test_an_open_pair_that_no_longer_resembles_is_forgotten(db: None) -> None:
    houses = [
        house("Open Huis De Kade", phone="03 111 11 11", lat=51.1, street="Kaai 1", source=source) for source in "ab"
    ]
    find_duplicates(EntryKind.ORGANISATION)
    Phone.objects.filter(organisation=houses[1]).update(number="09 999 99 99")
    Organisation.objects.filter(pk=houses[1].pk).update(name="Sportclub Rupel")
    Location.objects.filter(organisation=houses[1]).update(latitude=50.0, address="Elders 9")
    assert find_duplicates(EntryKind.ORGANISATION).open == 0


@pytest.mark.parametrize("hostile", ["'; DROP TABLE entries; --", "\\", '"', "💥" * 50, "نص", " "])
def test_hostile_names_are_only_names(db: None, hostile: str) -> None:
    for source in ("one", "two"):
        house(hostile, phone=hostile, lat=51.1, street=hostile, url=hostile, source=source)
    find_duplicates(EntryKind.ORGANISATION)


def test_reading_the_records_costs_the_same_for_any_number(
    town: None, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        records(EntryKind.SERVICE)
