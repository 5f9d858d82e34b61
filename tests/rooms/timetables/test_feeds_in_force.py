"""Feeds come in whole or not at all, and what was in force stays in force until then."""

import os
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from baken.core.reach.timetable import NoService
from baken.timetables import keeping, selectors, services
from baken.timetables.dates import NoTimetable, timetable_on
from baken.timetables.models import FeedVersion, Stop

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)
Change = Callable[[str, str, str], None]


def kept(home: Path, name: str) -> list[str]:
    folder = home / "timetables" / name
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


def test_a_feed_is_in_force_with_its_validity_licence_and_source(db: None, home: Path, small_line: Path) -> None:
    report = services.import_feeds(paths=[small_line], licence="CC0", source="the small line", invented=True)
    assert [(feed.state, feed.stops, feed.trips, feed.calls) for feed in report.feeds] == [("new", 6, 12, 36)]
    (feed,) = selectors.feeds()
    assert (feed.name, feed.licence, feed.source, feed.invented) == ("small_line", "CC0", "the small line", True)
    assert (feed.first_day, feed.last_day) == (date(2026, 1, 5), date(2026, 12, 31))
    assert timetable_on(MONDAY).trips == 12


def test_a_dry_run_says_the_same_and_writes_nothing(db: None, home: Path, small_line: Path) -> None:
    report = services.import_feeds(paths=[small_line], dry_run=True)
    assert report.feeds[0].state == "new"
    assert report.feeds[0].last_day == date(2026, 12, 31)
    assert selectors.feeds() == () and kept(home, "feeds") == []


def test_the_same_file_again_changes_nothing(on_the_line: None, small_line: Path) -> None:
    (before,) = selectors.feeds()
    assert services.import_feeds(paths=[small_line]).feeds[0].state == "unchanged"
    assert selectors.feeds() == (before,)


def test_a_new_file_takes_the_place_and_keeps_what_was_said_of_the_feed(
    db: None, home: Path, small_line: Path, change: Change
) -> None:
    services.import_feeds(paths=[small_line], licence="CC0", source="the small line")
    timetable_on(MONDAY)
    change("routes.txt", "R7,small,7,", "R7,small,8,")
    assert services.import_feeds(paths=[small_line]).feeds[0].state == "changed"
    (feed,) = selectors.feeds()
    assert (feed.licence, feed.source) == ("CC0", "the small line")
    assert kept(home, "feeds") == [feed.sha256]
    assert timetable_on(MONDAY).labels.route_names == ("8",)
    assert FeedVersion.objects.count() == 2 and Stop.objects.count() == 6


def test_a_bad_file_is_refused_with_file_line_and_field_and_the_old_one_stays(
    on_the_line: None, home: Path, small_line: Path, change: Change
) -> None:
    before = selectors.feeds(), kept(home, "feeds")
    change("stop_times.txt", "out-9,09:10:00,09:11:00,station-1,2", "out-9,09:10:00,09:11:00,nowhere,2")
    report = services.import_feeds(paths=[small_line])
    (fault,) = report.feeds[0].faults
    assert (fault.file, fault.line, fault.field) == ("stop_times.txt", 6, "stop_id") and "nowhere" in fault.message
    assert report.refused and (selectors.feeds(), kept(home, "feeds")) == before
    assert timetable_on(MONDAY).trips == 12


def test_one_bad_file_keeps_a_good_one_beside_it_out(db: None, home: Path, small_line: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_text("no zip")
    report = services.import_feeds(paths=[small_line, tmp_path / "bad.zip"])
    assert [feed.state for feed in report.feeds] == ["new", "refused"]
    assert selectors.feeds() == () and kept(home, "feeds") == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("calendar.txt", "1,1,1,1,1,1,0", "0,0,0,0,0,0,0", "no service ever runs"),
        ("agency.txt", "Europe/Brussels", "Europe/Nowhere", "is no time zone"),
        ("trips.txt", ",week,", ",never,", "not one trip can be used"),
    ],
)
def test_a_feed_that_is_of_no_use_is_refused(
    db: None, home: Path, small_line: Path, change: Change, file: str, old: str, new: str, said: str
) -> None:
    change(file, old, new)
    report = services.import_feeds(paths=[small_line])
    assert report.refused and said in str(report.feeds[0].faults[-1])


def test_a_feed_of_another_time_zone_does_not_go_with_the_others(
    on_the_line: None, small_line: Path, change: Change
) -> None:
    change("agency.txt", "Europe/Brussels", "Europe/Helsinki")
    report = services.import_feeds(paths=[small_line], name="other")
    assert "Europe/Helsinki is not the time zone of «small_line»" in str(report.feeds[0].faults[0])


