"""What an import says beforehand and afterwards: added, changed, removed, refused; and what may be retired."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from baken.directory.feeds import (
    FeedError,
    Outcome,
    Refusal,
    Report,
    import_feed,
    report_data,
    report_from,
    write_report,
)
from baken.directory.feeds.report import MOST_DETAILS, Refusals
from baken.directory.feeds.report_files import report_csv
from baken.directory.models import Service

HOUSE = "0b6c5d0e-3a4b-5c6d-8e7f-00000000aaaa"


def service(number: int, **more: Any) -> dict[str, Any]:
    house = {"id": HOUSE, "name": "House", "description": "x"}
    given = {"id": f"0b6c5d0e-3a4b-5c6d-8e7f-{number:012}", "name": f"Tea {number}", "status": "active"}
    return {**given, "organization": house, **more}


@pytest.fixture
def load(needs: None, tmp_path: Path) -> Callable[..., Report]:
    def load(services: Iterable[dict[str, Any]], **options: Any) -> Report:
        file = tmp_path / "services.json"
        file.write_text(json.dumps(list(services)))
        return import_feed(kind="hsds", paths=[file], language="en", **options)

    return load


Load = Callable[..., Report]


def test_what_is_no_longer_in_the_feed_is_named_and_stays(load: Load) -> None:
    load(map(service, range(6)))
    report = load(map(service, range(1, 6)))
    (line,) = report.lines
    assert (report.removed, line.outcome, line.name, line.row) == (1, Outcome.REMOVED, "Tea 0", "")
    assert Service.objects.filter(status="active").count() == 6


def test_what_another_source_says_is_not_missed(load: Load) -> None:
    load(map(service, range(3)), source="city")
    assert load(map(service, range(3, 6)), source="province").removed == 0
    assert Service.objects.filter(source="city").count() == 3


def test_what_stands_from_another_source_and_is_in_the_feed_makes_nothing_of_that_source_missing(load: Load) -> None:
    load(map(service, range(6)), source="city")
    load(map(service, range(5, 9)), source="province")
    report = load(map(service, range(5, 9)), source="province", retire_missing=True, even_so=True)
    assert (report.removed, report.retired) == (0, 0)
    assert Service.objects.filter(status="active").count() == 9


def test_a_service_whose_status_somebody_said_is_not_retired(load: Load) -> None:
    load(map(service, range(6)))
    said = {"status": {"source": "", "on": "2026-11-22", "by": "organisation"}}
    Service.objects.filter(name__en__text="Tea 0").update(field_sources=said)
    report = load(map(service, range(1, 6)), retire_missing=True)
    assert (report.removed, report.retired, report.lines[0].outcome) == (1, 0, Outcome.REMOVED)
    assert Service.objects.filter(status="active").count() == 6


def test_a_part_of_a_feed_misses_nothing(load: Load) -> None:
    load(map(service, range(6)))
    assert load([service(1)], whole=False, retire_missing=True).removed == 0
    refused = load([service(1, status="?")])
    assert (refused.removed, refused.refusals) == (0, 1)


def test_retiring_takes_services_out_of_use_and_their_return_brings_them_back(load: Load) -> None:
    load(map(service, range(6)))
    assert load(map(service, range(1, 6)), retire_missing=True, dry_run=True).retired == 1
    assert Service.objects.filter(status="active").count() == 6
    report = load(map(service, range(1, 6)), retire_missing=True)
    assert (report.retired, [line.outcome for line in report.lines]) == (1, [Outcome.RETIRED])
    assert Service.objects.get(status="inactive").name["en"]["text"] == "Tea 0"
    again = load(map(service, range(1, 6)), retire_missing=True)
    assert (again.retired, again.removed) == (0, 0)
    back = load(map(service, range(6)))
    assert (back.changed, back.lines[0].changes[0].field) == (1, "status")
    assert not Service.objects.filter(status="inactive").exists()


def test_more_than_a_fifth_is_not_retired_unless_even_so(load: Load) -> None:
    load(map(service, range(6)))
    refused = load(map(service, range(2, 6)), retire_missing=True)
    assert "more than a fifth" in refused.refused[0].message
    assert Service.objects.filter(status="active").count() == 6
    assert load(map(service, range(2, 6)), retire_missing=True, even_so=True).retired == 2


def test_a_change_says_old_and_new_of_fields_and_parts(load: Load) -> None:
    phone = {"id": HOUSE, "number": "03 1"}
    load([service(1, email="a@example.org", phones=[phone])])
    (line,) = load([service(1, email="b@example.org", phones=[{**phone, "number": "03 2"}])], dry_run=True).lines
    changes = {change.field: (change.before, change.after) for change in line.changes}
    assert changes == {"email": ("a@example.org", "b@example.org"), "phone": ("03 1 voice", "03 2 voice")}
    assert line.row == "services.json 1"


def test_a_report_is_the_same_after_being_kept_as_data(load: Load) -> None:
    load(map(service, range(2)))
    report = load([service(1, email="=b"), service(2, status="?")], dry_run=True)
    assert report_from(json.loads(json.dumps(report_data(report)))) == report


def test_a_report_as_a_table_runs_no_formula(load: Load, tmp_path: Path) -> None:
    load([service(1)])
    report = load([service(1, email="=HYPERLINK(1)"), service(2, name="@x")], dry_run=True)
    rows = list(csv.DictReader(io.StringIO(report_csv(report).lstrip("\ufeff"))))
    assert [row["after"] for row in rows if row["field"] == "email"] == ["'=HYPERLINK(1)"]
    assert [row["name"] for row in rows if row["outcome"] == "added"] == ["'@x"]
    write_report(report, tmp_path / "report.csv")
    assert (tmp_path / "report.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(FeedError, match="not as «report"):
        write_report(report, tmp_path / "report.pdf")
    with pytest.raises(FeedError, match="cannot be written"):
        write_report(report, tmp_path / "no/report.csv")


def test_details_are_bounded_and_counts_are_exact(load: Load) -> None:
    many = MOST_DETAILS + 5
    report = load([service(number, status="?") for number in range(many)], dry_run=True)
    assert (len(report.refused), report.refusals) == (MOST_DETAILS, many)
    assert sum(line.what == "service" for line in report.lines) == MOST_DETAILS
    assert report.added == many
    found = Refusals([Refusal("1", "", "x")])
    found += [Refusal("2", "", "y")]
    assert (len(found), found.total) == (2, 2)
