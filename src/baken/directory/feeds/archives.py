"""The files of a package: of a folder or of a zip, with limits on what they may hold once unpacked.

Nothing is ever unpacked onto the disk. https://docs.python.org/3/library/zipfile.html#decompression-pitfalls
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from baken.directory.feeds.report import FeedError

MOST_FILES: Final = 300
MOST_BYTES: Final = 512 << 20  # of one file, unpacked
MOST_BYTES_IN_ALL: Final = 1 << 30
MOST_RATIO: Final = (
    250  # of a file that is worth looking at; tables of text shrink to a tenth, repeated ones to a 100th
)
_WORTH_LOOKING: Final = 1 << 20
_ARCHIVES: Final = (".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz")
_ENCRYPTED: Final = 0x1


@dataclass(frozen=True, slots=True)
class PackedFile:
    """`name` with its folders, `/` between them; `open` gives its bytes."""

    name: str
    open: Callable[[], IO[bytes]]

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


@contextmanager
def packed_files(path: Path) -> Iterator[list[PackedFile]]:
    """The files of a zip, of a folder, or the one file itself. Raises FeedError, also while they are read."""
    if path.is_dir():
        yield _in_folder(path, [file for file in sorted(path.rglob("*")) if file.is_file() and not file.is_symlink()])
    elif not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":
            raise FeedError(f"{path.name} is not a zip file, or only a part of one")
        yield _in_folder(path.parent, [path])
    else:
        with _errors_told(path.name), zipfile.ZipFile(path) as archive:
            yield [_member(archive, info) for info in _checked_members(path.name, archive)]


@contextmanager
def _errors_told(name: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error) as problem:
        if isinstance(problem, RecursionError):
            raise
        raise FeedError(f"{name} cannot be unpacked: {problem}") from problem
    except OSError as problem:
        raise FeedError(f"{name} cannot be read: {problem.strerror or problem}") from problem


def _checked_members(name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip that keeps within the limits. Raises FeedError."""
    files = [info for info in archive.infolist() if not info.is_dir()]
    if len(files) > MOST_FILES:
        raise FeedError(f"{name} holds {len(files)} files; at most {MOST_FILES} are read")
    if sum(info.file_size for info in files) > MOST_BYTES_IN_ALL:
        raise FeedError(f"{name} unpacks to over {MOST_BYTES_IN_ALL >> 20} MB, more than is read")
    for info in files:
        if problem := _member_problem(info):
            raise FeedError(f"{name}: {_shown(info.filename)} {problem}")
    return files


def _member_problem(info: zipfile.ZipInfo) -> str:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if info.filename.startswith(("/", "\\")) or ".." in parts or (parts and parts[0].endswith(":")):
        return "points outside of the zip"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link; put the file itself in the zip"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted; give it without a password"
    if info.filename.lower().endswith(_ARCHIVES):
        return "is an archive in an archive; unpack it first"
    if info.file_size > MOST_BYTES:
        return f"unpacks to over {MOST_BYTES >> 20} MB, more than is read"
    if info.file_size > _WORTH_LOOKING and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        return f"unpacks to over {MOST_RATIO} times its size; that is no table of services"
    return ""


def _shown(name: str) -> str:
    return ascii(name[:80])[1:-1]


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> PackedFile:
    return PackedFile(info.filename, lambda: archive.open(info))


def _in_folder(folder: Path, files: Sequence[Path]) -> list[PackedFile]:
    if len(files) > MOST_FILES:
        raise FeedError(f"{folder.name} holds {len(files)} files; at most {MOST_FILES} are read")
    for file in files:
        if file.stat().st_size > MOST_BYTES:
            raise FeedError(f"{file.name} holds over {MOST_BYTES >> 20} MB, more than is read")
    return [PackedFile(file.relative_to(folder).as_posix(), _opener(file)) for file in files]


def _opener(file: Path) -> Callable[[], IO[bytes]]:
    return lambda: file.open("rb")
