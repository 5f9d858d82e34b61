"""An import has a process of its own: it is seen to work, and seen to be gone, however it went."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from baken.directory.feeds import FeedError, kept, runs
from baken.directory.feeds.kept import Asked
from baken.directory.models import Service
from baken.needs import services as needs_services
from baken.web.city.imports import launching

SECONDS = 10


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.BAKEN_HOME = tmp_path
    return tmp_path


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("services.json", b"[]")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started: they only wait."""
    found: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*given: Any, **named: Any) -> subprocess.Popen[bytes]:
        found.append(popen(*given, **named))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(launching, "_command", lambda run_id: ["sleep", "60"])
    return found


@pytest.mark.django_db
def test_a_process_that_is_killed_leaves_a_run_that_was_stopped(started: list[subprocess.Popen[bytes]]) -> None:
    run_id = runs.ask(asked=Asked("hsds"), uploads=[a_file()], by=None)
    launching.launch(run_id)
    assert state(run_id) is runs.RunState.UNDER_WAY
    with pytest.raises(FeedError, match="under way already"):
        launching.launch(run_id)
    started[0].kill()
    until = time.monotonic() + SECONDS
    while kept.at_work(run_id) and time.monotonic() < until:
        time.sleep(0.05)
    assert state(run_id) is runs.RunState.STOPPED
    assert kept.files_of(run_id)


def state(run_id: UUID) -> runs.RunState:
    page = runs.run_page(run_id)
    assert page is not None
    return page.card.state


def test_of_many_who_take_the_files_at_the_same_moment_one_gets_them() -> None:
    run_id = uuid4()
    kept.keep(run_id, Asked("hsds"), [a_file()])

    def take(to_run: UUID) -> bool:
        try:
            kept.hand_over(run_id, to_run, Asked("hsds"))
        except FeedError:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        got = list(people.map(take, [uuid4() for _ in range(8)]))
    assert sum(got) == 1


def test_only_what_is_older_than_a_day_and_not_at_work_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    idle, at_work = uuid4(), uuid4()
    for run_id in (idle, at_work):
        kept.keep(run_id, Asked("hsds"), [a_file()])
    assert kept.forget_old_files() == 0
    monkeypatch.setattr(kept, "KEPT_HOURS", -1)
    with kept.lock_of(at_work):
        assert kept.forget_old_files() == 1
    assert kept.files_of(at_work)
    assert not kept.files_of(idle)


@pytest.mark.django_db(transaction=True)
def test_what_stands_written_is_never_called_stopped_though_the_process_ends_before_the_index_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ends(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(needs_services, "update_documents", ends)
    mapping = {"columns": {"Service": "service.name", "Organisation": "organisation.name"}}
    table = SimpleUploadedFile("table.csv", b"Service,Organisation\nSoup,North House\n")
    looked = runs.ask(asked=Asked("table", language="en", mapping=mapping), uploads=[table], by=None)
    with kept.lock_of(looked):
        runs.carry_out(looked)
    done = runs.ask_to_apply(run_id=looked, retire=False, even_so=False, by=None)
    with kept.lock_of(done), pytest.raises(KeyboardInterrupt):
        runs.carry_out(done)
    assert Service.objects.count() == 1
    assert state(done) is runs.RunState.DONE