def test_the_same_file_under_another_name_would_run_everything_twice(on_the_line: None, small_line: Path) -> None:
    report = services.import_feeds(paths=[small_line], name="other")
    assert "in force already as «small_line»" in str(report.feeds[0].faults[0])


@pytest.mark.parametrize("name", ["x" * 81, "  " * 50 + "x" * 81])
def test_a_name_has_its_limits(db: None, home: Path, small_line: Path, name: str) -> None:
    with pytest.raises(services.BadImport):
        services.import_feeds(paths=[small_line], name=name)


def test_a_name_is_for_one_file_and_two_files_have_two_names(db: None, home: Path, small_line: Path) -> None:
    with pytest.raises(services.BadImport, match="one file"):
        services.import_feeds(paths=[small_line, small_line], name="x")
    with pytest.raises(services.BadImport, match="same name"):
        services.import_feeds(paths=[small_line, small_line])


def test_a_retired_feed_is_gone_and_an_unknown_one_is_said(on_the_line: None, home: Path) -> None:
    with pytest.raises(services.BadImport, match="small_line"):
        services.retire_feed(name="other")
    services.retire_feed(name="small_line")
    assert selectors.feeds() == () and kept(home, "feeds") == []
    with pytest.raises(NoTimetable):
        timetable_on(MONDAY)


@pytest.mark.parametrize("day", [date(2026, 11, 11), date(2027, 1, 4), date(2025, 12, 31)])
def test_a_day_without_service_names_the_range(db: None, home: Path, small_line: Path, day: date) -> None:
    removed = "service_id,date,exception_type\nweek,20261110,2\nweek,20261111,2\n"
    (small_line / "calendar_dates.txt").write_text(removed)
    services.import_feeds(paths=[small_line])
    for _ in range(2):
        with pytest.raises(NoService, match="2026-01-05 to 2026-12-31") as found:
            timetable_on(day)
        assert found.value.valid == (date(2026, 1, 5), date(2026, 12, 31))


def test_on_sunday_only_saturdays_last_bus_is_still_under_way(on_the_line: None) -> None:
    assert timetable_on(SUNDAY).trips == 1


def test_a_failure_between_files_and_rows_leaves_the_old_feed_in_force(
    on_the_line: None, home: Path, small_line: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = selectors.feeds()
    change("routes.txt", "R7,small,7,", "R7,small,8,")
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(services, "_stops", lambda version, feed: (_ for _ in ()).throw(RuntimeError("power cut")))
        services.import_feeds(paths=[small_line])
    assert selectors.feeds() == (before,) and len(kept(home, "feeds")) == 2
    assert timetable_on(MONDAY).labels.route_names == ("7",)
    services.import_feeds(paths=[small_line])
    assert len(kept(home, "feeds")) == 1 and timetable_on(MONDAY).labels.route_names == ("8",)


def test_a_kill_while_a_feed_is_written_leaves_nothing_that_counts(
    on_the_line: None, home: Path, small_line: Path, change: Change
) -> None:
    """A child writes half a folder and is killed; the next import sweeps it."""
    if (child := os.fork()) == 0:
        (home / "timetables/feeds/.half.1.abc").mkdir()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert ".half.1.abc" in kept(home, "feeds")
    change("routes.txt", "R7,small,7,", "R7,small,8,")
    services.import_feeds(paths=[small_line])
    assert kept(home, "feeds") == [selectors.feeds()[0].sha256]


def test_a_damaged_folder_is_built_again_and_a_lost_feed_is_read_again(
    on_the_line: None, home: Path, small_line: Path
) -> None:
    from baken.timetables import dates

    timetable_on(MONDAY)
    (folder,) = (home / "timetables/built").iterdir()
    (folder / "timetable.json").write_text("{")
    dates._loaded.clear()
    assert timetable_on(MONDAY).trips == 12
    (home / "timetables/feeds" / selectors.feeds()[0].sha256 / "feed.json").unlink()
    assert services.import_feeds(paths=[small_line]).feeds[0].state == "changed"
    assert timetable_on(MONDAY).trips == 12


def test_only_the_dates_last_asked_for_are_kept(on_the_line: None, home: Path) -> None:
    for number in range(keeping.MOST_BUILT + 4):
        if (day := date(2026, 11, 2 + number)).weekday() != 6:
            timetable_on(day)
    assert len(kept(home, "built")) == keeping.MOST_BUILT


def test_one_version_of_a_name_is_in_force(on_the_line: None) -> None:
    version = FeedVersion.objects.get()
    version.pk, version.sha256 = None, "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)
