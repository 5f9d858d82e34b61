"""Every reason has its sentence, in every language we answer in."""

import string
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from baken.core import eligibility, planning
from baken.core.hours import HolidayRule, Opening, Weekday, WeeklyRule
from baken.core.hours.opening import ChangeKind
from baken.core.kinds import Reason, Residence, Verdict
from baken.core.planning.kinds import LeftOut
from baken.directory.selectors import Notice
from baken.needs.models import Need
from baken.needs.services import load_taxonomy
from baken.plans import formats
from baken.plans.kinds import LeftOutView
from baken.plans.noticing import notice_sentence
from baken.plans.phrasing import (
    OWN_CODES,
    RESIDENCE_WORDS,
    SENTENCES,
    dated,
    desk_sentence,
    left_out_sentence,
    need_words,
    sentence,
    usual_hours,
    walk_sentence,
)

CODES = {**eligibility.REASON_CODES, **planning.REASON_CODES, **OWN_CODES}
RIGHT_TO_LEFT = ["ar", "fa", "fa-af", "ps"]
DEBTS_AND_SLEEP = {"money.debts": "Debts", "talking.sleep": "Sleeping badly"}
LANGUAGES = [tag for tag, _name in settings.LANGUAGES]
EXAMPLES = {
    "residence": "no-papers",
    "genders": "woman,other",
    "language": "ti",
    "languages": "ti,fa-af",
    "need": "money.debts",
    "cause": "money.debts",
    "symptom": "talking.sleep",
    "until": datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
    "opens": datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
    "confirmed_on": date(2026, 11, 1),
    "said_on": date(2026, 11, 1),
}


def _reason(code: str) -> Reason:
    return Reason(code, None, {name: EXAMPLES.get(name, 7) for name in CODES[code]})


def test_every_code_that_the_core_can_give_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_in_every_language(language: str) -> None:
    for code in CODES:
        said = sentence(_reason(code), language, labels=DEBTS_AND_SLEEP)
        assert said.strip()
        assert "%(" not in said
        assert "None" not in said


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_every_language_has_its_own_sentence_for_every_reason(language: str) -> None:
    with override(language):
        untranslated = [code for code, english in SENTENCES.items() if gettext(english) == english]
    assert untranslated == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_of_hours_stay_latin(language: str) -> None:
    said = sentence(_reason("open.now-until"), language)
    assert "17:00" in said
    assert set(said) & set(string.digits) >= {"1", "7"}


def test_another_day_is_said_with_its_name_and_time() -> None:
    assert sentence(_reason("open.later"), "nl").count("dinsdag 24 november") == 1
    assert "09:00" in sentence(_reason("open.later"), "nl")


def test_every_residence_situation_has_words() -> None:
    assert set(RESIDENCE_WORDS) == set(Residence)


def test_what_to_say_at_the_desk_is_in_the_local_language(db: None) -> None:
    load_taxonomy()
    said = desk_sentence(needs=["money.debts"], languages=("ti", "ar"), language="nl")
    assert "Schulden" in said
    assert "Tigrinya" in said
    assert "Arabisch" in said


def test_what_comes_first_is_said_to_help_not_to_be_a_cause() -> None:
    """A need is often worded as what is wanted: «a doctor» brings no bad sleep."""
    said = sentence(_reason("plan.cause-first"), "en", labels=DEBTS_AND_SLEEP)
    assert said == "First this: it often helps with “Sleeping badly” too."


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_inside_a_sentence_are_set_off_from_it(language: str) -> None:
    said = sentence(_reason("plan.cause-first"), language, labels=DEBTS_AND_SLEEP)
    before, after = said.split("Sleeping badly")
    assert before.rstrip("\u00a0\u202f ")[-1] in "“«„‘"
    assert after.lstrip("\u00a0\u202f ")[0] in "”»’“"


def test_labels_that_hold_an_and_are_told_apart_by_commas(db: None) -> None:
    load_taxonomy()
    said = desk_sentence(needs=["talking.sleep", "talking.sadness"], languages=("so",), language="nl")
    assert "Slecht slapen, Verdriet" in said


def test_who_speaks_the_local_language_does_not_say_so() -> None:
    said = desk_sentence(needs=["money.debts"], languages=("nl",), language="nl", labels=DEBTS_AND_SLEEP)
    assert said == "Goedendag. Ik zoek hulp bij: Debts. Kunt u mij helpen?"


def test_a_need_that_has_no_words_any_more_stands_for_itself() -> None:
    assert "old.need" in desk_sentence(needs=["old.need"], languages=("ti",), language="nl", labels={})


def test_a_label_is_in_the_readers_language_else_in_the_local_one(db: None) -> None:
    load_taxonomy()
    Need.objects.filter(code="money.debts").update(labels={"nl": {"text": "Schulden", "state": "original"}})
    assert need_words("ti")["money.debts"] == "Schulden"


