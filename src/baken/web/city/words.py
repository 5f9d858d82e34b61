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
from baken.web.city.codes import column_words

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
    "schedules": gettext_lazy("Opening hours"),
    "schedule_exceptions": gettext_lazy("Days that are different"),
    "planned_until": gettext_lazy("Planned until what day?"),
    "child_care": gettext_lazy("Does somebody look after the children meanwhile?"),
    "diverse_staff": gettext_lazy("Are there staff of many backgrounds?"),
    "faith": gettext_lazy("Is it tied to a faith?"),
    "lgbti_safe": gettext_lazy("Is it safe for people who are gay, lesbian, bi or trans?"),
    "leadership": gettext_lazy("Who leads it?"),
    "target": gettext_lazy("Whom is it for?"),
    "own_association": gettext_lazy("Is it an association of migrants themselves?"),
    "purposes": gettext_lazy("What is it for?"),
    "funding": gettext_lazy("Where does its money come from?"),
    "year_incorporated": gettext_lazy("Since what year?"),
    "location_type": gettext_lazy("Kind of place"),
    "timezone": gettext_lazy("Time zone"),
}
# Columns that are one fact together: the fact that a reader is told of.
_COLUMN_OF: Final[Mapping[str, str]] = {
    **dict.fromkeys(("always", "holiday_rule"), "hours"),
    **dict.fromkeys(("free", "amount", "currency"), "price"),
    **dict.fromkeys(("minimum_age", "maximum_age", "ages_known"), "ages"),
    **dict.fromkeys(("latitude", "longitude", "country", "municipality", "neighbourhood", "postal_code"), "address"),
    "residence_rule": "welcome",
    "area_rule": "municipalities",
    "waiting_weeks": "room",
}
_SPEAKERS: Final[Mapping[str, Any]] = {
    "organisation": gettext_lazy("the organisation itself"),
    "coordinator": gettext_lazy("a coordinator"),
}
_STEPS: Final[Mapping[str, Any]] = {
    "added": gettext_lazy("Added"),
    "confirmed": gettext_lazy("Confirmed: still true"),
    "merge undone": gettext_lazy("Made two again"),
    "temporary change taken back": gettext_lazy("What was different for a while is taken away"),
}
_STEPS_WITH_FIELDS: Final[Mapping[str, Any]] = {
    "changed": gettext_lazy("Changed: %(fields)s"),
    "restored": gettext_lazy("As it was before: %(fields)s"),
    "kept": gettext_lazy("Decided: %(fields)s, as it stood"),
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
    return str(FIELDS.get(_COLUMN_OF.get(field, field), field.replace("_", " ")))


def step_words(what: str) -> str:
    """What a revision says of itself («changed: price, room»), in the reader's language; what is not known as it is."""
    begun, _colon, rest = what.partition(": ")
    if begun.startswith("taken from "):
        words = {"source": begun.removeprefix("taken from "), "field": field_words(rest)}
        return _("Decided: %(field)s, as %(source)s says") % words
    if begun.startswith("merged with "):
        return _("Made one with «%(name)s»") % {"name": what.removeprefix("merged with ")}
    if begun == "room":
        return f"{FIELDS['room']}: {column_words('room', rest) or _('Not known')}"
    if begun == "temporary change":
        return f"{FIELDS['temporary_changes']}: {column_words('kind', rest)}"
    if begun in _STEPS_WITH_FIELDS:
        fields = dict.fromkeys(map(field_words, rest.split(", ")))
        return str(_STEPS_WITH_FIELDS[begun]) % {"fields": ", ".join(fields)}
    return str(_STEPS.get(what, what))


def speaker_words(by: str) -> str:
    return str(_SPEAKERS.get(by, ""))


def source_words(source: str) -> str:
    """Who says it: the house, a coordinator, or a source by its name; empty where there is none."""
    if not source or source in _SPEAKERS:
        return speaker_words(source)
    return _("Source: %(name)s") % {"name": formats.isolated(source, get_language() or "en")}


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
        for name, value in content.items():
            if isinstance(value, dict):
                yield from (Line(text.get("text", ""), tag) for tag, text in value.items() if isinstance(text, dict))
            elif isinstance(value, list):
                yield from (Line(self._row(row)) for row in value)
            elif (words := column_words(name, value)) and not (name == "currency" and content.get("amount") is None):
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
        left = (_worded(name, value) for name, value in row.items() if name not in _NOT_TOLD)
        return " · ".join([*found, *filter(None, left)])


_NOT_TOLD: Final = frozenset({"at", "code", "position", "interval"})


def _rows(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for value in content.values():
        if isinstance(value, list):
            yield from (row for row in value if isinstance(row, dict))


def _worded(column: str, value: Any) -> str:
    if isinstance(value, dict):
        return " / ".join(str(text.get("text", "")) for text in value.values() if isinstance(text, dict))
    return "" if value is False else column_words(column, value)
