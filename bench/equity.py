"""Is anybody served worse for their language? Own words and words of danger, side by side for each.

    ./baken bench equity [--encoders e5,use] [--part test] [--languages nl,ar]

Own words are measured as `bench words` does (a right door among five, a right need among three), danger as
`bench danger` does. `--encoders use` or `hash` is quick and says less: what people get is the default, `e5,use`.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LANGUAGES = ("nl", "fr", "en", "ar", "tr", "fa", "fa-af", "ps", "ti", "so", "uk", "ru", "es", "pl", "pt")


@dataclass(frozen=True, slots=True)
class Served:
    """How people of one language are served: shares, of which only `alarms` is better when low."""

    door_at_5: float
    need_at_3: float
    danger: float
    alarms: float


def main() -> int:
    arguments = _arguments()
    if arguments.encoders:
        os.environ["BAKEN_ENCODERS"] = arguments.encoders  # before Django reads its settings
    served = measure(arguments.languages, arguments.part)
    worst_over_best(served)
    return 0


def measure(languages: Sequence[str], part: str) -> dict[str, Served]:
    import danger  # both set Django up when imported
    import words

    codes = words.town()
    print(f"engine: {words.needs_room.engine()}; part: {part}; {len(codes)} services")
    print(f"{'':6}{'n':>5}{'door@5':>8}{'need@3':>8}{'danger':>8}{'false alarms':>14}")
    served = {}
    for language in languages:
        count, own_words = words.measure(language, part, codes)
        heard = danger.measure(language)
        served[language] = Served(own_words.door_at_5, own_words.need_at_3, heard.recall, heard.alarm_rate)
        one = served[language]
        row = f"{language:6}{count:>5}{one.door_at_5:>8.3f}{one.need_at_3:>8.3f}{one.danger:>8.3f}{one.alarms:>14.3f}"
        print(row, flush=True)
    return served


def worst_over_best(served: Mapping[str, Served]) -> None:
    """1.00: everybody is served alike. Of false alarms the two are named, since the best may be none at all."""
    for name in ("door_at_5", "need_at_3", "danger"):
        shares = {language: getattr(one, name) for language, one in served.items()}
        worst, best = min(shares, key=lambda tag: shares[tag]), max(shares, key=lambda tag: shares[tag])
        ratio = shares[worst] / shares[best] if shares[best] else 0.0
        print(f"{name}: worst {worst} {shares[worst]:.3f} over best {best} {shares[best]:.3f} = {ratio:.2f}")
    alarms = {language: one.alarms for language, one in served.items()}
    most, fewest = max(alarms, key=lambda tag: alarms[tag]), min(alarms, key=lambda tag: alarms[tag])
    print(f"false alarms: most {most} {alarms[most]:.3f}, fewest {fewest} {alarms[fewest]:.3f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoders", help="as BAKEN_ENCODERS: e5,use | use | hash")
    parser.add_argument("--part", choices=["test", "tune"], default="test")
    parser.add_argument("--languages", type=lambda text: text.split(","), default=list(LANGUAGES))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
