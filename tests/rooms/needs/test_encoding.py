"""Large imports: words and needs answer at once, vectors follow from a process of their own."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_django import Settings

from baken.needs import encoding
from baken.needs.encoders.hashing import Hashing
from baken.needs.runtime import runtime
from baken.needs.selectors import Document, encoding_state, find_documents, understand
from baken.needs.services import encode_waiting, rebuild_index, resume_encoding, update_documents

from .conftest import DEBT_DESK, FOOD_SHOP, Indexed, service

MANY = 230  # more than are encoded without a process of their own


@pytest.fixture
def started(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The commands that would have been started."""
    settings.BAKEN_ENCODE_IN_BACKGROUND = True
    commands: list[Sequence[str]] = []
    monkeypatch.setattr("baken.needs.encoding.subprocess.Popen", lambda command, **_: commands.append(command))
    return commands


def sleepers(count: int = MANY, start: int = 0) -> list[Document]:
    return [
        service(f"n{number}", f"Slaapgroep {number}", f"Samen beter slapen in wijk {number}.", "talking.sleep")
        for number in range(start, start + count)
    ]


def reader(documents: Iterable[Document]) -> Callable[[Sequence[UUID]], list[Document]]:
    known = {document.id: document for document in documents}
    return lambda ids: [known[id_] for id_ in ids if id_ in known]


def vectors() -> dict[bytes, bytes]:
    """What each document's vectors are in the index in force."""
    found = {}
    index = runtime().reader.loaded()
    for part in index.parts:
        kept = part.segment.vectors["hash"]
        for row in np.flatnonzero(part.keep):
            chunks = kept.chunks[kept.starts[row] : kept.starts[row + 1]]
            found[part.segment.ids[row].tobytes()] = chunks.tobytes()
    return found


def test_a_few_services_are_encoded_at_once(indexed: Indexed, started: list[Sequence[str]]) -> None:
    indexed(*sleepers(40))
    assert encoding_state().waiting == 0
    assert not started


def test_many_are_found_by_words_and_needs_before_they_are_encoded(
    indexed: Indexed, started: list[Sequence[str]]
) -> None:
    indexed(DEBT_DESK, *sleepers())
    assert encoding_state().waiting == MANY + 1
    assert started == [encoding.COMMAND]
    hits = find_documents(understand(words="Ik slaap niet meer, wijk 77"), limit=5)
    assert hits[0].id == service("n77", "", "").id
    assert find_documents(understand(words="", needs=["money.debts"]))[0].id == DEBT_DESK.id


def test_what_was_encoded_before_keeps_its_vectors_beside_what_waits(
    indexed: Indexed, started: list[Sequence[str]]
) -> None:
    indexed(DEBT_DESK, FOOD_SHOP)
    rebuild_index(documents=[DEBT_DESK, FOOD_SHOP])  # from the cache, as later
    before = vectors()
    rebuild_index(documents=[DEBT_DESK, FOOD_SHOP, *sleepers()])
    assert encoding_state().waiting == MANY
    after = vectors()
    assert {key: after[key] for key in before} == before


def test_encoding_later_gives_the_same_index_as_encoding_at_once(
    indexed: Indexed, started: list[Sequence[str]], settings: Settings
) -> None:
    documents = [DEBT_DESK, *sleepers()]
    indexed(*documents)
    assert encode_waiting(read=reader(documents)) == len(documents)
    late = vectors()
    settings.BAKEN_ENCODE_IN_BACKGROUND = False
    rebuild_index(documents=documents)
    assert late == vectors()
    assert encoding_state().waiting == 0


def test_needs_read_from_the_text_are_read_again_with_vectors(indexed: Indexed, started: list[Sequence[str]]) -> None:
    untagged = service(
        "untagged", "Ik heb schulden", "Kan je een lening niet betalen? Of stapelen aanmaningen zich op?"
    )
    documents = [untagged, *sleepers()]
    indexed(*documents)
    asked = understand(words="", needs=["money.debts"])
    by_words = next(hit.score for hit in find_documents(asked) if hit.id == untagged.id)
    encode_waiting(read=reader(documents))
    with_vectors = next(hit.score for hit in find_documents(asked) if hit.id == untagged.id)
    rebuild_index(documents=documents)
    at_once = next(hit.score for hit in find_documents(asked) if hit.id == untagged.id)
    assert with_vectors == at_once
    assert 0 < by_words != with_vectors


