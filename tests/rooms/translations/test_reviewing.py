"""What a reviewer says stands at the next request, survives a release, and is never lost between two reviewers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import polib
import pytest
from django.contrib.auth import get_user_model
from django.utils.translation import gettext, ngettext, override
from small_package import DRAFTED, key, write_package

from baken.translations import exchange, selectors, services, standing
from baken.translations.kinds import Verdict
from baken.translations.messages import messages
from baken.translations.models import Judgement

pytestmark = pytest.mark.django_db
Capture = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def say(package: Path, django_capture_on_commit_callbacks: Capture) -> Callable[..., int]:
    """A judgement that is committed, as the next request finds it."""

    def judged(english: str, verdict: Verdict, *texts: str, language: str = "nl", **more: Any) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            found = services.judge(
                language=language, key=key(english), verdict=verdict, texts=texts, **{"by": None, **more}
            )
        standing.refresh()
        return found

    return judged


def in_dutch(english: str) -> str:
    with override("nl"):
        return gettext(english)


def test_a_corrected_text_stands_at_the_next_request(say: Callable[..., int]) -> None:
    assert in_dutch("Find help") == "Zoek hulp"
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    assert in_dutch("Find help") == "Vind hulp"


def test_a_sentence_that_was_kept_ready_is_said_anew(say: Callable[..., int]) -> None:
    from baken.core.kinds import Reason
    from baken.plans.phrasing import sentence

    reason = Reason("plan.open-today", None, {})
    assert sentence(reason, "nl") == "Je kunt vandaag gaan."
    say("You can go today.", Verdict.CORRECTED, "Vandaag kan je gaan.")
    assert sentence(reason, "nl") == "Vandaag kan je gaan."


def test_plural_forms_are_corrected_together(say: Callable[..., int]) -> None:
    forms = ["لا خدمة", "خدمة واحدة", "خدمتان اثنتان", "%(count)s خدمات", "%(count)s خدمةً", "%(count)s خدمة"]
    say("%(count)s service", Verdict.CORRECTED, *forms, language="ar")
    with override("ar"):
        said = [ngettext("%(count)s service", "%(count)s services", n) % {"count": n} for n in (0, 1, 2, 5, 11, 100)]
    assert said == ["لا خدمة", "خدمة واحدة", "خدمتان اثنتان", "5 خدمات", "11 خدمةً", "100 خدمة"]


def test_a_broken_text_is_refused_and_changes_nothing(say: Callable[..., int]) -> None:
    with pytest.raises(services.WrongTexts) as refused:
        say("Opens %(opens_on)s.", Verdict.CORRECTED, "Open: %(day)s.")
    assert {problem.code for problem in refused.value.problems} == {"gap-unknown", "gap-missing"}
    assert not Judgement.objects.exists()
    assert in_dutch("Opens %(opens_on)s.") == "Gaat open: %(opens_on)s."


def test_what_has_no_draft_cannot_be_right_as_it_is(say: Callable[..., int]) -> None:
    with pytest.raises(services.WrongTexts):
        say("Languages", Verdict.RIGHT)


def test_a_doubt_needs_words_and_leaves_the_text_unreviewed(say: Callable[..., int]) -> None:
    with pytest.raises(services.RemarkMissing):
        say("Find help", Verdict.DOUBT, remark=" ")
    say("Find help", Verdict.DOUBT, remark="too stiff")
    assert in_dutch("Find help") == "Zoek hulp"
    count = standing.standing().of("nl")
    assert (count.reviewed, count.doubts) == (0, 1)


def test_a_doubt_about_a_corrected_text_leaves_it_standing(say: Callable[..., int]) -> None:
    first = say("Find help", Verdict.CORRECTED, "Vind hulp")
    say("Find help", Verdict.DOUBT, remark="or «zoek»?", seen=first)
    assert in_dutch("Find help") == "Vind hulp"


def test_of_two_who_judge_at_once_the_second_is_told(say: Callable[..., int]) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    with pytest.raises(services.SaidMeanwhile):
        say("Find help", Verdict.CORRECTED, "Zoek steun")
    assert in_dutch("Find help") == "Vind hulp"


def test_the_database_lets_one_judgement_stand(say: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two whose looks both found nothing."""
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    monkeypatch.setattr(services, "_standing", lambda *_looked: None)
    with pytest.raises(services.SaidMeanwhile):
        say("Find help", Verdict.RIGHT)


