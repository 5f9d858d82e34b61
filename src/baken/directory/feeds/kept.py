"""Files of an import that a page was given: kept in BAKEN_HOME/imports/<run>, never served, for a day at most.

Who carries a run out holds its lock; the system lets go of it when that process ends, however it ends.
"""

import fcntl
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Final, Protocol
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from baken.directory.feeds.report import FeedError

MOST_BYTES: Final = 50 << 20  # of all files of one import, as they are sent
MOST_FILES: Final = 60
KEPT_HOURS: Final = 24
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "hsds": (".json", ".ndjson", ".jsonl", ".csv", ".zip"),
    "table": (".csv", ".tsv", ".txt", ".xlsx"),
    "unhcr": (".json",),
    "baken": (".yaml", ".yml"),
}
_LONGEST_NAME: Final = 80
_ASKED: Final = "asked.json"
_LOCK: Final = "lock"
_PROGRESS: Final = "progress"
_FILES: Final = "files"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


class Upload(Protocol):
    """A file as a door received it."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be imported, and how; as the arguments of `import_feed`. `looked_in`: the dry run before it."""

    kind: str
    language: str = ""
    source: str = ""
    encoding: str = ""
    mapping: Mapping[str, Any] | None = None
    retire_missing: bool = False
    even_so: bool = False
    looked_in: str = ""
    whole: bool = True


def folder_of(run_id: UUID) -> Path:
    return _home() / str(run_id)


def keep(run_id: UUID, asked: Asked, uploads: Sequence[Upload]) -> None:
    """Raises FeedError, with nothing kept, for files that are no such feed or too large."""
    _check(asked.kind, uploads)
    folder = folder_of(run_id)
    (folder / _FILES).mkdir(parents=True, mode=0o700)
    try:
        for upload, name in zip(uploads, _own_names(uploads), strict=True):
            _write(folder / _FILES / name, upload)
        write_asked(run_id, asked)
    except BaseException:
        forget(run_id)
        raise


def keep_copy(run_id: UUID, asked: Asked, file: Path) -> None:
    """Of what was pulled and only looked at, so that it can be done."""
    (folder_of(run_id) / _FILES).mkdir(parents=True, mode=0o700, exist_ok=True)
    shutil.copyfile(file, folder_of(run_id) / _FILES / file.name)
    write_asked(run_id, asked)


@contextmanager
def held(run_id: UUID) -> Iterator[None]:
    """The run is at work; afterwards nothing is kept but what was put there meanwhile to be done."""
    folder_of(run_id).mkdir(parents=True, mode=0o700)
    try:
        with lock_of(run_id):
            yield
    finally:
        if asked_of(run_id) is None:
            forget(run_id)


def write_asked(run_id: UUID, asked: Asked) -> None:
    (folder_of(run_id) / _ASKED).write_text(json.dumps(asdict(asked), ensure_ascii=False), encoding="utf-8")


