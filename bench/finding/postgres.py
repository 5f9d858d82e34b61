"""The same filter in PostgreSQL, as well as it can: weighted full text, trigrams, distance, and its best indexes."""

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter
from typing import Any, Final

import psycopg

from finding.country import Synthetic
from finding.questions import SHOWN, Asked

CONFIGS: Final = {"nl": "dutch", "fr": "french", "en": "english"}
_NEAR_KM: Final = 100.0
_KM_A_DEGREE: Final = 111.32

TABLES: Final = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DROP SCHEMA IF EXISTS baken_bench_find CASCADE;
CREATE SCHEMA baken_bench_find;
SET search_path = baken_bench_find, public;
CREATE FUNCTION any_word(regconfig, text) RETURNS tsquery IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
  $$ SELECT to_tsquery('simple', string_agg(quote_literal(lexeme), ' | ')) FROM unnest(to_tsvector($1, $2)) $$;
CREATE TABLE service (
  id uuid PRIMARY KEY, config regconfig NOT NULL, title text NOT NULL, body text NOT NULL, status text NOT NULL,
  lat double precision NOT NULL, lon double precision NOT NULL,
  words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector(config, title), 'A') || setweight(to_tsvector(config, body), 'B')) STORED);
"""
INDEXES: Final = """
CREATE INDEX ON service USING gin (words) WHERE status IN ('active', 'temporarily closed');
CREATE INDEX ON service USING gin (title gin_trgm_ops) WHERE status IN ('active', 'temporarily closed');
CREATE INDEX ON service (lat, lon) WHERE status IN ('active', 'temporarily closed');
VACUUM ANALYZE service;
"""
COPY: Final = "COPY service (id, config, title, body, status, lat, lon) FROM STDIN"
SESSION: Final = """
SET search_path = baken_bench_find, public;
SET jit = off;
SET work_mem = '64MB';
SET random_page_cost = 1.1;
SET plan_cache_mode = force_custom_plan;
"""
_QUERY: Final = """
SELECT id, ts_rank_cd(words, any_word(%(config)s::regconfig, %(asked)s), 1){trigram_rank}
       + 0.1 * exp(-sqrt(((lat - %(lat)s) * 111.32) ^ 2 + ((lon - %(lon)s) * %(km_east)s) ^ 2) / 10) AS score
FROM service
WHERE status IN ('active', 'temporarily closed')
  AND lat BETWEEN %(south)s AND %(north)s AND lon BETWEEN %(west)s AND %(east)s
  AND (words @@ any_word(%(config)s::regconfig, %(asked)s){trigram_match})
ORDER BY score DESC, id LIMIT %(limit)s
"""
WORDS_ONLY: Final = _QUERY.format(trigram_rank="", trigram_match="")
WITH_TRIGRAMS: Final = _QUERY.format(
    trigram_rank="\n       + 0.5 * similarity(title, %(asked)s)", trigram_match=" OR title %% %(asked)s"
)


@dataclass(frozen=True, slots=True)
class Found:
    took_ms: float
    services: tuple[str, ...]


@contextmanager
def throw_away_server(script: Path) -> Iterator[str]:
    """An address; the server behind it stops with the block."""
    data = mkdtemp(prefix="baken-bench-postgres-")
    said = subprocess.run(["sh", script, "start", data], stdout=subprocess.PIPE, text=True, check=True).stdout
    try:
        yield said.split("'")[1]
    finally:
        subprocess.run(["sh", script, "stop", data], check=True)


class Peer:
    """One connection to a server that holds the same services."""

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True)

    def load(self, services: Iterable[Synthetic]) -> tuple[float, float]:
        """Seconds to copy the rows in (with their vectors of words) and to build the indexes."""
        started = perf_counter()
        self._connection.execute(TABLES)
        with self._connection.cursor().copy(COPY) as copy:
            for one in services:
                copy.write_row((str(one.id), CONFIGS[one.language], one.title, one.text, "active", *one.place))
        copied = perf_counter()
        for statement in filter(str.strip, INDEXES.split(";")):
            self._connection.execute(statement)
        self._connection.execute(SESSION)
        return copied - started, perf_counter() - copied

    def ask(self, query: str, asked: Sequence[Asked]) -> list[Found]:
        return [self._ask(query, one) for one in asked]

    def _ask(self, query: str, asked: Asked) -> Found:
        values = _values(asked)
        started = perf_counter()
        rows = self._connection.execute(query, values).fetchall()
        return Found((perf_counter() - started) * 1000, tuple(str(row[0]) for row in rows))

    def close(self) -> None:
        self._connection.execute("DROP SCHEMA IF EXISTS baken_bench_find CASCADE")
        self._connection.close()


def _values(asked: Asked) -> dict[str, Any]:
    """The box encloses the circle of 100 km that Baken cuts to."""
    lat, lon = asked.place
    km_east = _KM_A_DEGREE * cos(radians(lat))
    high, wide = _NEAR_KM / _KM_A_DEGREE, _NEAR_KM / km_east
    return {
        "config": CONFIGS.get(asked.language, "simple"),
        "asked": asked.words,
        "lat": lat,
        "lon": lon,
        "km_east": km_east,
        "south": lat - high,
        "north": lat + high,
        "west": lon - wide,
        "east": lon + wide,
        "limit": SHOWN,
    }
