from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_django import DjangoAssertNumQueries

from baken.needs.models import Need, Phrasing
from baken.needs.selectors import causes, need_cards, need_labels
from baken.needs.services import load_taxonomy
from baken.needs.taxonomy_files import TaxonomyError, fingerprint, read_keywords, read_taxonomy, taxonomy_languages


def change(folder: Path, path: list[str | int], value: object) -> None:
    """Put `value` at `path` of money.yaml; None removes the key."""
    file = folder / "money.yaml"
    whole = yaml.safe_load(file.read_text(encoding="utf-8"))
    inner: Any = whole
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    file.write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["domain"], None, "money.yaml: domain: domain: expected a text"),
        (["needs"], [], "needs: expected a list with at least one need"),
        (["needs", 0, "code"], "debts", "code: must start with «money.»"),
        (["needs", 0, "label", "ti"], None, "money.debts: label.ti: expected a text"),
        (["needs", 0, "label", "de"], "Schulden", "money.debts: label: unknown language 'de'"),
        (["needs", 0, "explanation", "fr"], " ", "money.debts: explanation.fr"),
        (["needs", 0, "sensitive"], "perhaps", "money.debts: sensitive: expected true or false"),
        (["needs", 0, "phrasings", "nl"], ["one", "two"], "money.debts: phrasings.nl: at least 6 phrasings, found 2"),
        (["needs", 0, "phrasings", "so"], "a text", "money.debts: phrasings.so: expected a list of texts"),
        (
            ["needs", 0, "phrasings", "ps"],
            ["a", "b", "A"],
            "money.debts: phrasings.ps: the same phrasing stands here twice",
        ),
        (["needs", 0, "causes"], ["money.nothing"], "money.debts: causes: «money.nothing» is not another need"),
        (["needs", 0, "causes"], ["money.debts"], "money.debts: causes: «money.debts» is not another need"),
        (["needs", 1, "code"], "money.debts", "money.debts: code: stands in the taxonomy twice"),
        (["needs", 1], "money.food", "needs[2]: expected a mapping"),
    ],
)
def test_a_fault_is_named_by_file_need_and_field(
    taxonomy: Path, path: list[str | int], value: object, said: str
) -> None:
    change(taxonomy, path, value)
    with pytest.raises(TaxonomyError) as caught:
        read_taxonomy(taxonomy)
    assert said in str(caught.value)


@pytest.mark.parametrize("content", ["a: [", "- just\n- a list", "\udcff"])
def test_a_file_that_is_no_mapping_is_refused_by_name(taxonomy: Path, content: str) -> None:
    (taxonomy / "money.yaml").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(TaxonomyError, match=r"money\.yaml"):
        read_taxonomy(taxonomy)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match=r"no \.yaml"):
        read_taxonomy(tmp_path)


def test_our_own_taxonomy_has_no_fault_and_covers_life() -> None:
    domains = read_taxonomy()
    assert len(domains) >= 12
    assert sum(len(domain.needs) for domain in domains) >= 70


@pytest.mark.django_db
def test_loading_twice_changes_nothing(taxonomy: Path) -> None:
    first = load_taxonomy(folder=taxonomy)
    rows = set(Phrasing.objects.values_list("need_id", "language", "text"))
    assert load_taxonomy(folder=taxonomy) == first
    assert set(Phrasing.objects.values_list("need_id", "language", "text")) == rows


@pytest.mark.django_db
def test_a_need_gone_from_the_files_is_retired_not_deleted(taxonomy: Path) -> None:
    load_taxonomy(folder=taxonomy)
    change(taxonomy, ["needs", 1], None)
    assert load_taxonomy(folder=taxonomy).retired == 1
    assert Need.objects.get(code="money.food").retired
    assert "money.food" in need_labels("nl")
    assert "money.food" not in {need.code for domain in need_cards("nl") for need in domain.needs}


@pytest.mark.django_db
def test_a_phrasing_an_editor_added_survives_loading(taxonomy: Path) -> None:
    load_taxonomy(folder=taxonomy)
    Phrasing.objects.create(need_id="money.food", language="de", text="Ich habe Hunger")
    load_taxonomy(folder=taxonomy)
    assert Phrasing.objects.filter(language="de").exists()


@pytest.mark.django_db
def test_a_faulty_file_leaves_the_database_as_it_was(taxonomy: Path) -> None:
    load_taxonomy(folder=taxonomy)
    change(taxonomy, ["needs", 0, "phrasings"], None)
    with pytest.raises(TaxonomyError):
        load_taxonomy(folder=taxonomy)
    assert Need.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("language", taxonomy_languages())
def test_cards_are_worded_in_every_language(taxonomy: Path, language: str) -> None:
    load_taxonomy(folder=taxonomy)
    assert {card.label.language for card in need_cards(language)} == {language}


@pytest.mark.django_db
def test_cards_cost_two_queries_however_many_needs(
    taxonomy: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_taxonomy(folder=taxonomy)
    with django_assert_num_queries(2):
        need_cards("nl", "en")


@pytest.mark.django_db
def test_causes_are_by_need(taxonomy: Path) -> None:
    load_taxonomy(folder=taxonomy)
    assert causes() == {"money.debts": ("talking.sleep",)}


def test_keywords_name_only_needs_of_the_taxonomy() -> None:
    codes = {need.code for domain in read_taxonomy() for need in domain.needs}
    for language, lines in read_keywords().items():
        assert set(lines) <= codes, language


def test_further_phrasings_of_a_language_join_those_of_the_need(taxonomy: Path) -> None:
    before = read_taxonomy(taxonomy)[0].needs[0]
    more = taxonomy / "phrasings"
    more.mkdir()
    said = before.phrasings["nl"][0]
    (more / "nl.yaml").write_text(f'{before.code}: ["Ik tel de centen", "{said.upper()}"]', encoding="utf-8")
    after = read_taxonomy(taxonomy)[0].needs[0].phrasings
    assert len(after["nl"]) == len(before.phrasings["nl"]) + 1, "what is said twice counts once"
    assert "Ik tel de centen" in after["nl"]
    assert after["fr"] == before.phrasings["fr"]


def test_further_phrasings_change_the_fingerprint(taxonomy: Path) -> None:
    before = fingerprint(taxonomy)
    (taxonomy / "phrasings").mkdir()
    (taxonomy / "phrasings/nl.yaml").write_text("money.debts: [Ik tel de centen]", encoding="utf-8")
    assert fingerprint(taxonomy) != before


@pytest.mark.parametrize(
    ("name", "content"),
    [("xx", "money.debts: [a]"), ("nl", "money.debts: a"), ("nl", "debts: [a]"), ("nl", "money.debts: [a, 3]")],
)
def test_a_faulty_file_of_further_phrasings_is_named(taxonomy: Path, name: str, content: str) -> None:
    (taxonomy / "phrasings").mkdir()
    (taxonomy / f"phrasings/{name}.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(TaxonomyError, match=rf"phrasings/{name}\.yaml"):
        read_taxonomy(taxonomy)


@pytest.mark.parametrize(
    ("name", "content"), [("xx", "money.debts: schuld"), ("nl", "money.debts: [schuld]"), ("nl", "debts: schuld")]
)
def test_a_faulty_keyword_file_is_named(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(TaxonomyError, match=rf"{name}\.yaml"):
        read_keywords(tmp_path)


def test_keywords_are_parted_by_commas_of_any_script(tmp_path: Path) -> None:
    (tmp_path / "ar.yaml").write_text("money.debts: ديون، قرض ,ديون", encoding="utf-8")
    assert read_keywords(tmp_path) == {"ar": {"money.debts": ("ديون", "قرض")}}
