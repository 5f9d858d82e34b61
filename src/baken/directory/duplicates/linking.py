"""The model: which pairs are looked at, what is compared, and how much each agreement weighs.

Probabilities are fixed, so that a small directory is judged as a big one; those of accidental agreement (u) are
estimated from random pairs where there are enough entries. The same entries always give the same pairs.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

import duckdb
import orjson
import splink.internals.comparison_level_library as levels
import splink.internals.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from baken.directory.models import EntryKind

CERTAIN_ENOUGH: Final = 0.9
_SEED: Final = 1
_ENOUGH_TO_ESTIMATE: Final = 5_000
_SAMPLED_PAIRS: Final = 1_000_000
_EXPECTED: Final = 0.2  # of entries that have a double
_COLUMNS: Final[Mapping[str, str]] = {
    "unique_id": "VARCHAR",
    "owner": "VARCHAR",
    "owner_name": "VARCHAR",
    "source": "VARCHAR",
    **dict.fromkeys(
        ("names", "rare_names", "spoken", "words", "phones", "emails", "hosts", "streets", "cells", "needs"),
        "VARCHAR[]",
    ),
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How far two entries agree: `code` says it, `sql` decides it (None: nothing known, or nothing else fits), `m` is
    how often true doubles agree so far, `u` how often any two do."""

    code: str
    sql: str
    m: float | None = None
    u: float | None = None
    similarity: float = 0.0


def _meet(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r)) >= 1"


_OF_ONE: Final = "(owner_l <> '' AND owner_l = owner_r)"  # what an organisation shares says nothing of its parts
_METRES: Final = (
    "2 * 6371000 * asin(sqrt(pow(sin(radians(latitude_r - latitude_l) / 2), 2) + cos(radians(latitude_l)) *"
    " cos(radians(latitude_r)) * pow(sin(radians(longitude_r - longitude_l) / 2), 2)))"
)
_ELSE: Final = "ELSE"
_ALIKE: Final = "ALIKE"  # Jaro-Winkler of the two names, of all, that are most alike
_NAME: Final = (
    Level("unknown", "len(names_l) = 0 OR len(names_r) = 0"),
    Level("same", _meet("rare_names"), 0.5, 0.0005),
    Level("same-as-many", _meet("names"), 0.05, 0.005),
    Level("alike", _ALIKE, 0.25, 0.002, similarity=0.93),
    Level("somewhat-alike", _ALIKE, 0.08, 0.02, similarity=0.86),
    Level("no-common-language", "len(spoken_l) > 0 AND len(list_intersect(spoken_l, spoken_r)) = 0", 0.06, 0.2),
    Level("different", _ELSE, 0.01, 0.7775),
)
_OWNER: Final = (
    Level("unknown", "owner_name_l = '' OR owner_name_r = ''"),
    Level("one-list", f"{_OF_ONE} AND source_l = source_r", 0.02, 0.64),  # who lists two of one house means two
    Level("one-organisation", _OF_ONE, 0.2, 0.2),
    Level("alike", "jaro_winkler_similarity(owner_name_l, owner_name_r) >= 0.9", 0.6, 0.005),
    Level("different-one-list", "source_l = source_r", 0.05, 0.5),
    Level("different", _ELSE, 0.13, 0.22),
)
_PHONE: Final = (
    Level("unknown", f"len(phones_l) = 0 OR len(phones_r) = 0 OR {_OF_ONE}"),
    Level("same", _meet("phones"), 0.7, 0.003),
    Level("different", _ELSE, 0.3, 0.997),
)
_WEB: Final = (
    Level("unknown", f"(len(hosts_l) + len(emails_l)) = 0 OR (len(hosts_r) + len(emails_r)) = 0 OR {_OF_ONE}"),
    Level("same-mail", _meet("emails"), 0.45, 0.003),
    Level("same-site", _meet("hosts"), 0.3, 0.008),
    Level("different", _ELSE, 0.25, 0.989),
)
_NO_PLACE: Final = "(latitude_l IS NULL OR latitude_r IS NULL)"
_PLACE: Final = (
    Level("unknown", f"(len(streets_l) = 0 OR len(streets_r) = 0) AND {_NO_PLACE} OR {_OF_ONE} AND {_meet('streets')}"),
    Level("same-address", _meet("streets"), 0.5, 0.006),
    Level("next-door", f"{_METRES} <= 60", 0.2, 0.003),
    Level("near", f"{_METRES} <= 150", 0.1, 0.01),
    Level("some-way", f"{_METRES} <= 1500", 0.13, 0.12),
    Level("unknown-distance", _NO_PLACE, 0.05, 0.1),
    Level("far", _ELSE, 0.02, 0.764),
)
_NEEDS: Final = (
    Level("unknown", "len(needs_l) = 0 OR len(needs_r) = 0"),
    Level(
        "the-same", "len(needs_l) = len(needs_r) AND len(list_intersect(needs_l, needs_r)) = len(needs_l)", 0.55, 0.012
    ),
    Level("some-the-same", _meet("needs"), 0.35, 0.11),
    Level("different", _ELSE, 0.1, 0.88),
)
_COMPARED: Final[Mapping[EntryKind, Mapping[str, Sequence[Level]]]] = {
    EntryKind.ORGANISATION: {"name": _NAME, "phone": _PHONE, "web": _WEB, "place": _PLACE, "needs": _NEEDS},
    EntryKind.LOCATION: {"name": _NAME, "owner": _OWNER, "phone": _PHONE, "place": _PLACE},
    EntryKind.SERVICE: {
        "name": _NAME,
        "owner": _OWNER,
        "phone": _PHONE,
        "web": _WEB,
        "place": _PLACE,
        "needs": _NEEDS,
    },
}


