from pathlib import Path
from time import perf_counter

import pytest
import yaml

from baken.needs.danger import FOLDER, KINDS, DangerListError, danger_in, read_list

BENCH = Path(__file__).parents[3] / "bench"
LANGUAGES = ("nl", "fr", "en", "ar", "tr", "fa", "fa-af", "ps", "ti", "so", "uk", "ru", "es", "pl", "pt")
MOST_FALSE_ALARMS = 1  # of fifteen; bench/danger measures them on ordinary questions too


def listed(language: str) -> dict[str, list[str]]:
    """The test list of a language (bench/danger/README.md)."""
    said: dict[str, list[str]] = yaml.safe_load((BENCH / f"danger/{language}.yaml").read_text(encoding="utf-8"))
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_test_list_is_missed(language: str) -> None:
    said = listed(language)
    assert sum(len(said[kind]) for kind in KINDS) >= 20
    assert [(kind, words) for kind in KINDS for words in said[kind] if kind not in danger_in(words)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_only_sound_like_danger_seldom_raise_an_alarm(language: str) -> None:
    calm = listed(language)["not-danger"]
    assert len(calm) >= 15
    assert len([words for words in calm if danger_in(words)]) <= MOST_FALSE_ALARMS


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_list_of_its_own_with_every_kind(language: str) -> None:
    patterns = read_list(FOLDER / f"{language}.yaml")
    assert set(patterns) == set(KINDS)
    assert all(len(entries) == len(set(entries)) for entries in patterns.values())


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ik wil niet meer leven 😭😭", "suicide"),
        ("IK WIL NIET MEER LEVEN!!!", "suicide"),
        ("hallo mag ik iets vragen mijn buurman is ook ziek en ja ik wil eigenlijk niet meer leven snap je", "suicide"),
        ("help mijn man بيضربني", "violence"),
        ("نمی‌خواهم زندگی کنم", "suicide"),
        ("ana bghit nmout", "suicide"),
        ("nebsey kiqetl delye", "suicide"),
        ("he beat me. call +32 470 12 34 56", "violence"),
    ],
)
def test_danger_is_heard_however_it_is_typed(words: str, kind: str) -> None:
    assert kind in danger_in(words)


def test_a_long_story_is_read_at_once() -> None:
    words = "je ne sais pas ou aller avec ma fille et la maison est froide " * 150
    assert danger_in("") == ()
    started = perf_counter()
    danger_in(words[:10_000])
    assert perf_counter() - started < 1


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ik wil niet meer leven", "suicide"),
        ("ik denk aan ZELFMOORD", "suicide"),
        ("Je veux mourir", "suicide"),
        ("I want to kill myself", "suicide"),
        ("i dont want to live anymore", "suicide"),
        ("أريد أن أموت", "suicide"),
        ("بدي موت", "suicide"),
        ("ölmek istiyorum", "suicide"),
        ("می‌خواهم بمیرم", "suicide"),
        ("زه غواړم مړ شم", "suicide"),
        ("ክመውት እደሊ ኣለኹ", "suicide"),
        ("waxaan rabaa inaan dhinto", "suicide"),
        ("Я не хочу жити", "suicide"),
        ("не хочу жить", "suicide"),
        ("quiero morirme", "suicide"),
        ("nie chcę już żyć", "suicide"),
        ("quero morrer", "suicide"),
        ("mijn man slaat mij", "violence"),
        ("il me frappe devant les enfants", "violence"),
        ("my husband beats me", "violence"),
        ("زوجي يضربني", "violence"),
        ("Ninkayga ayaa i garaaca", "violence"),
        ("we slapen vannacht op straat", "homeless-tonight"),
        ("je ne sais pas où dormir ce soir", "homeless-tonight"),
        ("I have nowhere to sleep", "homeless-tonight"),
        ("ليس عندي مكان أنام فيه الليلة", "homeless-tonight"),
        ("ሎሚ ለይቲ ዝድቅሰሉ ቦታ የብለይን", "homeless-tonight"),
        ("mijn vader is bewusteloos", "medical"),
        ("il ne respire plus", "medical"),
        ("she had a heart attack", "medical"),
        ("أمي لا تستطيع التنفس", "medical"),
    ],
)
def test_words_of_danger_are_heard_in_every_language(words: str, kind: str) -> None:
    assert kind in danger_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "Ik zoek werk",
        "Mijn straat is vuil",
        "I am dying to learn Dutch",
        "Je cherche un appartement",
        "أبحث عن عمل",
        "mijn computer doet het niet",
        "Где получить права",
        "",
        "🙂",
    ],
)
def test_ordinary_words_raise_no_alarm(words: str) -> None:
    assert danger_in(words) == ()


def test_several_dangers_come_in_a_fixed_order() -> None:
    assert danger_in("mijn man slaat mij, ik wil niet meer leven") == ("suicide", "violence")


def test_filler_words_in_between_do_not_hide_it() -> None:
    assert danger_in("ik wil soms echt gewoon dood") == ("suicide",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- a", "expected"),
        ("sadness: [a]", "'sadness' is not one of"),
        ("suicide: text", "expected a list"),
        ("suicide: ['!!']", "expected a list"),
        ("suicide: ['a* b']", "would be any word"),
        ("suicide: ['.. end']", "begins or ends with a gap"),
        ("suicide: ['end|']", "has no letters"),
        ("suicide: ['end|long*_so']", "only at the last"),
    ],
)
def test_a_faulty_list_is_named(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DangerListError, match=r"xx\.yaml") as caught:
        read_list(path)
    assert said in str(caught.value)
