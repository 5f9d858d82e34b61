"""`/dump/`: which dumps there are, as JSON, and their files."""

from pathlib import Path

import orjson
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from baken.api.errors import error_response
from baken.api.opening import open_data
from baken.directory.export.dumping import LATEST, dumps, files_of

_TYPES = {".ndjson": "application/x-ndjson", ".json": "application/json", ".csv": "text/csv; charset=utf-8"}


def folder() -> Path:
    return Path(settings.BAKEN_HOME) / "dump"


@open_data
def index(request: HttpRequest) -> HttpResponseBase:
    """Every dump with its files, the newest first; `latest` is the address of the newest."""
    found = dumps(folder())
    listed = [{"date": name, "files": _files(request, name)} for name in found]
    latest = request.build_absolute_uri(f"/dump/{LATEST}/") if found else None
    return HttpResponse(orjson.dumps({"latest": latest, "dumps": listed}), content_type="application/json")


def _files(request: HttpRequest, name: str) -> list[dict[str, str | int]]:
    return [_file(request, name, file) for file in files_of(folder(), name)]


def _file(request: HttpRequest, name: str, file: Path) -> dict[str, str | int]:
    size = (folder() / name / file).stat().st_size
    return {"path": str(file), "url": request.build_absolute_uri(f"/dump/{name}/{file}"), "bytes": size}


@open_data
def one(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of a dump: only those that the index lists, so that no path leads elsewhere."""
    found = dumps(folder())
    name, _, rest = path.partition("/")
    name = found[0] if name == LATEST and found else name
    if name not in found or rest not in {str(file) for file in files_of(folder(), name)}:
        return error_response(404, "not-found", "there is no such file; /dump/ lists them")
    file = folder() / name / rest
    return FileResponse(file.open("rb"), content_type=_TYPES[file.suffix])
