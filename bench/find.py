"""How fast doors are found, how much memory that takes, and how the same filter does in PostgreSQL.

    ./baken bench find [--sizes 1000,10000,100000] [--requests 150] [--without-postgres] [--json FILE]

Over an invented country of services (bench/finding/country.py), each size in a BAKEN_HOME of its own: fills the
tables, builds the index, starts `baken serve` with one worker and asks it labelled questions of fifteen languages over
HTTP, one after another; changes a service meanwhile; weighs one worker and two; asks again without encoders; then asks
PostgreSQL the same on one connection. «Without encoding» is an answer's whole time over HTTP less its encode stage.
"""

import argparse
import json
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from os import cpu_count, environ
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from finding import postgres
from finding.country import read_sources, services
from finding.one_size import OWN_LANGUAGES, Place, Record, measure, prepared, say
from finding.questions import LANGUAGES, sample

HERE = Path(__file__).parent
REALLY_ENCODED = 1000  # services; beyond that vectors are composed from those of the texts' parts


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `meets`: whether a value is good enough; None where nothing is aimed at."""

    name: str
    value: Callable[[Record], Any]
    aim: str = ""
    meets: Callable[[Record], bool] | None = None


def main() -> int:
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that servers and folders go too
    folder = Path(mkdtemp(prefix="baken-bench-find-"))
    try:
        records = _measured(arguments, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not arguments.without_postgres:
        print(f"\nThe query asked of PostgreSQL (and again without its two trigram parts):\n{postgres.WITH_TRIGRAMS}")
        print(f"over{postgres.TABLES}{postgres.INDEXES}")
    _print_table(records)
    return 0


def _measured(arguments: argparse.Namespace, folder: Path) -> list[Record]:
    sources = read_sources(arguments.town)
    per_language = max(1, arguments.requests // len(LANGUAGES))
    asked = sample(HERE / "words", per_language=per_language, seed=arguments.seed)
    warm = sample(HERE / "words", per_language=1, seed=arguments.seed + 1)
    records = []
    with ExitStack() as open_things:
        address = _postgres_address(arguments, open_things)
        vectors = _encoded_once(arguments, folder)
        for count in arguments.sizes:
            made = list(services(count, seed=arguments.seed, sources=sources))
            composed = count > REALLY_ENCODED
            place = Place(folder / str(count), arguments.town, arguments.seed, composed, made, asked, warm)
            records.append(measure(place, vectors, address))
            shutil.rmtree(place.home)
            _add_growth(records)
            _keep(records, arguments.json)
    return records


def _keep(records: Sequence[Record], file: Path | None) -> None:
    """After every size, so that an interrupted run leaves what it has measured."""
    if file:
        file.write_text(json.dumps(records, indent=1, ensure_ascii=False), encoding="utf-8")


def _postgres_address(arguments: argparse.Namespace, open_things: ExitStack) -> str | None:
    if arguments.without_postgres:
        return None
    if given := environ.get("DATABASE_URL"):
        return given
    return open_things.enter_context(postgres.throw_away_server(HERE.parent / "tests/postgres.sh"))


def _encoded_once(arguments: argparse.Namespace, folder: Path) -> Path:
    """A vector cache with the needs' phrasings and the parts of synthetic texts, the same for all sizes."""
    home = arguments.cache or folder / "once"
    say("Encoding the needs' phrasings and the parts of the synthetic texts (once)")
    done = prepared(Place(home, arguments.town, arguments.seed, True, (), (), ()), 0)
    say(f"The needs alone, encoded and indexed, took {done['build_seconds']:.0f} s; what was encoded stays so")
    return home / "cache"


def _add_growth(records: Sequence[Record]) -> None:
    """Cost against the size before, as a share of linear: 1 is linear, less is better."""
    for before, record in pairwise(records):
        times = record["services"] / before["services"]
        for name in ("no_encoding_p50", "build_seconds", "one_private"):
            record[f"growth_{name}"] = record[name] / before[name] / times


def _print_table(records: Sequence[Record]) -> None:
    print(f"\n{cpu_count()} processors; questions: {', '.join(LANGUAGES)}, test part; places around one city")
    print(f"PostgreSQL «own»: questions in the languages of the texts ({', '.join(sorted(OWN_LANGUAGES))})\n")
    print(f"{'':52}" + "".join(f"{record['services']:>19,}" for record in records) + "  aim")
    for line in LINES:
        cells = [_cell(line, record) for record in records]
        if any(cells):
            print(f"{line.name:52}" + "".join(f"{cell:>19}" for cell in cells) + f"  {line.aim}".rstrip())
    print("\nRight door in the first five, by language (the largest size):")
    for name, field in (("Baken", "right"), ("Baken, no encoder", "lexical_right"), ("PostgreSQL", "pg_right")):
        if shares := records[-1].get(field):
            print(f"{name:18}" + " ".join(f"{tag} {shares[tag]:.2f}" for tag in LANGUAGES))


def _cell(line: Line, record: Record) -> str:
    try:
        value = line.value(record)
    except KeyError:
        return ""
    text = value if isinstance(value, str) else f"{value:,.2f}" if abs(value) < 10 else f"{value:,.0f}"
    if line.meets is None:
        return text
    return f"{text} {'ok' if line.meets(record) else 'NO'}"