def test_the_history_keeps_everything_with_who_said_it(say: Callable[..., int]) -> None:
    reviewer = get_user_model().objects.create_user("reviewer@example.org")
    first = say("Find help", Verdict.DOUBT, remark="stiff", by=reviewer.pk)
    say("Find help", Verdict.CORRECTED, "Vind hulp", seen=first, by=reviewer.pk)
    found = selectors.reviewed("nl", key("Find help"))
    assert found is not None
    assert [(said.verdict, said.remark, said.by) for said in found.history] == [
        (Verdict.CORRECTED, "", "reviewer@example.org"),
        (Verdict.DOUBT, "stiff", "reviewer@example.org"),
    ]


def test_the_account_may_go_and_what_it_said_stays(say: Callable[..., int]) -> None:
    reviewer = get_user_model().objects.create_user("reviewer@example.org")
    say("Find help", Verdict.CORRECTED, "Vind hulp", by=reviewer.pk)
    reviewer.delete()
    assert Judgement.objects.get().texts == ["Vind hulp"]


def test_a_language_is_machine_drafted_until_every_word_is_reviewed(say: Callable[..., int]) -> None:
    assert selectors.machine_drafted("nl")
    assert not selectors.machine_drafted("en")
    known = messages().values()
    Judgement.objects.bulk_create(
        Judgement(language="nl", key=one.key, english=one.english, verdict=Verdict.RIGHT, texts=[])
        for one in known
        if one.english != "Find help"
    )
    say("Find help", Verdict.DOUBT, remark="not sure")
    assert selectors.machine_drafted("nl")
    say("Find help", Verdict.RIGHT, seen=Judgement.objects.latest("pk").pk)
    assert not selectors.machine_drafted("nl")
    assert selectors.machine_drafted("ar")


def test_urgent_words_are_reviewed_when_each_of_them_is(say: Callable[..., int]) -> None:
    urgent = [work.message for work in selectors.work("nl") if work.message.audience == "urgent"]
    Judgement.objects.bulk_create(
        Judgement(language="nl", key=one.key, english=one.english, verdict=Verdict.RIGHT, texts=[])
        for one in urgent
        if one.english != "Urgent help"
    )
    standing.rebuild("nl")
    assert not selectors.urgent_words_reviewed("nl")
    say("Urgent help", Verdict.RIGHT)
    assert selectors.urgent_words_reviewed("nl")
    assert selectors.machine_drafted("nl")


def test_words_whose_english_changed_are_unreviewed_again(say: Callable[..., int]) -> None:
    """The judgement is of English words that no message has any more: it is kept, and counts for nothing."""
    Judgement.objects.create(language="nl", key="0" * 20, english="Find some help", verdict="right", texts=["Hulp"])
    standing.rebuild("nl")
    assert standing.standing().of("nl").reviewed == 0
    assert in_dutch("Find some help") == "Find some help"


def test_a_new_release_keeps_the_reviewed_words_over_its_own(say: Callable[..., int], package: Path) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    write_package(package, "nl", {**DRAFTED, "Find help": "Zoeken", "Urgent help": "Spoed"})
    standing.rebuild_where_stale()
    standing.refresh()
    assert in_dutch("Find help") == "Vind hulp"
    assert in_dutch("Urgent help") == "Spoed"


