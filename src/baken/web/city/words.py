"""Facts of entries in words: their names, and what is said of them, line by line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.directory.entries import EntryKind
from baken.directory.selectors.doubts import entry_names
from baken.needs.selectors import need_labels
from baken.plans import formats

FIELDS: Final[Mapping[str, Any]] = {
    "name": gettext_lazy("Name"),
    "alternate_name": gettext_lazy("Another name by which people know it"),
    "generic_name": gettext_lazy("What it is in plain words"),
    "description": gettext_lazy("Description"),
    "status": gettext_lazy("Is this service there?"),
    "url": gettext_lazy("Web page"),
    "email": gettext_lazy("E-mail address"),
    "ages": gettext_lazy("Ages"),
    "genders": gettext_lazy("For women, for men?"),
    "families_only": gettext_lazy("Only for families"),
    "asks_papers": gettext_lazy("Papers"),
    "welcome": gettext_lazy("For which residence situations?"),
    "municipalities": gettext_lazy("Where you live"),
    "insurance_needed": gettext_lazy("Health insurance"),
    "referral_needed": gettext_lazy("Does somebody else have to send the person?"),
    "eligibility_description": gettext_lazy("For whom"),
    "price": gettext_lazy("Price"),
    "fees_description": gettext_lazy("Price, in words"),
    "room": gettext_lazy("Room"),
    "needs": gettext_lazy("Needs"),
    "access": gettext_lazy("How to come"),
    "application_process": gettext_lazy("How to come in, in words"),
    "appointment": gettext_lazy("By appointment"),
    "languages": gettext_lazy("Languages"),
    "locations": gettext_lazy("Places"),
    "phones": gettext_lazy("Telephone numbers"),
    "hours": gettext_lazy("Opening hours"),
    "temporary_changes": gettext_lazy("For a while"),
    "address": gettext_lazy("Address"),
    "wheelchair": gettext_lazy("With a wheelchair"),
    "transportation": gettext_lazy("Stops and lines"),
    "formality": gettext_lazy("Kind of organisation"),
    "organisation_id": gettext_lazy("Organisation"),
}
CRITERIA: Final[Mapping[str, Any]] = {
    "needs": gettext_lazy("which needs it answers"),
    "confirmed": gettext_lazy("confirmed in the last year"),
    "place": gettext_lazy("a place on the map"),
    "hours": gettext_lazy("opening hours"),
    "description": gettext_lazy("a description"),
    "access": gettext_lazy("how to come"),
    "contact": gettext_lazy("a number or an address to write to"),
    "languages": gettext_lazy("which languages are spoken"),
    "papers": gettext_lazy("papers and residence"),
    "translations": gettext_lazy("a description in a second language"),
    "address": gettext_lazy("the street"),
    "wheelchair": gettext_lazy("whether a wheelchair gets in"),
    "price": gettext_lazy("the price"),
    "for-whom": gettext_lazy("age and gender"),
    "towns": gettext_lazy("for people of which towns"),
    "room": gettext_lazy("how much room there is"),
    "insurance": gettext_lazy("health insurance"),
}
_COMPARED: Final[Mapping[str, Any]] = {
    "name": gettext_lazy("name"),
    "owner": gettext_lazy("organisation"),
    "phone": gettext_lazy("telephone"),
    "web": gettext_lazy("mail and web page"),
    "place": gettext_lazy("place"),
    "needs": gettext_lazy("needs"),
}
_LEVELS: Final[Mapping[str, Any]] = {
    "same": gettext_lazy("the same"),
    "same-as-many": gettext_lazy("the same, as many are called"),
    "alike": gettext_lazy("alike"),
    "somewhat-alike": gettext_lazy("somewhat alike"),
    "no-common-language": gettext_lazy("written in different languages"),
    "different": gettext_lazy("different"),
    "different-one-list": gettext_lazy("different, in one and the same list"),
    "one-list": gettext_lazy("the same, in one and the same list"),
    "one-organisation": gettext_lazy("the same, from different lists"),
    "same-mail": gettext_lazy("the same mail address"),
    "same-site": gettext_lazy("the same website"),
    "same-address": gettext_lazy("the same address"),
    "next-door": gettext_lazy("within 60 metres"),
    "near": gettext_lazy("within 150 metres"),
    "some-way": gettext_lazy("within a kilometre and a half"),
    "far": gettext_lazy("far apart"),
    "the-same": gettext_lazy("exactly the same"),
    "some-the-same": gettext_lazy("some the same"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`language` of the words where they are a text of the entry."""

    words: str
    language: str = ""


