import pytest

from baken.core.wording import Lexicon, looks_romanised_arabic, to_arabic

LEXICON = Lexicon.from_texts(["أبحث عن شغل", "أحتاج إلى محام", "فاتورة الكهرباء"])


@pytest.mark.parametrize("text", ["ana mareed", "3andi 7arara", "bedi ishteghel bas ma fi sheghel", "wein fi tabib"])
def test_arabic_in_latin_letters_is_seen(text: str) -> None:
    assert looks_romanised_arabic(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am ill",
        "ik heb hulp nodig",
        "j'ai mal au ventre",
        "Ana heeft een vraag over werk",
        "waan jirranahay",
        "4 you 2",
    ],
)
def test_other_languages_are_not_taken_for_it(text: str) -> None:
    assert not looks_romanised_arabic(text)


def test_a_page_in_arabic_makes_one_known_word_enough() -> None:
    assert not looks_romanised_arabic("doktor asnan")
    assert looks_romanised_arabic("doktor asnan", expected=True)


@pytest.mark.parametrize(
    ("typed", "arabic"),
    [("ana mareed", "أنا مريض"), ("shoghol", "شغل"), ("el beit", "البيت"), ("3andi dyoun", "عندي ديون")],
)
def test_everyday_words_turn_back_into_arabic(typed: str, arabic: str) -> None:
    assert to_arabic(typed, LEXICON) == arabic


def test_an_unknown_word_is_read_by_the_consonants_of_our_phrasings() -> None:
    assert to_arabic("kahrab", Lexicon.from_texts(["كهرب"])) == "کهرب"
