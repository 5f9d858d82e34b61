"""Our own readable YAML (docs/rooms/directory-yaml.md): organisations with their sites and services."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import yaml

from baken.directory import models
from baken.directory.feeds.baken.services import read_service
from baken.directory.feeds.baken.values import Values
from baken.directory.feeds.batch import Batch, Options, made_id
from baken.directory.feeds.entries import Entry
from baken.directory.feeds.keeping import LONGEST_ADDRESS, LONGEST_NAME
from baken.directory.feeds.reading import Record, files_below, text_of
from baken.directory.feeds.report import Refusal
from baken.directory.models.organisations import Formality, Leadership, Mobilisation, Target
from baken.directory.models.places import LocationType, Wheelchair

_DEEPEST: Final = 40
_WIDEST_INDENT: Final = 200
_YES_NO: Final = {True: "yes", False: "no"}


def read(paths: Sequence[Path | str], options: Options) -> Batch:
    batch = Batch()
    for file in files_below(paths, [".yaml", ".yml", ".json"]):
        for record in _documents(file, batch.refusals):
            _read_file(batch, record, options)
    return batch


def _documents(file: Path, refusals: list[Refusal]) -> Iterator[Record]:
    text = text_of(file)
    if _nested_too_deeply(text):
        refusals.append(Refusal(file.name, "", f"is nested more than {_DEEPEST} levels deep"))
        return
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        where = getattr(problem, "problem_mark", None)
        line = f"line {where.line + 1}: " if where else ""
        what = " ".join(str(getattr(problem, "problem", "") or problem).split())
        refusals.append(Refusal(file.name, "", f"not valid YAML: {line}{what}"))
        return
    yield Record(file.name, file, content)


def _nested_too_deeply(text: str) -> bool:
    """The C parser does not survive endless nesting, so it is never shown any. Blocks nest by indentation."""
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1
        if depth > _DEEPEST:
            return True
    return any(len(indent) > _WIDEST_INDENT for indent in re.findall(r"^[ \-?:]*", text, re.MULTILINE))


def _read_file(batch: Batch, record: Record, options: Options) -> None:
    said = Values.of_file(record, batch.refusals, options)
    said.source = said.text("source", longest=80) or options.source or "baken"
    said.language = said.tag("language") or options.language
    if not said.has("organisations"):
        said.refuse("organisations", "is missing: list the organisations under it")
    for organisation in said.entries("organisations"):
        _read_all(batch, organisation)
    said.refuse_unread()


def _read_all(batch: Batch, said: Values) -> None:
    organisation = read_organisation(batch, said)
    for location in said.entries("locations"):
        read_location(batch, location, organisation)
    for service in said.entries("services"):
        batch.rows += 1
        read_service(batch, service, organisation, organisation_key=organisation.source_id)
    said.refuse_unread()


def read_organisation(batch: Batch, said: Values) -> models.Organisation:
    """The organisation itself, added to the batch; its sites and services are read by themselves."""
    key = said.key()
    organisation = models.Organisation(
        id=made_id(said.source, key),
        name=said.text("name", longest=255, needed=True),
        alternate_name=said.text("alternate_name", longest=255),
        generic_name=said.texts("generic_name", longest=LONGEST_NAME),
        description=said.texts("description"),
        formality=said.choice("formality", Formality.values, "unknown"),
        year_incorporated=said.whole("year_incorporated", 1000, 2200),
        purposes=said.strings("purposes"),
        leadership=said.choice("leadership", Leadership.values, "unknown"),
        target=said.choice("target", Target.values, "unknown"),
        own_association=said.flag("own_association"),
        mobilisation=said.choice("mobilisation", Mobilisation.values, "unknown"),
        funding=said.strings("funding"),
        url=said.text("url", longest=LONGEST_ADDRESS),
        email=said.text("email", longest=255),
        source=said.source,
        source_id=key,
        source_url=said.text("source_url", longest=LONGEST_ADDRESS),
        assured_date=said.on("confirmed"),
        assurer=said.text("confirmed_by", longest=255),
    )
    entry = Entry(said.row, organisation)
    entry.parts += said.phones("organisation", organisation)
    batch.add_once(batch.organisations, entry, key)
    return organisation


def read_location(batch: Batch, said: Values, organisation: models.Organisation) -> None:
    key = said.key()
    location = models.Location(
        id=made_id(said.source, organisation.source_id, "location", key),
        organisation=organisation,
        location_type=said.choice("location_type", LocationType.values, "physical"),
        name=said.texts("name", longest=LONGEST_NAME),
        address=said.text("address", longest=255),
        postal_code=said.text("postal_code", longest=20),
        municipality=said.text("municipality", longest=120),
        state_province=said.text("state_province", longest=120),
        country=said.text("country", longest=2) or said.options.country,
        neighbourhood=said.text("neighbourhood", longest=40),
        latitude=said.number("lat", -90, 90),
        longitude=said.number("lon", -180, 180),
        wheelchair=_wheelchair(said),
        transportation=said.text("transportation"),
        source=said.source,
        source_id=f"{organisation.source_id}/{key}",
        assured_date=organisation.assured_date,
    )
    if said.has("lat") != said.has("lon"):
        said.refuse("lat", "give both lat and lon, or neither")
    entry = Entry(said.row, location)
    entry.parts += said.phones("location", location)
    entry.parts += said.changes("location", location)
    batch.add_once(batch.locations, entry, key)
    said.refuse_unread()


def _wheelchair(said: Values) -> str:
    value = said.content.get("wheelchair")
    if isinstance(value, bool):
        said.take("wheelchair")
        return _YES_NO[value]
    return said.choice("wheelchair", Wheelchair.values, "unknown")
