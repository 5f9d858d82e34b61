"""A first proposal of a mapping: by the words of the header, else by what the cells look like."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from baken.core.wording import fold
from baken.directory.feeds.table.cells import FIELDS, JOINED
from baken.directory.feeds.table.hours import written_lines
from baken.directory.languages import language_named

_MOST_OF: Final = 0.7  # of the cells that say something
_KEY_WORDS: Final = frozenset({"id", "nr", "no", "nummer", "numero", "code", "number", "key", "uuid"})
_LISTED: Final = re.compile(r"[,;/|\n]")
# By what cells look like, where the header says nothing; the first that fits.
_LOOKS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("service.email", lambda cell: re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", cell, re.IGNORECASE) is not None),
    ("service.url", lambda cell: re.match(r"(https?://|www\.)\S+$", cell, re.IGNORECASE) is not None),
    ("location.coordinates", lambda cell: re.fullmatch(r"-?\d{1,2}\.\d{3,}[,; ]+-?\d{1,3}\.\d{3,}", cell) is not None),
    ("service.phones", lambda cell: re.fullmatch(r"(\+|0)[\d\s/.()-]{7,18}\d", cell) is not None),
    ("location.postal_code", lambda cell: re.fullmatch(r"(B-)?[1-9]\d{3}(\s?[A-Z]{2})?", cell) is not None),
    ("service.hours", lambda cell: bool(re.search(r"\d", cell)) and written_lines(cell) is not None),
    ("service.languages", lambda cell: all(map(language_named, filter(str.strip, _LISTED.split(cell))))),
)


def guess_mapping(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """As saved. Columns that nothing is known of are left out of it, so that they are kept as they are."""
    columns: dict[str, str] = {}
    for column in header:
        _take(columns, column, _by_header(column))
    for column in header:
        if column not in columns:
            _take(columns, column, _by_looks([row[column].strip() for row in rows if column in row]))
    if "service.name" not in columns.values():
        _name_the_service(columns, header)
    found: dict[str, Any] = {"columns": {column: columns[column] for column in header if column in columns}}
    key = _key_column(header, rows)
    return {**found, **({"key": key} if key else {})}


def _take(columns: dict[str, str], column: str, target: str | None) -> None:
    if target and (target in JOINED or target not in columns.values()):
        columns[column] = target


def _by_header(column: str) -> str | None:
    """The field whose words are the header's; else the one whose longest words are in it."""
    said = " ".join(re.findall(r"\w+", fold(column)))
    words = _words()
    if said in words:
        return words[said]
    within = [known for known in words if len(known) > 3 and re.search(rf"\b{re.escape(known)}\b", said)]
    return words[max(within, key=len)] if within else None


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Folded words of headers -> field."""
    kept = yaml.safe_load(files(__name__.rpartition(".")[0]).joinpath("headers.yaml").read_text(encoding="utf-8"))
    found = {" ".join(re.findall(r"\w+", fold(word))): target for target, words in kept.items() for word in words}
    return {word: target for word, target in found.items() if target in FIELDS}


def _by_looks(cells: Sequence[str]) -> str | None:
    said = [cell for cell in cells if cell]
    for target, fits in _LOOKS:
        if said and sum(map(fits, said)) >= _MOST_OF * len(said):
            return target
    return None


def _name_the_service(columns: dict[str, str], header: Sequence[str]) -> None:
    """A table of organisations: each is its own service. Else the first column that is nothing else is the name."""
    for column, target in columns.items():
        if target == "organisation.name":
            columns[column] = "service.name"
            return
    free = next((column for column in header if column not in columns), None)
    columns[free or header[0] if header else "name"] = "service.name"


def _key_column(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """The first column that is called an id and has another value in every row."""
    for column in header:
        cells = [row.get(column, "") for row in rows]
        differs = bool(cells) and all(cells) and len(set(cells)) == len(cells)
        if differs and fold(column).strip(" .:#°") in _KEY_WORDS:
            return column
    return ""
