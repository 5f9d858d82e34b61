"""One BAKEN_HOME made ready: tables filled, index built, everything timed. Runs as a process of its own.

    python -m finding.prepare COUNT SEED TOWN really|composed

The last line of its output is JSON. With a COUNT of 0 only the needs' phrasings are encoded, into the vector cache.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
import django

django.setup()

from django.utils import timezone

from baken.cli.ready import ready
from baken.core.kinds import Encoder
from baken.directory import selectors as directory
from baken.needs import services as needs_services
from baken.needs.encoders import registry
from baken.needs.runtime import runtime
from baken.needs.selectors import Document
from finding.composing import Composing
from finding.country import parts, read_sources, services
from finding.filling import fill


def main(count: int, seed: int, town: Path, *, composed: bool) -> dict[str, Any]:
    stopwatches = _put_stopwatches()
    sources = read_sources(town)
    started = perf_counter()
    ready()
    rows = fill(services(count, seed=seed, sources=sources), today=timezone.localdate())
    filled = perf_counter()
    runtime().registry.load()
    if composed:
        for encoder in stopwatches.values():
            encoder.learn(parts(sources), runtime().cache)
    documents = _Timed(directory.documents())
    before = perf_counter()
    needs_services.rebuild_index(documents=documents)
    return {
        "rows": rows,
        "fill_seconds": filled - started,
        "build_seconds": perf_counter() - before,
        "read_seconds": documents.seconds,
        "encode_seconds": sum(one.seconds for one in stopwatches.values()),
        "encoded": {name: [one.encoded, one.composed] for name, one in stopwatches.items()},
        "index_megabytes": sum(file.stat().st_size for file in runtime().folder.path.rglob("*.npy")) / 1e6,
    }


def _put_stopwatches() -> dict[str, Composing]:
    """From now on every encoder of this process is loaded behind a stopwatch."""
    loaded: dict[str, Composing] = {}

    def watched(name: str, make: Callable[[Path], Encoder]) -> Callable[[Path], Encoder]:
        def load(cache: Path) -> Encoder:
            loaded[name] = Composing(make(cache))
            return loaded[name]

        return load

    registry.ENCODERS = {name: watched(name, make) for name, make in registry.ENCODERS.items()}
    return loaded


class _Timed:
    """Documents, with the time that reading them from the tables took."""

    def __init__(self, documents: Iterator[Document]) -> None:
        self._documents = documents
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Document]:
        while True:
            started = perf_counter()
            document = next(self._documents, None)
            self.seconds += perf_counter() - started
            if document is None:
                return
            yield document


if __name__ == "__main__":
    count, seed, town, way = sys.argv[1:]
    print(json.dumps(main(int(count), int(seed), Path(town), composed=way == "composed")))