# ---- days and dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "day", "long"),
    [
        ("nl", "dinsdag 24 november", "24 november 2026"),
        ("fr", "mardi 24 novembre", "24 novembre 2026"),
        ("en", "Tuesday 24 November", "24 November 2026"),
        ("es", "martes 24 de noviembre", "24 de noviembre de 2026"),
        ("pt", "terça-feira, 24 de novembro", "24 de novembro de 2026"),
        ("tr", "24 Kasım Salı", "24 Kasım 2026"),
        ("ru", "вторник, 24 ноября", "24 ноября 2026"),
        ("pl", "wtorek, 24 listopada", "24 listopada 2026"),
        ("ar", "الثلاثاء 24 نوفمبر", "24 نوفمبر 2026"),
        ("xx", "Tuesday 24 November", "24 November 2026"),
    ],
)
def test_a_day_is_said_as_people_say_it(language: str, day: str, long: str) -> None:
    assert formats.day(date(2026, 11, 24), language) == day
    assert formats.long_date(date(2026, 11, 24), language) == long


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["plan.near-previous", "room.waiting-weeks", "plan.several-needs"])
def test_a_number_of_one_reads_as_well_as_more(code: str, language: str) -> None:
    one = sentence(Reason(code, None, dict.fromkeys(CODES[code], 1)), language)
    many = sentence(Reason(code, None, dict.fromkeys(CODES[code], 5)), language)
    assert one == many.replace("5", "1")
    assert "minuten" not in one
    assert "minutes" not in one


# ---- what is different for a while --------------------------------------------------------------------------------

FIRST = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # midnight in Brussels: the 24th begins
MIDNIGHT = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)  # the 30th ends


def _notice(kind: ChangeKind, ends: datetime | None = MIDNIGHT) -> Notice:
    return Notice(kind, FIRST, ends, None, hours="14:00-16:00")


def test_the_last_day_of_a_closure_is_the_day_before_it_opens() -> None:
    assert notice_sentence(_notice(ChangeKind.CLOSED), "nl", now=FIRST) == "Gesloten tot en met maandag 30 november"


def test_a_closure_still_to_come_is_not_said_as_if_it_had_begun() -> None:
    said = notice_sentence(_notice(ChangeKind.CLOSED), "nl", now=FIRST - timedelta(days=2))
    assert said == "Gesloten van dinsdag 24 november tot en met maandag 30 november"


def test_a_closure_without_an_end_says_since_when_and_that_nobody_knows_until_when() -> None:
    said = notice_sentence(_notice(ChangeKind.CLOSED, None), "nl", now=FIRST)
    assert said == "Gesloten vanaf dinsdag 24 november tot nader bericht"


@pytest.mark.parametrize("before", [timedelta(), timedelta(days=1)])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Closed on Tuesday 24 November"),
        ("nl", "Gesloten op dinsdag 24 november"),
        ("fr", "Fermé le mardi 24 novembre"),
        ("ar", "مغلق يوم الثلاثاء 24 نوفمبر"),
    ],
)
def test_one_day_closed_is_that_day_and_not_from_it_on(language: str, words: str, before: timedelta) -> None:
    one_day = _notice(ChangeKind.CLOSED, FIRST + timedelta(days=1))
    assert notice_sentence(one_day, language, now=FIRST - before) == words


def test_a_part_of_a_day_is_not_said_as_the_whole_of_it() -> None:
    from_ten = Notice(ChangeKind.CLOSED, FIRST + timedelta(hours=10), FIRST + timedelta(days=1), None)
    assert notice_sentence(from_ten, "en", now=FIRST) == "Closed on Tuesday 24 November, 10:00–00:00"
    assert "\u206610:00–00:00\u2069" in notice_sentence(from_ten, "ar", now=FIRST)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ChangeKind)
def test_every_change_still_to_come_has_both_its_days(language: str, kind: ChangeKind) -> None:
    said = notice_sentence(_notice(kind), language, now=FIRST - timedelta(days=2))
    assert "%(" not in said and "24" in said and "30" in said
    assert ("14:00-16:00" in said) == (kind is ChangeKind.HOURS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ChangeKind)
@pytest.mark.parametrize("ends", [MIDNIGHT, None])
def test_every_change_has_words(language: str, kind: ChangeKind, ends: datetime | None) -> None:
    said = notice_sentence(_notice(kind, ends), language, now=FIRST)
    assert "%(" not in said
    assert ("14:00-16:00" in said) == (kind is ChangeKind.HOURS)
    assert ("30" in said) == (ends is not None)


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_hours_and_local_names_are_isolated_in_a_right_to_left_sentence(language: str) -> None:
    assert "\u206614:00-16:00\u2069" in notice_sentence(_notice(ChangeKind.HOURS), language, now=FIRST)
    elsewhere = Reason("municipality.only", None, {"municipalities": "Voorbeeldstad, Elders"})
    assert "\u2068Voorbeeldstad, Elders\u2069" in sentence(elsewhere, language)
    assert "\u2068" not in sentence(elsewhere, "nl")


