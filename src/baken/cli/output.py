"""JSON on standard output."""

import json
from typing import Any

import click


def say_json(record: Any) -> None:
    """One line. What cannot be written as UTF-8 (half a letter, from a broken terminal) is escaped."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    click.echo(line.encode("utf-8", "backslashreplace"))
