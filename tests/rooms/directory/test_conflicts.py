"""A feed never silently overwrites what somebody else said: what stands is kept, and a person decides."""

import csv
import io
import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.core.planning.kinds import Room, SpokenBy
from baken.directory import conflicts, services
from baken.directory.feeds import Outcome, Report, report_data, report_from
from baken.directory.feeds.report_files import report_csv
from baken.directory.models import Conflict, Phone, Schedule, Service

Load = Callable[..., Report]
TOWN = """
language: nl
source: stad
organisations:
  - key: huis
    name: Huis
    confirmed: -30
    locations:
      - {key: hier, name: Hier, address: Kaai 1, municipality: Boom, lat: 51.1, lon: 4.3}
    services:
      - key: les
        name: Les
        needs: [talking.stress]
        at: [hier]
        languages: {nl: staff}
        price: free
        room: open
        hours: ["mon-fri 09:00-12:00"]
"""
COORDINATOR = Actor(None, frozenset({Role.COORDINATOR}))


@pytest.fixture
def les(load_yaml: Load) -> Service:
    assert not load_yaml(TOWN).refused
    return Service.objects.get()


@pytest.fixture
def editor(les: Service, django_user_model: type) -> Actor:
    user = django_user_model.objects.create_user("ed@example.org")  # type: ignore[attr-defined]
    return Actor(user.pk, frozenset(), frozenset({les.organisation_id}))


def texts(words: str) -> dict[str, dict[str, str]]:
    return {"nl": {"text": words, "state": "original"}}


def offer(load_yaml: Load, old: str, new: str) -> Report:
    assert old in TOWN
    report = load_yaml(TOWN.replace(old, new))
    assert not report.refused, report.refused
    return report


def test_what_only_the_feed_said_the_feed_changes(load_yaml: Load, les: Service) -> None:
    offer(load_yaml, "languages: {nl: staff}", "languages: {fr: staff}")
    assert [spoken.code for spoken in les.languages.all()] == ["fr"]
    assert not Conflict.objects.exists()


