"""Seeds, and what the room of a service counts for beside its neighbours."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from baken.core.planning import SEEDS, Room
from baken.directory.models import Service
from baken.directory.models.services import Status
from baken.directory.selectors import rooms
from baken.plans.kinds import Question
from baken.plans.selectors import find_for, plan_for
from baken.plans.sharing import new_seed, spread_for

pytestmark = pytest.mark.usefixtures("town")


def question(seed: int | None, **facts: Any) -> Question:
    return Question(when=timezone.localtime(), language="nl", needs=("money.debts",), seed=seed, **facts)


def test_a_seed_is_a_small_number_and_each_question_gets_another() -> None:
    seeds = {new_seed() for _ in range(50)}
    assert len(seeds) > 45
    assert all(0 <= seed < SEEDS for seed in seeds)


def test_without_a_seed_nothing_is_shared() -> None:
    assert spread_for(question(None), ["money.debts"]) is None


def test_sharing_takes_one_query_at_most_and_names_only_services_around() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        spread = spread_for(question(5), ["money.debts"])
    assert spread is not None
    assert spread.seed == 5
    assert len(asked) <= 1
    known = {str(pk) for pk in Service.objects.values_list("pk", flat=True)}
    assert set(spread.pulls) <= known
    assert all(0.2 <= pull <= 5 for pull in spread.pulls.values())


def test_the_same_seed_gives_the_same_doors_and_the_same_plan() -> None:
    first, again = find_for(question(5)), find_for(question(5))
    assert [view.card.id for view in first.doors] == [view.card.id for view in again.doors]
    plans = [[step.card.id for step in plan_for(question(5)).steps] for _ in range(2)]
    assert plans[0] == plans[1]


def test_the_room_of_what_is_closed_for_now_is_none_and_what_is_gone_has_none() -> None:
    closed, gone, open_ = Service.objects.order_by("pk")[:3]
    Service.objects.filter(pk=closed.pk).update(status=Status.TEMPORARILY_CLOSED, room="open")
    Service.objects.filter(pk=gone.pk).update(status=Status.DEFUNCT)
    said = timezone.localdate() - timedelta(days=3)
    Service.objects.filter(pk=open_.pk).update(
        status=Status.ACTIVE, room="waiting-list", waiting_weeks=4, room_said_on=said
    )
    found = rooms([closed.pk, gone.pk, open_.pk, UUID(int=0)])
    assert set(found) == {str(closed.pk), str(open_.pk)}
    assert found[str(closed.pk)].room is Room.FULL
    assert (found[str(open_.pk)].waiting_weeks, found[str(open_.pk)].said_on) == (4, said)
