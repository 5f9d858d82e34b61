"""The index over needs and services, built with a bar that shows how far it is."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from baken.directory import selectors as directory
from baken.needs import selectors as needs_room
from baken.needs import services as needs

Advance = Callable[[int, int], None]


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """A bar on standard error; call it with (done, total)."""
    with steps(what) as (advance,):
        yield advance


@contextmanager
def steps(*names: str) -> Iterator[tuple[Advance, ...]]:
    """A bar for each step, the later ones once they begin."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = [bar.add_task(name, total=None, visible=name == names[0]) for name in names]
        yield tuple(partial(_moved, bar, task) for task in tasks)


def _moved(bar: Progress, task: TaskID, done: int, total: int) -> None:
    bar.update(task, completed=done, total=total, visible=True)


def build_index() -> None:
    """Encodes what is new and swaps the index in; the old one answers until then."""
    with progress("Reading words") as advance:
        needs.rebuild_index(documents=directory.documents(), on_progress=advance)


def encode_what_waits() -> None:
    """Encodes until nothing waits, giving way to every other process; only one does so at a time."""
    os.nice(_NICENESS)
    done = needs.encode_waiting(read=directory.documents)
    click.echo(f"{done} services were encoded.")


def tell_encoding(*, always: bool = False) -> None:
    """How far the process in the background is; nothing when nothing waits, unless `always`."""
    if words := encoding_words():
        click.echo(words)
    elif always:
        click.echo("No service waits to be encoded.")


def encoding_words() -> str:
    """How many services wait to be encoded, and until when; empty when none does."""
    try:
        state = needs_room.encoding_state()
    except needs_room.IndexProblem:
        return ""
    if not state.waiting:
        return ""
    waiting = f"{state.waiting} of {state.documents} services wait to be encoded; words and needs find them already"
    if not state.runs:
        return f"{waiting}. Nothing encodes them now: `baken index --encode` does"
    if state.seconds_left is None or state.a_second is None:
        return f"{waiting}. That goes on in the background: `baken index --status`"
    minutes = max(1, round(state.seconds_left / 60))
    return f"{waiting}. That goes on in the background: {state.a_second:.1f} a second, {minutes} minutes left"


_NICENESS = 10