def test_what_an_editor_said_stays_and_the_rest_follows_the_feed(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    offer(
        load_yaml, "languages: {nl: staff}\n        price: free", "languages: {fr: staff}\n        price: {amount: 5}"
    )
    les.refresh_from_db()
    assert [spoken.code for spoken in les.languages.all()] == ["ar"]
    assert les.amount == 5
    conflict = Conflict.objects.get()
    assert (conflict.field, conflict.source, conflict.state) == ("languages", "stad", "open")
    assert conflict.standing["by"] == "organisation"


def test_a_conflict_is_asked_once_however_often_the_feed_comes(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    for price in ("free", "{amount: 5}", "free"):
        offer(load_yaml, "{nl: staff}\n        price: free", f"{{fr: staff}}\n        price: {price}")
    assert Conflict.objects.count() == 1


def test_a_conflict_closes_when_both_say_the_same_again(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    offer(load_yaml, "{nl: staff}", "{fr: staff}")
    offer(load_yaml, "{nl: staff}", "{ar: staff}")
    assert Conflict.objects.get().state == "kept"


def test_a_conflict_closes_when_the_editor_comes_round(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    offer(load_yaml, "{nl: staff}", "{fr: staff}")
    services.update_service(service_id=les.pk, by=editor, languages={"fr": SpokenBy.STAFF})
    assert Conflict.objects.get().state == "taken"


def test_what_was_decided_is_not_asked_again(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    offer(load_yaml, "{nl: staff}", "{fr: staff}")
    conflicts.keep_standing(conflict_id=Conflict.objects.get().pk, by=editor)
    offer(load_yaml, "{nl: staff}\n        price: free", "{fr: staff}\n        price: {amount: 5}")
    assert Conflict.objects.count() == 1
    offer(load_yaml, "{nl: staff}", "{de: staff}")
    assert Conflict.objects.filter(state="open").count() == 1


def test_what_is_taken_is_the_word_of_the_feed_which_may_change_it(
    load_yaml: Load, les: Service, editor: Actor
) -> None:
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    offer(load_yaml, "{nl: staff}", "{fr: staff, de: volunteer}")
    conflicts.take_offered(conflict_id=Conflict.objects.get().pk, by=editor)
    assert {(one.code, one.spoken_by) for one in les.languages.all()} == {("fr", "staff"), ("de", "volunteer")}
    offer(load_yaml, "{nl: staff}", "{it: staff}")
    assert [spoken.code for spoken in les.languages.all()] == ["it"]
    assert not Conflict.objects.filter(state="open").exists()


def test_a_confirmed_entry_is_the_word_of_who_confirmed_it(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.confirm_service(service_id=les.pk, by=editor)
    offer(load_yaml, "price: free", "price: {amount: 5}")
    les.refresh_from_db()
    assert les.free is True
    assert les.assured_date != les.organisation.assured_date
    assert Conflict.objects.get().field == "price"


def test_a_feed_that_falls_silent_takes_nothing_away(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.set_room(service_id=les.pk, room=Room.FULL, by=editor)
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    offer(load_yaml, "        languages: {nl: staff}\n", "")
    les.refresh_from_db()
    assert [spoken.code for spoken in les.languages.all()] == ["ar"]
    assert les.room == "full"
    assert not Conflict.objects.filter(field="languages").exists()


def test_hours_that_an_editor_set_at_a_place_survive_a_feed_that_leaves_the_place(
    load_yaml: Load, les: Service, editor: Actor
) -> None:
    place = les.service_at_locations.get().location_id
    Schedule.objects.all().delete()
    Schedule.objects.create(service_at_location=les.service_at_locations.get(), freq="WEEKLY", byday="SU")
    les.field_sources = {"hours": {"source": "organisation", "by": "organisation", "on": "2026-01-01"}}
    les.save()
    offer(load_yaml, "        at: [hier]\n", "")
    assert les.service_at_locations.get().location_id == place
    assert Schedule.objects.get().byday == "SU"


def test_numbers_at_an_organisation_that_an_editor_gave_stay(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.set_phones(organisation_id=les.organisation_id, phones=[], by=editor)
    offer(load_yaml, "    confirmed: -30\n", '    confirmed: -30\n    phones: ["03 000 00 00"]\n')
    assert not Phone.objects.exists()
    assert Conflict.objects.get().entry_kind == "organisation"


def test_a_decided_conflict_cannot_be_decided_again(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    offer(load_yaml, "{nl: staff}", "{fr: staff}")
    conflict = Conflict.objects.get()
    conflicts.take_offered(conflict_id=conflict.pk, by=editor)
    for decide in (conflicts.take_offered, conflicts.keep_standing):
        with pytest.raises(services.DirectoryError, match="decided already"):
            decide(conflict_id=conflict.pk, by=editor)
    with pytest.raises(services.DirectoryError):
        conflicts.keep_standing(conflict_id=uuid4(), by=COORDINATOR)


def test_a_dry_run_tells_what_would_become_a_conflict_and_then_it_does(
    load_yaml: Load, les: Service, editor: Actor
) -> None:
    services.update_service(service_id=les.pk, by=editor, name=texts("Naam van het huis"))
    other = TOWN.replace("name: Les", "name: Leren")
    looked = load_yaml(other, dry_run=True)
    assert not Conflict.objects.exists()
    assert (looked.disputed, looked.changed, looked.unchanged) == (1, 0, 1)
    (line,) = looked.lines
    (change,) = line.changes
    assert (line.outcome, line.name) == (Outcome.DISPUTED, "Naam van het huis")
    assert (change.field, change.before, change.after) == ("name.nl", "Naam van het huis", "Leren")
    assert (change.by, change.on) == ("organisation", timezone.localdate().isoformat())
    assert load_yaml(other).lines == looked.lines
    assert Conflict.objects.get().field == "name"
    again = load_yaml(other, dry_run=True)
    assert (again.disputed, again.lines) == (0, ())


def test_a_report_as_a_table_says_who_said_what_stands(load_yaml: Load, les: Service, editor: Actor) -> None:
    services.update_service(service_id=les.pk, by=editor, languages={"ar": SpokenBy.STAFF})
    report = offer(load_yaml, "{nl: staff}", "{fr: staff}")
    (row,) = csv.DictReader(io.StringIO(report_csv(report).removeprefix("\ufeff")))
    assert (row["outcome"], row["field"], row["by"]) == ("disputed", "languages", "organisation")
    assert "ar" in row["before"]
    assert "fr" in row["after"]
    assert report_from(json.loads(json.dumps(report_data(report)))) == report
