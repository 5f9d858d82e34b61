"""Of each fact it is known who said it and when."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from baken.accounts.permissions import Actor
from baken.core.planning.kinds import SpokenBy
from baken.directory import services
from baken.directory.models import Service
from baken.directory.provenance import By
from baken.directory.selectors.provenance import FactSource, provenance


@pytest.fixture
def editor(example: Service, django_user_model: type) -> Actor:
    user = django_user_model.objects.create_user("ed@example.org")  # type: ignore[attr-defined]
    return Actor(user.pk, frozenset(), frozenset({example.organisation_id}))


def facts_of(service: Service) -> dict[str, FactSource]:
    found = provenance(service.pk, ("nl",), today=timezone.localdate())
    assert found is not None
    return {fact.field: fact for fact in found.facts}


def test_what_nobody_touched_is_the_word_of_the_feed(example: Service) -> None:
    fact = facts_of(example)["languages"]
    assert (fact.source, fact.by, fact.days) == (example.source, By.FEED, 20)


def test_what_an_editor_said_is_the_word_of_the_organisation_today(example: Service, editor: Actor) -> None:
    services.update_service(service_id=example.pk, by=editor, languages={"so": SpokenBy.STAFF})
    found = facts_of(example)
    assert (found["languages"].by, found["languages"].days, found["languages"].due) == (By.ORGANISATION, 0, False)
    assert (found["price"].by, found["price"].days) == (By.FEED, 20)


def test_a_fact_that_is_too_old_is_due(example: Service) -> None:
    Service.objects.update(assured_date=timezone.localdate() - timedelta(days=200))
    found = facts_of(example)
    assert found["languages"].due
    assert not found["description"].due


def test_what_is_not_known_has_no_source(example: Service) -> None:
    Service.objects.update(asks_papers=None)
    assert "asks_papers" not in facts_of(example)


@pytest.mark.parametrize(
    "broken", [{"languages": {}}, {"languages": {"on": "never", "by": "nobody"}}, {"x": {"on": 1}}]
)
def test_a_broken_note_of_a_source_breaks_no_page(example: Service, broken: dict[str, object]) -> None:
    Service.objects.update(field_sources=broken)
    assert "languages" in facts_of(example)


def test_an_entry_out_of_use_and_one_that_never_was_have_none(
    example: Service, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        facts_of(example)
    Service.objects.update(status="inactive")
    for pk in (example.pk, uuid4()):
        assert provenance(pk, ("nl",), today=timezone.localdate()) is None
