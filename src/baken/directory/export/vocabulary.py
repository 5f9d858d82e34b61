"""Our taxonomies and their terms as HSDS objects, and which entries carry a term.

Ids are those that the attributes of an export use, so that a term found there can be asked for here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db.models import Q

from baken.core.hours.opening import ChangeKind, HolidayRule
from baken.core.kinds import Gender, Residence, TextState
from baken.core.planning.kinds import AccessMode, Room
from baken.directory import models
from baken.directory.models.organisations import Formality, Leadership, Target
from baken.directory.models.places import Wheelchair
from baken.directory.models.services import UNKNOWN, Faith, RuleState
from baken.directory.taxonomies import ALL_AGES, AUDIENCES, DELIVERY, TAXONOMIES, taxonomy_record, term_record
from baken.needs.selectors import need_cards

Record = dict[str, Any]
# How to find the services, organisations or locations that carry a code; None: nothing is found by it.
Finder = Callable[[str], Q]

_YES_NO: Final = ("yes", "no")


class Unsearchable(ValueError):
    """The taxonomy describes texts or sources; entries are not found by it."""


@dataclass(frozen=True, slots=True)
class _Carried:
    """`codes` of a taxonomy (of `need` they are in the database), and who carries one."""

    codes: tuple[str, ...]
    service: Finder | None = None
    organisation: Finder | None = None
    location: Finder | None = None


def _known(values: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in values if str(value) != UNKNOWN)


def _flag(column: str) -> Finder:
    return lambda code: Q(**{column: code == "yes"})


def _code(column: str) -> Finder:
    return lambda code: Q(**{column: code})


def _filled(column: str, empty: object) -> Finder:
    return lambda _code: ~Q(**{column: empty})


def _rows(model: Any, column: str) -> Finder:
    """By rows beside the service: a subquery, so that no service comes twice."""
    return lambda code: Q(pk__in=model.objects.filter(**{column: code}).values("service_id"))


def _delivery(code: str) -> Q:
    modes = [mode for mode, delivery in DELIVERY.items() if delivery == code]
    return Q(pk__in=models.ServiceAccess.objects.filter(mode__in=modes).values("service_id"))


def _audience(code: str) -> Q:
    if code == ALL_AGES:
        return Q(ages_known=True, minimum_age=None, maximum_age=None)
    return Q(genders=AUDIENCES[code]) if code in AUDIENCES else Q(genders__contains="+") & Q(genders__contains=code)


def _residence(code: str) -> Q:
    if code == RuleState.ANY:
        return Q(residence_rule=RuleState.ANY)
    return Q(pk__in=models.ServiceWelcome.objects.filter(residence=code).values("service_id"))


def _change(owner: str) -> Finder:
    changes = models.TemporaryChange.objects.exclude(**{owner: None})
    return lambda code: Q(pk__in=changes.filter(kind=code).values(f"{owner}_id"))


def _exception(code: str) -> Q:
    said = models.ScheduleException.objects.exclude(service=None).filter(opens_at__isnull=code == "closed")
    return Q(pk__in=said.values("service_id"))


_CARRIED: Final[Mapping[str, _Carried]] = {
    "access-mode": _Carried(_known(AccessMode), service=_rows(models.ServiceAccess, "mode")),
    "address": _Carried(("address_1", "city", "state_province", "postal_code", "country")),
    "appointment": _Carried(("text",), service=_filled("appointment", {})),
    "audience": _Carried((ALL_AGES, *AUDIENCES, *_known(Gender)), service=_audience),
    "child-care": _Carried(_YES_NO, service=_flag("child_care")),
    "delivery-mode": _Carried(tuple(dict.fromkeys(DELIVERY.values())), service=_delivery),
    "faith": _Carried(_known(Faith.values), service=_code("faith")),
    "families-only": _Carried(_YES_NO, service=_flag("families_only")),
    "formality": _Carried(_known(Formality.values), organisation=_code("formality")),
    "generic-name": _Carried(("text",), organisation=_filled("generic_name", {})),
    "insurance": _Carried(_YES_NO, service=_flag("insurance_needed")),
    "kept-field": _Carried(("fields",)),
    "kept-property": _Carried(("property",)),
    "leadership": _Carried(_known(Leadership.values), organisation=_code("leadership")),
    "lgbti-safe": _Carried(_YES_NO, service=_flag("lgbti_safe")),
    "municipality-rule": _Carried(_known(RuleState.values), service=_code("area_rule")),
    "need": _Carried((), service=_rows(models.ServiceNeed, "need_id")),
    "neighbourhood": _Carried(("code",), location=_filled("neighbourhood", "")),
    "opening": _Carried(("always",), service=lambda _code: Q(always=True)),
    "own-association": _Carried(_YES_NO, organisation=_flag("own_association")),
    "papers": _Carried(_YES_NO, service=_flag("asks_papers")),
    "planned-until": _Carried(("day",), service=_filled("planned_until", None)),
    "price": _Carried(_YES_NO, service=_flag("free")),
    "provenance": _Carried(("source", "source-id", "source-url", "assurer", "assured-date", "last-modified")),
    "public-holidays": _Carried(_known(HolidayRule), service=_code("holiday_rule")),
    "purpose": _Carried(("text",), organisation=_filled("purposes", [])),
    "referral": _Carried(_YES_NO, service=_flag("referral_needed")),
    "residence-status": _Carried((RuleState.ANY.value, *_known(Residence)), service=_residence),
    "room": _Carried(_known(Room), service=_code("room")),
    "schedule-exception": _Carried(("closed", "hours"), service=_exception),
    "staff-background": _Carried(_YES_NO, service=_flag("diverse_staff")),
    "target": _Carried(_known(Target.values), organisation=_code("target")),
    "temporary-change": _Carried(_known(ChangeKind), service=_change("service"), location=_change("location")),
    "text-language": _Carried(("texts",)),
    "text-state": _Carried((*_known(TextState), "missing")),
    "timezone": _Carried(("name",), location=_filled("timezone", "")),
    "waiting-time": _Carried(("weeks",), service=_filled("waiting_weeks", None)),
    "wheelchair": _Carried(_known(Wheelchair.values), location=_code("wheelchair")),
}


def taxonomy_records() -> list[Record]:
    return [taxonomy_record(name) for name in TAXONOMIES]


def term_records(language: str) -> Iterator[Record]:
    """Every term, by taxonomy. Needs are told in the language, below their domain."""
    for taxonomy, carried in _CARRIED.items():
        if taxonomy == "need":
            yield from _need_terms(language)
        else:
            yield from (term_record(taxonomy, code) for code in carried.codes)


def _need_terms(language: str) -> Iterator[Record]:
    for domain in need_cards(language):
        above = term_record("need", domain.code)
        yield _told(above, domain.label.text, domain.label.language)
        for need in domain.needs:
            term = _told(term_record("need", need.code), need.label.text, need.label.language)
            described = {"description": need.explanation.text} if need.explanation else {}
            yield {**term, **described, "parent_id": above["id"]}


def _told(term: Record, name: str, language: str) -> Record:
    return {**term, "name": name, "description": name, "language": language}


@lru_cache(maxsize=1)
def _fixed_terms() -> Mapping[str, tuple[str, str]]:
    """Taxonomy and code by the id of the term, of all but needs."""
    return {
        term_record(taxonomy, code)["id"]: (taxonomy, code)
        for taxonomy, carried in _CARRIED.items()
        for code in carried.codes
    }


def _terms() -> Mapping[str, tuple[str, ...]]:
    """The fixed ones, needs, and domains of needs with the codes below them."""
    found: dict[str, tuple[str, ...]] = dict(_fixed_terms())
    for domain in need_cards("en"):
        codes = tuple(need.code for need in domain.needs)
        found[term_record("need", domain.code)["id"]] = ("need", domain.code, *codes)
        found |= {term_record("need", code)["id"]: ("need", code) for code in codes}
    return found


def carrying_term(term_id: str, kind: str) -> Q:
    """Those of a kind (`service`, `organisation`, `location`) with this term; none where it is unknown.

    Raises Unsearchable.
    """
    taxonomy, *codes = _terms().get(term_id, ("",))
    return _any_of(taxonomy, codes, kind) if taxonomy else Q(pk__in=[])


def carrying_taxonomy(taxonomy_id: str, kind: str) -> Q:
    """Those with any term of the taxonomy; none where it is unknown. Raises Unsearchable."""
    name = next((name for name in TAXONOMIES if taxonomy_record(name)["id"] == taxonomy_id), "")
    if name == "need" and kind == "service":
        return Q(pk__in=models.ServiceNeed.objects.values("service_id"))
    return _any_of(name, _CARRIED[name].codes, kind) if name else Q(pk__in=[])


def _any_of(taxonomy: str, codes: Any, kind: str) -> Q:
    carried = _CARRIED[taxonomy]
    if not (carried.service or carried.organisation or carried.location):
        raise Unsearchable(f"the taxonomy {taxonomy} describes texts and sources; entries cannot be asked for by it")
    finder: Finder | None = getattr(carried, kind)
    found = Q(pk__in=[])
    for code in codes if finder else ():
        found |= finder(code)  # type: ignore[misc]
    return found