def test_a_service_that_is_gone_when_its_turn_comes_is_taken_out(
    indexed: Indexed, started: list[Sequence[str]]
) -> None:
    documents = sleepers()
    indexed(DEBT_DESK, *documents)
    encode_waiting(read=reader(documents))
    assert encoding_state().waiting == 0
    assert not find_documents(understand(words="", needs=["money.debts"]))


def test_a_text_that_changes_while_it_is_encoded_waits_once_more(
    indexed: Indexed, started: list[Sequence[str]]
) -> None:
    documents = sleepers()
    indexed(*documents)
    known = {document.id: document for document in documents}
    changed = service("n3", "Slaapgroep 3", "Nu over dromen.", "talking.sleep")
    seen: list[str] = []

    def read(ids: Sequence[UUID]) -> list[Document]:
        found = [known[id_] for id_ in ids]
        known[changed.id] = changed  # somebody edits it just after it was read for the first time
        seen.extend(document.text for document in found)
        return found

    encode_waiting(read=read)
    assert encoding_state().waiting == 0
    rebuild_index(documents=known.values())
    assert "Nu over dromen." in seen


def test_only_one_process_encodes(indexed: Indexed, started: list[Sequence[str]]) -> None:
    documents = sleepers()
    indexed(*documents)
    started.clear()
    with encoding.alone() as mine:
        assert mine
        assert encoding_state().runs
        assert encode_waiting(read=reader(documents)) == 0
        assert not resume_encoding()
    assert resume_encoding()
    assert started == [encoding.COMMAND]


def test_nothing_is_resumed_when_nothing_waits(indexed: Indexed, started: list[Sequence[str]]) -> None:
    indexed(DEBT_DESK)
    assert not resume_encoding()


def test_nothing_is_started_where_the_settings_forbid_it(indexed: Indexed, settings: Settings) -> None:
    settings.BAKEN_ENCODE_IN_BACKGROUND = False
    indexed(*sleepers())
    assert encoding_state().waiting == 0


def test_many_changes_to_a_standing_index_wait_and_the_rest_stays_encoded(
    indexed: Indexed, started: list[Sequence[str]]
) -> None:
    indexed(DEBT_DESK, FOOD_SHOP)
    assert update_documents(documents=iter(sleepers()))
    assert encoding_state().waiting == MANY
    update_documents(documents=[], removed=[document.id for document in sleepers(10)])
    assert encoding_state().waiting == MANY - 10
    assert started


class Dying(Hashing):
    """Gives up after so many texts."""

    def __init__(self, left: int) -> None:
        self._left = left

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._left -= len(texts)
        if self._left < 0:
            raise KeyboardInterrupt
        return super().encode_documents(texts)


def test_what_was_encoded_before_the_process_died_is_not_encoded_again(
    indexed: Indexed, started: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = sleepers(600)
    indexed(*documents)
    monkeypatch.setitem(runtime().registry._loaded, "hash", Dying(700))
    with pytest.raises(KeyboardInterrupt):
        encode_waiting(read=reader(documents))
    assert 0 < encoding_state().waiting < 600, "blocks that were done count already"
    monkeypatch.setitem(runtime().registry._loaded, "hash", Dying(1200 - 256))
    encode_waiting(read=reader(documents))
    assert encoding_state().waiting == 0


def test_a_killed_process_leaves_its_lock_free(home: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from time import sleep; from baken.needs import encoding\n"
        "with encoding.alone() as mine:\n    print(mine, flush=True); sleep(60)\n"
    )
    environment = {
        "BAKEN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "baken.config.settings",
        "PYTHONPATH": str(Path(encoding.__file__).parents[2]),
    }
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "True"
        assert encoding.runs()
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    assert not encoding.runs()


def test_a_waiting_service_stands_among_encoded_ones_where_it_would_stand_encoded(
    indexed: Indexed, started: list[Sequence[str]]
) -> None:
    """Neither lifted above all nor sunk below all that are encoded."""
    documents = sleepers(500)
    waiting = {document.id for document in documents[::2]}
    indexed()
    update_documents(documents=[document for document in documents if document.id not in waiting])
    encode_waiting(read=reader(documents))
    update_documents(documents=[document for document in documents if document.id in waiting])
    assert encoding_state().waiting == len(waiting)
    places = [hit.id in waiting for hit in find_documents(understand(words="Ik slaap niet meer"), limit=500)]
    ranks = np.flatnonzero(places)
    assert len(ranks) == len(waiting)
    assert 0.3 < ranks.mean() / len(places) < 0.7
