import unicodedata

import pytest

from baken.core.wording import clauses, cut_at_border


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ik heb schulden en ik slaap niet meer", "nl", ["Ik heb schulden", "ik slaap niet meer"]),
        (
            "I have debts and I cannot sleep, my son needs school",
            "en",
            ["I have debts", "I cannot sleep", "my son needs school"],
        ),
        ("J'ai des dettes et je ne dors plus", "fr", ["J'ai des dettes", "je ne dors plus"]),
        ("عندي ديون ولا أستطيع النوم", "ar", ["عندي ديون", "ولا أستطيع النوم"]),
        ("У мене борги і я не сплю", "uk", ["У мене борги", "я не сплю"]),
        ("Tengo deudas y no duermo bien", "es", ["Tengo deudas", "no duermo bien"]),
        ("Nie mam pracy i nie mam mieszkania", "pl", ["Nie mam pracy", "nie mam mieszkania"]),
        ("ስራሕ የብለይን፣ ገዛ እውን የብለይን", "ti", ["ስራሕ የብለይን", "ገዛ እውን የብለይን"]),
    ],
)
def test_a_sentence_with_several_needs_is_cut_between_them(text: str, language: str, expected: list[str]) -> None:
    assert clauses(text, language) == expected


def test_two_bare_nouns_stay_together() -> None:
    assert clauses("debts and rent", "en") == ["debts, rent"]


def test_a_joining_word_of_another_language_does_not_cut() -> None:
    assert clauses("i have a son", "en") == ["i have a son"]
    assert clauses("vivo en un piso frio", "es") == ["vivo en un piso frio"]


def test_a_clock_time_is_not_cut() -> None:
    assert clauses("they party until 4:30 every night", "en") == ["they party until 4:30 every night"]


def test_a_story_gives_at_most_six_parts() -> None:
    assert len(clauses("this is one part. " * 50, "en")) == 6


@pytest.mark.parametrize("text", ["", "   ", "!!!"])
def test_nothing_gives_one_part(text: str) -> None:
    assert len(clauses(text)) == 1


def test_a_long_text_is_cut_where_a_clause_ends() -> None:
    text = "My heating is broken. " * 40
    cut = cut_at_border(text, 500)
    assert len(cut) <= 500
    assert cut.endswith("broken")


def test_a_text_without_any_border_is_cut_hard() -> None:
    assert cut_at_border("x" * 900, 500) == "x" * 500


def test_letters_that_grow_when_spelt_out_are_counted_as_they_will_be() -> None:
    cut = cut_at_border("ﷺ" * 4000, 500)
    assert len(unicodedata.normalize("NFKC", cut)) <= 500
    assert cut
