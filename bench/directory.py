"""How long a country takes to come in, to come again and to go out, and how much memory that takes.

    ./baken bench directory [--size 100000] [--encoders e5,use] [--encode-seconds 60] [--keep FOLDER]

An invented country (bench/finding/country.py) is written as HSDS lines by our own export, at the size and a tenth of
it, and imported by the real command into a new BAKEN_HOME with an index. Then a question is asked, the encoding in the
background watched for a while, the same file imported again, the same with one service in a hundred changed, and the
directory read page by page and exported. Beside each stand bare tools on the same data. Where other programs run, the
seconds of a processor tell more than those of the clock.
"""

import argparse
import json
import os
import re
import shutil
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from time import sleep

from importing.making import changed
from importing.peers import copied_rows, parsed_and_dumped
from importing.watching import Cost, cost_of, environment

ROOT = Path(__file__).parents[1]
_CHANGED_EVERY = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run writes, and how it is set up."""

    folder: Path
    town: Path
    seed: int
    encoders: str

    def run(self, *command: str, home: str = "home", **more: str) -> Cost:
        """A `baken` command in one of the homes."""
        return cost_of(("-m", "baken", *command), self.environment(home, **more))

    def environment(self, home: str, **more: str) -> dict[str, str]:
        return environment(self.folder / home, ROOT, BAKEN_ENCODERS=self.encoders, **more)


def main() -> int:
    arguments = _arguments()
    folder = arguments.keep or Path(mkdtemp(prefix="baken-bench-directory-"))
    folder.mkdir(parents=True, exist_ok=True)
    place = Place(folder, arguments.town, arguments.seed, arguments.encoders)
    try:
        exported = [_made(place, size) for size in (arguments.size // 10, arguments.size)]
        _say("export, a tenth", exported[0])
        _say("export", exported[1], "memory as at a tenth, within a quarter", _alike(*exported))
        _measure_import(place, arguments)
    finally:
        _stop_encoding(place)
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _made(place: Place, size: int) -> Cost:
    """The country in a home of its own, and exported from there; what the export cost."""
    home = f"made-{size}"
    making = ("-m", "importing.making", str(size), str(place.seed), str(place.town))
    made = cost_of(making, place.environment(home))
    _say(f"{size:,} services into empty tables by bulk_create, no checks", made)
    return place.run("export", "hsds", str(place.folder / f"out-{size}"), "--language", "nl", home=home)


def _measure_import(place: Place, arguments: argparse.Namespace) -> None:
    out = place.folder / f"out-{arguments.size}"
    _say("a new home: needs and their index", place.run("index"))
    first = place.run("import", "hsds", str(out), "--yes")
    _say(first.said.strip().splitlines()[0])
    _say("import", first, "under 600 s and 1000 MB", first.seconds < 600 and first.resident < 1000)
    _say_bare_tools(place, out)
    found = place.run("find", "Ik heb schulden", "--json")
    _say("find, by words and needs, a process of its own", found, "an answer", bool(json.loads(found.said)["results"]))
    _watch_encoding(place, arguments.encode_seconds)
    _say("import again, nothing changed", place.run("import", "hsds", str(out), "--yes"))
    _stop_encoding(place)
    count = changed(out, place.folder / "changed", every=_CHANGED_EVERY)
    again = place.run("import", "hsds", str(place.folder / "changed"), "--yes")
    _say(f"import again, {count:,} services changed", again, "under 60 s", again.seconds < 60)
    _say_pages(place)


def _say_bare_tools(place: Place, out: Path) -> None:
    seconds, rows = copied_rows(place.folder / "home/baken.sqlite3", place.folder / "copy.sqlite3")
    print(f"    peer: sqlite3 copies the {rows:,} rows of the tables in {seconds:.1f} s of a processor")
    parsing, dumping = parsed_and_dumped(out / "nl/services.ndjson", place.folder / "again.ndjson")
    print(f"    peer: orjson parses the lines in {parsing:.1f} s of a processor and writes them in {dumping:.1f} s")


def _watch_encoding(place: Place, seconds: float) -> None:
    """How far the process that the import started comes; it is then stopped by force, as a power cut would."""
    sleep(seconds)
    print(f"encoding for {seconds:.0f} s: {_status(place)}")
    _stop_encoding(place)
    print(f"    stopped by force: {_status(place)}", flush=True)


def _stop_encoding(place: Place) -> None:
    """The process is nobody's child: it is known by the home that it works in."""
    homes = f"BAKEN_HOME={place.folder}/".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            variables = (entry / "environ").read_bytes().split(b"\0")
            if b"--encode" in (entry / "cmdline").read_bytes() and any(one.startswith(homes) for one in variables):
                os.kill(int(entry.name), signal.SIGKILL)
        except OSError:
            continue  # it ended meanwhile, or is not ours


def _status(place: Place) -> str:
    return re.sub(r"\s+", " ", place.run("index", "--status").said).strip()


def _say_pages(place: Place) -> None:
    read = cost_of(("-m", "importing.asking"), place.environment("home"))
    pages = json.loads(read.said.strip().splitlines()[-1])
    print(
        f"/hsds/services, {pages['objects']} full objects, {pages['bytes'] / 1e3:,.0f} kB: p50 {pages['p50']:.1f} ms, "
        f"p95 {pages['p95']:.1f} ms, queries {pages['queries']}  (p50 < 60 ms, one number of queries: "
        f"{'ok' if pages['p50'] < 60 and len(pages['queries']) == 1 else 'NO'})"
    )


def _say(what: str, cost: Cost | None = None, aim: str = "", met: bool | None = None) -> None:
    reached = f"  ({aim}: {'ok' if met else 'NO'})" if aim else ""
    print(f"{what:56} {cost.line() if cost else ''}{reached}".rstrip(), flush=True)


def _alike(few: Cost, many: Cost) -> bool:
    return many.anonymous < 1.25 * few.anonymous


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--encoders", default="e5,use")
    parser.add_argument("--encode-seconds", type=float, default=60.0, help="how long to watch the encoding")
    parser.add_argument("--keep", type=Path, help="keep what was made in this folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--town", type=Path, default=ROOT / "demo/town")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
