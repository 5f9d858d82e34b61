import pytest

from baken.core.wording import fit_language_model

TEXTS = {
    "nl": ["Ik heb geen geld voor eten", "Mijn zoon zoekt een school", "Waar vind ik een dokter"],
    "en": ["I have no money for food", "My son needs a school", "Where can I find a doctor"],
    "fr": ["Je n'ai pas d'argent pour manger", "Mon fils cherche une école", "Où trouver un médecin"],
    "fa": ["پول غذا ندارم", "پسرم مدرسه می‌خواد", "دکتر کجاست"],
    "ps": ["د خوړو لپاره پیسې نه لرم", "زوی مې ښوونځي ته اړتیا لري", "ډاکټر چېرته دی"],
    "uk": ["Немає грошей на їжу", "Синові потрібна школа", "Де знайти лікаря"],
}
MODEL = fit_language_model(
    [text for texts in TEXTS.values() for text in texts], [tag for tag in TEXTS for _ in range(3)]
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ik zoek een dokter voor mijn zoon", "nl"),
        ("I need money for the doctor", "en"),
        ("je cherche un médecin pour mon fils", "fr"),
        ("زوی مې ډاکټر ته اړتیا لري", "ps"),
        ("пошук лікаря", "uk"),
    ],
)
def test_short_questions_are_told_apart(text: str, language: str) -> None:
    found = MODEL.probabilities(text)
    assert max(found, key=lambda tag: found[tag]) == language


def test_a_script_rules_out_languages_that_do_not_use_it() -> None:
    found = MODEL.probabilities("کمک")
    assert found["nl"] == 0
    assert found["fa"] + found["ps"] == pytest.approx(1)


def test_the_page_language_decides_where_the_words_do_not() -> None:
    with_page = MODEL.probabilities("ok", expected="fr")["fr"]
    assert with_page > MODEL.probabilities("ok")["fr"]


def test_a_script_of_no_language_of_ours_gives_nothing() -> None:
    assert MODEL.probabilities("私は医者が必要です") == {}