@dataclass(frozen=True, slots=True)
class Linked:
    """`agreements`: what was compared -> how far it agrees, and its weight in bits for (positive) or against."""

    first: UUID
    second: UUID
    probability: float
    agreements: Mapping[str, tuple[str, float]]


def link(kind: EntryKind, rows: Sequence[Mapping[str, Any]], *, at_least: float = CERTAIN_ENOUGH) -> list[Linked]:
    """Pairs of at least that probability, the likeliest first. `rows` as `records.records` gives them."""
    if len(rows) < 2:
        return []
    with _quiet(), TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        connection.execute("SET threads = 1")  # the same order of sums, so the same result
        connection.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")  # Splink 5.0 writes it so
        linker = _linker(kind, rows, connection, Path(folder))
        if len(rows) >= _ENOUGH_TO_ESTIMATE:
            linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED_PAIRS, seed=_SEED)
        found = linker.inference.predict(threshold_match_probability=at_least).as_record_list()
    linked = [_linked(kind, row) for row in found]
    return sorted(linked, key=lambda pair: (-pair.probability, pair.first, pair.second))


def _linker(
    kind: EntryKind, rows: Sequence[Mapping[str, Any]], connection: duckdb.DuckDBPyConnection, folder: Path
) -> Linker:
    file = folder / "entries.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    columns = ", ".join(f"{name}: '{form}'" for name, form in _COLUMNS.items())
    connection.execute(
        f"CREATE TABLE entries AS SELECT * FROM read_json($1, format='newline_delimited', columns={{{columns}}})",
        [str(file)],
    )
    return Linker(DuckDBAPI(connection).register("entries"), _settings(kind, len(rows)), log_level=logging.ERROR)


def _settings(kind: EntryKind, count: int) -> SettingsCreator:
    blocked = ("names", "phones", "emails", "hosts", "streets", "words", "cells")
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=min(0.01, _EXPECTED / count),
        blocking_rules_to_generate_predictions=[block_on(name, arrays_to_explode=[name]) for name in blocked],
        comparisons=[_comparison(name, steps) for name, steps in _COMPARED[kind].items()],
        retain_matching_columns=True,  # with them it also gives the level of each comparison
        retain_intermediate_calculation_columns=True,
    )


def _comparison(name: str, steps: Sequence[Level]) -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name=name, comparison_levels=[_level(name, step) for step in steps], comparison_description=name
    )


def _level(name: str, step: Level) -> Any:
    if step.m is None:
        return levels.CustomLevel(step.sql, step.code).configure(is_null_level=True)
    match step.sql:
        case "ELSE":
            made = levels.ElseLevel()
        case "ALIKE":
            made = levels.PairwiseStringDistanceFunctionLevel("names", "jaro_winkler", step.similarity)
        case _:
            made = levels.CustomLevel(step.sql, step.code)
    return made.configure(
        m_probability=step.m, u_probability=step.u, label_for_charts=step.code, fix_u_probability=name == "owner"
    )


def _linked(kind: EntryKind, row: Mapping[str, Any]) -> Linked:
    first, second = sorted((UUID(row["unique_id_l"]), UUID(row["unique_id_r"])))
    agreements = {
        name: (_step(steps, row[f"gamma_{name}"]).code, round(float(row[f"mw_{name}"]), 1))
        for name, steps in _COMPARED[kind].items()
    }
    return Linked(first, second, round(float(row["match_probability"]), 6), agreements)


def _step(steps: Sequence[Level], gamma: int) -> Level:
    """Splink numbers the levels from the last (0) up; nothing known is -1."""
    return steps[0] if gamma < 0 else steps[len(steps) - 1 - gamma]


@contextmanager
def _quiet() -> Iterator[None]:
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
