"""Files made to hurt: each is refused in words, none ends the program."""

from pathlib import Path

import pytest
from django.utils.translation import override

from baken.directory.feeds import import_feed

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
