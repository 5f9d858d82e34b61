"""Everything that is measured at one number of services, as a flat record."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np

from finding import postgres
from finding.country import CITY, Synthetic
from finding.questions import Asked, right_in_first_five
from finding.serving import Client, Server, Timed, environment

Record = dict[str, Any]

OWN_LANGUAGES: Final = frozenset(postgres.CONFIGS)
_CHANGED: Final = "Ik heb schulden en ik zoek het kwikstaartloket van de zilveren brug."
_CHANGED_NEED: Final = "money.debts"
_UPDATE_PATIENCE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """What one size is measured with. `warm`: asked before anything counts."""

    home: Path
    town: Path
    seed: int
    composed: bool
    services: Sequence[Synthetic]
    asked: Sequence[Asked]
    warm: Sequence[Asked]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def prepared(place: Place, count: int) -> Record:
    """The tables filled and the index built by a process of its own."""
    way = "composed" if place.composed else "real"
    command = [sys.executable, "-m", "finding.prepare", str(count), str(place.seed), str(place.town), way]
    done = subprocess.run(command, env=environment(place.home), stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(place: Place, vectors: Path, address: str | None) -> Record:
    """`vectors`: a cache folder with what is encoded already. `address`: of PostgreSQL, or None."""
    count = len(place.services)
    shutil.copytree(vectors, place.home / "cache")
    say(f"{count} services: filling the tables, building the index")
    found: Record = {"services": count, **prepared(place, count)}
    needs = {str(one.id): frozenset(one.needs) for one in place.services}
    say(f"{count} services: asking Baken")
    found |= _one_worker(place, needs)
    found |= _two_workers(place)
    found["second_adds"] = found["two_shares"] - found["one_shares"]
    found |= _lexical(place, needs)
    if address:
        say(f"{count} services: asking PostgreSQL")
        found |= _postgres(place, needs, address)
    return found


def _one_worker(place: Place, needs: Mapping[str, frozenset[str]]) -> Record:
    with Server(environment(place.home)) as server:
        page = server.first_page_seconds()
        client = server.client()
        client.find(place.warm[0].body())
        answer = perf_counter() - server.started
        _ask(client, place.warm)
        worked = server.worked_seconds()
        given = _ask(client, place.asked)
        worked = server.worked_seconds() - worked
        weight = server.weight()
        updated = _update(client, place)
    return {
        "page_seconds": page,
        "answer_seconds": answer,
        **_spread("total", [one.total_ms for one in given]),
        **_spread("no_encoding", [one.without_encoding_ms for one in given]),
        "stages": _stages(given),
        "processor_ms": worked * 1000 / len(given),
        "unsure": sum(not one.sure for one in given) / len(given),
        "right": _right(place.asked, given, needs),
        "one_private": weight.private[0],
        "one_anonymous": weight.anonymous[0],
        "one_shares": weight.shares,
        **updated,
    }


def _ask(client: Client, asked: Sequence[Asked]) -> list[Timed]:
    return [client.find(one.body()) for one in asked]


def _spread(name: str, milliseconds: Sequence[float]) -> Record:
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return {f"{name}_p50": float(p50), f"{name}_p95": float(p95)}


def _stages(given: Sequence[Timed]) -> dict[str, tuple[float, float]]:
    """p50 and p95 by stage; «http» is what the answer does not account for: HTTP, JSON, sentences."""
    stages: dict[str, list[float]] = {}
    for one in given:
        for stage, took in one.stages.items():
            stages.setdefault(stage, []).append(took)
        stages.setdefault("http", []).append(one.total_ms - sum(one.stages.values()))
    return {stage: (float(np.percentile(took, 50)), float(np.percentile(took, 95))) for stage, took in stages.items()}


def _right(asked: Sequence[Asked], given: Sequence[Any], needs: Mapping[str, frozenset[str]]) -> dict[str, float]:
    return right_in_first_five(asked, [[needs[service] for service in one.services] for one in given])


def _two_workers(place: Place) -> Record:
    with Server(environment(place.home), workers=2) as server:
        server.first_page_seconds()
        server.all_workers_answered([*place.warm, *place.asked])
        weight = server.weight()
    return {"two_private": list(weight.private), "two_anonymous": list(weight.anonymous), "two_shares": weight.shares}


def _lexical(place: Place, needs: Mapping[str, frozenset[str]]) -> Record:
    """The same index without any encoder."""
    with Server(environment(place.home, BAKEN_ENCODERS="")) as server:
        server.first_page_seconds()
        client = server.client()
        _ask(client, place.warm)
        given = _ask(client, place.asked)
        weight = server.weight()
    return {
        **_spread("lexical", [one.total_ms for one in given]),
        "lexical_right": _right(place.asked, given, needs),
        "lexical_private": weight.private[0],
    }


def _update(client: Client, place: Place) -> Record:
    """One service changed by another process, while we keep asking for its new words and for its new need."""
    service, rare = _service_to_change(place.services)
    command = [sys.executable, "-m", "finding.change", str(service.id), f"{rare},{_CHANGED_NEED}", _CHANGED]
    editor = subprocess.Popen(
        command, env=environment(place.home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert editor.stdin is not None
    assert editor.stdout is not None
    while editor.stdout.readline().strip() != "ready":
        if editor.poll() is not None:
            raise RuntimeError("the editing process ended before it was ready")
    near = "{},{}".format(*service.place)
    probes = {
        "words": {"words": _CHANGED, "language": "nl", "near": near, "limit": 100, "all": True},
        "need": {"needs": [rare], "language": "nl", "near": near, "limit": 100, "all": True},
    }
    before = {name for name, body in probes.items() if str(service.id) in client.find(body).services}
    editor.stdin.write("go\n")
    editor.stdin.flush()
    seen = _first_seen(client, probes, str(service.id))
    said = json.loads(editor.communicate()[0].splitlines()[-1])
    return {
        "update_saved": said["saved"] - said["started"],
        "update_words": seen["words"] - said["started"],
        "update_need": seen["need"] - said["started"],
        "update_vectors": said["vectors"],
        "found_before_the_change": sorted(before),
    }


def _first_seen(client: Client, probes: Mapping[str, Any], service: str) -> dict[str, float]:
    """The moment at which each question first found the service; infinite when it never did."""
    seen: dict[str, float] = {}
    started = perf_counter()
    while len(seen) < len(probes) and perf_counter() - started < _UPDATE_PATIENCE_SECONDS:
        for name, body in probes.items():
            if name not in seen and service in client.find(body).services:
                seen[name] = perf_counter()
    return {name: seen.get(name, float("inf")) for name in probes}


def _service_to_change(services: Sequence[Synthetic]) -> tuple[Synthetic, str]:
    """A Dutch one as far from the city as possible, and the need that fewest services answer: it will be its own."""
    counted = Counter(code for one in services for code in one.needs)
    rare = min(counted, key=lambda code: (counted[code], code))
    own = [one for one in services if one.language == "nl" and not {rare, _CHANGED_NEED} & set(one.needs)]
    return max(own, key=lambda one: _kilometres(one.place, CITY)), rare


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot(a[0] - b[0], (a[1] - b[1]) * cos(radians(b[0]))) * 111.32


def _postgres(place: Place, needs: Mapping[str, frozenset[str]], address: str) -> Record:
    peer = postgres.Peer(address)
    try:
        copied, indexed = peer.load(place.services)
        found: Record = {"pg_copy_seconds": copied, "pg_index_seconds": indexed}
        for name, query in (("pg", postgres.WITH_TRIGRAMS), ("pg_words", postgres.WORDS_ONLY)):
            peer.ask(query, place.warm)
            given = peer.ask(query, place.asked)
            own = [got.took_ms for one, got in zip(place.asked, given, strict=True) if one.language in OWN_LANGUAGES]
            found |= _spread(name, [one.took_ms for one in given]) | _spread(f"{name}_own", own)
            found[f"{name}_right"] = _right(place.asked, given, needs)
    finally:
        peer.close()
    return found