def asked_of(run_id: UUID) -> Asked | None:
    """None when its files are no longer kept."""
    try:
        return Asked(**json.loads((folder_of(run_id) / _ASKED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def files_of(run_id: UUID) -> list[Path]:
    """By name."""
    folder = folder_of(run_id) / _FILES
    return sorted(folder.iterdir()) if folder.is_dir() else []


def hand_over(from_run: UUID, to_run: UUID, asked: Asked) -> None:
    """The files go to another run; of two who ask for it at once, one gets them. Raises FeedError for the other."""
    try:
        folder_of(from_run).rename(folder_of(to_run))
    except OSError as problem:
        raise FeedError("its files are no longer kept: somebody else did it, or it is more than a day ago") from problem
    write_asked(to_run, asked)
    begin_anew(to_run)


def begin_anew(run_id: UUID) -> None:
    """Without lock or progress of before: whoever carried it out last may still be about to end."""
    for name in (_LOCK, _PROGRESS):
        (folder_of(run_id) / name).unlink(missing_ok=True)


def forget(run_id: UUID) -> None:
    shutil.rmtree(folder_of(run_id), ignore_errors=True)


def forget_old_files() -> int:
    """Deletes what is kept for longer than a day and not at work; gives the number of imports."""
    limit = (timezone.now() - timedelta(hours=KEPT_HOURS)).timestamp()
    old = [run_id for run_id in kept_runs() if _is_older(folder_of(run_id), limit) and not at_work(run_id)]
    for run_id in old:
        forget(run_id)
    return len(old)


@contextmanager
def lock_of(run_id: UUID) -> Iterator[int]:
    """The file descriptor whose holders, also in another process, are at work on the run. Raises FeedError."""
    try:
        file = (folder_of(run_id) / _LOCK).open("w")
    except OSError as problem:
        raise FeedError("its files are no longer kept") from problem
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise FeedError("it is under way already") from problem
        yield file.fileno()


def at_work(run_id: UUID) -> bool:
    try:
        with (folder_of(run_id) / _LOCK).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def turn() -> Iterator[None]:
    """One import at a time; the others wait."""
    _home().mkdir(parents=True, exist_ok=True)
    with (_home() / "turn.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def progress_writer(run_id: UUID) -> Callable[[int, int], None]:
    file = folder_of(run_id) / _PROGRESS

    def tell(done: int, total: int) -> None:
        with suppress(OSError):  # how far it is matters less than that it goes on
            file.write_text(f"{done} {total}")

    return tell


def progress_of(run_id: UUID) -> tuple[int, int] | None:
    """Services looked at so far, and of how many; None before the first are."""
    try:
        done, total = (folder_of(run_id) / _PROGRESS).read_text().split()
    except (OSError, ValueError):
        return None
    return int(done), int(total)


def _home() -> Path:
    return Path(settings.BAKEN_HOME) / "imports"


def kept_runs() -> Iterator[UUID]:
    """Imports of which files are still here."""
    for folder in _home().iterdir() if _home().is_dir() else ():
        with suppress(ValueError):
            yield UUID(folder.name)


def _is_older(path: Path, limit: float) -> bool:
    try:
        return path.stat().st_mtime < limit
    except OSError:
        return False


def _check(kind: str, uploads: Sequence[Upload]) -> None:
    if kind not in ENDINGS:
        raise FeedError(f"«{kind[:40]}» is not a kind of feed; choose one of: {', '.join(ENDINGS)}")
    if not uploads:
        raise FeedError("choose a file")
    if len(uploads) > MOST_FILES:
        raise FeedError(f"these are {len(uploads)} files; at most {MOST_FILES} are read, or a zip of them")
    if sum(upload.size or 0 for upload in uploads) > MOST_BYTES:
        raise FeedError(f"these are over {MOST_BYTES >> 20} MB; import them on the machine, with `baken import`")
    for upload in uploads:
        if not upload.size:
            raise FeedError(f"«{_own_name(upload)}» is empty")
        if _ending(upload) not in ENDINGS[kind]:
            raise FeedError(
                f"«{_own_name(upload)}» is none of the files this kind is made of: {', '.join(ENDINGS[kind])}"
            )


def _ending(upload: Upload) -> str:
    return PurePosixPath(upload.name or "").suffix.lower()


def _own_names(uploads: Sequence[Upload]) -> list[str]:
    """Names that are safe and differ; reports name rows by them, and a package its tables."""
    found: list[str] = []
    for upload in uploads:
        name, number = _own_name(upload), 1
        while name in found:
            number += 1
            name = f"{number}-{_own_name(upload)}"
        found.append(name)
    return found


def _own_name(upload: Upload) -> str:
    """What of the name is letters, digits and their like; never a path, never hidden."""
    last = PurePosixPath((upload.name or "").replace("\\", "/")).name
    stem = re.sub(r"[^\w.-]+", "_", PurePosixPath(last).stem, flags=re.ASCII).strip("._-")
    return f"{stem[:_LONGEST_NAME] or 'file'}{re.sub(r'[^.a-z0-9]', '', _ending(upload))[:8]}"


def _write(file: Path, upload: Upload) -> None:
    with file.open("xb") as kept:
        head = b""
        for chunk in upload.chunks():
            head = head or chunk[:4]
            kept.write(chunk)
    _check_content(file, head)


def _check_content(file: Path, head: bytes) -> None:
    """An ending is only a name: what calls itself a zip is one, what does not is none."""
    packed = file.suffix in (".zip", ".xlsx")
    if packed != head.startswith(_ZIP):
        raise FeedError(f"«{file.name}» is {'not' if packed else 'in truth'} a zip file; save it anew")
