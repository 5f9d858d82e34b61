"""Short things people read, as tables."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from baken.core.hours.opening import ChangeKind, OpeningState, State, TemporaryChange
from baken.core.kinds import Text, TextState
from baken.core.planning.kinds import AccessMode, Capacity, Room, SpokenBy
from baken.directory.selectors import ServiceCard, service_cards
from baken.web import said
from baken.web.templatetags.baken import dial, foreign, is_web_address, isolate, paragraph
from baken.web.templatetags.baken import said as said_text

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))
REMOTE = TemporaryChange(ChangeKind.REMOTE_ONLY, starts=NOW)


@pytest.mark.parametrize(
    ("state", "tone", "words"),
    [
        (OpeningState(State.OPEN, until=NOW.replace(hour=17)), "open", "Open now · until 17:00"),
        (OpeningState(State.OPEN), "open", "Open day and night"),
        (
            OpeningState(State.OPEN, until=NOW.replace(hour=17), by_appointment=True),
            "open",
            "Open until 17:00, by appointment",
        ),
        (OpeningState(State.OPENS_LATER, next_opens=NOW.replace(hour=14)), "plain", "Opens today at 14:00"),
        (OpeningState(State.CLOSED, next_opens=NOW + timedelta(days=1)), "plain", "Opens tomorrow at 10:00"),
        (
            OpeningState(State.CLOSED, next_opens=NOW + timedelta(days=2)),
            "plain",
            "Opens Thursday 26 November at 10:00",
        ),
        (OpeningState(State.CLOSED), "shut", "Closed for now"),
        (OpeningState(State.CLOSED, change=REMOTE), "shut", "Door closed for now: phone or online"),
        (OpeningState(State.UNKNOWN), "asks", "Ask: when are they open?"),
        (OpeningState(State.UNKNOWN, holiday=True), "asks", "Ask: are they open on this public holiday?"),
    ],
)
def test_opening_is_said_as_people_say_it(state: OpeningState, tone: str, words: str) -> None:
    with override("en"):
        assert said.opening_said(state, now=NOW) == said.Said(tone, words)


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        (Capacity(Room.FULL), "Full for now: they take nobody new"),
        (Capacity(Room.WAITING, waiting_weeks=1), "Waiting list: about 1 week"),
        (Capacity(Room.WAITING, waiting_weeks=6), "Waiting list: about 6 weeks"),
        (Capacity(Room.WAITING), "Waiting list. Ask how long."),
        (Capacity(Room.OPEN), None),
        (Capacity(Room.UNKNOWN), None),
    ],
)
def test_room_is_said_only_where_it_matters(capacity: Capacity, words: str | None) -> None:
    with override("en"):
        found = said.room_said(capacity)
    assert (found.text if found else None) == words


@pytest.mark.parametrize("count", range(12))
def test_minutes_are_counted_as_arabic_counts(count: int) -> None:
    with override("ar"):
        words = said.walk_said(max(1, count) * 60)
    assert words and not any("\u0660" <= letter <= "\u0669" for letter in words)


def test_the_readers_languages_stand_first_in_their_own_letters() -> None:
    spoken = {"nl": SpokenBy.STAFF, "ar": SpokenBy.INTERPRETER, "ti": SpokenBy.VOLUNTEER}
    with override("en"):
        found = said.spoken_said(spoken, first=("ar",))
    assert [one.own_name for one in found] == ["العربية", "Nederlands", "ትግርኛ"]
    assert found[0].by == "interpreter on request"


@pytest.mark.parametrize("tag", ["ber", "kmr", "xx", "fa-af", "zz-zz"])
def test_a_language_nobody_named_still_has_a_name(tag: str) -> None:
    with override("nl"):
        assert said.own_name(tag)


def test_ways_in_stand_in_one_order() -> None:
    with override("en"):
        assert said.access_said({AccessMode.ONLINE, AccessMode.WALK_IN}) == ("Walk in", "Online")


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("03 000 50 01", '<bdi dir="ltr">03 000 50 01</bdi>'),
        ("+32 470 00 00 00", '<bdi dir="ltr">+32 470 00 00 00</bdi>'),
        ("Huis De Kade (1)", '<bdi dir="ltr">Huis De Kade (1)</bdi>'),
        ("بيت 12", '<bdi dir="auto">بيت 12</bdi>'),
        ("<b>", '<bdi dir="ltr">&lt;b&gt;</bdi>'),
        (112, '<bdi dir="ltr">112</bdi>'),
    ],
)
def test_numbers_and_latin_names_keep_their_order_in_arabic(value: object, html: str) -> None:
    assert isolate(value) == html


@pytest.mark.parametrize(
    ("number", "digits"), [("0800 32 123", "080032123"), ("+32 (0)3 1", "+3203 1".replace(" ", "")), ("tel:x", "")]
)
def test_a_phone_dials_digits(number: str, digits: str) -> None:
    assert dial(number) == digits


def test_a_text_in_the_pages_language_needs_no_mark() -> None:
    with override("nl"):
        assert said_text(Text("nl", "Hallo & dag", TextState.ORIGINAL)) == "Hallo &amp; dag"
        assert not foreign(Text("nl-be", "x", TextState.ORIGINAL))


def test_a_text_in_another_language_carries_language_and_direction() -> None:
    with override("nl"):
        assert said_text(Text("ar", "مرحبا", TextState.ORIGINAL)) == '<bdi lang="ar" dir="rtl">مرحبا</bdi>'
        assert paragraph(Text("en", "Hi", TextState.ORIGINAL)) == '<p lang="en" dir="ltr">Hi</p>'
        assert said_text(Text("und", "?", TextState.ORIGINAL)) == '<bdi dir="auto">?</bdi>'


@pytest.mark.parametrize(
    ("address", "linked"),
    [("https://a.example/", True), ("http://a.example/", True), ("javascript:alert(1)", False), ("//a.example", False)],
)
def test_only_web_addresses_become_links(address: str, linked: bool) -> None:
    assert is_web_address(address) is linked


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"free": True}, ("open", "Free")),
        ({"free": False, "amount": Decimal("5")}, ("plain", "€5.00")),
        ({"free": False}, ("plain", "It costs something. Ask how much.")),
        ({"free": None}, ("asks", "Ask: what does it cost?")),
        ({"free": None, "price": Text("nl", "Vijf euro", TextState.ORIGINAL)}, ("plain", "")),
    ],
)
def test_a_price_that_nobody_knows_is_a_question(
    facts: dict[str, object], expected: tuple[str, str], a_card: ServiceCard
) -> None:
    with override("en"):
        found = said.price_said(replace(a_card, **facts))  # type: ignore[arg-type]
    assert (found.tone, found.text) == expected


@pytest.fixture
def a_card(town: dict[str, UUID], db: None) -> ServiceCard:
    id_ = town["Hulp bij schulden"]
    return replace(service_cards([id_], ("nl",))[id_], free=None, amount=None, price=None)
