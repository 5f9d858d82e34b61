from pathlib import Path

import pytest

from baken.needs.danger import DangerListError, danger_in, read_list


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
    ],
)
def test_a_faulty_list_is_named(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DangerListError, match=r"xx\.yaml") as caught:
        read_list(path)
    assert said in str(caught.value)
