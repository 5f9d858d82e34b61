"""The fields that a column can be, and what a cell of each says."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from baken.core.planning.kinds import AccessMode, Room
from baken.core.wording import fold
from baken.directory.feeds.table.hours import DAYS
from baken.directory.languages import language_named

LEFT_OUT: Final = "-"
_YES: Final = frozenset("yes y true 1 ja j oui o x ✓ v نعم si waar vrai".split())  # noqa: SIM905 -- words, not code
_NO: Final = frozenset("no n false 0 nee neen non لا onwaar faux".split())  # noqa: SIM905
_NUMBER: Final = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,15})?")
_AMOUNT: Final = re.compile(r"(?:€|eur|euro)?\s*(\d{1,7}(?:[.,]\d{1,2})?)(?:,-)?\s*(?:€|eur|euros?)?")
_COORDINATES: Final = re.compile(r"([+-]?\d{1,3}\.\d+)\s*[,; ]\s*([+-]?\d{1,3}\.\d+)")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_AGES: Final = re.compile(r"(\d{1,3})\s*\+|(\d{1,3})\s*(?:-|–|tot|to|a|à)\s*(\d{1,3})")
_FREE: Final = frozenset({"free", "gratis", "gratuit", "kosteloos", "free of charge", "مجاني", "geen", "none", "aucun"})
_WAYS_IN: Final[Mapping[str, str]] = {
    "inloop": AccessMode.WALK_IN, "vrije inloop": AccessMode.WALK_IN, "zonder afspraak": AccessMode.WALK_IN,
    "walk in": AccessMode.WALK_IN, "walk-in": AccessMode.WALK_IN, "drop in": AccessMode.WALK_IN,
    "sans rendez-vous": AccessMode.WALK_IN, "entree libre": AccessMode.WALK_IN,
    "afspraak": AccessMode.APPOINTMENT, "op afspraak": AccessMode.APPOINTMENT,
    "by appointment": AccessMode.APPOINTMENT, "appointment": AccessMode.APPOINTMENT,
    "sur rendez-vous": AccessMode.APPOINTMENT, "rendez-vous": AccessMode.APPOINTMENT,
    "telefoon": AccessMode.PHONE, "telefonisch": AccessMode.PHONE, "phone": AccessMode.PHONE,
    "telephone": AccessMode.PHONE, "par telephone": AccessMode.PHONE, "whatsapp": AccessMode.MESSAGE,
    "online": AccessMode.ONLINE, "en ligne": AccessMode.ONLINE, "huisbezoek": AccessMode.HOME_VISIT,
    "home visit": AccessMode.HOME_VISIT, "visite a domicile": AccessMode.HOME_VISIT, "outreach": AccessMode.OUTREACH,
}  # fmt: skip


class CellUnreadable(ValueError):
    """What stands in a cell is none of what its field can be; the message says what to do."""


class NeitherYesNorNo(CellUnreadable):
    """A cell of a yes/no column that is some other word: the answer is not known."""


def _text(cell: Any) -> str:
    return str(cell).strip()


def _yes_no(cell: Any) -> bool:
    said = fold(_text(cell))
    if isinstance(cell, bool) or said in _YES or said in _NO:
        return cell if isinstance(cell, bool) else said in _YES
    raise NeitherYesNorNo(f"«{said[:40]}» is neither yes nor no; say under «values» which it means")


def _number(cell: Any) -> float:
    said = _text(cell)
    if not _NUMBER.fullmatch(said):
        raise CellUnreadable(f"«{said[:40]}» is not a number")
    return float(said.replace(",", "."))


def _whole(cell: Any) -> int:
    found = _number(cell)
    if found != int(found):
        raise CellUnreadable(f"«{_text(cell)[:40]}» is not a whole number")
    return int(found)


def _day(cell: Any) -> str:
    """ISO; «31/1/2026» is read with the day first."""
    said = _text(cell)[:10]
    found = _DAY_FIRST.fullmatch(said)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(said)
    except ValueError as problem:
        raise CellUnreadable(f"«{said}» is not a day like 2026-01-31 or 31/1/2026") from problem
    return day.isoformat()


def _coordinates(cell: Any) -> tuple[float, float]:
    found = _COORDINATES.fullmatch(_text(cell))
    if found is None:
        raise CellUnreadable(f"«{_text(cell)[:40]}» is not latitude, longitude like 51.22, 4.40")
    return float(found[1]), float(found[2])


def _price(cell: Any) -> dict[str, Any]:
    """Free, an amount, or words."""
    said = _text(cell)
    if fold(said) in _FREE:
        return {"free": True}
    found = _AMOUNT.fullmatch(fold(said))
    if found is None:
        return {"note": said}
    try:
        amount = Decimal(found[1].replace(",", "."))
    except InvalidOperation as problem:
        raise CellUnreadable(f"«{said[:40]}» is not a price") from problem
    return {"free": True} if amount == 0 else {"free": False, "amount": float(amount)}


def _ages(cell: Any) -> str:
    said = fold(_text(cell))
    if said in ("all", "alle", "tous", "iedereen", "alle leeftijden", "all ages", "everyone"):
        return "all"
    found = _AGES.search(said)
    if found is None:
        raise CellUnreadable(f"«{said[:40]}» are not ages like 18+ or 12-25; say under «values» what they mean")
    return f"{found[1]}+" if found[1] else f"{found[2]}-{found[3]}"


def _language(cell: Any) -> str:
    tag = language_named(_text(cell))
    if tag is None:
        raise CellUnreadable(
            f"«{_text(cell)[:40]}» is not a language known by name; say under «values» which tag it is"
        )
    return tag


def _way_in(cell: Any) -> str:
    said = fold(_text(cell))
    if said in set(AccessMode):
        return said
    if said in _WAYS_IN:
        return str(_WAYS_IN[said])
    raise CellUnreadable(f"«{said[:40]}» is not one of {', '.join(AccessMode)}; say under «values» which it means")


def _one_of(*codes: str) -> Callable[[Any], str]:
    def read(cell: Any) -> str:
        said = fold(_text(cell))
        if said not in codes:
            raise CellUnreadable(f"«{said[:40]}» is not one of {', '.join(codes)}; say under «values» which it means")
        return said

    return read


# Field -> what reads a cell of it. Parts of a list are read one by one.
FIELDS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "organisation.name": _text, "organisation.alternate_name": _text, "organisation.description": _text,
    "organisation.url": _text, "organisation.email": _text, "organisation.phones": _text,
    "location.name": _text, "location.address": _text, "location.postal_code": _text, "location.municipality": _text,
    "location.country": _text, "location.latitude": _number, "location.longitude": _number,
    "location.coordinates": _coordinates, "location.wheelchair": _yes_no, "location.phones": _text,
    "location.transportation": _text,
    "service.name": _text, "service.alternate_name": _text, "service.description": _text, "service.url": _text,
    "service.email": _text, "service.phones": _text, "service.languages": _language, "service.needs": _text,
    "service.access": _way_in, "service.municipalities": _text, "service.hours": _text,
    **{f"service.hours.{day}": _text for day in DAYS},
    "service.ages": _ages, "service.minimum_age": _whole, "service.maximum_age": _whole,
    "service.women_only": _yes_no, "service.families_only": _yes_no, "service.asks_papers": _yes_no,
    "service.insurance_needed": _yes_no, "service.referral_needed": _yes_no, "service.child_care": _yes_no,
    "service.price": _price, "service.free": _yes_no, "service.eligibility_description": _text,
    "service.appointment": _text, "service.application_process": _text,
    "service.room": _one_of(*Room), "service.waiting_weeks": _whole,
    "service.status": _one_of("active", "inactive", "defunct", "temporarily closed"),
    "service.confirmed": _day, "service.confirmed_by": _text,
}  # fmt: skip
LISTS: Final = frozenset({"service.languages", "service.needs", "service.access", "service.municipalities"})
PHONES: Final = frozenset({"organisation.phones", "location.phones", "service.phones"})
# Several columns may be one of these: their words are put one under the other, their lists together.
JOINED: Final = LISTS | PHONES | {"service.description", "service.hours", "service.eligibility_description"}
