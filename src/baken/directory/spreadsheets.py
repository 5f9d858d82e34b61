"""Cells that a spreadsheet would run as a formula get an apostrophe in front; a reader takes it off again.

A text that begins with apostrophes before such a sign gets one more, so that reading gives back what was written.
"""

import re
from typing import Final

_RUNS: Final = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED: Final = re.compile(r"'+[=+\-@\t\r]")


def escaped(cell: str) -> str:
    """What may be written into a table that people open in a spreadsheet."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def unescaped(cell: str) -> str:
    """What `escaped` was given."""
    return cell[1:] if _ESCAPED.match(cell) else cell
