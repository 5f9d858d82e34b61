"""Files made to hurt: each is refused in words, none ends the program."""

import os
from pathlib import Path

import pytest
from django.utils.translation import override

from baken.directory.feeds import FeedError, import_feed

SERVICE = '{"id": "0b6c5d0e-3a4b-5c6d-8e7f-000000000001", "name": "A", "status": "active", %s}'


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 5_000, "- " * 50_000])
def test_endless_nesting_in_yaml_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text(text)
    report = import_feed(kind="baken", paths=[file], dry_run=True)
    assert "levels deep" in report.refused[0].message


@pytest.mark.django_db
@pytest.mark.parametrize(
    "property_",
    [
        '"minimum_age": ' + "9" * 400,
        '"minimum_age": ' + "9" * 5_000,
        '"zzz": ' + "9" * 400,
        '"zzz": ' + '{"a":' * 800 + "1" + "}" * 800,
    ],
)
def test_endless_numbers_and_nesting_in_json_are_refused(property_: str, tmp_path: Path) -> None:
    file = tmp_path / "long.json"
    file.write_text(SERVICE % property_)
    report = import_feed(kind="hsds", paths=[file], dry_run=True)
    assert report.refused
    assert report.refused[0].message


@pytest.mark.django_db
def test_what_the_fields_refuse_is_said_in_english_whatever_language_is_on(tmp_path: Path) -> None:
    file = tmp_path / "phone.json"
    house = '"organization": {"id": "0b6c5d0e-3a4b-5c6d-8e7f-000000000002", "name": "x", "description": "x"}'
    file.write_text(SERVICE % (house + ', "phones": [{"id": "0b6c5d0e-3a4b-5c6d-8e7f-000000000003"}]'))
    with override("nl"):
        said = " ".join(refusal.message for refusal in import_feed(kind="hsds", paths=[file]).refused)
    assert "This field cannot be blank." in said


HOUSE = '"organization": {"id": "0b6c5d0e-3a4b-5c6d-8e7f-000000000002", "name": "%s", "description": "x"}'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("property_", "field", "words"),
    [
        (HOUSE % "x" + r', "description": "\ud800"', "description", "half a character"),
        (HOUSE % r"\ud800", "organization.name", "half a character"),
        (HOUSE % "x" + r', "zz\udfff": 1', r"zz\udfff", "half a character"),
        (HOUSE % "x" + r', "attributes": [{"label": "\ud800"}]', "attributes[0].label", "half a character"),
        (HOUSE % "x" + r', "cost_options": [{"zz": {"\ud800": 1}}]', r"cost_options[0].zz.\ud800", "half a character"),
        (HOUSE % "x" + ', "attributes": [{"zz": ' + "9" * 400 + "}]", "attributes[0].zz", "too long"),
        (HOUSE % "x" + ', "attributes": [{"zz": NaN}]', "attributes[0].zz", "not a number"),
        (HOUSE % "x" + ', "zz": ' + "[" * 300 + "]" * 300, "zz" + "[0]" * 26, "levels deep"),
        (HOUSE % "x" + ', "zz": "' + "z" * 300_000 + '"', "zz", "at most 200000"),
        (HOUSE % "x" + ', "description": "' + "z" * 30_000 + '"', "description", "at most 20000"),
        (HOUSE % "x" + ', "url": "' + "z" * 3_000 + '"', "url", "at most 2000"),
        (HOUSE % ("x" * 100_000), "organization.name", "at most 255"),
        (HOUSE % "x" + ', "description": 5, "status": "\\u001b[2J"', "status", r"«\x1b[2J»"),
    ],
)
def test_what_cannot_be_kept_is_named_by_row_and_field(property_: str, field: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.json"
    file.write_text(SERVICE % property_)
    refused = import_feed(kind="hsds", paths=[file]).refused
    (found,) = [refusal for refusal in refused if refusal.field == field]
    assert found.row == "hostile.json 1"
    assert words in found.message


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["hsds", "unhcr"])
def test_a_name_of_a_hundred_thousand_characters_is_refused_in_few_words(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "long.json"
    long = "n" * 100_000
    service = SERVICE.replace('"A"', f'"{long}"') % (HOUSE % "x")
    feature = f'{{"id": 1, "properties": {{"activity": 1, "activityName": "{long}", "{long}": true}}}}'
    file.write_text(service if kind == "hsds" else feature)
    refused = import_feed(kind=kind, paths=[file]).refused
    assert any("100000 characters" in refusal.message for refusal in refused)
    assert all(len(refusal.message) + len(refusal.field) < 1_000 for refusal in refused)


@pytest.mark.django_db
def test_half_a_character_in_a_coded_answer_of_unhcr_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "en.json"
    file.write_text(r'{"id": 1, "properties": {"activity": 1, "4. Accessibility": {"\ud800": true}}}')
    refused = import_feed(kind="unhcr", paths=[file]).refused
    assert r"properties.4. Accessibility.\ud800" in {refusal.field for refusal in refused}


def test_what_is_no_file_is_told_what_it_is(tmp_path: Path, db: None) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "link.json").symlink_to("nowhere.json")
    said = {
        "pipe.json": "is a pipe and not a file",
        "link.json": r"is a link to nowhere.json, which does not exist",
        "none.json": "does not exist",
        "/dev/null": "is a device and not a file",
    }
    for name, words in said.items():
        with pytest.raises(FeedError, match=f"{name} {words}"):
            import_feed(kind="hsds", paths=[tmp_path / name])
