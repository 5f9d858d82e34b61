"""What readers say: kept without who said it, decided once, answered, forgotten in time."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from baken.accounts.services import account_for
from baken.directory import suggesting
from baken.directory.models import Organisation, Service, Suggestion


@pytest.fixture
def kade(db: None) -> UUID:
    return Organisation.objects.create(name="De Kade").pk


@pytest.fixture
def coordinator(db: None) -> int:
    return int(account_for(email="c@example.org").pk)


def said(kade: UUID, **changes: object) -> UUID:
    given = {"kind": "wrong", "words": "De deur is dicht.", "language": "nl", "organisation_id": kade, **changes}
    return suggesting.state_of(suggesting.suggest(**given)).id  # type: ignore[arg-type, union-attr]


def test_about_a_service_it_knows_the_organisation(kade: UUID) -> None:
    service = Service.objects.create(organisation_id=kade, name={})
    reference = suggesting.suggest(kind="moved", words="", language="nl", service_id=service.pk)
    found = suggesting.state_of(reference)
    assert found is not None
    assert (found.service_id, found.organisation_id, found.state) == (service.pk, kade, "new")


def test_a_code_is_read_as_people_write_it(kade: UUID) -> None:
    reference = suggesting.suggest(kind="wrong", words="x", language="nl", organisation_id=kade)
    assert suggesting.state_of(f" {reference[:5].lower()}-{reference[5:].lower()} ") is not None
    assert suggesting.state_of("") is None


def test_codes_cannot_be_counted_through(kade: UUID) -> None:
    codes = {suggesting.new_reference() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 10 for code in codes)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [({"kind": "spam"}, "kind"), ({"words": "x" * 1001}, "words"), ({"words": "  "}, "words")],
)
def test_what_cannot_be_used_is_refused_by_name(kade: UUID, changes: dict[str, str], wrong: str) -> None:
    with pytest.raises(suggesting.SuggestionProblem, match=wrong):
        said(kade, **changes)
    assert not Suggestion.objects.exists()


def test_passed_on_it_is_at_the_desk_of_that_organisation_alone(kade: UUID, coordinator: int) -> None:
    suggestion = said(kade)
    assert suggesting.passed_on_to(kade) == ()
    suggesting.pass_on(suggestion_id=suggestion, by=coordinator, note="Kijk eens")
    (card,) = suggesting.passed_on_to(kade)
    assert (card.id, card.note) == (suggestion, "Kijk eens")
    assert suggesting.passed_on_to(Organisation.objects.create(name="Ander").pk) == ()


def test_an_editor_answers_only_what_was_passed_on_to_them(kade: UUID, coordinator: int) -> None:
    suggestion, other = said(kade), Organisation.objects.create(name="Ander").pk
    for house in (kade, other):
        with pytest.raises(suggesting.SuggestionProblem):
            suggesting.close(suggestion_id=suggestion, by=coordinator, done=True, answer="", organisation_id=house)
    suggesting.pass_on(suggestion_id=suggestion, by=coordinator)
    with pytest.raises(suggesting.SuggestionProblem):
        suggesting.close(suggestion_id=suggestion, by=coordinator, done=True, answer="", organisation_id=other)
    suggesting.close(suggestion_id=suggestion, by=coordinator, done=True, answer="Aangepast", organisation_id=kade)
    assert Suggestion.objects.get().state == "done"


def test_what_is_decided_stays_decided(kade: UUID, coordinator: int) -> None:
    suggestion = said(kade)
    suggesting.close(suggestion_id=suggestion, by=coordinator, done=False, answer="Het klopt")
    for again in (
        lambda: suggesting.close(suggestion_id=suggestion, by=coordinator, done=True, answer=""),
        lambda: suggesting.pass_on(suggestion_id=suggestion, by=coordinator),
    ):
        with pytest.raises(suggesting.SuggestionProblem):
            again()


def test_a_no_needs_a_reason(kade: UUID, coordinator: int) -> None:
    with pytest.raises(suggesting.SuggestionProblem, match="answer"):
        suggesting.close(suggestion_id=said(kade), by=coordinator, done=False, answer="  ")


def test_what_is_not_there_cannot_be_passed_on(kade: UUID, coordinator: int) -> None:
    suggestion = said(kade, kind="missing", organisation_id=None, need="money.debts", words="")
    with pytest.raises(suggesting.SuggestionProblem):
        suggesting.pass_on(suggestion_id=suggestion, by=coordinator)


def test_words_are_forgotten_ninety_days_after_the_decision(kade: UUID, coordinator: int) -> None:
    waiting, closed = said(kade), said(kade, words="Jan zei dat het dicht is")
    suggesting.close(suggestion_id=closed, by=coordinator, done=True, answer="Aangepast")
    today = timezone.localdate()
    assert suggesting.forget_old_words(today=today + timedelta(days=90)) == 0
    assert suggesting.forget_old_words(today=today + timedelta(days=92)) == 1
    kept = dict(Suggestion.objects.values_list("pk", "words"))
    assert (kept[waiting], kept[closed]) == ("De deur is dicht.", "")


def test_an_entry_that_goes_leaves_its_suggestions(kade: UUID) -> None:
    said(kade)
    Organisation.objects.all().delete()
    assert [card.entry for card in suggesting.queue()] == [""]
