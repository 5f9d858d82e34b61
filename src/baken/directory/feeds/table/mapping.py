"""Which column of somebody's table is which field of ours, as it is saved and written by hand in YAML or JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from baken.core.wording import fold
from baken.directory.feeds.report import FeedError
from baken.directory.feeds.table.cells import FIELDS, JOINED, LEFT_OUT

_KEYS: Final = frozenset({"source", "language", "sheet", "encoding", "key", "separators", "columns", "values"})
_TEXTS: Final = ("source", "language", "sheet", "encoding", "key", "separators")
_LONGEST: Final = 1 << 20
SEPARATORS: Final = ",;/|\n"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`columns`: column -> field, «-» to leave it out; columns that are not named are kept beside the service as they
    are. `values`: field -> what stands in a cell -> what it means. `key`: the column that tells rows apart; without it
    name, organisation and address do. `separators`: the signs between the parts of a list."""

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    key: str = ""
    source: str = "table"
    language: str = ""
    sheet: str = ""
    encoding: str = ""
    separators: str = SEPARATORS

    def meaning(self, target: str, cell: str) -> Any:
        """What the cell says, by the values that were given for its field; else itself."""
        given = self.values.get(target)
        return given.get(fold(cell).strip(), cell) if given else cell

    def as_data(self) -> dict[str, Any]:
        """As it is saved: what is as usual is left out."""
        said = {name: getattr(self, name) for name in _TEXTS if name != "separators"}
        kept: dict[str, Any] = {name: value for name, value in said.items() if value}
        if self.separators != SEPARATORS:
            kept["separators"] = self.separators
        return {**kept, "columns": dict(self.columns), "values": {name: dict(by) for name, by in self.values.items()}}


def read_mapping(data: object) -> ColumnMapping:
    """Raises FeedError that names what is wrong."""
    if not isinstance(data, Mapping) or not isinstance(data.get("columns"), Mapping):
        raise FeedError("the mapping needs «columns»: which column is which field")
    for name in data:
        if name not in _KEYS:
            raise FeedError(f"the mapping: «{str(name)[:80]}» is not known here; known are {', '.join(sorted(_KEYS))}")
    texts = {name: data[name] for name in _TEXTS if data.get(name) is not None}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise FeedError(f"the mapping: {name} must be text; put it in quotes")
    columns = {str(column): "-" if said in (None, "") else str(said) for column, said in data["columns"].items()}
    _check_columns(columns)
    return ColumnMapping(columns=columns, values=_values(data.get("values") or {}), **texts)


def _check_columns(columns: Mapping[str, str]) -> None:
    first: dict[str, str] = {}
    for column, target in columns.items():
        if target not in FIELDS and target != LEFT_OUT:
            known = ", ".join(FIELDS)
            raise FeedError(f"the mapping: «{target[:80]}» (column «{column[:80]}») is not a field; fields are {known}")
        if target in first and target not in JOINED:
            raise FeedError(f"the mapping: «{first[target]}» and «{column}» are both {target}; choose one")
        first[target] = column if target != LEFT_OUT else ""
        if target == LEFT_OUT:
            del first[target]
    if "service.name" not in columns.values():
        raise FeedError("the mapping: no column is service.name; every service needs a name")


def _values(given: object) -> dict[str, dict[str, Any]]:
    if not isinstance(given, Mapping):
        raise FeedError("the mapping: values must say, for a field, what stands in a cell and what it means")
    found = {}
    for target, meanings in given.items():
        if target not in FIELDS or not isinstance(meanings, Mapping):
            raise FeedError(f"the mapping: values of «{str(target)[:80]}» are not meanings of a field")
        found[str(target)] = {fold(_word(cell)).strip(): meaning for cell, meaning in meanings.items()}
    return found


def _word(cell: object) -> str:
    """YAML reads «yes» and «no» as truth values, before a colon too."""
    return {True: "yes", False: "no"}.get(cell, str(cell)) if isinstance(cell, bool) else str(cell)


def load_mapping(file: Path) -> dict[str, Any]:
    """A mapping written in YAML or JSON. Raises FeedError."""
    try:
        raw = file.read_bytes()
        if len(raw) > _LONGEST:
            raise FeedError(f"{file.name} is too long for a mapping")
        said = yaml.safe_load(raw.decode("utf-8-sig"))
    except OSError as problem:
        raise FeedError(f"{file} cannot be read: {problem.strerror}") from problem
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise FeedError(f"{file.name} is not valid YAML: {str(problem)[:200]}") from problem
    read_mapping(said)
    return dict(said)
