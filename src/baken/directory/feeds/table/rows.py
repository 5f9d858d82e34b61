"""One row of a table to an organisation, a site and a service."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from baken.core.kinds import Text, Texts, TextState
from baken.core.wording import fold
from baken.directory import models
from baken.directory.feeds.baken import read_location, read_organisation
from baken.directory.feeds.baken.services import read_service
from baken.directory.feeds.baken.values import Values
from baken.directory.feeds.batch import Batch, Options, made_id
from baken.directory.feeds.keeping import LONGEST_KEPT, length_problem, text_problem
from baken.directory.feeds.reading import Record
from baken.directory.feeds.report import FeedError, Note, Refusal
from baken.directory.feeds.table.cells import FIELDS, JOINED, LEFT_OUT, LISTS, PHONES, CellUnreadable, NeitherYesNorNo
from baken.directory.feeds.table.hours import DAYS, written_line, written_lines
from baken.directory.feeds.table.mapping import ColumnMapping
from baken.directory.feeds.tables import Row
from baken.directory.languages import UnknownLanguage, language_tag

_CLOSED: Final = frozenset({"closed", "gesloten", "ferme", "-", "/", "x", "geschlossen", "مغلق"})
_ALWAYS: Final = frozenset({"24/7", "24/24", "24u/24", "24h/24", "7/7 24/24", "day and night", "dag en nacht"})
_PHONE_ENDS: Final = re.compile(r"[;\n|]|\s/\s|,\s")
_NOT_KEYS: Final = re.compile(r"[^a-z0-9]+")
_FIRST_NAME: Final = re.compile(r"[a-z_]+")
_AND: Final = r"\s(?:en|et|and|und|&|و)\s"
_OUR_NAMES: Final = {"lat": "latitude", "lon": "longitude", "genders": "women_only"}

Said = dict[str, Any]  # field -> what its cells say


class RowReader:
    """Adds to the batch; organisations and sites that several rows name are those of the first."""

    def __init__(self, batch: Batch, mapping: ColumnMapping, options: Options) -> None:
        self.batch, self.mapping, self.options = batch, mapping, options
        self.source = (options.source or mapping.source)[:80]
        try:
            self.language = language_tag(mapping.language) if mapping.language else options.language
        except UnknownLanguage as problem:
            raise FeedError(f"the mapping: {problem}") from problem
        self._columns: dict[str, str] = {target: column for column, target in mapping.columns.items()}

    def read(self, row: Row) -> None:
        said = self._said(row)
        name = str(said.get("service.name", ""))
        if not name:
            column = self._columns["service.name"]
            self.batch.refusals.append(Refusal(row.at, column, "is empty; every service needs a name"))
            return
        organisation = self._organisation(row, said)
        place = self._place(row, said, organisation)
        self._service(row, said, organisation, place)

    def _said(self, row: Row) -> Said:
        """What the cells say, field by field; refuses what cannot be read, notes what is neither yes nor no."""
        found: Said = {}
        for column, cell in row.cells.items():
            target = self.mapping.columns.get(column, LEFT_OUT)
            problem = text_problem(cell) or length_problem(cell, LONGEST_KEPT)
            try:
                if problem:
                    raise CellUnreadable(problem)
                if target != LEFT_OUT:
                    _add(found, target, self._read_cell(target, cell.strip()))
            except NeitherYesNorNo:
                self.batch.notes.append(Note(row.at, column, cell.strip()[:40]))
            except CellUnreadable as unreadable:
                self.batch.refusals.append(Refusal(row.at, column, str(unreadable)))
        return found

    def _read_cell(self, target: str, cell: str) -> Any:
        if target in LISTS:
            whole = self.mapping.meaning(target, cell)
            parts = whole if isinstance(whole, list) else self._parts(target, str(whole))
            return [FIELDS[target](self.mapping.meaning(target, str(part))) for part in parts]
        if target in PHONES:
            return [part.strip() for part in _PHONE_ENDS.split(cell) if part.strip()]
        meaning = self.mapping.meaning(target, cell)
        return None if meaning is None else FIELDS[target](meaning)

    def _parts(self, target: str, cell: str) -> list[str]:
        """By the signs that part lists; languages also by «and»."""
        between = [f"[{re.escape(self.mapping.separators)}]"] if self.mapping.separators else []
        between += [_AND] if target == "service.languages" else []
        return [part.strip() for part in re.split("|".join(between) or "$^", cell) if part.strip()]

    def _organisation(self, row: Row, said: Said) -> models.Organisation:
        name = str(said.get("organisation.name") or said["service.name"])
        key = _key(name)
        known = self.batch.organisations.get(made_id(self.source, key))
        if known is not None:
            assert isinstance(known.root, models.Organisation)
            return known.root
        content = _of(said, "organisation") | {"key": key, "name": name}
        with self._values(row, "organisation", content) as values:
            return read_organisation(self.batch, values)

    def _place(self, row: Row, said: Said, organisation: models.Organisation) -> str | None:
        """The key of the site, where the row says anything of one."""
        content = _of(said, "location")
        if "coordinates" in content:
            content["latitude"], content["longitude"] = content.pop("coordinates")
        if not set(content) - {"country"}:
            return None
        where = [str(content.get(name, "")) for name in ("address", "postal_code", "municipality", "name")]
        key = _key("/".join(where))
        site = made_id(self.source, organisation.source_id, "location", key)
        if site not in self.batch.locations:
            for ours, theirs in (("lat", "latitude"), ("lon", "longitude")):
                if theirs in content:
                    content[ours] = content.pop(theirs)
            with self._values(row, "location", content | {"key": key}) as values:
                read_location(self.batch, values, organisation)
        return key

    def _service(self, row: Row, said: Said, organisation: models.Organisation, place: str | None) -> None:
        given = row.cells.get(self.mapping.key, "").strip() if self.mapping.key else ""
        if self.mapping.key and not given:
            self.batch.refusals.append(Refusal(row.at, self.mapping.key, "is empty; it tells the rows apart"))
        key = _key(given or f"{said['service.name']}/{place or ''}")
        owner = _key(given) if given else organisation.source_id
        content, words = _service_content(_of(said, "service"))
        content |= {"key": key, **({"at": [f"{organisation.source_id}/{place}"]} if place else {})}
        service_id = made_id(self.source, owner, "service", key)
        fresh = service_id not in self.batch.services
        with self._values(row, "service", content) as values:
            read_service(self.batch, values, organisation, organisation_key=owner)
        if fresh and service_id in self.batch.services:
            self._keep_rest(row, service_id, words)

    def _keep_rest(self, row: Row, service_id: UUID, words: list[str]) -> None:
        """Hours that are words only, and the columns that nobody mapped."""
        entry = self.batch.services[service_id]
        service = entry.root
        assert isinstance(service, models.Service)
        for position, text in enumerate(words, start=1_000):
            texts = Texts({self.language: Text(self.language, text, TextState.ORIGINAL)}).to_json()
            made = made_id(service.pk, "words", position)
            entry.parts.append(models.Schedule(id=made, service=service, description=texts, position=position))
        mapped = {*self.mapping.columns, self.mapping.key}
        service.extra |= {column: cell for column, cell in row.cells.items() if column not in mapped}

    def _values(self, row: Row, part: str, content: Said) -> "_Told":
        return _Told(self, row, part, content)


class _Told:
    """Values of one part of a row; what they refuse is told by the column it stands in."""

    def __init__(self, reader: RowReader, row: Row, part: str, content: Said) -> None:
        self._reader, self._part, self._found = reader, part, list[Refusal]()
        self._values = Values.of_file(Record(row.at, Path(), content), self._found, reader.options)
        self._values.source, self._values.language = reader.source, reader.language

    def __enter__(self) -> Values:
        return self._values

    def __exit__(self, *_: object) -> None:
        for refusal in self._found:
            column = self._column(refusal.field)
            self._reader.batch.refusals.append(Refusal(refusal.row, column, refusal.message))

    def _column(self, field: str) -> str:
        found = _FIRST_NAME.match(field)
        name = _OUR_NAMES.get(found[0], found[0]) if found else ""
        columns = self._reader._columns
        near = [column for target, column in columns.items() if target.startswith(f"{self._part}.{name}")]
        return near[0] if near else field


def _add(found: Said, target: str, value: Any) -> None:
    if value in (None, "", []):
        return
    if target in found and target in JOINED:
        found[target] = [*found[target], *value] if isinstance(value, list) else f"{found[target]}\n{value}"
    else:
        found[target] = value


def _of(said: Said, part: str) -> Said:
    return {name.removeprefix(f"{part}."): value for name, value in said.items() if name.startswith(f"{part}.")}


def _key(words: str) -> str:
    """A key for words: what of them is Latin, and a digest that tells them apart."""
    folded = " ".join(fold(words).split())
    digest = sha256(folded.encode()).hexdigest()[:12]
    return "-".join(filter(None, [_NOT_KEYS.sub("-", folded)[:60].strip("-"), digest]))


def _service_content(said: Said) -> tuple[Said, list[str]]:
    """The content as our YAML has it, and the hours that are words only."""
    words: list[str] = []
    lines = list(_hours(said, words))
    if fold(str(said.get("hours", ""))).strip() in _ALWAYS:
        lines, words, said["always"] = [], [], True
    taken = {"hours", "minimum_age", "maximum_age", "women_only", "free", "room", "waiting_weeks", "languages"}
    content = {
        name: value
        for name, value in said.items()
        if name not in taken and not name.startswith("hours.") and name != "child_care"
    }
    content |= dict(_who(said))
    if lines:
        content["hours"] = lines
    return content, words


def _hours(said: Mapping[str, Any], words: list[str]) -> Iterator[str]:
    """Lines of our YAML; what is not understood goes to the words."""
    if cell := said.get("hours"):
        lines = written_lines(cell)
        yield from lines or ()
        if lines is None:
            words.append(cell)
    for day in DAYS:
        cell = said.get(f"hours.{day}", "")
        if cell and fold(cell).strip() not in _CLOSED:
            line = written_line(day, cell)
            if line:
                yield line
            else:
                words.append(f"{day}: {cell}")


def _who(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    low, high = said.get("minimum_age"), said.get("maximum_age")
    if low is not None or high is not None:
        yield "ages", f"{low}+" if high is None else f"{'' if low is None else low}-{high}"
    if "women_only" in said:
        yield "genders", ["woman"] if said["women_only"] else "everyone"
    if "free" in said and "price" not in said:
        yield "price", {"free": said["free"]}
    if "child_care" in said:
        yield "features", {"child_care": said["child_care"]}
    if "languages" in said:
        yield "languages", dict.fromkeys(said["languages"], "unknown")
    if "room" in said or "waiting_weeks" in said:
        weeks = said.get("waiting_weeks")
        yield "room", {"state": said.get("room", "waiting-list"), **({"weeks": weeks} if weeks is not None else {})}