def _pair(name: str) -> Callable[[Record], str]:
    return lambda record: f"{record[name + '_p50']:.1f} / {record[name + '_p95']:.1f}"


def _stage(name: str) -> Line:
    def spread(record: Record) -> str:
        middle, most = record["stages"][name]
        return f"{middle:.1f} / {most:.1f}"

    return Line(f"   of which {name}", spread)


def _at_most(name: str, most: float) -> Callable[[Record], bool]:
    return lambda record: record[name] < most


def _vectors(record: Record) -> str:
    encoded, composed = (sum(counts) for counts in zip(*record["encoded"].values(), strict=True))
    return f"{encoded:,} / {composed:,}"


def _two(record: Record) -> str:
    return " ".join(f"{megabytes:.0f}" for megabytes in record["two_private"])


def _growth(what: str, name: str) -> Line:
    at_most_linear = _at_most(f"growth_{name}", 1.05)
    return Line(f"growth of {what}, share of linear", lambda r: r[f"growth_{name}"], "<= 1", at_most_linear)


LINES = (
    Line("tables filled, s", lambda r: r["fill_seconds"]),
    Line("vectors encoded / composed", _vectors),
    Line("index built, s", lambda r: r["build_seconds"]),
    Line("   of which encoding or composing", lambda r: r["encode_seconds"]),
    Line("   of which reading the tables", lambda r: r["read_seconds"]),
    Line("index on disk, MB", lambda r: r["index_megabytes"]),
    Line("serve: command to first page, s", lambda r: r["page_seconds"], "< 3", _at_most("page_seconds", 3)),
    Line("serve: command to first answer, s", lambda r: r["answer_seconds"], "< 8", _at_most("answer_seconds", 8)),
    Line("find over HTTP, p50 / p95 ms", _pair("total"), "p50 < 80", _at_most("total_p50", 80)),
    *map(_stage, ("language", "encode", "needs", "search", "facts", "rank", "cards", "http")),
    Line("without encoding, p50 / p95 ms", _pair("no_encoding"), "p50 < 30", _at_most("no_encoding_p50", 30)),
    Line("processor time of the worker a question, ms", lambda r: r["processor_ms"]),
    Line("no encoder at all (lexical), p50 / p95 ms", _pair("lexical")),
    Line(
        "PostgreSQL, words + trigrams, p50 / p95 ms",
        _pair("pg"),
        "slower than Baken without encoding",
        lambda r: bool(r["pg_p50"] > r["no_encoding_p50"]),
    ),
    Line(
        "PostgreSQL, words + trigrams, own, p50 / p95 ms",
        _pair("pg_own"),
        "slower than Baken without encoding",
        lambda r: bool(r["pg_own_p50"] > r["no_encoding_p50"]),
    ),
    Line("PostgreSQL, words only, p50 / p95 ms", _pair("pg_words")),
    Line("PostgreSQL, words only, own, p50 / p95 ms", _pair("pg_words_own")),
    Line("PostgreSQL: rows in / indexes, s", lambda r: f"{r['pg_copy_seconds']:.1f} / {r['pg_index_seconds']:.1f}"),
    Line("right door in the first five: Baken", lambda r: r["right"][""]),
    Line("   Baken, no encoder", lambda r: r["lexical_right"][""]),
    Line("   PostgreSQL, words + trigrams", lambda r: r["pg_right"][""], "far below Baken"),
    Line("   PostgreSQL, words only", lambda r: r["pg_words_right"][""], "far below Baken"),
    Line("said to be unsure, share", lambda r: r["unsure"]),
    Line("changed service: found by words after, s", lambda r: r["update_words"], "< 1", _at_most("update_words", 1)),
    Line("   found by its need after, s", lambda r: r["update_need"], "< 1", _at_most("update_need", 1)),
    Line("   saved, indexed with its vectors after, s", lambda r: r["update_saved"]),
    Line("   vectors in force then", lambda r: " ".join(r["update_vectors"]) or "none"),
    Line("one worker alone, USS MB", lambda r: r["one_private"], "< 600", _at_most("one_private", 600)),
    Line("   less what only mirrors the index on disk", lambda r: r["one_anonymous"]),
    Line("each of two workers, USS MB", _two, "< 600", lambda r: max(r["two_private"]) < 600),
    Line("second worker adds, MB", lambda r: r["second_adds"], "< 350", _at_most("second_adds", 350)),
    Line("one worker without encoders, USS MB", lambda r: r["lexical_private"]),
    _growth("time without encoding", "no_encoding_p50"),
    _growth("building", "build_seconds"),
    _growth("memory", "one_private"),
)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=_sizes, default=[1000, 10_000, 100_000])
    parser.add_argument("--requests", type=int, default=150, help="questions, shared out over the languages")
    parser.add_argument("--without-postgres", action="store_true")
    parser.add_argument("--json", type=Path, help="also write every number to this file")
    parser.add_argument("--cache", type=Path, help="keep encoded phrasings and parts in this folder between runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--town", type=Path, default=HERE.parent / "demo/town")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted(int(part) for part in text.split(","))


if __name__ == "__main__":
    sys.exit(main())
