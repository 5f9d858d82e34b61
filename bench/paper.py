"""How long a plan takes to become a PDF: A4, receipt and booklet, beside typst setting the same words by itself.

    ./baken bench paper [--rounds 30] [--most-ms 150]

The demonstration town, search by hashed letters. Papers of one to four doors in a left-to-right, a right-to-left and an
Ethiopic language, after one paper to warm up. The peer is typst compiling the words of the same paper as plain
paragraphs, with the same fonts and PDF/UA: what no layout, map, table or code of ours can undercut. Exit code 1 when
the median of A4 takes longer than --most-ms.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
LANGUAGES = ("nl", "ar", "ti", "uk")
NEEDS = ("money.debts", "talking.sleep", "family.school", "health.doctor")
ADDRESS = "https://baken.example/ar/p/" + "A" * 420
PLAIN = """\
#let d = json(bytes(sys.inputs.data))
#set document(title: "Plan")
#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic"), lang: d.lang)
#for line in d.lines [#line #parbreak()]
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--most-ms", type=float, default=150)
    given = parser.parse_args()
    with TemporaryDirectory() as home:
        _set_up(home)
        times = _measured(given.rounds, Path(home))
    print(f"{'':<22}{'p50 ms':>8}{'p95 ms':>8}{'papers':>8}")
    for name, took in times.items():
        print(f"{name:<22}{median(took):>8.1f}{quantiles(took, n=20)[-1]:>8.1f}{len(took):>8}")
    a4 = median(times["A4"])
    print(f"A4 at most {given.most_ms:g} ms: {'yes' if a4 <= given.most_ms else 'NO'}")
    return 0 if a4 <= given.most_ms else 1


def _set_up(home: str) -> None:
    os.environ |= {
        "BAKEN_HOME": home,
        "BAKEN_ENCODERS": "hash",
        "BAKEN_DEMO_DIR": str(ROOT / "demo"),
        "DJANGO_SETTINGS_MODULE": "baken.config.settings",
    }
    subprocess.run([sys.executable, "-m", "baken", "demo", "--no-serve"], check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()


def _measured(rounds: int, home: Path) -> dict[str, list[float]]:
    """Milliseconds of each paper, by kind."""
    from django.utils import timezone

    from baken.plans import booklet, paper, typesetting

    times: dict[str, list[float]] = {"A4": [], "receipt": [], "booklet (1.5 km)": [], "peer: typst alone": []}
    plain = home / "plain.typ"
    plain.write_text(PLAIN, encoding="utf-8")
    sheets = list(_sheets())
    for language, sheet in sheets:
        print(f"  {language}: {len(sheet.steps)} doors", file=sys.stderr)
        languages = (language, "nl")
        paper.plan_pdf(sheet, languages=languages, address=ADDRESS)
        words = _words(paper.sheet_record(sheet, languages=languages, address=ADDRESS, maps={}))
        for _round in range(max(2, rounds // len(sheets))):
            for name, make in (("A4", paper.plan_pdf), ("receipt", paper.receipt_pdf)):
                times[name].append(_took(partial(make, sheet, languages=languages, address=ADDRESS)))
            data = {"lang": language, "lines": words}
            times["peer: typst alone"].append(_took(partial(typesetting.pdf, str(plain), data)))
    now = timezone.localtime()
    place = sheets[0][1].start
    for language in LANGUAGES:
        found = booklet.near_booklet(place, 1.5, language=language, when=now)
        times["booklet (1.5 km)"].append(_took(partial(booklet.booklet_pdf, found, language=language, when=now)))
    return times


def _sheets() -> Iterator[tuple[str, Any]]:
    from django.utils import timezone

    from baken.core.kinds import Person
    from baken.localities import selectors as localities
    from baken.plans.kinds import Question
    from baken.plans.selectors import plan_for

    start = localities.areas("neighbourhood")[0].centroid
    for language in LANGUAGES:
        for most in range(1, len(NEEDS) + 1):
            person = Person(languages=(language,))
            question = Question(timezone.localtime(), language=language, needs=NEEDS[:most], place=start, person=person)
            yield language, plan_for(question)


def _words(record: Any) -> list[str]:
    """Every text that stands on a paper."""
    if isinstance(record, dict):
        return [words for part in record.values() for words in _words(part)]
    if isinstance(record, list):
        return [words for part in record for words in _words(part)]
    return [record] if isinstance(record, str) and record and not record.startswith(("<?xml", "<svg")) else []


def _took(make: Callable[[], object]) -> float:
    started = perf_counter()
    make()
    return (perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
