"""The index over needs and services, built with a bar that shows how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from baken.directory import selectors as directory
from baken.needs import services as needs

Advance = Callable[[int, int], None]


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """A bar on standard error; call it with (done, total)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def build_index() -> None:
    """Encodes what is new and swaps the index in; the old one answers until then."""
    with progress("Reading words") as advance:
        needs.rebuild_index(documents=directory.documents(), on_progress=advance)
