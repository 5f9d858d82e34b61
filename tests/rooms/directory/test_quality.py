"""A score with its reasons: only what applies counts, and what is missed most comes first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from baken.directory.feeds import Report
from baken.directory.models import Service
from baken.directory.quality import CRITERIA, Known, quality
from baken.directory.selectors.quality import NOWHERE, Cell, completeness, judged

Load = Callable[..., Report]
NOTHING = Known(
    access=frozenset(),
    needs=0,
    health=False,
    languages=0,
    described_in=0,
    phones=False,
    written_to=False,
    on_the_map=False,
    addressed=False,
    hours=False,
    price=False,
    for_whom=False,
    papers=False,
    towns=False,
    wheelchair=False,
    insurance=False,
    room=False,
    confirmed=False,
)
EVERYTHING = replace(
    NOTHING,
    access=frozenset({"walk-in"}),
    needs=1,
    languages=1,
    described_in=2,
    phones=True,
    on_the_map=True,
    addressed=True,
    hours=True,
    price=True,
    for_whom=True,
    papers=True,
    towns=True,
    wheelchair=True,
    room=True,
    confirmed=True,
)


def test_an_entry_that_says_nothing_scores_nothing() -> None:
    assert quality(NOTHING).score == 0


def test_an_entry_that_says_everything_that_applies_is_whole() -> None:
    assert quality(EVERYTHING) == quality(replace(EVERYTHING, written_to=True))
    assert (quality(EVERYTHING).score, quality(EVERYTHING).missing) == (1.0, ())


@pytest.mark.parametrize(
    ("access", "not_asked"),
    [
        ({"online"}, {"place", "address", "wheelchair", "hours"}),
        ({"phone"}, {"place", "address", "wheelchair"}),
        ({"appointment"}, {"hours"}),
        ({"walk-in", "online"}, set()),
    ],
)
def test_only_what_applies_counts(access: set[str], not_asked: set[str]) -> None:
    missing = set(quality(replace(NOTHING, access=frozenset(access))).missing)
    assert {"place", "address", "wheelchair", "hours"} - missing == not_asked


def test_insurance_is_asked_of_health_only() -> None:
    assert "insurance" not in quality(NOTHING).missing
    assert "insurance" in quality(replace(NOTHING, health=True)).missing


def test_reasons_come_by_their_weight() -> None:
    weights = {criterion.code: criterion.weight for criterion in CRITERIA}
    found = [weights[code] for code in quality(NOTHING).missing]
    assert found == sorted(found, reverse=True)


TOWN = """
language: nl
organisations:
  - key: huis
    name: Huis
    confirmed: -10
    locations:
      - {key: hier, name: Hier, address: Kaai 1, municipality: Boom, lat: 51.1, lon: 4.3}
    services:
      - {key: enig, name: Enig, needs: [talking.sleep], at: [hier]}
      - {key: een, name: Een, needs: [talking.stress], at: [hier]}
      - {key: twee, name: Twee, needs: [talking.stress], at: [hier]}
      - {key: net, name: Op het net, needs: [money.debts], access: [online], url: "https://x.example"}
"""


def test_the_only_door_for_a_need_comes_before_one_of_many(load_yaml: Load) -> None:
    load_yaml(TOWN)
    entries = judged(today=timezone.localdate(), languages=("nl",))
    names = [entry.name.text for entry in entries]
    assert names.index("Enig") < names.index("Een")
    reach = {entry.name.text: entry.reach for entry in entries}
    assert (reach["Enig"], reach["Een"]) == (1.0, 0.5)


def test_completeness_counts_services_by_need_and_town(load_yaml: Load) -> None:
    load_yaml(TOWN)
    cells = completeness(judged(today=timezone.localdate(), languages=("nl",)))
    assert cells["talking", "Boom"] == Cell(services=3, complete=0, confirmed=3)
    assert cells["money", NOWHERE].services == 1


def test_what_was_confirmed_too_long_ago_is_not(load_yaml: Load) -> None:
    load_yaml(TOWN)
    Service.objects.update(assured_date=timezone.localdate() - timedelta(days=366))
    assert all(not entry.confirmed for entry in judged(today=timezone.localdate(), languages=("nl",)))


def test_judging_costs_the_same_for_any_number(
    load_yaml: Load, example: Service, django_assert_max_num_queries: Callable[..., object]
) -> None:
    today = timezone.localdate()
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        judged(today=today, languages=("nl",))
    load_yaml(TOWN)
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        judged(today=today, languages=("nl",))
