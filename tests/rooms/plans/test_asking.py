"""A question as the outside writes it: read, or refused by field with what to write instead."""

from datetime import UTC, datetime

import pytest

from baken.core.kinds import Gender, LatLon, Residence
from baken.plans.asking import (
    FIELDS,
    AskError,
    language_from,
    person_from,
    place_from,
    question_from,
    when_from,
    words_from,
)

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_a_whole_question_is_read(db: None) -> None:
    question = question_from(
        {
            "words": "Ik slaap niet",
            "language": "NL",
            "near": "51.1,4.1",
            "at": "2026-12-01T10:00",
            "person": {"age": "52", "gender": "man", "papers": "no-papers", "languages": "ti+nl", "children": "no"},
            "limit": "3",
        },
        now=NOW,
    )
    assert question.language == "nl"
    assert question.place == LatLon(51.1, 4.1)
    assert question.when.isoformat() == "2026-12-01T10:00:00+01:00"
    assert (question.person.age, question.person.gender) == (52, Gender.MAN)
    assert question.person.residence is Residence.NO_PAPERS
    assert question.person.languages == ("ti", "nl")
    assert question.person.with_children is False
    assert question.limit == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "words"),
        ({"words": ""}, "words"),
        ({"words": "   \n"}, "words"),
        ({"words": 7}, "words"),
        ({"words": ["a"]}, "words"),
        ({"words": "a" * 10_000}, "words"),
        ({"words": "a", "language": "xx"}, "language"),
        ({"words": "a", "language": 5}, "language"),
        ({"words": "a", "near": "91,4"}, "near"),
        ({"words": "a", "near": "nan,4"}, "near"),
        ({"words": "a", "near": "51.1"}, "near"),
        ({"words": "a", "near": [51, 4]}, "near"),
        ({"words": "a", "near": {"lat": True, "lon": 4}}, "near"),
        ({"words": "a", "at": "2020-01-01T10:00"}, "at"),
        ({"words": "a", "at": "tomorrow"}, "at"),
        ({"words": "a", "at": "9999-12-31T23:59"}, "at"),
        ({"words": "a", "at": 12}, "at"),
        ({"words": "a", "person": "old"}, "person"),
        ({"words": "a", "person": {"shoe": 42}}, "person.shoe"),
        ({"words": "a", "person": {"age": "old"}}, "person.age"),
        ({"words": "a", "person": {"age": 200}}, "person.age"),
        ({"words": "a", "person": {"age": 5.5}}, "person.age"),
        ({"words": "a", "person": {"gender": "x"}}, "person.gender"),
        ({"words": "a", "person": {"papers": "none"}}, "person.papers"),
        ({"words": "a", "person": {"languages": "klingon!"}}, "person.languages"),
        ({"words": "a", "person": {"wheelchair": "perhaps"}}, "person.wheelchair"),
        ({"words": "a", "limit": 0}, "limit"),
        ({"words": "a", "limit": "many"}, "limit"),
        ({"words": "a", "limit": True}, "limit"),
        ({"words": "a", "all": "perhaps"}, "all"),
        ({"words": "a\0"}, "words"),
        ({"words": "\ud800"}, "words"),
        ({"words": "a", "language": ["nl"]}, "language"),
        ({"words": "a", "language": "nl; drop"}, "language"),
        ({"words": "a", "near": {"lat": "51", "lon": "4"}}, "near"),
        ({"words": "a", "near": {"lat": 51, "lon": 4, "alt": 2}}, "near"),
        ({"words": "a", "near": {"lat": float("inf"), "lon": 4}}, "near"),
        ({"words": "a", "near": "1_0,2_0"}, "near"),
        ({"words": "a", "person": []}, "person"),
        ({"words": "a", "person": {"age": "1_0"}}, "person.age"),
        ({"words": "a", "person": {"age": True}}, "person.age"),
        ({"words": "a", "person": {"gender": 5}}, "person.gender"),
        ({"words": "a", "person": {"languages": 12}}, "person.languages"),
        ({"words": "a", "person": {"languages": ["nl"] * 50}}, "person.languages"),
        ({"words": "a", "person": {"municipality": "a" * 1000}}, "person.municipality"),
        ({"words": "a", "person": {"municipality": ["Gent"]}}, "person.municipality"),
        ({"words": "a", "person": {"wheelchair": 1}}, "person.wheelchair"),
        ({"words": "a", "limit": 5.0}, "limit"),
        ({"words": "a", "limit": 10**30}, "limit"),
        ({"words": "a", "all": []}, "all"),
        ({"words": "a", "colour": "red"}, "colour"),
        ({"words": "a", "\ud800": "red"}, r"\ud800"),
        ({"needs": [["money.debts"]]}, "needs"),
        ({"needs": 5}, "needs"),
        ({"needs": ["money.nothing"]}, "needs"),
    ],
)
def test_a_mistake_is_named_by_its_field(fields: dict[str, object], field: str, db: None) -> None:
    with pytest.raises(AskError) as refused:
        question_from(fields, now=NOW)
    assert refused.value.field == field
    assert 10 < len(refused.value.message) < 400
    assert str(refused.value).encode()  # whatever was sent, the message can be shown


@pytest.mark.parametrize(("tag", "read"), [("nl-BE", "nl"), ("FA-AF", "fa-af"), ("pt-BR", "pt"), ("", ""), (None, "")])
def test_a_language_is_read_with_its_region_or_without(tag: str | None, read: str) -> None:
    assert language_from(tag) == read


def test_every_field_may_be_empty_but_one() -> None:
    empty = {name: None for name in FIELDS if name != "words"}
    question = question_from({**empty, "words": "hulp"}, now=NOW)
    assert (question.limit, question.include_no, question.place, question.needs) == (10, False, None, ())


def test_nothing_said_about_the_person_stays_unsaid() -> None:
    person = person_from({})
    assert person.residence is Residence.UNKNOWN
    assert (person.age, person.gender, person.wheelchair, person.insured) == (None, None, None, None)


def test_a_time_without_an_offset_is_local_and_one_with_an_offset_is_converted() -> None:
    assert when_from("2026-12-01T10:00", now=NOW).utcoffset() == when_from("2026-12-01T09:00Z", now=NOW).utcoffset()
    assert when_from("2026-12-01T10:00", now=NOW) == when_from("2026-12-01T09:00+00:00", now=NOW)


def test_a_question_knows_whether_it_is_about_another_day(db: None) -> None:
    for at, another in (("", False), ("2026-11-23T23:30", False), ("2026-11-24T00:30", True)):
        assert question_from({"words": "hulp", "at": at}, now=NOW).another_day is another


def test_earlier_today_is_still_today() -> None:
    assert when_from("2026-11-23T08:00", now=NOW).hour == 8


def test_no_place_is_no_place() -> None:
    assert place_from("") is None
    assert place_from({"lat": 51.1, "lon": 4.1}) == LatLon(51.1, 4.1)


def test_words_may_be_left_out_when_needs_are_given() -> None:
    assert words_from("", needed=False) == ""
