"""A file of helplines is taken whole or not at all, with a word on what is wrong."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from baken.guidance.models import Helpline
from baken.guidance.services import BadGuidance, load_guidance

pytestmark = pytest.mark.django_db

GOOD = {
    "code": "x-1",
    "country": "BE",
    "name": {"nl": "Lijn"},
    "number": "02 000 00 00",
    "channels": ["phone"],
    "topics": ["listening"],
    "source": "s",
}
HOURS = {"days": ["MO"], "opens": "09:00", "closes": "17:00"}


@pytest.fixture
def write(tmp_path: Path):
    def written(*entries: Any, **top: Any) -> Path:
        document = {"origin": "a test", "sources": {"s": {"key": "a test", "date": "2026"}}, "helplines": [*entries]}
        path = tmp_path / "lines.yaml"
        path.write_text(yaml.safe_dump(document | top, allow_unicode=True), encoding="utf-8")
        return path

    return written


def test_a_line_with_hours_is_taken(write):
    assert load_guidance(paths=[write(GOOD | {"opening": HOURS})]).added == 1
    assert Helpline.objects.get().rules == [HOURS]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": "Not A Code"}, "code: must be"),
        ({"code": 112}, "code: must be"),
        ({"code": "good"}, "code: 'good' is used twice"),
        ({"country": "FR"}, "country: 'FR' is not one of BE, NL"),
        ({"country": False}, "country"),
        ({"name": "Lijn"}, "name: must map languages"),
        ({"name": {}}, "name: must map languages"),
        ({"name": {"nl": 1712}}, "name.nl: must be a text"),
        ({"name": {False: "Linje"}}, "name.False"),
        ({"number": 1813}, "number: must be a telephone number in quotes"),
        ({"number": ""}, "number: a helpline needs"),
        ({"number": "<b>1</b>"}, "number: must be"),
        ({"whatsapp": "call us"}, "whatsapp: must be"),
        ({"chat_url": "javascript:alert(1)"}, "chat_url: must be an https address"),
        ({"channels": ["fax"]}, "channels: 'fax' is not one of"),
        ({"channels": []}, "channels: must be a list"),
        ({"topics": ["weather"]}, "topics: 'weather' is not one of"),
        ({"topics": None}, "topics: must be a list"),
        ({"languages": "nl"}, "languages: must be a list"),
        ({"languages": [False]}, "languages: must be a list of language tags"),
        ({"opening": "sometimes"}, "opening: must be always, unknown"),
        ({"opening": HOURS | {"day": "MO"}}, "opening: must be"),
        ({"opening": HOURS | {"days": ["maandag"]}}, "days: 'maandag' is not one of MO"),
        ({"opening": HOURS | {"days": []}}, "days: must be a list"),
        ({"opening": HOURS | {"opens": "9 am"}}, "opening.opens: must be a time"),
        ({"opening": HOURS | {"closes": 61200}}, "opening.closes: must be a time"),
        ({"opening": HOURS | {"holidays": "perhaps"}}, "opening.holidays"),
        ({"notes": "ring twice"}, "notes: must map languages"),
        ({"source": "t"}, "source: 't' is not one of s"),
        ({"source": ["s"]}, "source"),
        ({"invented": "yes"}, "invented: must be true or false"),
        ({"telephone": "1"}, "telephone: no such field"),
    ],
    ids=str,
)
def test_one_bad_entry_is_named_and_nothing_is_written(write, changes, message):
    with pytest.raises(BadGuidance) as refusal:
        load_guidance(paths=[write(GOOD | {"code": "good"}, GOOD | changes)])
    (problem,) = refusal.value.problems
    assert problem.startswith("helpline 1")
    assert message in problem
    assert not Helpline.objects.exists()


@pytest.mark.parametrize("top", [{"origin": ""}, {"origin": 3}, {"sources": None}, {"helplines": {}}], ids=str)
def test_a_file_without_its_head_is_refused(write, top):
    with pytest.raises(BadGuidance, match=next(iter(top))):
        load_guidance(paths=[write(GOOD, **top)])


@pytest.mark.parametrize("content", [b"", b"- 1", b"a: [", b"\xff\xfe", b"helplines: !!python/object:os.system {}"])
def test_a_file_that_is_no_such_yaml_is_refused(tmp_path, content):
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    with pytest.raises(BadGuidance, match=r"broken\.yaml was not loaded"):
        load_guidance(paths=[path])


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(BadGuidance, match="cannot be read"):
        load_guidance(paths=[tmp_path / "nowhere.yaml"])


def test_a_file_cannot_take_over_the_line_of_another(write):
    load_guidance()
    with pytest.raises(BadGuidance, match="'be-112' belongs to the file of 'baken'"):
        load_guidance(paths=[write(GOOD | {"code": "be-112"})])


def test_one_bad_file_of_two_leaves_nothing(write, tmp_path):
    with pytest.raises(BadGuidance):
        load_guidance(paths=[write(GOOD), tmp_path / "nowhere.yaml"])
    assert not Helpline.objects.exists()
