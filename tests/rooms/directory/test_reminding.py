"""Reminders: one mail a person a week, a link that confirms exactly what it names, a link that stops them."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from django.utils import timezone

from baken.accounts import links
from baken.accounts.services import account_for
from baken.core.kinds import Text, Texts, TextState
from baken.directory import inviting, reminding
from baken.directory.ageing import FactKind
from baken.directory.models import Membership, Organisation, Service

TODAY = date(2026, 11, 22)
OLD = TODAY - timedelta(days=400)


def house(name: str) -> UUID:
    return Organisation.objects.create(name=name).pk


def service(organisation_id: UUID, name: str, confirmed: date | None = OLD, **facts: object) -> UUID:
    texts = Texts({"nl": Text("nl", name, TextState.ORIGINAL)}).to_json()
    return Service.objects.create(organisation_id=organisation_id, name=texts, assured_date=confirmed, **facts).pk


@pytest.fixture
def kade(db: None) -> UUID:
    return house("De Kade")


@pytest.fixture
def editor(kade: UUID) -> int:
    user = account_for(email="a@example.org", language="fr")
    inviting.add_editor(organisation_id=kade, user_id=user.pk)
    return int(user.pk)


def test_what_is_due_is_listed_per_organisation_in_one_mail(kade: UUID, editor: int) -> None:
    zon = house("Zon")
    inviting.add_editor(organisation_id=zon, user_id=editor)
    for owner, name in ((zon, "Thee"), (kade, "Schulden"), (kade, "School")):
        service(owner, name)
    service(kade, "Vers", confirmed=TODAY)
    (reminder,) = reminding.due_reminders(today=TODAY)
    listed = {one.name: sorted(each.name.text for each in one.services) for one in reminder.organisations}
    assert listed == {"De Kade": ["School", "Schulden"], "Zon": ["Thee"]}
    assert (reminder.email, reminder.language) == ("a@example.org", "fr")


def test_nothing_due_is_no_mail(kade: UUID, editor: int) -> None:
    service(kade, "Vers", confirmed=TODAY)
    assert reminding.due_reminders(today=TODAY) == ()


@pytest.mark.parametrize(("days", "mails"), [(0, 0), (6, 0), (7, 1)])
def test_a_person_gets_at_most_one_mail_a_week(kade: UUID, editor: int, days: int, mails: int) -> None:
    service(kade, "Schulden")
    (first,) = reminding.due_reminders(today=TODAY)
    assert reminding.claim(first, today=TODAY)
    assert len(reminding.due_reminders(today=TODAY + timedelta(days=days))) == mails


def test_two_runs_at_once_send_one_mail(kade: UUID, editor: int) -> None:
    service(kade, "Schulden")
    (first,), (second,) = reminding.due_reminders(today=TODAY), reminding.due_reminders(today=TODAY)
    assert (reminding.claim(first, today=TODAY), reminding.claim(second, today=TODAY)) == (True, False)


def test_a_new_organisation_does_not_bring_a_second_mail_in_the_week(kade: UUID, editor: int) -> None:
    service(kade, "Schulden")
    (first,) = reminding.due_reminders(today=TODAY)
    reminding.claim(first, today=TODAY)
    inviting.set_reminders(user_id=editor, organisation_id=kade, on=False)
    zon = house("Zon")
    inviting.add_editor(organisation_id=zon, user_id=editor)
    service(zon, "Thee")
    assert reminding.due_reminders(today=TODAY + timedelta(days=3)) == ()


def test_who_stopped_reminders_or_has_a_closed_account_gets_none(kade: UUID, editor: int) -> None:
    service(kade, "Schulden")
    inviting.set_reminders(user_id=editor, organisation_id=kade, on=False)
    assert reminding.due_reminders(today=TODAY) == ()
    inviting.set_reminders(user_id=editor, organisation_id=kade, on=True)
    get_user_model().objects.filter(pk=editor).update(is_active=False)
    assert reminding.due_reminders(today=TODAY) == ()


def test_the_link_confirms_exactly_what_it_names(kade: UUID, editor: int) -> None:
    named, other = service(kade, "Schulden"), service(kade, "School")
    token = reminding.confirm_token(editor, [named], today=TODAY)
    assert reminding.confirm(token) == 1
    days = dict(Service.objects.values_list("pk", "assured_date"))
    assert days == {named: timezone.localdate(), other: OLD}
    assert Service.objects.get(pk=named).assurer == "De Kade"


def test_room_that_is_confirmed_is_said_today(kade: UUID, editor: int) -> None:
    known, unknown = service(kade, "Schulden", room="open", room_said_on=OLD), service(kade, "School")
    reminding.confirm(reminding.confirm_token(editor, [known, unknown], today=TODAY))
    assert dict(Service.objects.values_list("pk", "room_said_on")) == {known: timezone.localdate(), unknown: None}


def test_looking_confirms_nothing(kade: UUID, editor: int) -> None:
    token = reminding.confirm_token(editor, [service(kade, "Schulden")], today=TODAY)
    for _ in range(3):
        assert len(reminding.confirmable(token, languages=("nl",)).services) == 1
    assert set(Service.objects.values_list("assured_date", flat=True)) == {OLD}


def test_a_confirmation_works_once(kade: UUID, editor: int) -> None:
    token = reminding.confirm_token(editor, [service(kade, "Schulden")], today=TODAY)
    reminding.confirm(token)
    Service.objects.update(assured_date=OLD)
    with pytest.raises(links.LinkUsed):
        reminding.confirm(token)
    assert set(Service.objects.values_list("assured_date", flat=True)) == {OLD}


def test_who_no_longer_edits_it_confirms_nothing(kade: UUID, editor: int) -> None:
    token = reminding.confirm_token(editor, [service(kade, "Schulden")], today=TODAY)
    Membership.objects.all().delete()
    with pytest.raises(links.LinkProblem):
        reminding.confirm(token)


def test_a_service_that_went_to_another_house_is_not_confirmed(kade: UUID, editor: int) -> None:
    mine, gone = service(kade, "Schulden"), service(kade, "School")
    token = reminding.confirm_token(editor, [mine, gone], today=TODAY)
    Service.objects.filter(pk=gone).update(organisation=house("Zon"))
    assert reminding.confirm(token) == 1
    assert Service.objects.get(pk=gone).assured_date == OLD


@pytest.mark.parametrize(("purpose", "days"), [("confirm", 30), ("stop", 365)])
def test_links_expire(kade: UUID, editor: int, purpose: str, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    service(kade, "Schulden")
    (reminder,) = reminding.due_reminders(today=TODAY)
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + days * 86_400 + 60)
    with pytest.raises(links.LinkExpired):
        if purpose == "confirm":
            reminding.confirm(reminder.confirm_token)
        else:
            reminding.stop(reminder.stop_token)


def test_a_link_of_one_purpose_is_worth_nothing_for_the_other(kade: UUID, editor: int) -> None:
    service(kade, "Schulden")
    (reminder,) = reminding.due_reminders(today=TODAY)
    with pytest.raises(links.LinkProblem):
        reminding.confirm(reminder.stop_token)
    with pytest.raises(links.LinkProblem):
        reminding.stop(reminder.confirm_token)


def test_stopping_stops_all_of_this_person_and_nobody_else(kade: UUID, editor: int) -> None:
    colleague = account_for(email="b@example.org")
    inviting.add_editor(organisation_id=kade, user_id=colleague.pk)
    service(kade, "Schulden")
    mine = next(one for one in reminding.due_reminders(today=TODAY) if one.user_id == editor)
    reminding.stop(mine.stop_token)
    assert [one.email for one in reminding.due_reminders(today=TODAY)] == ["b@example.org"]


def test_a_mail_that_could_not_be_sent_is_due_again(kade: UUID, editor: int) -> None:
    service(kade, "Schulden")
    (first,) = reminding.due_reminders(today=TODAY)
    reminding.claim(first, today=TODAY)
    reminding.unclaim(first)
    assert len(reminding.due_reminders(today=TODAY)) == 1


def test_a_mail_holds_so_many_services_and_says_how_many_more(kade: UUID, editor: int) -> None:
    for number in range(reminding.MOST_IN_A_MAIL + 5):
        service(kade, f"Dienst {number}")
    (reminder,) = reminding.due_reminders(today=TODAY)
    assert sum(len(one.services) for one in reminder.organisations) == reminding.MOST_IN_A_MAIL
    assert reminder.more == 5
    assert len(reminder.confirm_token) < 1800, "mail programs break longer addresses"


def test_room_alone_is_due_after_two_weeks(kade: UUID, editor: int) -> None:
    service(kade, "Schulden", confirmed=TODAY - timedelta(days=14), room="few")
    (reminder,) = reminding.due_reminders(today=TODAY)
    assert reminder.organisations[0].services[0].kinds == (FactKind.ROOM,)
