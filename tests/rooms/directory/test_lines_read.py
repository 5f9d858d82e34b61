"""Lines of JSON are read by a faster reader, and mean what they mean to JSON itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from baken.directory.feeds import import_feed, reading
from baken.directory.feeds.report import Refusal

LINES = [
    '{"a": 1, "b": [1.5, -0, -0.0, 1E2, 0.1, 123456789.123456789, 5e-324]}',
    '{"a": 9223372036854775807, "b": -9223372036854775807}',
    '{"a": 9223372036854775808}',
    '{"a": 18446744073709551616}',
    '{"a": 1e400}',
    '{"a": -1e300}',
    '{"a": ' + "9" * 5_000 + "}",
    '{"a": NaN, "b": Infinity}',
    '{"a": "\\ud800", "b": "\\ud83d\\ude00"}',
    '{"\\ud800": 1}',
    '{"a": "x\\u0000y"}',
    '{"x\\u0000y": 1}',
    '{"' + "n" * 2_001 + '": 1}',
    '{"a": "' + "n" * 200_001 + '"}',
    '{"a": 1, "a": 2}',
    '{"a":' * 70 + "1" + "}" * 70,
    '{"a":' * 2_000 + "1" + "}" * 2_000,
    '{"a": {"é": ["ù", null, true, false, {}]}}',
    "null",
    "[1, 2]",
    '"words"',
    '{"a": 1,}',
    "{'a': 1}",
    '\ufeff{"a": 1}',
    "   ",
    '{"a": 1} \r\n',
]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_line_says_the_same_to_the_faster_reader(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = _read(line)
    monkeypatch.setattr(reading, "_sound", lambda line: None)
    assert quick == _read(line)


def test_a_name_that_was_sound_once_does_not_make_its_value_so() -> None:
    assert _read('{"name": "Ann"}')[1] == []
    assert _read('{"name": "x\\u0000y"}')[1]


@pytest.mark.django_db
def test_whoever_waits_hears_how_many_rows_were_read(tmp_path: Path, settings: Any) -> None:
    settings.BAKEN_HOME = tmp_path / "home"
    (tmp_path / "services.ndjson").write_text("".join(f'{{"id": "{number}"}}\n' for number in range(1_200)))
    heard: list[tuple[int, int]] = []
    import_feed(kind="hsds", paths=[tmp_path], on_read=lambda done, total: heard.append((done, total)))
    assert heard == [(500, 1_200), (1_000, 1_200)]


def _read(line: str) -> tuple[str, list[Refusal]]:
    refusals: list[Refusal] = []
    record = reading.line_record(Path("lines.ndjson"), 1, line, refusals)
    return repr(record and json.dumps(record.content)), refusals
