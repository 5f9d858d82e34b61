"""Who may interpret: whatever is answered, it never ends with a child."""

from collections.abc import Iterator
from itertools import product

import pytest

from baken.guidance.interpreting import FORKS, NO, UNSURE, YES, End, NoSuchAnswer, Question, after


def ways() -> Iterator[tuple[tuple[str, ...], End]]:
    """Every way through the questions, with its end."""
    for length in range(len(Question) + 1):
        for answers in product((YES, NO, UNSURE), repeat=length):
            try:
                here = after(answers)
            except NoSuchAnswer:  # it ended before
                continue
            if isinstance(here, End):
                yield answers, here


WAYS = tuple(ways())


def test_every_way_ends_with_a_professional_or_an_adult_and_there_is_no_other_end() -> None:
    assert {end for _answers, end in WAYS} == set(End) == {"professional", "informal-adult"}


def test_an_informal_interpreter_is_of_age_chosen_and_not_concerned_and_the_matter_is_plain() -> None:
    """So neither a child nor «I do not know whether they are of age» gets there."""
    assert [answers for answers, end in WAYS if end == End.INFORMAL_ADULT] == [(NO, NO, YES, YES, NO)]


def test_whoever_is_never_sure_is_sent_to_a_professional() -> None:
    for answers, end in WAYS:
        if UNSURE in answers:
            assert end == End.PROFESSIONAL, answers


def test_every_question_can_be_reached_and_none_twice() -> None:
    for answers, _end in WAYS:
        asked = [after(answers[:count]) for count in range(len(answers))]
        assert len(set(asked)) == len(asked)
    assert {after(answers[:count]) for answers, _end in WAYS for count in range(len(answers))} == set(FORKS)


@pytest.mark.parametrize("answers", [("perhaps",), ("",), (YES, YES), (NO, "12")])
def test_what_is_no_answer_is_refused(answers: tuple[str, ...]) -> None:
    with pytest.raises(NoSuchAnswer):
        after(answers)
