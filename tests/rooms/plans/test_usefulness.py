"""Few lines, each worth reading: nothing twice, what must be asked before what is merely nice."""

from datetime import UTC, datetime

import pytest

from baken.core import eligibility, planning
from baken.core.kinds import Reason, Verdict
from baken.core.planning.kinds import LeftOut
from baken.plans.kinds import LeftOutView, NeedChip
from baken.plans.usefulness import SAID_BY, most_useful, worth_saying

TUESDAY = {"opens": datetime(2026, 11, 24, 9, tzinfo=UTC)}
FREE = Reason("price.free", Verdict.YES)
ARABIC = Reason("language.staff", Verdict.YES, {"language": "ar"})
ASK_PRICE = Reason("price.unknown", Verdict.ASK)
ASK_AGES = Reason("age.unknown", Verdict.ASK)
ASK_FIRST = Reason("plan.ask-first", Verdict.ASK)
ANY_AGE = Reason("age.any", Verdict.YES)
TURNED_AWAY = Reason("age.too-old", Verdict.NO, {"age": 52, "maximum": 25})


def _codes(*reasons: Reason, most: int = 6, told: tuple[str, ...] = ()) -> list[str]:
    return [reason.code for reason in most_useful(reasons, most=most, told=told)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ((Reason("plan.another-day", None, TUESDAY), Reason("open.later", None, TUESDAY)), ["plan.another-day"]),
        ((Reason("plan.open-today"), Reason("open.now-until", None, TUESDAY)), ["open.now-until"]),
        ((Reason("plan.open-today"), FREE), ["plan.open-today", "price.free"]),
        ((Reason("papers.none-asked"), Reason("residence.any")), ["papers.none-asked"]),
        ((Reason("residence.any"), FREE), ["residence.any", "price.free"]),
        ((Reason("plan.same-place", None, {"step": 1}), Reason("plan.near-previous")), ["plan.same-place"]),
        ((ASK_FIRST, ASK_PRICE), ["price.unknown"]),
        ((ASK_FIRST, FREE), ["plan.ask-first", "price.free"]),
        ((FREE, FREE), ["price.free"]),
        ((), []),
    ],
)
def test_a_reason_that_another_says_is_left_out(given: tuple[Reason, ...], kept: list[str]) -> None:
    assert _codes(*given) == kept


def test_the_same_code_about_something_else_is_another_reason() -> None:
    tigrinya = Reason("language.interpreter", Verdict.YES, {"language": "ti"})
    dutch = Reason("language.interpreter", Verdict.YES, {"language": "nl"})
    assert len(most_useful([tigrinya, dutch], most=6)) == 2


def test_what_is_true_of_nearly_every_door_goes_first_when_there_is_no_room() -> None:
    assert _codes(ANY_AGE, ARABIC, FREE, most=2) == ["language.staff", "price.free"]
    assert _codes(ANY_AGE, ARABIC, FREE, most=3) == ["age.any", "language.staff", "price.free"]


def test_what_turns_somebody_away_is_never_dropped() -> None:
    assert _codes(ARABIC, FREE, ASK_AGES, TURNED_AWAY, most=1) == ["age.too-old"]


@pytest.mark.parametrize("code", ["access.by-appointment", "price.paid", "papers.needed", "referral.needed"])
def test_what_somebody_goes_for_nothing_without_is_never_dropped(code: str) -> None:
    before_going = Reason(code, Verdict.YES)
    assert _codes(ARABIC, ASK_AGES, ASK_PRICE, before_going, most=2) == ["language.staff", code]


def test_a_price_does_not_push_out_that_it_is_shut() -> None:
    shut, full = Reason("change.closed-until", Verdict.ASK), Reason("room.full", Verdict.ASK)
    paid, booked = Reason("price.paid", Verdict.YES), Reason("access.by-appointment", Verdict.YES)
    assert _codes(paid, booked, shut, full, most=3) == ["price.paid", "change.closed-until", "room.full"]


def test_the_order_of_the_reasons_stays() -> None:
    assert _codes(FREE, ARABIC, ASK_AGES) == ["price.free", "language.staff", "age.unknown"]


def test_what_the_page_says_elsewhere_is_not_said_again() -> None:
    assert _codes(Reason("change.notice"), FREE, told=("change.notice",)) == ["price.free"]


def test_no_room_is_no_reasons() -> None:
    assert _codes(FREE, most=0) == []


def test_every_code_in_the_table_is_one_that_the_core_gives() -> None:
    known = {*eligibility.REASON_CODES, *planning.REASON_CODES}
    assert {*SAID_BY, *(code for codes in SAID_BY.values() for code in codes)} <= known


def test_a_need_without_a_door_is_always_told_and_a_door_that_adds_nothing_never() -> None:
    chip = NeedChip("work.find", "Work", "briefcase", 1.0)
    unmet = LeftOutView(LeftOut(Reason("left-out.no-door"), need="work.find"), chip, None)
    known_need = LeftOutView(LeftOut(Reason("left-out.full"), need="work.find", service_id="a"), chip, None)
    same = LeftOutView(LeftOut(Reason("left-out.answered-by-step", None, {"step": 1}), service_id="a"), None, None)
    gone = LeftOutView(LeftOut(Reason("left-out.gone")), None, None)
    assert worth_saying([unmet, known_need, same, gone]) == (unmet, known_need, gone)
