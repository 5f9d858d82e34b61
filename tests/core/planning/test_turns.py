"""Doors of several needs on one list: every reading gets its turn."""

from hypothesis import given
from hypothesis import strategies as st
from planning_cases import HOME, WALKING, WEDNESDAY, candidate

from baken.core.planning import rank
from baken.core.planning.kinds import Asker, Door
from baken.core.planning.turns import in_turns

ASKER = Asker(when=WEDNESDAY, origin=HOME)


def doors(*ids: str) -> list[Door]:
    ranked = rank([candidate(name, metres=100 * (place + 1)) for place, name in enumerate(ids)], ASKER, walking=WALKING)
    by_id = {door.candidate.service_id: door for door in ranked}
    return [by_id[name] for name in ids]


def names(chosen: list[Door]) -> list[str]:
    return [door.candidate.service_id for door in chosen]


def test_a_doubtful_question_shows_a_door_of_each_of_its_three_readings_among_the_first_five() -> None:
    lines = {"a": doors("a1", "a2", "a3", "a4"), "b": doors("b1", "b2"), "c": doors("c1", "c2")}
    first = names(in_turns(lines, {"a": 0.6, "b": 0.2, "c": 0.1}, 5))
    assert first[0] == "a1"
    assert {"a1", "a2", "b1", "c1"} <= set(first)


def test_a_certain_question_keeps_its_first_five_doors_to_itself() -> None:
    lines = {"a": doors("a1", "a2", "a3", "a4", "a5"), "b": doors("b1", "b2")}
    assert names(in_turns(lines, {"a": 0.95, "b": 0.02}, 5)) == ["a1", "a2", "a3", "a4", "a5"]


def test_a_door_that_answers_two_needs_is_listed_once_and_counts_for_both() -> None:
    lines = {"a": doors("both", "a2"), "b": doors("both", "b2")}
    assert names(in_turns(lines, {"a": 0.5, "b": 0.5}, 3)) == ["both", "a2", "b2"]


@given(
    st.dictionaries(st.sampled_from("abc"), st.lists(st.integers(0, 6), unique=True, max_size=5), min_size=1),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.integers(0, 12),
)
def test_no_door_twice_none_invented_and_each_reading_in_its_own_order(
    numbers: dict[str, list[int]], scores: list[float], limit: int
) -> None:
    pool = doors(*(f"d{number}" for number in range(7)))
    lines = {need: [pool[number] for number in line] for need, line in numbers.items()}
    chosen = in_turns(lines, dict(zip("abc", scores, strict=True)), limit)
    everything = {name for line in lines.values() for name in names(line)}
    assert len(chosen) == min(limit, len(everything))
    assert len(set(names(chosen))) == len(chosen)
    assert set(names(chosen)) <= everything
