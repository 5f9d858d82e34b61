"""A fact ages by its kind, from the day it was last said."""

from datetime import date, timedelta

import pytest
from django.test import override_settings

from baken.directory import selectors as directory
from baken.directory.ageing import DAYS, KIND_OF, FactKind, IntervalProblem, due, intervals
from baken.directory.models import Service

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("kind", FactKind)
def test_a_fact_is_due_on_the_day_its_interval_ends_and_not_the_day_before(kind: FactKind) -> None:
    said = TODAY - timedelta(days=DAYS[kind])
    assert due({kind: said}, today=TODAY) == (kind,)
    assert due({kind: said + timedelta(days=1)}, today=TODAY) == ()


def test_what_was_never_confirmed_is_due_and_what_says_nothing_is_not() -> None:
    assert due({FactKind.HOURS: None}, today=TODAY) == (FactKind.HOURS,)
    assert due({}, today=TODAY) == ()


def test_every_field_that_may_be_edited_has_a_kind() -> None:
    from baken.directory.services import ServiceFacts

    assert set(ServiceFacts.__annotations__) - set(KIND_OF) == set()


@pytest.mark.parametrize("wrong", [{"rooms": "3"}, {"room": "0"}, {"room": "soon"}, {"room": "٣"}, {"room": "-1"}])
def test_an_interval_that_cannot_be_used_is_refused_by_name(wrong: dict[str, str]) -> None:
    with pytest.raises(IntervalProblem, match=next(iter(wrong))):
        intervals(wrong)


@pytest.fixture
def debts(small_town: None) -> Service:
    return Service.objects.get(source_id="schulden") if Service.objects.filter(source_id="schulden") else _debts()


def _debts() -> Service:
    return next(each for each in Service.objects.all() if str(each) == "Hulp bij schulden")


def due_kinds(service: Service) -> tuple[FactKind, ...]:
    found = directory.due_services([service.organisation_id], today=TODAY, languages=("nl",))
    return next((each.kinds for each in found if each.id == service.pk), ())


def said(service: Service, **changes: object) -> Service:
    Service.objects.filter(pk=service.pk).update(**changes)
    service.refresh_from_db()
    return service


def test_room_ages_in_two_weeks_and_the_rest_later(debts: Service) -> None:
    fresh = said(debts, assured_date=TODAY - timedelta(days=20), room_said_on=TODAY - timedelta(days=20))
    assert due_kinds(fresh) == (FactKind.ROOM,)
    assert due_kinds(said(fresh, room_said_on=TODAY)) == ()


def test_a_field_said_later_than_the_whole_is_as_old_as_it_was_said(debts: Service) -> None:
    old = said(debts, assured_date=TODAY - timedelta(days=100), room_said_on=TODAY)
    assert due_kinds(old) == (FactKind.HOURS,)
    assert due_kinds(said(old, field_sources={"hours": {"on": (TODAY - timedelta(days=3)).isoformat()}})) == ()


@pytest.mark.parametrize(
    "damaged", [{"hours": "yesterday"}, {"hours": {"on": "soon"}}, {"hours": {}}, {"tea": {"on": 3}}]
)
def test_damaged_provenance_counts_as_not_said(debts: Service, damaged: dict[str, object]) -> None:
    old = said(debts, assured_date=TODAY - timedelta(days=100), room_said_on=TODAY, field_sources=damaged)
    assert due_kinds(old) == (FactKind.HOURS,)


def test_a_deployment_may_let_facts_age_faster(debts: Service) -> None:
    fresh = said(debts, assured_date=TODAY - timedelta(days=5), room_said_on=TODAY - timedelta(days=5))
    assert due_kinds(fresh) == ()
    with override_settings(BAKEN_FACTS_AGE_AFTER={"room": "5"}):
        assert due_kinds(fresh) == (FactKind.ROOM,)


def test_a_service_that_is_no_longer_offered_is_not_asked_about(debts: Service) -> None:
    assert due_kinds(said(debts, status="defunct", assured_date=None)) == ()


def test_what_is_due_takes_the_same_number_of_queries_for_one_organisation_and_for_all(
    small_town: None, django_assert_max_num_queries: object
) -> None:
    organisations = list(Service.objects.values_list("organisation", flat=True))
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert directory.due_services(organisations, today=date(2040, 1, 1), languages=("nl",))
