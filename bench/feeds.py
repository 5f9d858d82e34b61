"""Imports of what hurts: thousands of damaged files, and a table of many rows, in seconds and memory.

    ./baken bench feeds [--examples 1000] [--rows 20000] [--only damage|rows]

Damage: the tests of tests/rooms/directory/test_import_fuzz.py with more examples, not the same each time. Each must
end in a report or a clear refusal, a refused one must leave every table as it was. Rows: a table of services is guessed
and looked at (a dry run) in a process of its own; beside it stands reading the same file with Python's csv alone.
"""

import argparse
import csv
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parents[1]
TESTS = "tests/rooms/directory/test_import_fuzz.py"
HEADER = (
    "Nr",
    "Organisatie",
    "Dienst",
    "Omschrijving",
    "Adres",
    "Postcode",
    "Gemeente",
    "Talen",
    "Openingsuren",
    "Gratis",
)
CHILD = """
import sys, resource
sys.argv = ["baken", *sys.argv[1:]]
from baken.cli.main import main
try:
    main()
finally:
    print("peak MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def damage(examples: int) -> None:
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TESTS],
        cwd=ROOT,
        env={**os.environ, "FUZZ_EXAMPLES": str(examples)},
        check=False,
    )
    state = "all ended well" if done.returncode == 0 else "SOME DID NOT END WELL"
    print(f"damage: {examples} examples a test, {state}, {perf_counter() - began:.0f} s")


def rows(count: int) -> None:
    with TemporaryDirectory() as made:
        file = Path(made) / "many.csv"
        _write(file, count)
        began = perf_counter()
        with file.open(encoding="utf-8", newline="") as text:
            plain = sum(1 for _ in csv.reader(text))
        print(f"rows: Python's csv alone reads {plain - 1} rows in {perf_counter() - began:.1f} s")
        environment = {**os.environ, "BAKEN_HOME": made, "BAKEN_ENCODERS": "hash"}
        for arguments in (["--guess"], ["--dry-run"]):
            began = perf_counter()
            command = [sys.executable, "-c", CHILD, "import", "table", str(file), *arguments]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            last = [line for line in done.stdout.splitlines() if "services:" in line or "peak MB" in line]
            said = "; ".join([*last, *done.stderr.strip().splitlines()[-1:]])
            print(f"rows: {' '.join(arguments)} of {count}: {perf_counter() - began:.1f} s; {said}")


def _write(file: Path, count: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        out = csv.writer(text)
        out.writerow(HEADER)
        for number in range(count):
            house = number // 5
            place = (f"Straat {house}", "2060", "Antwerpen")
            out.writerow([number, f"Huis {house}", f"Dienst {number}", "Samen", *place, "nl; fr", "ma-vr 9-12u", "ja"])


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--examples", type=int, default=1_000)
    given.add_argument("--rows", type=int, default=20_000)
    given.add_argument("--only", choices=("damage", "rows"))
    asked = given.parse_args()
    if asked.only != "damage":
        rows(asked.rows)
    if asked.only != "rows":
        damage(asked.examples)


if __name__ == "__main__":
    main()
