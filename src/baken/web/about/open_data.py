"""What of the directory can be copied, for people: the newest dump and the addresses for machines."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.directory.export.dumping import dumps, files_of
from baken.web.answering import public_page


@dataclass(frozen=True, slots=True)
class DumpFile:
    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class DumpFolder:
    """The files of one language."""

    name: str
    files: tuple[DumpFile, ...]


@dataclass(frozen=True, slots=True)
class OpenDataPage:
    """`date`: of the newest dump; empty where there is none yet."""

    date: str
    folders: tuple[DumpFolder, ...]


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    folder = Path(settings.BAKEN_HOME) / "dump"
    newest = next(iter(dumps(folder)), "")
    folders = _folders(folder, newest) if newest else ()
    return render(request, "about/open_data.html", {"page": OpenDataPage(newest, folders)})


def _folders(folder: Path, newest: str) -> tuple[DumpFolder, ...]:
    by_language = groupby(files_of(folder, newest), lambda file: file.parts[0])
    return tuple(
        DumpFolder(name, tuple(DumpFile(str(file), (folder / newest / file).stat().st_size) for file in files))
        for name, files in by_language
    )