def test_a_home_that_lost_its_files_gets_them_back_at_the_start(say: Callable[..., int], package: Path) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    for file in (package.parent / "home").rglob("*"):
        if file.is_file():
            file.unlink()
    standing.refresh()
    assert in_dutch("Find help") == "Zoek hulp"
    standing.rebuild_where_stale()
    standing.refresh()
    assert in_dutch("Find help") == "Vind hulp"


def test_reviewed_persian_does_not_stand_over_the_packaged_dari(say: Callable[..., int], package: Path) -> None:
    for language in ("fa", "fa_AF"):
        place = package / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Plural-Forms": "nplurals=2; plural=(n > 1);",
        }
        catalogue.append(polib.POEntry(msgid="Find help", msgstr=f"draft {language}"))
        catalogue.save_as_mofile(str(place / "django.mo"))
    say("Find help", Verdict.CORRECTED, "reviewed fa", language="fa")
    with override("fa-af"):
        assert gettext("Find help") == "draft fa_AF"
    with override("fa"):
        assert gettext("Find help") == "reviewed fa"


def test_nothing_is_written_and_nothing_read_again_where_nobody_reviewed(package: Path) -> None:
    standing.rebuild_where_stale()
    assert not (package.parent / "home").exists()


# ---- damaged files ---------------------------------------------------------------------------------------------------

SAID_WRONG = b'{"release": "", "last": 0, "languages": {"nl": {"messages": "many"}}}'
UNKNOWN_FIELD = b'{"release": "", "last": 0, "languages": {"nl": {"colour": 1}}}'


def restart() -> None:
    """A process that read nothing yet."""
    standing._seen.stamp = -1
    standing.refresh()


def lines_of(log: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in log.records if record.name == "baken.translations.standing"]


