"""What coordinators change of guidance: at once, recorded, taken back, and left alone by files."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from reversion.models import Version

from baken.accounts.permissions import Actor
from baken.guidance import items as guidance
from baken.guidance import keeping, services
from baken.guidance.loading import content_files
from baken.guidance.models import GuidanceItem, Helpline
from baken.guidance.services import Answering, ChangedMeanwhile, GuidanceError, Words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
AT_WORK = Answering(
    number="02 000 00 01",
    whatsapp="",
    chat_url="",
    languages=("nl", "ar"),
    days=("MO", "TU"),
    opens="10:00",
    closes="12:00",
)


@pytest.fixture
def by() -> Actor:
    return Actor(get_user_model().objects.create_user("co@example.org").pk)


@pytest.fixture
def item_id() -> UUID:
    services.bring_in_step()
    return GuidanceItem.objects.get(code="relaxation-exercises").pk


def seen(code: str) -> str:
    line = keeping.helpline_to_edit(code, "nl")
    assert line is not None
    return line.seen


def newest(entry: str) -> int:
    return keeping.history(entry)[0].revision_id


def change(item_id: UUID, by: Actor, words: Words, **facts: Any) -> None:
    item = keeping.item_to_edit(item_id, words.language)
    assert item is not None
    services.change_item(item_id=item_id, words=words, facts=replace(item.facts, **facts), by=by, seen=item.seen)


def test_a_change_is_there_at_once_and_no_file_writes_over_it(item_id: UUID, by: Actor) -> None:
    change(item_id, by, Words("nl", "Rustig worden"), publisher="Ons huis", needs=("talking.grief",))
    card = guidance.item(item_id, "nl")
    assert card is not None
    assert (card.title.text, card.publisher, card.domains, card.edited) == (
        "Rustig worden",
        "Ons huis",
        ("talking",),
        True,
    )
    ours = [path for path in content_files() if path.stem == "materials"]
    assert services.load_guidance(paths=ours).kept == 1
    assert guidance.item(item_id, "nl") == card


def test_better_words_leave_the_other_languages_as_they_were(item_id: UUID, by: Actor) -> None:
    change(item_id, by, Words("nl", "Rustig worden"))
    titles = GuidanceItem.objects.get(pk=item_id).titles
    assert titles["nl"] == {"text": "Rustig worden", "state": "reviewed"}
    assert titles["fr"]["state"] == "machine-drafted"


def test_other_words_make_the_other_languages_out_of_date(item_id: UUID, by: Actor) -> None:
    change(item_id, by, Words("nl", "Rustig worden", anew=True))
    titles = GuidanceItem.objects.get(pk=item_id).titles
    assert titles["nl"]["state"] == "original"
    assert {titles[tag]["state"] for tag in ("fr", "en")} == {"stale"}


def test_words_left_as_they_were_stay_as_they_were(item_id: UUID, by: Actor) -> None:
    item = keeping.item_to_edit(item_id, "nl")
    assert item is not None
    before = GuidanceItem.objects.get(pk=item_id)
    change(item_id, by, item.words)
    after = GuidanceItem.objects.get(pk=item_id)
    assert (after.titles, after.bodies) == (before.titles, before.bodies)


def test_somebody_elses_change_meanwhile_is_said(item_id: UUID, by: Actor) -> None:
    item = keeping.item_to_edit(item_id, "nl")
    assert item is not None
    change(item_id, by, Words("nl", "Eerst"))
    with pytest.raises(ChangedMeanwhile):
        services.change_item(item_id=item_id, words=Words("nl", "Later"), facts=item.facts, by=by, seen=item.seen)


def test_what_nobody_changed_has_no_history(item_id: UUID) -> None:
    assert keeping.history(str(item_id)) == ()


def test_the_history_says_who_and_what_and_brings_it_back(item_id: UUID, by: Actor) -> None:
    change(item_id, by, Words("nl", "Rustig worden"), in_force=False)
    last, before = keeping.history(str(item_id))
    assert (last.what, last.who, before.what) == ("changed", "co@example.org", "")
    assert {one.field for one in last.changes} >= {"titles", "in_force"}
    services.restore(entry=str(item_id), revision_id=before.revision_id, by=by, on=TODAY, seen=last.revision_id)
    card = guidance.item(item_id, "nl")
    assert card is not None and card.title.text == "Oefeningen om te ontspannen"
    assert keeping.history(str(item_id))[0].what == "restored"


def test_the_history_tells_of_the_language_that_changed_and_of_no_other_order(item_id: UUID, by: Actor) -> None:
    needs = tuple(GuidanceItem.objects.get(pk=item_id).needs)
    assert len(needs) > 1
    change(item_id, by, Words("nl", "Rustig worden"), needs=needs[::-1])
    changes = {one.field: one for one in keeping.history(str(item_id))[0].changes}
    assert "needs" not in changes
    assert (set(changes["titles"].old), set(changes["titles"].new)) == ({"nl"}, {"nl"})


def test_the_history_does_not_tell_of_languages_that_only_went_out_of_date(item_id: UUID, by: Actor) -> None:
    change(item_id, by, Words("nl", "Rustig worden", anew=True))
    changes = {one.field: one for one in keeping.history(str(item_id))[0].changes}
    assert set(changes["titles"].new) == {"nl"}


@pytest.mark.parametrize("entry", ["no-such-line", str(uuid4())])
def test_what_is_not_there_cannot_be_brought_back(entry: str, by: Actor) -> None:
    with pytest.raises(GuidanceError):
        services.restore(entry=entry, revision_id=1, by=by, on=TODAY, seen=1)


def test_a_revision_of_another_entry_is_refused(item_id: UUID, by: Actor) -> None:
    other = GuidanceItem.objects.get(code="card-interpreter").pk
    change(item_id, by, Words("nl", "Rustig worden"))
    revision = keeping.history(str(item_id))[0].revision_id
    with pytest.raises(GuidanceError, match="does not hold this entry"):
        services.restore(entry=str(other), revision_id=revision, by=by, on=TODAY, seen=revision)


def test_a_new_card_is_found_at_once(item_id: UUID, by: Actor) -> None:
    item = keeping.item_to_edit(item_id, "nl")
    assert item is not None
    facts = replace(item.facts, source="our own meeting", audiences=("gp",))
    added = services.add_item(kind="card", words=Words("nl", "Neem de tijd", "Vraag door."), facts=facts, by=by)
    assert added in {card.id for card in guidance.items("card", guidance.Choice(audience="gp"), "nl").found}
    assert [step.what for step in keeping.history(str(added))] == ["added"]


@pytest.mark.parametrize(
    ("title", "source", "field"),
    [(" ", "s", "title"), ("\u200b\u3164", "s", "title"), ("Tijd", "", "source"), ("Tijd", "\u2060\u00ad", "source")],
)
def test_no_title_or_no_source_adds_nothing(item_id: UUID, by: Actor, title: str, source: str, field: str) -> None:
    item = keeping.item_to_edit(item_id, "nl")
    assert item is not None
    with pytest.raises(GuidanceError, match=field):
        services.add_item(kind="card", words=Words("nl", title), facts=replace(item.facts, source=source), by=by)
    assert GuidanceItem.objects.filter(kind="card", code__startswith="own-").count() == 0


def test_a_helpline_that_was_called_has_its_number_languages_and_hours_from_now_on(item_id: UUID, by: Actor) -> None:
    services.change_helpline(code="be-1712", answering=AT_WORK, by=by, on=TODAY, seen=seen("be-1712"))
    line = Helpline.objects.get(code="be-1712")
    assert (line.number, line.languages, line.confirmed_on) == ("02 000 00 01", ["nl", "ar"], TODAY)
    assert line.rules == [{"days": ["MO", "TU"], "opens": "10:00", "closes": "12:00"}]
    assert services.load_guidance().kept == 1
    before = keeping.history("be-1712")[-1]
    services.restore(entry="be-1712", revision_id=before.revision_id, by=by, on=TODAY, seen=newest("be-1712"))
    assert Helpline.objects.get(code="be-1712").number == "1712"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": ""},
        {"number": "call us"},
        {"whatsapp": "x"},
        {"opens": ""},
        {"closes": ""},
        {"closes": "10:00"},
        {"days": ("MO", "MO")},
    ],
    ids=str,
)
def test_a_helpline_without_a_way_to_reach_it_or_half_its_hours_is_refused(
    item_id: UUID, by: Actor, changes: dict[str, Any]
) -> None:
    with pytest.raises(GuidanceError):
        services.change_helpline(
            code="be-1712", answering=replace(AT_WORK, **changes), by=by, on=TODAY, seen=seen("be-1712")
        )
    assert not Helpline.objects.get(code="be-1712").confirmed


def test_whoever_saw_nothing_changes_nothing(item_id: UUID, by: Actor) -> None:
    item = keeping.item_to_edit(item_id, "nl")
    assert item is not None
    with pytest.raises(ChangedMeanwhile):
        services.change_item(item_id=item_id, words=Words("nl", "Later"), facts=item.facts, by=by, seen=None)


def test_a_helpline_that_changed_meanwhile_is_neither_changed_nor_confirmed(item_id: UUID, by: Actor) -> None:
    old = seen("be-1712")
    services.change_helpline(code="be-1712", answering=AT_WORK, by=by, on=TODAY, seen=old)
    later = replace(AT_WORK, number="02 000 00 09")
    for stale in (old, ""):
        with pytest.raises(ChangedMeanwhile):
            services.change_helpline(code="be-1712", answering=later, by=by, on=TODAY, seen=stale)
        with pytest.raises(ChangedMeanwhile):
            services.confirm_helpline(code="be-1712", by="coordinator", on=TODAY, seen=stale)
    assert Helpline.objects.get(code="be-1712").number == "02 000 00 01"


def test_a_confirmation_leaves_the_mark_of_what_was_seen_as_it_was(item_id: UUID) -> None:
    before = seen("be-1712")
    services.confirm_helpline(code="be-1712", by="coordinator", on=TODAY, seen=before)
    assert seen("be-1712") == before


def test_an_old_history_brings_nothing_back_over_a_newer_change(item_id: UUID, by: Actor) -> None:
    change(item_id, by, Words("nl", "Eerst"))
    last, before = keeping.history(str(item_id))
    change(item_id, by, Words("nl", "Later"))
    with pytest.raises(ChangedMeanwhile):
        services.restore(entry=str(item_id), revision_id=before.revision_id, by=by, on=TODAY, seen=last.revision_id)
    assert GuidanceItem.objects.get(pk=item_id).titles["nl"]["text"] == "Later"


def test_the_ways_to_reach_a_helpline_follow_its_numbers(item_id: UUID, by: Actor) -> None:
    chat = replace(AT_WORK, number="", chat_url="https://example.org/chat")
    services.change_helpline(code="be-1712", answering=chat, by=by, on=TODAY, seen=seen("be-1712"))
    assert Helpline.objects.get(code="be-1712").channels == ["chat"]
    asked = Helpline.objects.create(
        code="town-1", country="BE", names={"nl": {"text": "Lijn", "state": "original"}}, number="1",
        channels=["phone", "whatsapp"], topics=["listening"], source="s", origin="town",
    )  # fmt: skip
    services.change_helpline(code=asked.code, answering=AT_WORK, by=by, on=TODAY, seen=seen(asked.code))
    asked.refresh_from_db()
    assert asked.channels == ["phone", "whatsapp"], "of WhatsApp the number was never known: ask"


@pytest.mark.parametrize("old", ['{"titles"', "[]", "", "relaxation", "null"])
def test_a_damaged_state_is_shown_as_such_and_not_brought_back(item_id: UUID, by: Actor, old: str) -> None:
    change(item_id, by, Words("nl", "Rustig worden"))
    last, before = keeping.history(str(item_id))
    version = Version.objects.get(revision=before.revision_id)
    damaged = version.serialized_data.replace('"titles": {', '"titles": {"xx": 3, ') if old == "relaxation" else old
    assert damaged != version.serialized_data
    Version.objects.filter(pk=version.pk).update(serialized_data=damaged)
    assert [step.readable for step in keeping.history(str(item_id))] == [True, False]
    with pytest.raises(GuidanceError, match="damaged"):
        services.restore(entry=str(item_id), revision_id=before.revision_id, by=by, on=TODAY, seen=last.revision_id)
