from pathlib import Path

import pytest
from pytest_django import Settings

from baken.needs import understanding
from baken.needs.selectors import (
    EmptyQuestion,
    Engine,
    IndexMismatch,
    IndexMissing,
    UnknownNeed,
    engine,
    index_state,
    understand,
)
from baken.needs.services import build_quick_index, load_taxonomy

from .conftest import DEBT_DESK, Indexed


def codes(words: str, language: str | None = None) -> list[str]:
    return [need.code for need in understand(words=words, language=language).needs]


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("Ik heb veel schulden", "money.debts"),
        ("ik heb schuldn bij de bank", "money.debts"),
        ("Ik heb honger en geen geld voor eten", "money.food"),
        ("J'ai faim", "money.food"),
        ("I lie awake at night", "talking.sleep"),
        ("لا أستطيع النوم", "talking.sleep"),
        ("3andi dyoun", "money.debts"),
    ],
)
def test_own_words_find_their_need(indexed: Indexed, words: str, need: str) -> None:
    indexed(DEBT_DESK)
    assert codes(words)[0] == need


def test_a_sentence_with_two_needs_gives_both(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    understood = understand(words="Ik heb schulden en ik slaap niet meer", language="nl")
    assert {need.code for need in understood.needs[:2]} == {"money.debts", "talking.sleep"}
    assert understood.clauses == ("Ik heb schulden", "ik slaap niet meer")


@pytest.mark.parametrize("words", ["asdf", "🙂🙂", "0477 12 34 56", "?!", "qwertyuiop", "ﷺ" * 4000, "ik wil " * 571])
def test_nonsense_is_said_to_be_unsure_and_gives_no_need(indexed: Indexed, words: str) -> None:
    indexed(DEBT_DESK)
    understood = understand(words=words)
    assert not understood.sure
    assert understood.needs == ()


def test_words_that_grow_when_spelt_out_are_read_only_as_far_as_others(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed(DEBT_DESK)
    read: list[str] = []
    monkeypatch.setattr(understanding, "danger_in", lambda text: read.append(text) or ())
    understood = understand(words="ﷺ" * 4000)
    assert len(read[0]) * 18 <= understanding.MOST_DANGER_CHARACTERS
    assert len(understood.search_words) < understanding.MOST_CHARACTERS


def test_the_page_language_never_overrides_the_words(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    assert understand(words="Je ne peux pas rembourser mon crédit", language="nl").language == "fr"


def test_a_word_without_a_clear_language_stays_unknown(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    assert understand(words="ok").language == "und"


def test_ticked_needs_come_first_and_make_it_sure(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    understood = understand(words="asdf", needs=["money.food"])
    assert understood.sure
    assert [(need.code, need.score) for need in understood.needs] == [("money.food", 1.0)]


def test_ticks_alone_need_no_words(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    understood = understand(words=" ", needs=["money.food", "money.food"])
    assert [need.code for need in understood.needs] == ["money.food"]


def test_neither_words_nor_ticks_is_said(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    with pytest.raises(EmptyQuestion):
        understand(words="  \n")


def test_an_unknown_tick_is_refused(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    with pytest.raises(UnknownNeed, match=r"money\.gold"):
        understand(words="", needs=["money.gold"])


@pytest.mark.parametrize(
    "words",
    [
        "x" * 10_000,
        "ik heb schulden " * 700,
        "schulden\x00",
        "schulden \ud800",
        "😀 schulden 😀",
        "ሰላም привет مرحبا hello",
        "\ufdfa" * 50,
        "…" * 400,
        "a\u0301" * 3000,
    ],
)
def test_hostile_input_is_answered(indexed: Indexed, words: str) -> None:
    indexed(DEBT_DESK)
    understood = understand(words=words, language="zz")
    assert all(0 <= need.score <= 1 for need in understood.needs)


def test_danger_far_down_a_long_text_is_still_heard(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    understood = understand(words="Ik heb schulden bij de bank. " * 100 + "Ik wil niet meer leven.")
    assert understood.danger == ("suicide",)


def test_who_speaks_of_suicide_is_not_given_needs_that_the_words_only_resemble(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    for words in ("I want to kill myself", "Ik wil niet meer leven", "Je veux mourir"):
        found = understand(words=words)
        assert found.danger == ("suicide",)
        assert all(need.code.startswith("talking.") for need in found.needs)


def test_who_speaks_of_suicide_and_of_debts_in_another_clause_is_given_both(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    found = understand(words="Ik heb schulden. Ik wil niet meer leven.", language="nl")
    assert found.danger == ("suicide",)
    assert "money.debts" in [need.code for need in found.meant]


def test_without_an_index_it_is_said_what_to_run(db: None, home: Path) -> None:
    with pytest.raises(IndexMissing, match="baken index"):
        understand(words="hulp")
    assert "baken index" in (index_state().problem or "")


def test_the_quick_index_answers_by_letters_and_says_so(db: None, home: Path, taxonomy: Path) -> None:
    load_taxonomy(folder=taxonomy)
    build_quick_index()
    understood = understand(words="Ik heb schulden")
    assert understood.needs[0].code == "money.debts"
    assert understood.engine is Engine.LEXICAL


def test_an_index_made_with_other_encoders_is_refused(indexed: Indexed, settings: Settings) -> None:
    settings.BAKEN_ENCODERS = ()
    indexed(DEBT_DESK)
    assert engine() is Engine.LEXICAL
    settings.BAKEN_ENCODERS = ("hash",)
    with pytest.raises(IndexMismatch, match="baken index"):
        understand(words="Ik heb schulden")


def test_an_encoder_that_cannot_be_loaded_is_said_and_done_without(
    indexed: Indexed, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BAKEN_ENCODERS = ("hash", "local")
    monkeypatch.setenv("BAKEN_ENCODER_FOLDER", "/nowhere/at/all")
    indexed(DEBT_DESK)
    state = index_state()
    assert state.encoders == ("hash",)
    assert "/nowhere/at/all" in state.failures["local"]
    assert understand(words="Ik heb schulden").engine is Engine.FULL


def test_every_stage_is_timed(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    assert set(understand(words="Ik heb schulden").took_ms) == {"language", "encode", "needs"}


def test_a_score_and_its_flag_are_plain_values(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    need = understand(words="Ik heb schulden").needs[0]
    assert type(need.score) is float
    assert type(need.meant) is bool
