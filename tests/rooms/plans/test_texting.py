"""The first door as a text message: short, neutral, counted as networks count."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings

from baken.core.hours.opening import OpeningState, State
from baken.core.kinds import Person
from baken.plans.kinds import PlanSheet, Question
from baken.plans.selectors import plan_for
from baken.plans.texting import counted, plan_message

LANGUAGES = [tag for tag, _name in settings.LANGUAGES]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def _sheet(language: str) -> PlanSheet:
    return plan_for(
        Question(when=MONDAY, language=language, needs=("money.debts",), person=Person(languages=(language,)))
    )


@pytest.mark.parametrize(
    ("text", "wide", "messages"),
    [
        ("a" * 160, False, 1),
        ("a" * 161, False, 2),
        ("a" * 306, False, 2),
        ("a" * 307, False, 3),
        ("€" * 80, False, 1),
        ("€" * 81, False, 2),
        ("a" * 152 + "€" + "a" * 152, False, 3),  # the euro sign is not cut in half
        ("é" * 160, False, 1),
        ("ç" * 70, True, 1),
        ("ح" * 71, True, 2),
        ("ح" * 134, True, 2),
        ("ح" * 135, True, 3),
        ("ح" * 66 + "🎉" + "ح" * 66, True, 3),  # nor is a letter of two places
        ("“nine – five’", False, 1),
        ("\u2068De Kade\u2069", False, 1),
    ],
)
def test_messages_are_counted_as_networks_count_them(text: str, wide: bool, messages: int) -> None:
    found = counted(text)
    assert (found.wide, found.messages) == (wide, messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_door_fits_three_messages_in_every_language(language: str, town: None) -> None:
    message = plan_message(_sheet(language), language, address="https://baken.example")
    assert message is not None
    assert message.messages <= 3
    for part in ("De Kade", "Kadestraat 12", "20:00", "030000101", "https://baken.example"):
        assert part in message.text
    assert not re.search("[\u200e\u200f\u2066-\u2069]", message.text)


def test_a_message_names_neither_the_need_nor_the_person(town: None) -> None:
    message = plan_message(_sheet("nl"), "nl")
    assert message is not None
    assert "chuld" not in message.text
    assert message.text.splitlines()[0] == "Open Huis De Kade"


def test_a_message_says_the_day_for_it_is_read_on_others(town: None) -> None:
    sheet = _sheet("en")
    message = plan_message(sheet, "en")
    assert message is not None and "Open on Monday 23 November, until 20:00." in message.text
    (step,) = sheet.steps[:1]
    shut = replace(step.door, open_now=OpeningState(State.CLOSED, None, datetime(2026, 11, 24, 9, tzinfo=UTC)))
    later = plan_message(replace(sheet, steps=(replace(step, door=shut),)), "en")
    assert later is not None and "Opens Tuesday 24 November at 10:00." in later.text


def test_where_there_is_no_room_the_page_goes_first_and_then_the_town(town: None) -> None:
    sheet = _sheet("ar")
    step = sheet.steps[0]
    long = replace(step, card=replace(step.card, organisation_name="Samenwerkingsverband " * 5))
    message = plan_message(replace(sheet, steps=(long,)), "ar", address="https://baken.example/")
    assert message is not None
    assert message.messages == 3
    assert "030000101" in message.text
    assert "https" not in message.text
    longest = replace(step, card=replace(step.card, organisation_name="漢" * 400, address_lines=("字" * 400,)))
    short = plan_message(replace(sheet, steps=(longest,)), "ar")
    assert short is not None and short.messages == 3 and "030000101" in short.text


def test_a_plan_without_a_door_has_no_message(town: None) -> None:
    assert plan_message(replace(_sheet("nl"), steps=()), "nl") is None
