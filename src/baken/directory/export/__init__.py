"""The directory as HSDS 3.2.3: one folder per language, with JSON, NDJSON and a data package of CSV tables."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any, Final

import orjson
from django.db.models import QuerySet

from baken.directory.export import loading
from baken.directory.export.organisations import location_record, organisation_record
from baken.directory.export.services import service_record
from baken.directory.export.tabular import DataPackage
from baken.directory.languages import UnknownLanguage, language_tag
from baken.directory.models import Location, Organisation, Service
from baken.directory.selectors.languages_spoken import languages_spoken

# PostgreSQL keeps the properties of JSON in an order of its own: sorted, an export is the same from every database.
_SORTED: Final = orjson.OPT_SORT_KEYS
_KINDS: Final = {"services": "service", "organizations": "organization", "locations": "location"}


class ExportError(ValueError):
    """The export cannot be written there, or not in that language."""


@dataclass(frozen=True, slots=True)
class Exported:
    services: int
    organisations: int
    files: tuple[Path, ...]


def export_hsds(*, folder: Path | str, languages: Sequence[str] | None = None) -> Exported:
    """Writes `<folder>/<language>/`: services and organizations as `.ndjson` and `.json`, and tables in `csv/`.

    Places that belong to nobody go to `locations`. Languages: by default all in which the directory says anything.
    Everything is written beside the folder first and each file is then swapped in whole; other files in the folder
    are left alone. Memory does not grow with the directory. A text that does not exist in a language is given in
    the one it exists in, and an attribute says so. Raises ExportError.
    """
    tags = _tags(languages if languages is not None else languages_spoken())
    target = Path(folder).resolve()
    try:
        target.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=".export-", dir=target))
    except OSError as problem:
        raise ExportError(f"{folder} cannot be written: {problem.strerror}") from problem
    try:
        counts = [_write_language(beside / tag, tag) for tag in tags]
        written = [file for tag in tags for file in sorted((beside / tag).rglob("*")) if file.is_file()]
        files = [_swap(file, target / file.relative_to(beside)) for file in written]
    except OSError as problem:
        raise ExportError(f"{folder} cannot be written: {problem.strerror}") from problem
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Exported(counts[0]["services"], counts[0]["organizations"], tuple(files))


def _tags(languages: Sequence[str]) -> list[str]:
    try:
        tags = list(dict.fromkeys(language_tag(language) for language in languages))
    except UnknownLanguage as problem:
        raise ExportError(str(problem)) from problem
    if not tags:
        raise ExportError("name at least one language")
    return tags


def _write_language(folder: Path, language: str) -> dict[str, int]:
    """How many of each were written."""
    counts = {}
    folder.mkdir()
    with DataPackage(folder / "csv") as tables:
        for name, records in _records(language):
            counts[name] = _write(folder, name, records, tables)
        # places of services that belong to no organisation are inside the services; tables list every place
        served = _of_nobody().filter(service_at_locations__isnull=False).distinct()
        for location in loading.every(served, loading.read_locations):
            tables.write("location", location_record(location, language))
    if not counts["locations"]:
        for ending in ("json", "ndjson"):
            (folder / f"locations.{ending}").unlink()
    return counts


def _records(language: str) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    organisations = loading.every(Organisation.objects.all(), loading.read_organisations)
    lone = loading.every(_of_nobody().filter(service_at_locations=None), loading.read_locations)
    services = loading.every(Service.objects.all(), loading.read_services)
    yield "organizations", (organisation_record(row, language, with_locations=True) for row in organisations)
    yield "locations", (location_record(row, language) for row in lone)
    yield "services", (service_record(row, language) for row in services)


def _of_nobody() -> QuerySet[Location]:
    return Location.objects.filter(organisation=None)


def _write(folder: Path, name: str, records: Iterable[dict[str, Any]], tables: DataPackage) -> int:
    count = 0
    with ExitStack() as opened:
        lines: IO[bytes] = opened.enter_context((folder / f"{name}.ndjson").open("wb"))
        whole: IO[bytes] = opened.enter_context((folder / f"{name}.json").open("wb"))
        whole.write(b"[")
        for record in records:
            written = orjson.dumps(record, option=_SORTED)
            lines.write(written + b"\n")
            whole.write((b",\n" if count else b"\n") + written)
            tables.write(_KINDS[name], record)
            count += 1
        whole.write(b"\n]\n")
    return count


def _swap(written: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return written.replace(target)
