"""Encoding in the background: one process at a time, how far it is, and how it is started.

A lock says whether it runs, so that nothing has to be cleared up after a process that was killed. A small file beside
the index says how far it is.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final, TextIO

from django.conf import settings

log = logging.getLogger(__name__)

COMMAND: Final = (sys.executable, "-m", "baken", "index", "--encode")
_FIRST_BLOCK, _LARGEST_BLOCK, _BLOCK_SECONDS = 64, 4096, 90.0
_SECONDS_BETWEEN_NOTES = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What the process at work last said: services that wait, and how many it encodes a second."""

    waiting: int
    a_second: float


class Progress:
    """Notes how far the process is, and how large the next block shall be: about a minute and a half of work."""

    def __init__(self) -> None:
        self._before, self._block, self._left = monotonic(), _FIRST_BLOCK, 0
        self._noted, self._a_second = 0.0, 0.0

    @property
    def block(self) -> int:
        """Services to encode before they are published."""
        return self._block

    def begin(self, waiting: int) -> None:
        """A block begins, with so many services waiting, itself among them."""
        self._before, self._left = monotonic(), waiting

    def note(self, share: float, services: int) -> None:
        """`share` 0..1 of the block's `services` is encoded."""
        now = monotonic()
        self._a_second = share * services / max(now - self._before, 1e-3)
        if share >= 1:
            self._block = int(min(max(self._a_second * _BLOCK_SECONDS, _FIRST_BLOCK), _LARGEST_BLOCK))
        if share >= 1 or now - self._noted >= _SECONDS_BETWEEN_NOTES:
            self._noted = now
            _write(Pace(round(self._left - share * services), round(self._a_second, 2)))


@contextmanager
def alone() -> Iterator[bool]:
    """Whether this process is the only one that encodes; if so it stays that until the block ends."""
    with _lock_file() as file:
        yield _locked(file)


def runs() -> bool:
    """Whether some process encodes now."""
    with _lock_file() as file:
        return not _locked(file, seconds=0)


def pace() -> Pace | None:
    """What the last process said; None where none ever ran."""
    try:
        return Pace(**json.loads(_note().read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def start() -> bool:
    """Starts the process unless one runs already or the settings forbid it. It outlives this process, and gives way to
    every other."""
    if not settings.BAKEN_ENCODE_IN_BACKGROUND or runs():
        return False
    logs = Path(settings.BAKEN_HOME) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / "encoding.log").open("ab") as said:
        subprocess.Popen(
            COMMAND,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            env={**os.environ, "BAKEN_HOME": str(settings.BAKEN_HOME)},
        )
    log.info("texts are encoded in the background")
    return True


def _lock_file() -> TextIO:
    folder = Path(settings.BAKEN_HOME) / "index"
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / "encoding.lock").open("w")


def _locked(file: TextIO, seconds: float = 1.0) -> bool:
    """Tries a little, since somebody may just be asking whether the lock is free."""
    until = monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= until:
                return False
            sleep(0.05)
        else:
            return True


def _note() -> Path:
    return Path(settings.BAKEN_HOME) / "index/encoding.json"


def _write(pace: Pace) -> None:
    beside = _note().with_suffix(f".{os.getpid()}.part")
    beside.write_text(json.dumps(asdict(pace)), encoding="utf-8")
    beside.replace(_note())
