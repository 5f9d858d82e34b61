"""The directory as HSDS 3.2.3: one folder per language, each with services and organizations as NDJSON."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import orjson
from django.db.models import Prefetch

from baken.directory.export.organisations import location_record, organisation_record
from baken.directory.export.services import service_record
from baken.directory.languages import UnknownLanguage, language_tag
from baken.directory.models import Location, Organisation
from baken.directory.selectors.cards import services_with_parts
from baken.directory.selectors.languages_spoken import languages_spoken

_CHUNK: Final = 200
# PostgreSQL keeps the properties of JSON in an order of its own: sorted, an export is the same from every database.
_AS_LINES: Final = orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS


class ExportError(ValueError):
    """The export cannot be written there, or not in that language."""


@dataclass(frozen=True, slots=True)
class Exported:
    services: int
    organisations: int
    files: tuple[Path, ...]


def export_hsds(*, folder: Path | str, languages: Sequence[str] | None = None) -> Exported:
    """Writes `<folder>/<language>/services.ndjson` and `organizations.ndjson`. Raises ExportError.

    Everything is written beside the folder first and each file is then swapped in whole; other files in the folder
    are left alone. Memory does not grow with the directory. A text that does not exist in a language is given in
    the one it exists in, and an attribute says so.
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
        files = [
            _swap(written, target / tag / written.name) for tag in tags for written in sorted((beside / tag).iterdir())
        ]
    except OSError as problem:
        raise ExportError(f"{folder} cannot be written: {problem.strerror}") from problem
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Exported(*counts[0], tuple(files))


_FILES: Final = ("services.ndjson", "organizations.ndjson")


def _tags(languages: Sequence[str]) -> list[str]:
    try:
        tags = list(dict.fromkeys(language_tag(language) for language in languages))
    except UnknownLanguage as problem:
        raise ExportError(str(problem)) from problem
    if not tags:
        raise ExportError("name at least one language")
    return tags


def _write_language(folder: Path, language: str) -> tuple[int, int]:
    folder.mkdir()
    _write_lone_locations(folder / "locations.ndjson", language)
    services = services_with_parts().order_by("pk").iterator(chunk_size=_CHUNK)
    locations = Location.objects.order_by("pk").prefetch_related("phones", "temporary_changes")
    organisations = Organisation.objects.order_by("pk").prefetch_related(
        "phones", Prefetch("locations", queryset=locations)
    )
    return (
        _write(folder / _FILES[0], (service_record(service, language) for service in services)),
        _write(
            folder / _FILES[1],
            (
                organisation_record(organisation, language, with_locations=True)
                for organisation in organisations.iterator(chunk_size=_CHUNK)
            ),
        ),
    )


def _write_lone_locations(file: Path, language: str) -> None:
    """Those of no organisation in which no service is given: HSDS has no list that would hold them."""
    lone = Location.objects.filter(organisation=None, service_at_locations=None).order_by("pk")
    if lone.exists():
        rows = lone.prefetch_related("phones", "temporary_changes").iterator(chunk_size=_CHUNK)
        _write(file, (location_record(location, language) for location in rows))


def _write(file: Path, records: Iterable[dict[str, Any]] | Iterator[dict[str, Any]]) -> int:
    count = 0
    with file.open("wb") as lines:
        for record in records:
            lines.write(orjson.dumps(record, option=_AS_LINES))
            count += 1
    return count


def _swap(written: Path, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    return written.replace(target)
