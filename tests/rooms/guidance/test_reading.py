"""A file of helplines is taken whole or not at all, with a word on what is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from baken.guidance.loading import content_files
from baken.guidance.models import GuidanceItem, Helpline
from baken.guidance.services import OUR_HELPLINES, BadGuidance, bring_in_step, load_from_elsewhere, load_guidance

pytestmark = pytest.mark.django_db


class WrittenOut(yaml.SafeDumper):
    """What stands in two places is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


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
        path.write_text(yaml.dump(document | top, allow_unicode=True, Dumper=WrittenOut), encoding="utf-8")
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
        ({"opening": HOURS | {"closes": "09:00"}}, "opening.closes: must differ from opens"),
        ({"opening": HOURS | {"days": ["MO", "MO"]}}, "opening.days: a day stands there twice"),
        ({"opening": HOURS | {"holidays": ["x"]}}, "opening.holidays: ['x'] is not one of"),
        ({"name": {"nl": "a\nb"}}, "name.nl: must be a text of one line"),
        ({"name": {"nl": "a" * 201}}, "name.nl: must be a text of one line, at most 200"),
        ({"name": {"nl": "\u200b\u3164"}}, "name.nl: must be a text"),
        ({"chat_url": "https://example.org/\nx"}, "chat_url: must be an https address"),
        ({"chat_url": "https://"}, "chat_url: must be an https address"),
        ({"notes": {"nl": "a" * 4001}}, "notes.nl: at most 4000"),
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


@pytest.mark.parametrize(
    "top",
    [{"origin": ""}, {"origin": 3}, {"origin": "\u200b"}, {"state": ["a"]}, {"sources": None}, {"helplines": {}}],
    ids=str,
)
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


OURS = ["baken", "baken-cards", "baken-materials", "baken-rights", "baken-trainings", " Baken ", "baken-x"]


@pytest.mark.parametrize("origin", OURS)
def test_a_file_from_elsewhere_cannot_call_itself_ours_and_remove_what_ours_holds(write, origin):
    bring_in_step()
    before = Helpline.objects.count(), GuidanceItem.objects.count()
    with pytest.raises(BadGuidance, match="choose a name of your own"):
        load_guidance(paths=[write(GOOD, origin=origin)])
    assert (Helpline.objects.count(), GuidanceItem.objects.count()) == before


@pytest.mark.parametrize("path", [OUR_HELPLINES, *content_files()], ids=lambda path: path.stem)
def test_a_file_of_ours_is_not_taken_from_an_operator_and_keeps_its_words_in_every_language(path):
    bring_in_step()
    before = _rows()
    with pytest.raises(BadGuidance, match="comes with Baken, and is loaded by itself"):
        load_from_elsewhere([path])
    assert _rows() == before


def _rows():
    return list(Helpline.objects.order_by("code").values()) + list(GuidanceItem.objects.order_by("code").values())


@pytest.mark.parametrize("rows", [Helpline.objects, GuidanceItem.objects])
def test_rows_of_ours_that_went_missing_are_brought_back(rows):
    bring_in_step()
    before = rows.count()
    rows.filter(pk=rows.first().pk).delete()
    bring_in_step()
    assert rows.count() == before


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"key": ""}, "the key of 's'"),
        ({"key": "a" * 201}, "the key of 's'"),
        ({"key": "a\nb"}, "the key of 's'"),
        ({"key": "\u2060"}, "the key of 's'"),
        ({"key": "a", "date": "2" * 41}, "the date of 's'"),
        ({"key": "a", "date": date(2026, 1, 1)}, "the date of 's' must be in quotes"),
    ],
    ids=str,
)
def test_a_source_that_would_not_fit_is_named(write, source, message):
    with pytest.raises(BadGuidance, match=message):
        load_guidance(paths=[write(GOOD, sources={"s": source})])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("helplines:\n- {code: 2026-13-45}", "helplines.0.code: '2026-13-45' is no timestamp"),
        ("helplines:\n- {code: !!int zz}", "helplines.0.code: 'zz' is no int"),
        ('helplines:\n- {code: !!int ""}', "helplines.0.code: '' is no int"),
        ("helplines:\n- {code: !!bool zz}", "helplines.0.code: 'zz' is no bool"),
        ("helplines:\n- {code: !!timestamp zz}", "helplines.0.code: 'zz' is no timestamp"),
        ("helplines:\n- {code: %s}" % ("9" * 5000), "helplines.0.code: .* is no int"),
        ("helplines:\n- {code: 0x%s}" % ("f" * 50_000), "helplines.0.code: .* is no int"),
        ("helplines:\n- {code: 1%s}" % (":1" * 100_000), "helplines.0.code: .* is no int"),
        ('helplines:\n- {code: "a\\0b"}', "helplines.0.code: there is a sign in it"),
        ("helplines:\n- {code: a, code: b}", "helplines.0.code: stands there twice"),
        ("origin: a\norigin: b", "origin: stands there twice"),
        ("helplines: [{[a]: b}]", "helplines.0: .* is no name of a field"),
        ("a: &x 1\nb: *x", "line 1: names"),
        ("[" * 100_000, "more than 30 things inside each other"),
        ("{a: " * 100_000, "more than 30 things inside each other"),
        ("a: " + "x" * 1_000_000, "larger than 1 MB"),
    ],
    ids=lambda text: text[:40],
)
def test_strange_yaml_is_refused_by_its_place_and_never_built(tmp_path, content, message):
    path = tmp_path / "strange.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadGuidance, match=message) as refusal:
        load_guidance(paths=[path])
    assert len(str(refusal.value)) < 500


def test_a_bomb_of_references_is_refused_at_once(tmp_path):
    path = tmp_path / "bomb.yaml"
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20))]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadGuidance, match="write it out"):
        load_guidance(paths=[path])


def test_a_long_value_is_not_repeated_whole(write):
    with pytest.raises(BadGuidance) as refusal:
        load_guidance(paths=[write(GOOD | {"topics": ["x" * 100_000]})])
    assert len(str(refusal.value)) < 500
