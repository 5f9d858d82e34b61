"""The pages on the algorithms say what the code does: every code is named, every weight is the real one."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from baken.core.eligibility import REASON_CODES as ELIGIBILITY_CODES
from baken.core.planning import DEFAULT
from baken.core.planning.codes import DOOR_CODES, LEFT_OUT_CODES, NETWORK_CODES, STEP_CODES
from baken.core.planning.ordering import URGENT

PAGES = Path(__file__).parents[3] / "docs" / "algorithms"


@pytest.mark.parametrize(
    ("page", "codes"),
    [
        ("eligibility.md", set(ELIGIBILITY_CODES)),
        ("ranking.md", set(DOOR_CODES)),
        ("planning.md", {*STEP_CODES, *LEFT_OUT_CODES, *NETWORK_CODES, *URGENT}),
    ],
)
def test_every_code_is_named_on_its_page(page: str, codes: set[str]) -> None:
    named = set(re.findall(r"`([a-z-]+\.[a-z-]+)`", (PAGES / page).read_text(encoding="utf-8")))
    assert codes <= named
    assert not {code for code in named - codes if not code.endswith((".py", ".md"))}


def test_the_table_of_weights_is_the_one_in_use() -> None:
    text = (PAGES / "ranking.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([a-z-]+) \| (0\.\d+) \|", text, flags=re.MULTILINE))
    assert {name.replace("-", "_"): float(weight) for name, weight in rows.items()} == asdict(DEFAULT)
