"""What of an entry tells whether another is the same: folded names, numbers, addresses on the web, places, needs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from baken.core.kinds import Texts
from baken.core.wording import fold_name, tokens
from baken.directory.models import EntryKind, Location, Organisation, Phone, Service, ServiceAtLocation

_NOT_DIGITS: Final = re.compile(r"\D")
_TAIL: Final = 8  # digits that stay the same however the country is written
_FEWEST_DIGITS: Final = 6
_CELL_DEGREES: Final = 0.003  # some 330 m of latitude
_COMMON: Final = 40  # a word or cell that more entries share than this leads to no candidates
_RARE: Final = 3  # a name that more entries have is rather a kind of help than a name
_SHORTEST: Final = 4
# Articles and legal forms, which one list writes and the other does not.
_SMALL_WORDS: Final = frozenset(
    [
        "de",
        "het",
        "een",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "the",
        "a",
        "vzw",
        "asbl",
        "feitelijke",
        "vereniging",
        "stichting",
        "cvba",
        "bv",
        "nv",
        "ngo",
        "npo",
        "ong",
    ]
)
# Houses of many: that two are there says nothing.
_HOSTS_OF_MANY: Final = ("facebook.com", "instagram.com", "google.com", "linktr.ee", "wixsite.com", "youtube.com")


@dataclass(frozen=True, slots=True)
class Record:
    """`rare_names`: those that hardly any other has. `spoken`: languages of the names, empty for proper names. `cells`: squares around each place, overlapping."""

    unique_id: str
    owner: str
    owner_name: str
    source: str
    names: list[str] = field(default_factory=list)
    rare_names: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    streets: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    latitude: float | None = None
    longitude: float | None = None
    needs: list[str] = field(default_factory=list)


def records(kind: EntryKind) -> list[dict[str, Any]]:
    """All entries of a kind; of services those in use. A fixed number of queries."""
    found = {EntryKind.ORGANISATION: _organisations, EntryKind.LOCATION: _locations, EntryKind.SERVICE: _services}[
        kind
    ]()
    words = Counter(word for record in found for word in record.words)
    names = Counter(name for record in found for name in record.names)
    cells = Counter(cell for record in found for cell in record.cells)
    return [_without_common(asdict(record), names, words, cells) for record in found]


def _without_common(
    row: dict[str, Any], names: Mapping[str, int], words: Mapping[str, int], cells: Mapping[str, int]
) -> dict[str, Any]:
    row["rare_names"] = [name for name in row["names"] if names[name] <= _RARE]
    row["words"] = [word for word in row["words"] if words[word] <= _COMMON]
    row["cells"] = [cell for cell in row["cells"] if cells[cell] <= _COMMON]
    return row


def _organisations() -> list[Record]:
    rows = list(Organisation.objects.order_by("pk"))
    places, phones = defaultdict(list), _phones("organisation", "service__organisation")
    for place in Location.objects.exclude(organisation=None).order_by("pk"):
        places[place.organisation_id].append(place)
    needs: dict[UUID, list[str]] = defaultdict(list)
    for owner, need in Service.objects.in_use().values_list("organisation", "service_needs__need").distinct():
        if need:
            needs[owner].append(need)
    return [
        _record(row, "", "", [row.name, row.alternate_name], [], phones[row.pk], places[row.pk], needs[row.pk])
        for row in rows
    ]


def _locations() -> list[Record]:
    rows = Location.objects.select_related("organisation").order_by("pk")
    phones = _phones("location")
    return [
        _record(row, *_owner(row.organisation), *_names(row.name, row.alternate_name), phones[row.pk], [row], ())
        for row in rows
    ]


def _services() -> list[Record]:
    rows = Service.objects.in_use().select_related("organisation").order_by("pk")
    phones = _phones("service", "service_at_location__service")
    places, needs = defaultdict(list), defaultdict(list)
    for at in ServiceAtLocation.objects.select_related("location").order_by("position", "pk"):
        places[at.service_id].append(at.location)
    for service, need in Service.objects.in_use().values_list("pk", "service_needs__need"):
        if need:
            needs[service].append(need)
    return [
        _record(
            row,
            *_owner(row.organisation),
            *_names(row.name, row.alternate_name),
            phones[row.pk],
            places[row.pk],
            needs[row.pk],
        )
        for row in rows
    ]


def _owner(organisation: Organisation | None) -> tuple[str, str]:
    return (str(organisation.pk), _bare(organisation.name)) if organisation else ("", "")


def _names(texts: Any, alternate: str) -> tuple[list[str], list[str]]:
    by_language = Texts.from_json(texts).by_language
    return [*(text.text for text in by_language.values()), alternate], list(by_language)


def _record(
    row: Any,
    owner: str,
    owner_name: str,
    names: Iterable[str],
    spoken: list[str],
    phones: Iterable[str],
    places: list[Location],
    needs: Iterable[str],
) -> Record:
    folded = sorted({folded for name in names if (folded := _bare(name))})
    at = next((place for place in places if place.latitude is not None), None)
    email, url = getattr(row, "email", ""), getattr(row, "url", "")
    return Record(
        unique_id=str(row.pk),
        owner=owner,
        owner_name=owner_name,
        source=row.source,
        names=folded,
        spoken=sorted(spoken),
        words=sorted({word for name in folded for word in tokens(name) if len(word) >= _SHORTEST}),
        phones=sorted({digits for phone in phones if (digits := _digits(phone))}),
        emails=[email.strip().casefold()] if "@" in email else [],
        hosts=_hosts(email, url),
        streets=sorted({street for place in places if (street := _street(place))}),
        cells=sorted({cell for place in places for cell in _cells(place)}),
        latitude=at.latitude if at else None,
        longitude=at.longitude if at else None,
        needs=sorted(set(needs)),
    )


def _phones(*paths: str) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for path in paths:
        rows = Phone.objects.filter(**{f"{path}__isnull": False}).values_list(path, "number")
        for owner, number in rows:
            found[owner].append(number)
    return found


def _bare(name: str) -> str:
    """Folded, without articles and legal forms unless nothing else is left."""
    words = fold_name(name).split()
    return " ".join([word for word in words if word not in _SMALL_WORDS] or words)


def _digits(number: str) -> str:
    digits = _NOT_DIGITS.sub("", number)
    return digits[-_TAIL:] if len(digits) >= _FEWEST_DIGITS else ""


def _hosts(email: str, url: str) -> list[str]:
    """Of the page and of the mail; a house of many tells nothing."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    return [host] if "." in host and not host.endswith(_HOSTS_OF_MANY) else []


def _street(place: Location) -> str:
    where = place.postal_code or place.municipality
    return fold_name(f"{place.address} {where}") if place.address and where else ""


def _cells(place: Location) -> Iterable[str]:
    """The four squares that meet nearest to it: two places within half a square share at least one."""
    if place.latitude is None or place.longitude is None:
        return ()
    row, column = place.latitude / _CELL_DEGREES, place.longitude / (_CELL_DEGREES * 1.6)
    return {f"{round(row) + down}:{round(column) + left}" for down in (0, -1) for left in (0, -1)}