def field_words(field: str) -> str:
    return str(FIELDS.get(field, field.replace("_", " ")))


def criterion_words(codes: Iterable[str]) -> str:
    return ", ".join(str(CRITERIA[code]) for code in codes)


def reason_words(reasons: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{_COMPARED.get(what, what)}: {_LEVELS.get(level, level)}" for what, level in reasons)


class Sayer:
    """Says contents of one page; the names of places and needs are looked up once."""

    def __init__(self, contents: Iterable[Mapping[str, Any] | None]) -> None:
        rows = [row for content in contents if content for row in _rows(content)]
        sites = {UUID(str(row["at"])) for row in rows if row.get("at")}
        names = entry_names((EntryKind.LOCATION, pk) for pk in sites)
        self._places = {str(pk): entry.name for (_kind, pk), entry in names.items()}
        self._language = get_language() or settings.LANGUAGE_CODE
        self._needs = need_labels(self._language) if any("need_id" in row for row in rows) else {}

    def lines(self, content: Mapping[str, Any] | None) -> tuple[Line, ...]:
        """Empty: nothing is said."""
        return tuple(self._lines(content or {}))

    def _lines(self, content: Mapping[str, Any]) -> Iterator[Line]:
        for value in content.values():
            if isinstance(value, dict):
                yield from (Line(text.get("text", ""), tag) for tag, text in value.items() if isinstance(text, dict))
            elif isinstance(value, list):
                yield from (Line(self._row(row)) for row in value)
            elif (words := _plain(value)) != "":
                yield Line(words)

    def _row(self, row: Any) -> str:
        if not isinstance(row, dict):
            return str(row)
        if "need_id" in row:
            label = self._needs.get(row["need_id"])
            return label.text if label else str(row["need_id"])
        found = [self._places.get(str(row["at"]), _("a place that is gone"))] if row.get("at") else []
        if row.get("code"):
            found.append(formats.language_name(str(row["code"]), self._language))
        left = (value for name, value in row.items() if name not in _NOT_TOLD)
        return " · ".join([*found, *filter(None, map(_worded, left))])


# Codes of the tables that a reader meets here; what is not among them is said as it is kept.
_CODES: Final[Mapping[str, Any]] = {
    "any": gettext_lazy("For everybody"),
    "walk-in": gettext_lazy("Walk in"),
    "appointment": gettext_lazy("By appointment"),
    "phone": gettext_lazy("By phone"),
    "message": gettext_lazy("By WhatsApp or text message"),
    "online": gettext_lazy("Online"),
    "home-visit": gettext_lazy("They come to your home"),
    "outreach": gettext_lazy("They come to you outside"),
    "staff": gettext_lazy("staff"),
    "volunteer": gettext_lazy("volunteer"),
    "interpreter": gettext_lazy("interpreter on request"),
    "closed": gettext_lazy("Closed"),
}
_NOT_TOLD: Final = frozenset({"at", "code", "position", "interval"})


def _rows(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for value in content.values():
        if isinstance(value, list):
            yield from (row for row in value if isinstance(row, dict))


def _worded(value: Any) -> str:
    if isinstance(value, dict):
        return " / ".join(str(text.get("text", "")) for text in value.values() if isinstance(text, dict))
    return "" if value in (False, None, "unknown") else _coded(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value in (None, "", "unknown") else _coded(value)


def _coded(value: Any) -> str:
    return str(_CODES.get(str(value), value))
