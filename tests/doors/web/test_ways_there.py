"""Where somebody starts, and how the pages say the way."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from django.test import Client

from baken.core.kinds import LatLon
from baken.timetables import selectors as timetables
from baken.timetables import travel
from baken.timetables.selectors import FoundStop
from baken.timetables.travel import RideLeg, TimesUnknown, Trip, WalkLeg

QUESTION = {"need": ["money.debts"], "area": "N55"}


class _Ways:
    def __init__(self, when: datetime, count: int) -> None:
        self._when, self.seconds = when, np.full(count, 1440.0)

    def trip(self, _index: int) -> Trip:
        off = self._when + timedelta(minutes=19)
        ride = RideLeg("7", "Centrum", "Dorp", "Kerkplein", self._when, off, 6, 3, None)
        return Trip(self._when, off + timedelta(minutes=5), (ride, WalkLeg(300, off, "")))


@pytest.fixture
def buses(monkeypatch: pytest.MonkeyPatch) -> None:
    def ways(_origin: LatLon, when: datetime, places: Sequence[LatLon], **_: object) -> _Ways:
        return _Ways(when, len(places))

    def arriving(_origin: LatLon, by: datetime, _place: LatLon, **_: object) -> Trip:
        """Whatever the hour of the test: to a door that is shut now, the bus that is there as it opens."""
        return _Ways(by - timedelta(minutes=24), 1).trip(0)

    monkeypatch.setattr(travel, "ways", ways)
    monkeypatch.setattr(travel, "arriving", arriving)
    for name in ("first_after", "last_home"):
        monkeypatch.setattr(travel, name, lambda *_, **__: None)


def test_a_door_says_minutes_line_and_stop(visitor: Client, buses: None) -> None:
    response = visitor.post("/en/doors/", QUESTION)
    assert response.context["page"].doors[0].way.text == "24 min: bus 7 to Kerkplein, then 5 min on foot"
    assert "bus 7 to Kerkplein" in response.content.decode()


def test_the_tick_takes_the_bus_away(visitor: Client, buses: None) -> None:
    page = visitor.post("/nl/doors/", {**QUESTION, "walk_only": "on"}).context["page"]
    assert not any(card.way.ridden for card in page.doors)
    assert "alleen te voet" in page.whom


def test_the_plan_shows_the_legs(visitor: Client, buses: None) -> None:
    html = visitor.post("/en/plan/", QUESTION).content.decode()
    assert "towards Centrum. Get off at Kerkplein" in html
    assert "Ask when the bus or tram goes." not in html


def test_the_page_of_a_service_says_the_way_to_who_comes_from_a_question(
    visitor: Client, town: dict[str, UUID], buses: None
) -> None:
    address = f"/en/services/{town['Hulp bij schulden']}/"
    assert "bus 7 to Kerkplein" in visitor.post(address, QUESTION).content.decode()
    assert "bus 7" not in visitor.get(address).content.decode()


@pytest.mark.parametrize("path", ["/en/doors/", "/en/plan/"])
def test_unknown_times_are_said_once(visitor: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise TimesUnknown("no-timetable", "there is none")

    monkeypatch.setattr(travel, "ways", unknown)
    html = visitor.post(path, QUESTION).content.decode()
    assert html.count("We do not know the times of buses and trams") == 1


# ---- where somebody starts ----------------------------------------------------------------------------------------


def test_a_neighbourhood_may_be_written(visitor: Client) -> None:
    page = visitor.post("/nl/doors/", {"need": ["money.debts"], "start": "lissewaard dorp"}).context["page"]
    assert page.place is not None
    assert "lissewaard dorp" in page.whom


def test_a_stop_may_be_written(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timetables, "stops_named", lambda _text, limit: (FoundStop("Perron Zeven", LatLon(51.1, 4.1)),))
    page = visitor.post("/nl/doors/", {"need": ["money.debts"], "start": "Perron zeven"}).context["page"]
    assert page.place == LatLon(51.1, 4.1)


def test_of_several_one_is_chosen_and_nothing_is_lost(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    both = (FoundStop("Haltestraat", LatLon(51.1, 4.1)), FoundStop("Haltestraat", LatLon(51.2, 4.3)))
    monkeypatch.setattr(timetables, "stops_named", lambda _text, limit: both)
    asked = {"need": ["money.debts"], "start": "Haltestraat", "age": "34"}
    again = visitor.post("/nl/doors/", asked)
    assert again.status_code == 400
    assert "Welke?" in again.content.decode()
    form = again.context["page"].form
    page = visitor.post("/nl/doors/", {**asked, "start_at": form.start_choices[1].value}).context["page"]
    assert page.place == LatLon(51.2, 4.3)


@pytest.mark.parametrize("written", ["xyzzyq", "91, 4.1", "é" * 81, "\x00"])
def test_what_nobody_knows_is_said_beside_its_field(visitor: Client, written: str) -> None:
    response = visitor.post("/nl/doors/", {"need": ["money.debts"], "start": written})
    assert response.status_code == 400
    assert "start" in response.context["page"].form.errors


def test_a_choice_that_was_not_offered_does_not_count(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    both = (FoundStop("Haltestraat", LatLon(51.1, 4.1)), FoundStop("Haltestraat", LatLon(51.2, 4.3)))
    monkeypatch.setattr(timetables, "stops_named", lambda _text, limit: both)
    asked = {"need": ["money.debts"], "start": "Haltestraat", "start_at": "10.0,10.0"}
    assert visitor.post("/nl/doors/", asked).status_code == 400


def test_the_list_shows_no_start_in_any_address(visitor: Client) -> None:
    html = visitor.post("/nl/doors/", {"need": ["money.debts"], "start": "Graanmarkt"}).content.decode()
    assert "?" not in "".join(part.split('"')[0] for part in html.split('href="')[1:])
