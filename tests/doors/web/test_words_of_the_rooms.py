"""What the rooms say in English, codes of columns among it, has words in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

import baken
from baken.directory.entries import HOUSEKEEPING, PARTS, ROOTS, facts
from baken.directory.services import DirectoryError
from baken.web.city.codes import CODES, column_words
from baken.web.city.imports.problems import PROBLEMS, problem_words
from baken.web.city.words import FIELDS
from baken.web.desk.saving import REFUSALS, refused_words
from baken.web.templatetags.importing import changed_field, changed_value

DIRECTORY = Path(baken.__file__).parent / "directory"
SAID_AS_KEPT = {("phone", "whatsapp")}  # a proper name


def sentences(error: str) -> Iterator[str]:
    """What is raised without gaps."""
    for source in DIRECTORY.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(said)), *_]) if name == error:
                    yield said


def test_every_whole_sentence_why_an_import_is_not_done_has_a_translation() -> None:
    assert set(sentences("FeedError")) - PROBLEMS == set()


def test_every_whole_sentence_why_something_is_not_saved_has_a_translation() -> None:
    assert set(sentences("DirectoryError")) - REFUSALS == set()


def test_sentences_that_are_translated_are_still_said_somewhere() -> None:
    source = "".join(path.read_text() for path in [*DIRECTORY.rglob("*.py")])
    taken = {problem for problem in PROBLEMS if problem.startswith("a source of this name")}
    assert {problem for problem in (PROBLEMS | REFUSALS) - taken if f'"{problem}"' not in source} == set()


def test_a_known_problem_is_in_the_language_of_the_page_and_another_is_marked_as_english() -> None:
    with override("nl"):
        assert problem_words("its files are no longer kept") == "de bestanden worden niet meer bewaard"
        assert problem_words("<b>.csv") == '<bdi lang="en" dir="ltr">&lt;b&gt;.csv</bdi>'


def test_a_refusal_is_in_the_language_of_the_page() -> None:
    with override("fr"):
        assert "c’est déjà une seule fiche" in refused_words(DirectoryError("merge: that is one entry already"))


def columns() -> Iterator[tuple[str, str, str]]:
    for model in [*ROOTS.values(), *PARTS]:
        for field in model._meta.concrete_fields:
            for code, _label in field.choices or () if field.name not in HOUSEKEEPING else ():
                yield model._meta.model_name, field.name, code


@pytest.mark.parametrize(("model", "column", "code"), list(columns()))
def test_a_code_of_a_column_has_words(model: str, column: str, code: str) -> None:
    if code not in ("", "unknown") and (model, code) not in SAID_AS_KEPT:
        assert code in CODES[column]


def test_every_fact_of_an_entry_has_a_name() -> None:
    assert {fact for kind in ROOTS for fact in facts(kind)} - set(FIELDS) == set()


def test_a_change_in_a_report_is_told_in_the_language_of_the_page() -> None:
    with override("nl"):
        assert changed_field("description.fr") == "Beschrijving (Frans)"
        assert changed_field("service need") == changed_field("needs") != "needs"
        assert (changed_value("yes", "families_only"), changed_value("", "price")) == ("Ja", "")
        assert changed_value("voice", "kind") == column_words("kind", "voice") != "voice"


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_an_entry_has_a_name_in_a_report(part: type) -> None:
    with override("nl"):
        name = str(part._meta.verbose_name)  # type: ignore[attr-defined]
        assert changed_field(name).lower() != name
