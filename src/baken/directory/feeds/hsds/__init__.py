"""HSDS 3.x: services and organizations as JSON, one object, an array, a page, NDJSON, or a folder of these.

Ids are those of the file. Texts are in the language that is asked, except in our own exports, where the folder
(`nl/services.ndjson`) says it and several languages of the same entries are put together. Properties that nothing
here reads are kept and given back by an export.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson

from baken.directory import models
from baken.directory.entries import Root
from baken.directory.feeds.batch import Batch, Line, Options
from baken.directory.feeds.entries import Entries, Entry
from baken.directory.feeds.fields import Fields, PlacedRecord
from baken.directory.feeds.hsds.organisations import location_entry, organisation_entry
from baken.directory.feeds.hsds.reader import HsdsRecord
from baken.directory.feeds.hsds.restoring import put_back
from baken.directory.feeds.hsds.services import service_entry, site_parts
from baken.directory.feeds.reading import Record, files_below, is_lines, json_records, line_record, lines_of
from baken.directory.feeds.report import Refusal
from baken.directory.feeds.standing import (
    Name,
    Place,
    Source,
    Standing,
    cut,
    key_of,
    name_of,
    packed_sources,
    source_of,
    standing_lines,
)
from baken.directory.languages import UnknownLanguage, language_tag
from baken.directory.models.sourced import TextsField

_ENDINGS: Final = (".json", ".ndjson", ".jsonl")
_TOLD_EVERY: Final = 500  # lines
_OUR_FILES: Final = ("services", "organizations", "locations")
_ONLY_SERVICES: Final = frozenset({"status", "organization", "organization_id", "service_at_locations", "program_id"})
_ONLY_LOCATIONS: Final = frozenset({"location_type"})
_ONLY_ORGANISATIONS: Final = frozenset({"website", "locations", "legal_status", "organization_identifiers", "tax_id"})


@dataclass(slots=True)
class Reading:
    """One import under way. `weight`: how much of an entry was said where it was taken from; a whole file of
    organizations weighs more than copies inside services. `spoken` and
    `sources`: the entries that this line speaks of, and who gives them. `restoring`: see HsdsRecord."""

    options: Options
    restoring: bool = field(default_factory=lambda: not models.Organisation.objects.exists())
    batch: Batch = field(default_factory=Batch)
    weight: dict[tuple[str, UUID], float] = field(default_factory=dict)
    copies: set[bytes] = field(default_factory=set)
    spoken: set[Name] = field(default_factory=set)
    sources: set[Source] = field(default_factory=set)
    lines: int = 0  # looked at so far

    def read_organisation(self, content: PlacedRecord) -> None:
        _read_organisation(self, self._said(content), whole=True)

    def read_location(self, content: PlacedRecord) -> None:
        _read_location(self, self._said(content))

    def read_service(self, content: PlacedRecord) -> None:
        _read_service(self, self._said(content))

    def _said(self, content: PlacedRecord) -> HsdsRecord:
        self.batch.languages = {*(self.batch.languages or ()), self.options.language}
        return self.record(Fields(content, content.row, self.batch.refusals), self.options.language)

    def record(self, fields: Fields, language: str) -> HsdsRecord:
        return HsdsRecord.of(fields, language, restoring=self.restoring, source=self.options.source)


def read(paths: Sequence[Path | str], options: Options) -> Batch:
    files = [(file, _language_of(file, options)) for file in _without_twins(files_below(paths, _ENDINGS))]
    by_line = all(is_lines(file) for file, _ in files)
    standing = standing_lines(_keys(files, options)) if by_line else Standing()
    wanted = _said_by_changed_lines(files, options, standing)
    standing.read_with(wanted)
    reading = Reading(options)
    reading.batch.languages = {language for _, language in files}
    for number, (file, language) in enumerate(files):
        if by_line:
            _read_lines(reading, number, file, language, standing)
        else:
            for record in json_records(file, reading.batch.refusals):
                _read_record(reading, record, language)
    if standing.lines:
        _keep_only(reading.batch, wanted)
        standing.stand_in(reading.batch)
    return reading.batch


def _keys(files: Sequence[tuple[Path, str]], options: Options) -> Iterator[tuple[Place, bytes]]:
    for file_number, (file, language) in enumerate(files):
        for number, line in lines_of(file):
            if line.strip():
                yield Place(file_number, number), key_of(line, language, options)


def _said_by_changed_lines(files: Sequence[tuple[Path, str]], options: Options, standing: Standing) -> set[Name]:
    """The entries of which some line says something new. All lines that speak of them have to be read."""
    if not standing.lines:
        return set()
    trial = Reading(options)
    for number, (file, language) in enumerate(files):
        _read_lines(trial, number, file, language, standing)
    return {name for line in trial.batch.lines for name in cut(line.names)}


def _read_lines(reading: Reading, file_number: int, file: Path, language: str, standing: Standing) -> None:
    batch = reading.batch
    for number, line in lines_of(file):
        _tell(reading, standing.total)
        if Place(file_number, number) in standing.lines:
            continue
        if (record := line_record(file, number, line, batch.refusals)) is not None:
            reading.spoken.clear()
            reading.sources.clear()
            _read_record(reading, record, language)
            names, sources = b"".join(sorted(reading.spoken)), packed_sources(reading.sources)
            batch.lines.append(Line(key_of(line, language, reading.options), names, sources))


def _tell(reading: Reading, total: int) -> None:
    reading.lines += 1
    if reading.options.on_read and reading.lines % _TOLD_EVERY == 0:
        reading.options.on_read(min(reading.lines, total), total)  # empty lines are no rows


def _keep_only(batch: Batch, wanted: set[Name]) -> None:
    """What lines speak of besides is not told whole by the lines that were read; it stands."""
    kinds = ((models.Organisation, batch.organisations), (models.Location, batch.locations))
    for model, entries in (*kinds, (models.Service, batch.services)):
        for pk in [pk for pk in entries if name_of(model, pk) not in wanted]:
            del entries[pk]
            entries.standing.add(pk)


def _without_twins(files: Sequence[Path]) -> list[Path]:
    """An export says everything several times over: lines go before the same as one JSON, and before its tables."""
    given = set(files)
    return [
        file
        for file in files
        if file.name != "datapackage.json" and (file.suffix != ".json" or file.with_suffix(".ndjson") not in given)
    ]


def _language_of(file: Path, options: Options) -> str:
    """`nl/services.ndjson`, as our exports are laid out, says its language; other files do not."""
    if file.stem in _OUR_FILES and file.suffix == ".ndjson":
        try:
            return language_tag(file.parent.name)
        except UnknownLanguage:
            return options.language
    return options.language


def _read_record(reading: Reading, record: Record, language: str) -> None:
    said = reading.record(Fields(record.content, record.row, reading.batch.refusals), language)
    if not isinstance(record.content, dict):
        return
    if _is_service(record):
        _read_service(reading, said)
    elif _ONLY_LOCATIONS & set(record.content):
        _read_location(reading, said)
    else:
        _read_organisation(reading, said, whole=True)


def _is_service(record: Record) -> bool:
    """By what only one of them has; else by the name of the file."""
    names = set(record.content)
    if names & _ONLY_SERVICES:
        return True
    return not (names & _ONLY_LOCATIONS or names & _ONLY_ORGANISATIONS or "organi" in record.file.stem.lower())


def _read_organisation(reading: Reading, record: HsdsRecord, *, whole: bool) -> UUID | None:
    if not whole and _is_copy(reading, record):
        return _spoken_again(reading, models.Organisation, record)
    nested = [record.below(said) for said in record.fields.children("locations")] if whole else []
    entry = organisation_entry(record)
    if entry is None:
        return None
    _place(reading, reading.batch.organisations, entry, record, whole=whole)
    for said in nested:
        location = _read_location(reading, said)
        if location is not None and location in reading.batch.locations:
            reading.batch.locations[location].root.organisation_id = entry.root.id  # type: ignore[union-attr]
    return entry.root.id


def _read_location(reading: Reading, record: HsdsRecord) -> UUID | None:
    if _is_copy(reading, record):
        return _spoken_again(reading, models.Location, record)
    entry = location_entry(record)
    if entry is None:
        return None
    _place(reading, reading.batch.locations, entry, record, whole=False)
    return entry.root.id


def _read_service(reading: Reading, record: HsdsRecord) -> None:
    reading.batch.rows += 1
    said = record.fields
    organisation = said.child("organization")
    if organisation is not None:
        organisation_id = _read_organisation(reading, record.below(organisation), whole=False)
        said.take("organization_id")
    else:
        organisation_id = said.uuid("organization_id")
        if organisation_id is None:
            said.refuse("organization", "is missing: give the organization or its organization_id")
    entry = service_entry(record, organisation_id) if organisation_id else None
    if entry is None:  # its own refusals say why
        return
    service = entry.root
    assert isinstance(service, models.Service)
    for position, site in enumerate(said.children("service_at_locations")):
        entry.parts += _site(reading, record.below(site), service, position)
    service.extra = {**service.extra, **record.rest()}
    put_back(record, service)
    _place(reading, reading.batch.services, entry, record, whole=True)


def _site(reading: Reading, record: HsdsRecord, service: models.Service, position: int) -> Iterator[Any]:
    location = record.fields.child("location")
    if location is not None:
        location_id = _read_location(reading, record.below(location))
        record.fields.take("location_id")
    else:
        location_id = record.fields.uuid("location_id", needed=True)
    if location_id is not None and record.fields.has("id"):
        yield from site_parts(record, service, location_id, position)
    else:
        record.fields.refuse("id", "a service_at_location needs an id and a location")


def _is_copy(reading: Reading, record: HsdsRecord) -> bool:
    """Whether just this was read already: the same organization stands in each of its services."""
    content = orjson.dumps(record.fields.content, default=str, option=orjson.OPT_SORT_KEYS)
    key = sha256(record.language.encode() + b"\0" + content).digest()
    seen = key in reading.copies
    reading.copies.add(key)
    return seen


def _spoken_again(reading: Reading, model: type[Root], record: HsdsRecord) -> UUID | None:
    given = record.fields.uuid("id", needed=True)
    if given is not None:
        reading.spoken.add(name_of(model, given))
    return given


def _place(reading: Reading, kind: Entries, entry: Entry, record: HsdsRecord, *, whole: bool) -> None:
    """A first entry is added, another language is put together with it, of two copies the fuller one stays."""
    reading.spoken.add(name_of(type(entry.root), entry.root.id))
    reading.sources.add(source_of(entry.root))
    key = (record.language, entry.root.id)
    weight = float("inf") if whole else float(len(orjson.dumps(record.fields.content, default=str)))
    known_weight = reading.weight.get(key)
    if known_weight is not None and weight <= known_weight and not whole:
        return  # without fetching what is known, which may lie in a file
    known = kind.get(entry.root.id)
    if known is None:
        kind[entry.root.id] = entry
    elif known_weight is None:
        _add_language(known, entry)
    elif whole and known_weight == weight:
        message = f"{entry.root.id} is given twice; it stands in {known.row} too"
        reading.batch.refusals.append(Refusal(entry.row, "id", message))
    elif weight > known_weight:
        _add_language(entry, known)
        if isinstance(entry.root, models.Location) and isinstance(known.root, models.Location):
            entry.root.organisation_id = entry.root.organisation_id or known.root.organisation_id
        kind[entry.root.id] = entry
    reading.weight[key] = max(weight, known_weight or 0)


def _add_language(entry: Entry, other: Entry) -> None:
    """The texts of the same entry, read in another language."""
    theirs = {part.pk: part for part in other.parts if part.pk is not None}
    _add_texts(entry.root, other.root)
    for part in entry.parts:
        if part.pk in theirs:
            _add_texts(part, theirs[part.pk])


def _add_texts(row: Any, other: Any) -> None:
    for column in row._meta.concrete_fields:
        if isinstance(column, TextsField):
            setattr(row, column.attname, {**getattr(other, column.attname), **getattr(row, column.attname)})
