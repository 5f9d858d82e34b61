"""The link to a plan: whole, expiring, telling nothing to whoever merely sees it."""

from base64 import urlsafe_b64decode
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from baken.plans.sealing import LinkError, SealedPlan, SealedStep, seal, unseal

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PLAN = SealedPlan(
    language="ti",
    made_on=date(2026, 11, 23),
    steps=(
        SealedStep(UUID(int=1), UUID(int=2), ("money.debts", "talking.sleep")),
        SealedStep(UUID(int=3), None, ("family.school",)),
    ),
)


def test_a_sealed_plan_opens_again() -> None:
    assert unseal(seal(PLAN, now=NOW), now=NOW + timedelta(days=29)) == PLAN


def test_a_link_expires() -> None:
    with pytest.raises(LinkError, match="expired"):
        unseal(seal(PLAN, now=NOW), now=NOW + timedelta(days=31))


def test_a_link_of_another_server_does_not_open(settings: LazySettings) -> None:
    token = seal(PLAN, now=NOW)
    settings.SECRET_KEY = "another"
    with pytest.raises(LinkError):
        unseal(token, now=NOW)


def test_nobody_reads_a_need_in_a_link() -> None:
    token = seal(PLAN, now=NOW)
    assert b"debts" not in urlsafe_b64decode(token + "=" * (-len(token) % 4))


def test_a_link_of_four_steps_fits_a_code_that_a_cheap_phone_reads() -> None:
    needs = ("health.insurance", "safety.exploitation", "isolation.far-family")
    steps = tuple(SealedStep(uuid4(), uuid4(), needs) for _ in range(4))
    assert len(seal(SealedPlan("fa-af", date(2026, 11, 23), steps), now=NOW)) < 500


@given(st.text(max_size=200))
def test_a_garbled_link_is_refused_in_words(token: str) -> None:
    with pytest.raises(LinkError):
        unseal(token, now=NOW)


def test_a_link_with_one_letter_changed_is_refused() -> None:
    token = seal(PLAN, now=NOW)
    for position in (0, len(token) // 2, len(token) - 8):
        changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
        with pytest.raises(LinkError):
            unseal(changed, now=NOW)


def test_an_endless_link_is_refused_before_it_is_read() -> None:
    with pytest.raises(LinkError, match="not whole"):
        unseal("A" * 1_000_000, now=NOW)
