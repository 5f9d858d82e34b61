"""A feed that comes again: only what changed is read, and the outcome is as if all had been."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.core.management import call_command

from baken.directory import models
from baken.directory.feeds import Report, import_feed
from baken.directory.feeds.hsds import services as hsds_services

pytestmark = pytest.mark.django_db

NAMESPACE = UUID("00000000-0000-0000-0000-00000000ba4e")


@pytest.fixture
def read_rows(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rows of services that were really read."""
    rows: list[str] = []
    plain = hsds_services.service_entry

    def counting(record: Any, organisation_id: UUID) -> Any:
        rows.append(record.fields.row)
        return plain(record, organisation_id)

    monkeypatch.setattr("baken.directory.feeds.hsds.service_entry", counting)
    return rows


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: Any) -> None:
    settings.BAKEN_HOME = tmp_path / "home"


def made(*names: object) -> str:
    return str(uuid5(NAMESPACE, "/".join(map(str, names))))


def record(number: int, **changed: Any) -> dict[str, Any]:
    """Two services an organisation, each at a site of its own."""
    owner = number // 2
    return {
        "id": made("service", number),
        "name": f"Dienst {number}",
        "status": "active",
        "description": f"Wat dienst {number} doet.",
        "organization": {"id": made("organisation", owner), "name": f"Huis {owner}", "description": "Een huis."},
        "service_at_locations": [
            {
                "id": made("at", number),
                "location": {"id": made("site", number), "location_type": "physical", "latitude": 51, "longitude": 4},
            }
        ],
        **changed,
    }


Imported = Callable[..., Report]


@pytest.fixture
def imported(tmp_path: Path) -> Imported:
    def run(*records: dict[str, Any], **options: Any) -> Report:
        file = tmp_path / "services.ndjson"
        file.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        return import_feed(kind="hsds", paths=(file,), language="nl", **options)

    return run


def dump() -> str:
    out = StringIO()
    call_command("dumpdata", "directory", stdout=out)
    return out.getvalue()


def test_a_feed_that_did_not_change_is_not_read_again(imported: Imported, read_rows: list[str]) -> None:
    records = [record(number) for number in range(20)]
    assert imported(*records).added == 20
    before = dump()
    read_rows.clear()
    report = imported(*records)
    assert (report.added, report.changed, report.unchanged, report.rows) == (0, 0, 20, 20)
    assert (report.organisations.unchanged, report.locations.unchanged) == (10, 20)
    assert not read_rows
    assert dump() == before


def test_one_changed_line_is_read_with_those_that_speak_of_the_same(imported: Imported, read_rows: list[str]) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    read_rows.clear()
    records[7] = record(7, description="Iets anders.")
    report = imported(*records)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 19)
    assert set(read_rows) == {"services.ndjson 7", "services.ndjson 8"}, "and the other service of that organisation"
    assert models.Service.objects.get(pk=made("service", 7)).description["nl"]["text"] == "Iets anders."


def test_a_feed_that_goes_back_to_an_older_text_brings_it_back(imported: Imported) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    imported(*records[:-1], record(19, name="Nieuwe naam"))
    assert imported(*records).changed == 1
    assert models.Service.objects.get(pk=made("service", 19)).name["nl"]["text"] == "Dienst 19"


def test_what_was_deleted_here_comes_again(imported: Imported) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    models.Service.objects.filter(pk=made("service", 4)).delete()
    assert imported(*records).added == 1
    assert models.Service.objects.filter(pk=made("service", 4)).exists()


def test_a_renamed_organisation_is_renamed_once_whoever_says_it(imported: Imported) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    other = {**records[6]["organization"], "name": "Het nieuwe huis", "description": "Een huis met een lange naam."}
    records[6] = record(6, organization=other)
    report = imported(*records)
    assert (report.organisations.changed, report.changed) == (1, 0)
    assert models.Organisation.objects.get(pk=made("organisation", 3)).name == "Het nieuwe huis"
    assert imported(*records).organisations.changed == 0


def test_the_outcome_is_that_of_reading_everything(imported: Imported, settings: Any, tmp_path: Path) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    records[3], records[11] = record(3, name="Anders"), record(11, minimum_age=18)
    records.append(record(20))
    imported(*records)
    after = dump()
    settings.BAKEN_HOME = tmp_path / "another"  # which remembers nothing
    report = imported(*records)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 21)
    assert dump() == after


def test_what_the_feed_no_longer_has_is_still_noticed(imported: Imported) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    report = imported(*records[:-1])
    assert report.removed == 1
    report = imported(*records[:-1], retire_missing=True)
    assert report.retired == 1
    assert imported(*records).changed == 1, "it is back, and in use again"
    assert models.Service.objects.get(pk=made("service", 19)).status == "active"


def test_entries_that_belong_to_another_source_do_not_make_its_others_missing(imported: Imported) -> None:
    records = [record(number) for number in range(20)]
    imported(*records, source="een bron")
    models.Service.objects.filter(pk=made("service", 3)).update(source="een andere bron")
    models.Service.objects.create(organisation_id=made("organisation", 0), name={}, source="een andere bron")
    report = imported(*records, source="een bron")
    assert (report.unchanged, report.removed) == (20, 0)


def test_a_refused_line_refuses_all_as_ever(imported: Imported) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    before = dump()
    records[5] = record(5, minimum_age="oud")
    report = imported(*records)
    assert [refusal.row for refusal in report.refused] == ["services.ndjson 6"]
    assert dump() == before
    again = imported(*records)
    assert len(again.refused) == 1, "a refused line is never remembered"


def test_a_line_that_is_given_twice_is_refused_though_the_first_was_imported(imported: Imported) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    report = imported(*records, record(2, name="Nog eens"))
    assert any("given twice" in refusal.message for refusal in report.refused)


def test_a_dry_run_remembers_nothing(imported: Imported, read_rows: list[str]) -> None:
    records = [record(number) for number in range(20)]
    imported(*records, dry_run=True)
    read_rows.clear()
    assert imported(*records).added == 20
    assert len(read_rows) == 20


def test_another_language_is_read(imported: Imported, tmp_path: Path) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    file = tmp_path / "services.ndjson"
    report = import_feed(kind="hsds", paths=(file,), language="fr")
    assert report.changed == 20


def test_a_damaged_memory_is_thrown_away(imported: Imported, tmp_path: Path) -> None:
    records = [record(number) for number in range(20)]
    imported(*records)
    (tmp_path / "home/cache/lines.sqlite3").write_bytes(b"not a database at all" * 100)
    assert imported(*records).unchanged == 20