@pytest.mark.parametrize("damage", [b"", b'{"release', b"[]", b"{}", b"null", b"\xff", SAID_WRONG, UNKNOWN_FIELD])
def test_a_damaged_account_of_what_stands_is_written_again(
    say: Callable[..., int], package: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    written = package.parent / "home/standing.json"
    whole = written.read_bytes()
    written.write_bytes(damage)
    restart()
    assert written.read_bytes() == whole
    assert standing.standing().of("nl").reviewed == 1
    assert in_dutch("Find help") == "Vind hulp"
    assert len(lines_of(caplog)) == 1


def test_a_reviewer_can_save_over_a_damaged_account(say: Callable[..., int], package: Path) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    (package.parent / "home/standing.json").write_bytes(b"[]")
    say("Urgent help", Verdict.CORRECTED, "Spoed")
    assert (in_dutch("Find help"), in_dutch("Urgent help")) == ("Vind hulp", "Spoed")


@pytest.mark.parametrize("left", [0, 3, 60, -1])
def test_a_damaged_catalogue_is_written_again(say: Callable[..., int], package: Path, left: int) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    compiled = package.parent / "home/nl/LC_MESSAGES/django.mo"
    whole = compiled.read_bytes()
    compiled.write_bytes(whole[:left] if left >= 0 else b"garbage" * 50)
    restart()
    assert compiled.read_bytes() == whole
    assert in_dutch("Find help") == "Vind hulp"


@pytest.mark.parametrize("file", ["standing.json", "nl/LC_MESSAGES/django.mo"])
def test_the_packaged_words_stand_where_nothing_can_be_written_again(
    say: Callable[..., int],
    package: Path,
    file: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_written: object) -> None:
        raise OSError(28, "No space left on device")

    say("Urgent help", Verdict.CORRECTED, "Spoed")
    (package.parent / "home" / file).write_bytes(b"")
    monkeypatch.setattr(standing, "_replace", full)
    restart()
    assert in_dutch("Find help") == "Zoek hulp"
    assert in_dutch("Urgent help") in {"Dringende hulp", "Spoed"}
    standing.rebuild_where_stale()
    assert len(lines_of(caplog)) >= 2


def test_damage_done_while_a_process_runs_does_not_reach_it(say: Callable[..., int], package: Path) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    (package.parent / "home/nl/LC_MESSAGES/django.mo").write_bytes(b"")
    standing.refresh()
    assert in_dutch("Find help") == "Vind hulp"


# ---- to the repository and back -------------------------------------------------------------------------------------


def test_reviewed_words_go_to_the_repository_with_their_state(say: Callable[..., int], tmp_path: Path) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    say("Urgent help", Verdict.DOUBT, remark="or\n«noodhulp»?")
    done = exchange.export_language("nl", tmp_path / "out")
    assert (done.reviewed, done.doubts) == (1, 1)
    written = polib.pofile(str(tmp_path / "out/nl/LC_MESSAGES/django.po"))
    found, doubted = written.find("Find help"), written.find("Urgent help")
    assert found is not None
    assert doubted is not None
    assert found.msgstr == "Vind hulp"
    assert found.tcomment.startswith("reviewed 20")
    assert doubted.msgstr == "Dringende hulp"
    assert doubted.tcomment.endswith(": or «noodhulp»?")
    assert "@" not in "".join(entry.tcomment for entry in written)


def test_what_the_repository_says_was_reviewed_is_reviewed_elsewhere_too(
    say: Callable[..., int], tmp_path: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    say("Find help", Verdict.CORRECTED, "Vind hulp")
    exchange.export_language("nl", tmp_path / "out")
    Judgement.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        done = exchange.import_language("nl", tmp_path / "out")
    assert (done.taken, done.kept, done.refused) == (1, 0, ())
    standing.refresh()
    assert in_dutch("Find help") == "Vind hulp"
    assert standing.standing().of("nl").reviewed == 1


def test_a_file_never_overrules_what_was_said_here(say: Callable[..., int], tmp_path: Path) -> None:
    first = say("Find help", Verdict.CORRECTED, "Vind hulp")
    exchange.export_language("nl", tmp_path / "out")
    say("Find help", Verdict.CORRECTED, "Zoek steun", seen=first)
    done = exchange.import_language("nl", tmp_path / "out")
    assert (done.taken, done.kept) == (0, 1)
    assert in_dutch("Find help") == "Zoek steun"


def test_a_file_with_a_text_that_would_break_a_page_is_refused(package: Path, tmp_path: Path) -> None:
    catalogue = polib.pofile(str(package / "nl/LC_MESSAGES/django.po"))
    entry = catalogue.find("Opens %(opens_on)s.")
    assert entry is not None
    entry.msgstr, entry.tcomment = "Open: %(when)s", "reviewed 2026-11-22"
    (tmp_path / "in/nl/LC_MESSAGES").mkdir(parents=True)
    catalogue.save(str(tmp_path / "in/nl/LC_MESSAGES/django.po"))
    assert exchange.import_language("nl", tmp_path / "in").refused == ("Opens %(opens_on)s.",)
    assert not Judgement.objects.exists()


def test_a_folder_without_catalogues_is_said(package: Path, tmp_path: Path) -> None:
    with pytest.raises(exchange.NoCatalogue, match=r"django\.po is missing"):
        exchange.import_language("nl", tmp_path / "nothing")


NAMED = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
MARKED = NAMED + '# reviewed 2026-11-22\nmsgid "Find help"\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "has no messages"),
        (NAMED.encode(), "has no messages"),
        (MARKED.encode() + 'msgstr "Zoek één"\n'.encode("latin-1"), "not written in UTF-8"),
        (MARKED.encode() + b'msgstr "Zoek hu', "in the middle"),
        (MARKED.encode(), "in the middle"),
        (b"PK garbage", "cannot be read"),
    ],
)
def test_a_file_that_is_no_whole_catalogue_is_refused_with_the_reason(
    package: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "in/nl/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with pytest.raises(exchange.BrokenCatalogue, match=words):
        exchange.import_language("nl", tmp_path / "in")
    assert not Judgement.objects.exists()


def test_a_file_says_how_many_messages_it_lacks(package: Path) -> None:
    assert 0 < exchange.import_language("nl", package).missing < len(messages())
