"""`baken demo` brings the invented town's trams and buses, running on the day it is called."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from baken.cli.demo import TIMETABLE, load_timetable
from baken.timetables.dates import timetable_on
from baken.timetables.selectors import feeds

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[3] / "demo"
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def home(tmp_path):
    with override_settings(BAKEN_HOME=tmp_path / "home"):
        yield


def test_they_run_today_and_are_marked_as_invented():
    load_timetable(DEMO, TODAY)
    (feed,) = feeds()
    assert (feed.name, feed.invented) == (TIMETABLE, True)
    assert timetable_on(TODAY).trips > 3000


def test_called_on_a_later_day_they_run_then_and_are_not_there_twice():
    load_timetable(DEMO, TODAY)
    load_timetable(DEMO, TODAY + timedelta(days=400))
    (feed,) = feeds()
    assert feed.first_day == TODAY + timedelta(days=393)
    assert timetable_on(TODAY + timedelta(days=400)).trips > 3000
