"""Who answers now, and in which order; from which source each number is."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from baken.accounts.permissions import Actor
from baken.core.hours import State
from baken.core.kinds import TextState
from baken.guidance import loading
from baken.guidance.checking import BadGuidance
from baken.guidance.keeping import helpline_to_edit, history
from baken.guidance.loading import bring_in_step
from baken.guidance.models import Helpline
from baken.guidance.selectors import ALL, DANGER_TOPICS, helplines, topics_for
from baken.guidance.services import (
    OUR_HELPLINES,
    UnknownHelpline,
    change_helpline,
    confirm_helpline,
    load_guidance,
    restore,
)

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[3] / "demo" / "helplines.yaml"

MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # 10:30 in Brussels
MONDAY_NIGHT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ARMISTICE_DAY = datetime(2026, 11, 11, 10, 0, tzinfo=UTC)  # a Wednesday, a public holiday in Belgium only


@pytest.fixture
def loaded():
    load_guidance()
    load_guidance(paths=[DEMO])


def codes(country="BE", topics=(), when=MONDAY_MORNING, languages=("nl",)):
    return [card.code for card in helplines(country=country, topics=topics, when=when, languages=languages)]


@pytest.mark.parametrize(
    ("danger", "languages", "when", "expected"),
    [
        (["suicide"], ("nl",), MONDAY_NIGHT, ["be-1813", "be-112", "be-106", "be-cps", "be-107"]),
        (["suicide"], ("fr", "nl"), MONDAY_NIGHT, ["be-cps", "be-112", "be-107", "be-1813", "be-106"]),
        (["suicide"], ("ar",), MONDAY_NIGHT, ["be-112", "be-1813", "be-cps", "be-106", "be-107"]),
        (["violence"], ("nl",), MONDAY_MORNING, ["be-1712", "be-112", "be-evc"]),
        (["violence"], ("nl",), MONDAY_NIGHT, ["be-112", "be-evc", "be-1712"]),
        (["violence"], ("nl",), ARMISTICE_DAY, ["be-112", "be-evc", "be-1712"]),
        (["homeless-tonight"], ("ti",), MONDAY_NIGHT, ["demo-night", "be-112"]),
        (["medical"], ("nl-BE",), MONDAY_NIGHT, ["be-112", "be-poison"]),
        (["equality"], ("nl",), MONDAY_MORNING, ["be-unia"]),
        ([], ("nl",), MONDAY_MORNING, ["be-112", "be-1813", "be-1712", "demo-night", "be-cps", "be-evc"]),
    ],
)
def test_open_now_comes_first_then_the_language_then_the_specific(loaded, danger, languages, when, expected):
    assert codes(topics=danger, languages=languages, when=when) == expected


@pytest.mark.parametrize("country", ["BE", "NL"])
@pytest.mark.parametrize("danger", DANGER_TOPICS)
def test_every_danger_has_112_in_every_country_at_every_hour(loaded, country, danger):
    cards = helplines(country=country, topics=[danger], when=MONDAY_NIGHT, languages=())
    assert [card.opening.state for card in cards if card.number == "112"] == [State.OPEN]


def test_a_number_is_shown_only_in_its_own_country(loaded):
    assert {line.country for line in Helpline.objects.filter(code__in=codes("NL", ALL))} == {"NL"}
    assert codes("NL", ["violence"]) == ["nl-112", "nl-veilig-thuis"]
    assert codes("FR", ALL) == []


def test_hours_that_nobody_gave_are_to_be_asked_and_never_closed(loaded):
    (unia,) = helplines(country="BE", topics=["equality"], when=MONDAY_NIGHT, languages=("nl",))
    assert unia.opening.state is State.UNKNOWN
    assert not unia.always


def test_working_hours_say_until_when_and_when_next(loaded):
    (day,) = (c for c in helplines(country="NL", topics=["refugees"], when=MONDAY_MORNING, languages=("ti",)))
    assert day.opening.state is State.OPENS_LATER
    assert day.opening.next_opens is not None
    assert (day.opening.next_opens.hour, day.opening.next_opens.utcoffset().total_seconds()) == (14, 3600)
    assert day.languages == ("ar", "ti")


def test_a_line_open_on_a_day_that_is_a_holiday_only_elsewhere(loaded):
    (helpdesk,) = helplines(country="NL", topics=["refugees"], when=ARMISTICE_DAY.replace(hour=14), languages=("ar",))
    assert helpdesk.opening.state is State.OPEN


def test_names_and_notes_come_in_the_language_of_the_reader(loaded):
    (poison,) = helplines(country="BE", topics=["poison"], when=MONDAY_MORNING, languages=("ti", "fr"))
    assert poison.name == "Centre antipoisons"
    assert [note.language for note in poison.notes] == ["fr"]


def test_beside_notes_that_a_machine_drafted_stands_what_they_were_drafted_from():
    bring_in_step()
    (poison,) = helplines(country="BE", topics=["poison"], when=MONDAY_MORNING, languages=("ti", "nl"))
    assert poison.name == "ማእከል መርዚ"
    assert [(note.language, note.state) for note in poison.notes] == [
        ("ti", TextState.MACHINE_DRAFTED),
        ("nl", TextState.ORIGINAL),
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("be-112: 112", "be-112: must map name or notes to words"),
        ("be-112: {number: '113'}", "be-112: must map name or notes to words"),
        ("be-112: {notes: 3}", r"be-112: notes\.ar: must be a text"),
        (f"be-112: {{notes: {'a' * 4001}}}", r"be-112: notes\.ar: at most 4000 characters"),
        (f"be-112: {{name: {'a' * 201}}}", r"be-112: name\.ar: must be a text of one line, at most 200"),
    ],
)
def test_words_of_a_helpline_that_are_none_are_refused(tmp_path, words, message):
    (tmp_path / "ar.yaml").write_text(words, encoding="utf-8")
    with pytest.raises(BadGuidance, match=message):
        load_guidance(titles=[tmp_path / "ar.yaml"])
    assert not Helpline.objects.exists()


def test_numbers_nobody_confirmed_say_so_with_source_and_year(loaded):
    cards = helplines(country="BE", topics=ALL, when=MONDAY_MORNING, languages=("nl",))
    real = [card for card in cards if not card.invented]
    assert {(card.source, card.source_date, card.confirmed) for card in real} == {
        ("public knowledge, unconfirmed", "2024", False)
    }
    (invented,) = (card for card in cards if card.invented)
    assert invented.source == "invented for demonstration"


def test_the_whatsapp_number_that_the_source_does_not_give_stays_empty(loaded):
    (red_cross,) = (c for c in helplines(country="NL", topics=["listening"], when=MONDAY_MORNING, languages=()))
    assert red_cross.channels == ("phone", "whatsapp")
    assert red_cross.whatsapp == ""
    assert red_cross.source == "GGZ"


def test_a_bed_tonight_has_no_national_number_in_belgium():
    load_guidance()
    assert codes(topics=["homeless-tonight"]) == ["be-112"]


def test_several_dangers_are_answered_together(loaded):
    assert topics_for(["violence", "suicide"]) == ("violence", "emergency", "suicide", "listening")
    assert set(codes(topics=["violence", "suicide"])) >= {"be-1712", "be-1813", "be-112"}


@pytest.mark.parametrize("topics", [["weather"], [""], ["suicide", "SUICIDE"]])
def test_an_unknown_topic_is_an_error(loaded, topics):
    with pytest.raises(ValueError, match="not a valid Topic"):
        codes(topics=topics)


def test_a_moment_without_time_zone_is_an_error(loaded):
    with pytest.raises(ValueError, match="time zone"):
        codes(when=datetime(2026, 11, 23, 9, 30))  # noqa: DTZ001  the very mistake


def test_helplines_cost_one_query(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        codes(topics=ALL)


def test_what_an_editor_confirmed_is_never_overwritten_by_the_file(loaded):
    Helpline.objects.filter(code="be-1712").update(number="1712 1")
    line = helpline_to_edit("be-1712", "nl")
    confirm_helpline(code="be-1712", by="redactie", on=date(2026, 11, 20), seen=line.seen)
    assert load_guidance().kept == 1
    line = Helpline.objects.get(code="be-1712")
    assert (line.number, line.confirmed, line.confirmed_by) == ("1712 1", True, "redactie")


def test_a_line_that_an_editor_confirmed_gets_its_words_in_new_languages_and_nothing_else():
    load_guidance()
    own = {"nl": {"text": "Eigen naam", "state": TextState.ORIGINAL}}
    Helpline.objects.filter(code="be-112").update(number="112 1", names=own)
    seen = helpline_to_edit("be-112", "nl").seen
    confirm_helpline(code="be-112", by="redactie", on=date(2026, 11, 20), seen=seen)
    bring_in_step()
    line = Helpline.objects.get(code="be-112")
    assert (line.number, line.names["nl"]["text"]) == ("112 1", "Eigen naam")
    assert line.names["ar"] == {"text": "رقم الطوارئ 112", "state": TextState.MACHINE_DRAFTED}
    assert line.notes["ti"]["state"] == TextState.MACHINE_DRAFTED


def _answers_at(number):
    line = helpline_to_edit("be-112", "nl")
    change_helpline(
        code="be-112",
        answering=replace(line.answering, number=number),
        by=Actor(),
        on=date(2026, 11, 20),
        seen=line.seen,
    )


def test_words_that_came_with_a_file_are_nobodys_change_and_are_not_taken_back():
    load_guidance()
    _answers_at("112 1")
    bring_in_step()
    _answers_at("112 2")
    last, before, *_rest = history("be-112")
    assert {change.field for change in last.changes} == {"number"}
    restore(
        entry="be-112",
        revision_id=before.revision_id,
        by=Actor(),
        on=date(2026, 11, 21),
        seen=last.revision_id,
    )
    line = Helpline.objects.get(code="be-112")
    assert line.number == "112 1"
    assert "ar" in line.names


def test_what_an_editor_changes_while_a_file_is_loaded_stays(monkeypatch):
    load_guidance()
    _answers_at("112 1")
    found = loading._tables

    def and_then_somebody_changes_it(files, **locked):
        steps = found(files, **locked)
        if not locked:
            _answers_at("112 2")
        return steps

    monkeypatch.setattr(loading, "_tables", and_then_somebody_changes_it)
    bring_in_step()
    line = Helpline.objects.get(code="be-112")
    assert (line.number, "ar" in line.names) == ("112 2", True)


def test_words_for_a_code_that_an_item_and_a_helpline_share_are_refused(tmp_path):
    both = tmp_path / "both.yaml"
    item = "{code: be-112, kind: material, title: {nl: x}, source: s}"
    both.write_text(f"origin: town\nsources: {{s: {{key: a}}}}\nitems: [{item}]\n", encoding="utf-8")
    (tmp_path / "ar.yaml").write_text("be-112: {name: x}", encoding="utf-8")
    with pytest.raises(BadGuidance, match="be-112: an item and a helpline have this code"):
        load_guidance(paths=[OUR_HELPLINES, both], titles=[tmp_path / "ar.yaml"])


def test_confirming_what_is_not_there_is_an_error():
    with pytest.raises(UnknownHelpline, match="be-9999"):
        confirm_helpline(code="be-9999", by="redactie", on=date(2026, 11, 20), seen="")


def test_loading_again_changes_nothing_and_files_leave_each_other_alone(loaded):
    again = load_guidance()
    assert (again.added, again.changed, again.removed, again.unchanged) == (0, 0, 0, 14)
    assert Helpline.objects.filter(origin="demo").count() == 1


def test_loading_what_is_there_already_writes_nothing(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        load_guidance()


def test_a_line_that_left_the_file_is_removed(loaded, tmp_path):
    shorter = tmp_path / "ours.yaml"
    head, _, rest = OUR_HELPLINES.read_text(encoding="utf-8").partition("  - code: be-1813")
    whole = tmp_path / "whole.yaml"
    for path, text in (
        (whole, f"{head}  - code: be-1813{rest}"),
        (shorter, head + rest[rest.index("  - code: be-106") :]),
    ):
        path.write_text(
            text.replace("origin: baken", "origin: town").replace("- code: ", "- code: town-"), encoding="utf-8"
        )
    load_guidance(paths=[whole])
    assert load_guidance(paths=[shorter]).removed == 1
    assert "town-be-1813" not in codes(topics=ALL)


@pytest.mark.parametrize(
    "wrong",
    [{"country": "FR"}, {"number": ""}, {"holidays": "maybe"}, {"confirmed": True}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_itself_refuses_what_cannot_be(loaded, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Helpline.objects.filter(code="be-1813").update(**wrong)


def test_the_database_refuses_day_and_night_with_hours(loaded):
    with pytest.raises(IntegrityError), transaction.atomic():
        Helpline.objects.filter(code="be-1712").update(always=True)