def test_nobody_is_told_to_walk_for_more_than_an_hour() -> None:
    assert walk_sentence(6480, "en") == "Far: about 8 km. Ask about a bus or call first."
    assert "8" in walk_sentence(6480, "ar")
    assert walk_sentence(6480, "en", walk_only=True) == "Far on foot: about 8 km. Call first."


def test_a_door_that_opens_another_day_says_not_now() -> None:
    assert sentence(_reason("open.later"), "en").startswith("Not now: opens ")
    (on_that_day,) = dated([_reason("open.later")], date(2026, 11, 25))
    assert sentence(on_that_day, "en").startswith("Opens ")


def test_what_is_said_of_another_day_names_that_day() -> None:
    said = {reason.code: reason for reason in _todays()}
    assert sentence(said["plan.open-today"], "en") == "You can go today."
    on = {reason.code: sentence(reason, "en") for reason in dated(_todays(), date(2026, 11, 25))}
    assert on == {
        "plan.open-today": "You can go on Wednesday 25 November.",
        "open.now-until": "Open on Wednesday 25 November, until 17:00.",
        "open.closes-soon": "On Wednesday 25 November it closes at 17:00.",
        "open.closes-before-arrival": "On Wednesday 25 November it closes at 17:00, before you can be there.",
        "open.later-today": "Opens Wednesday 25 November at 17:00.",
        "plan.another-day": "Not on Wednesday 25 November: opens Wednesday 25 November at 17:00.",
        "price.free": "Free.",
    }


@pytest.mark.parametrize("language", [tag for tag, _name in settings.LANGUAGES])
def test_the_day_is_named_in_every_language(language: str) -> None:
    for reason in dated(_todays(), date(2026, 11, 25)):
        if reason.code != "price.free":
            assert "25" in sentence(reason, language)


def _todays() -> list[Reason]:
    at = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    return [
        Reason("plan.open-today"),
        Reason("open.now-until", Verdict.YES, {"until": at}),
        Reason("open.closes-soon", None, {"until": at}),
        Reason("open.closes-before-arrival", None, {"until": at}),
        Reason("open.later-today", Verdict.YES, {"opens": at}),
        Reason("plan.another-day", None, {"opens": at}),
        Reason("price.free", Verdict.YES),
    ]


@pytest.mark.parametrize(("seconds", "minutes"), [(0, "1"), (29, "1"), (600, "10"), (629, "10"), (3600, "60")])
def test_a_walk_takes_at_least_a_minute(seconds: int, minutes: str) -> None:
    assert walk_sentence(seconds, "en") == f"{minutes} min on foot"


def test_what_is_left_out_says_what_it_is_about() -> None:
    left = LeftOut(Reason("left-out.no-door"), need="money.debts")
    assert left_out_sentence(LeftOutView(left, None, None), "en", labels=DEBTS_AND_SLEEP).startswith("Debts: We found")


WORK_DAYS = frozenset(Weekday) - {Weekday.SA, Weekday.SU}
AT_WORK = WeeklyRule(WORK_DAYS, time(9), time(17))


@pytest.mark.parametrize(
    ("hours", "language", "said"),
    [
        (Opening(), "en", ""),
        (Opening(always=True), "en", "Open day and night."),
        (
            Opening(rules=(AT_WORK,), holidays=HolidayRule.CLOSED),
            "en",
            "Mon–Fri 09:00–17:00 · On public holidays: closed",
        ),
        (
            Opening(rules=(WeeklyRule(frozenset({Weekday.MO, Weekday.WE}), time(20), time(6)),)),
            "en",
            "Mon, Wed 20:00–06:00 · ask: public holiday",
        ),
        (
            Opening(
                rules=(AT_WORK, WeeklyRule(frozenset({Weekday.SA}), time(10), time(12))),
                holidays=HolidayRule.AS_USUAL,
            ),
            "nl",
            "ma–vr 09:00–17:00, za 10:00–12:00 · Op feestdagen: zoals anders",
        ),
        (
            Opening(rules=(AT_WORK,), holidays=HolidayRule.CLOSED),
            "ar",
            "الاثنين–الجمعة \u206609:00–17:00\u2069 · في أيام العطل الرسمية: مغلق",
        ),
    ],
)
def test_the_hours_of_any_week_stand_in_one_line(hours: Opening, language: str, said: str) -> None:
    assert usual_hours(hours, language) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_days_of_a_week_have_their_names_in_every_language(language: str) -> None:
    days = [formats.weekdays({day}, language) for day in Weekday]
    assert len(set(days)) == 7
    columns = [formats.weekday_of_column(date(2026, 1, 5 + day), language) for day in Weekday]
    assert len(set(columns)) == 7 and max(map(len, columns)) < 7
    assert formats.weekdays(Weekday, language) == f"{days[0]}–{days[6]}"
