"""Who may interpret: a few plain questions that end with a professional interpreter or with an adult whom the person
chose. Never with a child: no such end exists. The order follows the rule of our sources: complex or sensitive matters
ask for a professional; for simple ones an informal adult may do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Question(StrEnum):
    SENSITIVE = "sensitive"  # health, feelings, violence, papers, money: what one may not want family to hear
    COMPLEX = "complex"  # something is decided, signed or must be understood exactly
    ADULT = "adult"  # is there somebody of 18 or older who speaks both languages
    CHOSEN = "chosen"  # did the person choose this adult, without anybody else there
    CONCERNED = "concerned"  # is it about this adult too


class End(StrEnum):
    PROFESSIONAL = "professional"
    INFORMAL_ADULT = "informal-adult"


@dataclass(frozen=True, slots=True)
class Fork:
    """Where each answer leads. Not being sure is no third way: it leads where the careful answer does."""

    yes: Question | End
    no: Question | End
    careful: bool  # the answer that is taken when somebody is not sure


FIRST: Final = Question.SENSITIVE
FORKS: Final[Mapping[Question, Fork]] = {
    Question.SENSITIVE: Fork(yes=End.PROFESSIONAL, no=Question.COMPLEX, careful=True),
    Question.COMPLEX: Fork(yes=End.PROFESSIONAL, no=Question.ADULT, careful=True),
    Question.ADULT: Fork(yes=Question.CHOSEN, no=End.PROFESSIONAL, careful=False),
    Question.CHOSEN: Fork(yes=Question.CONCERNED, no=End.PROFESSIONAL, careful=False),
    Question.CONCERNED: Fork(yes=End.PROFESSIONAL, no=End.INFORMAL_ADULT, careful=True),
}
YES, NO, UNSURE = "yes", "no", "unsure"


class NoSuchAnswer(ValueError):
    """An answer that is none of yes, no and unsure, or one after the end."""


def after(answers: Sequence[str]) -> Question | End:
    """Where somebody stands after these answers, in order. Raises NoSuchAnswer."""
    here: Question | End = FIRST
    for answer in answers:
        if isinstance(here, End) or answer not in (YES, NO, UNSURE):
            raise NoSuchAnswer(answer)
        fork = FORKS[here]
        agreed = fork.careful if answer == UNSURE else answer == YES
        here = fork.yes if agreed else fork.no
    return here
