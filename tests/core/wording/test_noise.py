import pytest

from baken.core.wording import is_noise


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "asdf",
        "asdf jkl",
        "qwertyuiop",
        "0477 12 34 56",
        "🙂🙂",
        "?!?",
        "jjjjjj",
        "lalalalala",
        "...",
        "фывапр",
        "bcdfghk",
        "ik wil " * 571,
        "hulp" * 100,
        "ﷺ" * 27,
        "I need " * 70 + "I ne",
    ],
)
def test_what_no_language_can_read_is_noise(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize(
    "text",
    [
        "hulp",
        "werk",
        "ገዛ",
        "ዕዳ",
        "کار",
        "doctor",
        "I need help",
        "my tv is broken",
        "ana mareed",
        "tree",
        "ስራሕ",
        "help help help",
        "ik heb honger! " * 3,
    ],
)
def test_a_word_is_not_noise(text: str) -> None:
    assert not is_noise(text)
