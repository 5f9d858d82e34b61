"""`baken serve` as a machine meets it: started, asked over HTTP, weighed, stopped."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter, sleep
from types import TracebackType
from typing import Any, Final

import psutil

from finding.questions import Asked

_PATIENCE_SECONDS: Final = 120
_ROUNDS: Final = 10
_AT_WORK_SECONDS: Final = 2.0  # loading the encoders alone takes about as long


class ServerFailed(Exception):
    """The server did not start or answered with an error; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One answer over HTTP. `total_ms` as the client measured it, `stages` as the answer says itself."""

    total_ms: float
    stages: Mapping[str, float]
    services: Sequence[str]
    sure: bool

    @property
    def without_encoding_ms(self) -> float:
        return self.total_ms - self.stages.get("encode", 0.0)


@dataclass(frozen=True, slots=True)
class Weight:
    """Megabytes. `private`: USS of each worker. `shares`: PSS of all workers together, shared pages counted once."""

    private: tuple[float, ...]
    anonymous: tuple[float, ...]
    shares: float


class Server:
    """A running `baken serve`. `started`: the moment the command was given, of the monotonic clock."""

    def __init__(self, environment: Mapping[str, str], *, workers: int = 1) -> None:
        self.port = _free_port()
        self._log = Path(environment["BAKEN_HOME"]) / f"serve-{self.port}.log"
        command = [sys.executable, "-m", "baken", "serve", "--port", str(self.port), "--workers", str(workers)]
        self.started = perf_counter()
        with self._log.open("w") as log:
            self._process = subprocess.Popen(command, env=dict(environment), stdout=log, stderr=log)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        children = self.workers()
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        _, alive = psutil.wait_procs(children, timeout=5)
        for child in alive:
            child.kill()

    def workers(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self._process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def worked_seconds(self) -> float:
        """Processor time of all workers so far."""
        return sum(_worked(worker) for worker in self.workers())

    def first_page_seconds(self) -> float:
        """From the command to the first page that came through. Raises ServerFailed."""
        while perf_counter() - self.started < _PATIENCE_SECONDS:
            if self._process.poll() is not None:
                break
            try:
                if self._page() == 200:
                    return perf_counter() - self.started
            except (OSError, HTTPException):
                sleep(0.02)
        raise ServerFailed(f"no page came: {self._log.read_text()[-2000:]}")

    def _page(self) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        connection.request("GET", "/nl/")
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status

    def client(self) -> "Client":
        return Client(self.port)

    def all_workers_answered(self, asked: Sequence[Asked]) -> None:
        """Asks all of it, several at once, until every worker has worked at questions for a while."""
        before = {worker.pid: _worked(worker) for worker in self.workers()}
        with ThreadPoolExecutor(4) as pool:
            for _ in range(_ROUNDS):
                list(pool.map(lambda one: Client(self.port).find(one.body()), asked))
                if all(_worked(worker) - before.get(worker.pid, 0.0) > _AT_WORK_SECONDS for worker in self.workers()):
                    return
        raise ServerFailed("one of the workers never answered")

    def weight(self) -> Weight:
        maps = [worker.memory_full_info() for worker in self.workers()]
        anonymous = tuple(_anonymous(worker.pid) for worker in self.workers())
        return Weight(tuple(one.uss / 1e6 for one in maps), anonymous, sum(one.pss for one in maps) / 1e6)


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)

    def find(self, body: Mapping[str, Any]) -> Timed:
        sent = json.dumps(body)
        started = perf_counter()
        self._connection.request("POST", "/api/find", sent, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        content = response.read()
        total = (perf_counter() - started) * 1000
        if response.status != 200:
            raise ServerFailed(f"{response.status} for {sent}: {content[:500]!r}")
        answer = json.loads(content)
        services = [result["service_id"] for result in answer["results"]]
        return Timed(total, answer["took_ms"], services, answer["sure"])


def environment(home: Path, **more: str) -> dict[str, str]:
    """For processes inside `home`: nothing of the caller's database or encoders comes along."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BAKEN_", "DATABASE_URL"))}
    return {**kept, "BAKEN_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1]), **more}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _worked(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _anonymous(pid: int) -> float:
    """Memory that no file backs, which the system cannot drop and read again."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0
