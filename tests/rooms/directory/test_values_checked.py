"""Values of feeds are checked once, and no wrong one passes because of it."""

from django.core.exceptions import ValidationError

from baken.directory.feeds.checking import Checks
from baken.directory.models import Location, Service


def test_a_wrong_value_is_refused_after_right_ones_and_again() -> None:
    checks = Checks()
    for status in ("active", "active", "nonsense", "nonsense", "active"):
        assert _problems(checks, Service(name=_named(), status=status)) == (
            {"status"} if status == "nonsense" else set()
        )


def test_values_that_equal_a_known_one_but_are_of_another_kind_are_checked_themselves() -> None:
    checks = Checks()
    assert _problems(checks, Service(name=_named(), minimum_age=1)) == set()
    service = Service(name=_named(), minimum_age="1")
    assert _problems(checks, service) == set()
    assert service.minimum_age == 1


def test_a_value_of_one_column_says_nothing_of_another() -> None:
    checks = Checks()
    assert _problems(checks, Service(name=_named(), alternate_name="active", status="active")) == set()
    assert _problems(checks, Service(name=_named(), status="active", faith="active")) == {"faith"}


def test_texts_are_checked_every_time() -> None:
    checks = Checks()
    assert _problems(checks, Location(name=_named(), location_type="physical")) == set()
    assert _problems(checks, Location(name={"nl": "x"}, location_type="physical")) == {"name"}


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    assert _problems(Checks(), Service(name={"nl": 1}, status="nonsense")) == {"name", "status"}


def _problems(checks: Checks, row: Service | Location) -> set[str]:
    try:
        checks.clean(row)
    except ValidationError as problem:
        return set(problem.message_dict)
    return set()


def _named() -> dict[str, dict[str, str]]:
    return {"nl": {"text": "x", "state": "original"}}
