"""A command run as a process of its own, with what it cost."""

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

_SECONDS_BETWEEN_LOOKS = 0.25


class CommandFailed(Exception):
    """The command ended with an error; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processor; megabytes at most: all that was resident, and what no file backs."""

    seconds: float
    processor: float
    resident: float
    anonymous: float
    said: str

    def line(self) -> str:
        return (
            f"{self.seconds:8.1f} s, {self.processor:8.1f} s of a processor, {self.resident:6.0f} MB resident, "
            f"{self.anonymous:6.0f} MB of it without a file"
        )


def cost_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Runs `python ARGUMENTS` to its end. Raises CommandFailed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    looker = _Looker(process.pid)
    looker.start()
    said, _ = process.communicate()
    looker.ended.set()
    looker.join()
    if process.returncode:
        raise CommandFailed(f"{' '.join(arguments)}: {said[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(perf_counter() - started, worked, looker.resident, looker.anonymous, said)


def environment(home: Path, source: Path, **more: str) -> dict[str, str]:
    """For processes inside `home`: nothing of the caller's database or encoders comes along."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BAKEN_", "DATABASE_URL"))}
    return {**kept, "BAKEN_HOME": str(home), "PYTHONPATH": f"{source / 'src'}:{source / 'bench'}", **more}


class _Looker(Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._file = Path(f"/proc/{pid}/smaps_rollup")
        self.ended = Event()
        self.resident = self.anonymous = 0.0

    def run(self) -> None:
        while not self.ended.wait(_SECONDS_BETWEEN_LOOKS):
            try:
                lines = self._file.read_text().splitlines()
            except OSError:
                continue  # it has just ended
            sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines[1:])}
            self.resident = max(self.resident, sizes.get("Rss", 0) / 1024)
            self.anonymous = max(self.anonymous, sizes.get("Anonymous", 0) / 1024)
