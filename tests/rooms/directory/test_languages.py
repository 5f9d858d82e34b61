import pytest

from baken.directory.languages import UnknownLanguage, iso_639_code, language_tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("nl", "nl"),
        ("NL", "nl"),
        ("fra", "fr"),
        ("prs", "fa-af"),
        ("fa-AF", "fa-af"),
        ("pt_BR", "pt-br"),
        ("rmy", "rmy"),
        ("zh-Hant", "zh-hant"),
    ],
)
def test_a_language_has_one_tag(written: str, tag: str) -> None:
    assert language_tag(written) == tag


@pytest.mark.parametrize("written", ["", "xx", "klingon", "n", "nl-", "nl/fr", "العربية", "nl fr"])
def test_what_is_no_language_is_refused(written: str) -> None:
    with pytest.raises(UnknownLanguage):
        language_tag(written)


@pytest.mark.parametrize(("tag", "code"), [("fa-af", "prs"), ("nl-be", "nl"), ("ti", "ti")])
def test_hsds_gets_the_code_it_asks_for(tag: str, code: str) -> None:
    assert iso_639_code(tag) == code
