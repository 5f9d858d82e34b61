"""A country as HSDS lines, and the same with some services changed.

    python -m importing.making COUNT SEED TOWN FOLDER

fills the tables of a BAKEN_HOME and lets the real export write them.
"""

import os
import sys
from pathlib import Path

import orjson

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")


def main(count: int, seed: int, town: Path) -> None:
    import django

    django.setup()
    from django.utils import timezone
    from finding.country import read_sources, services
    from finding.filling import fill

    from baken.cli.ready import ready

    ready()
    fill(services(count, seed=seed, sources=read_sources(town)), today=timezone.localdate())


def changed(folder: Path, to: Path, *, every: int) -> int:
    """A copy of which every so manieth service says something else. Gives how many do."""
    (to / "nl").mkdir(parents=True)
    organisations = "nl/organizations.ndjson"
    (to / organisations).hardlink_to(folder / organisations)
    count = 0
    with (folder / "nl/services.ndjson").open("rb") as old, (to / "nl/services.ndjson").open("wb") as new:
        for number, line in enumerate(old):
            if number % every:
                new.write(line)
                continue
            record = orjson.loads(line)
            record["description"] = f"{record.get('description', '')} Bel eerst."
            new.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
