import pytest

from baken.core.wording import fold, skeleton, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي", "علی"),
        ("كتاب", "کتاب"),
        ("مَدْرَسَة", "مدرسه"),
        ("مـــدرسة", "مدرسة"),
        ("أحمد", "احمد"),
        ("می‌خواهم", "می خواهم"),
        ("ÉCOLE", "ecole"),
        ("Straße", "strasse"),
        ("IĞDIR", "iğdir"),
        ("żółw", "zolw"),
        ("ሠላም", "ሰላም"),
        ("’s nachts", "'s nachts"),
    ],
)
def test_two_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_letters_that_differ_stay_different() -> None:
    assert fold("мій") != fold("мии")
    assert fold("ሰብ") != fold("ሱብ")


def test_nul_and_lone_surrogates_become_spaces() -> None:
    assert tokens("ik\x00heb\ud800hulp nodig") == ["ik", "heb", "hulp", "nodig"]


def test_emoji_and_signs_are_no_tokens() -> None:
    assert tokens("😀 !!! … —") == []


@pytest.mark.parametrize(
    ("own_script", "latin"),
    [("شغل", "sheghel"), ("شغل", "ch8ol"), ("ስራሕ", "srah"), ("محامي", "mo7ami"), ("ክራይ", "kray")],
)
def test_a_word_and_its_latin_typing_share_a_skeleton(own_script: str, latin: str) -> None:
    assert skeleton(fold(own_script)) == skeleton(fold(latin)) != ""


def test_cyrillic_has_no_skeleton() -> None:
    assert skeleton("работа") == ""
