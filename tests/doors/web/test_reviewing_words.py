"""Reviewers at work on the pages, and everybody who looks how far a language is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.auth import get_user_model
from django.test import Client

from baken.accounts.models import RoleGrant
from baken.accounts.roles import Role
from baken.translations import standing
from baken.translations.messages import messages
from baken.translations.models import Judgement

Capture = Callable[..., AbstractContextManager[Any]]
FIND = next(message.key for message in messages().values() if message.english == "Find help")
SERVICES = next(message.key for message in messages().values() if message.english == "%(count)s service")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Reviewed words of these tests only."""
    settings.LOCALE_PATHS = [tmp_path / "locale", site.LOCALE_PATHS[-1]]
    standing.refresh()
    yield
    settings.LOCALE_PATHS = [tmp_path / "nothing", site.LOCALE_PATHS[-1]]
    standing.refresh()


@pytest.fixture
def reviewer(visitor: Client) -> Client:
    user = get_user_model().objects.create_user("reviewer@example.org")
    RoleGrant.objects.create(user=user, role=Role.REVIEWER, language="nl")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def body(client: Client, address: str, **fields: str) -> str:
    reply = client.post(address, fields) if fields else client.get(address)
    assert reply.status_code in (200, 422), reply.status_code
    return str(reply.content.decode())


def test_everybody_sees_how_far_each_language_is(visitor: Client) -> None:
    page = body(visitor, "/en/translations/")
    for _code, name in site.LANGUAGES:
        assert name in page
    assert "Reviewed by a person: 0 %" in page
    assert "@" not in page


def test_all_languages_are_on_one_page_in_their_own_names(visitor: Client) -> None:
    page = body(visitor, "/nl/languages/")
    for code, name in site.LANGUAGES:
        assert f'href="/{code}/"' in page
        assert name in page


def test_the_switch_names_the_language_and_leads_to_the_same_page(visitor: Client) -> None:
    page = body(visitor, "/ti/about/")
    assert page.count('<details class="tongues">') == 1
    assert all(f'href="/{code}/about/"' in page for code, _name in site.LANGUAGES)
    assert page.count('aria-current="true"') == 1


def test_a_corrected_text_is_on_the_next_page_that_anybody_asks_for(
    visitor: Client, reviewer: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    assert "Zoek hulp" in body(visitor, "/nl/")
    with django_capture_on_commit_callbacks(execute=True):
        reply = reviewer.post(
            f"/en/translations/nl/{FIND}/", {"verdict": "corrected", "text-0": "Vind nu hulp", "seen": "0"}
        )
    assert reply.status_code == 302
    assert reply["Location"].startswith("/en/translations/nl/")
    assert "Vind nu hulp" in body(visitor, "/nl/")


def test_a_text_that_would_break_a_page_comes_back_with_what_to_do(reviewer: Client) -> None:
    page = body(
        reviewer,
        f"/en/translations/nl/{SERVICES}/",
        **{"verdict": "corrected", "text-0": "een dienst", "text-1": "%(cuont)s diensten", "seen": "0"},
    )
    assert "This text would break a page. It is not saved yet." in page
    assert "%(cuont)s diensten" in page
    assert 'aria-invalid="true"' in page
    assert not Judgement.objects.exists()


def test_who_was_overtaken_sees_what_the_other_said_and_keeps_their_own_words(reviewer: Client) -> None:
    english = messages()[FIND].english
    other = Judgement.objects.create(language="nl", key=FIND, english=english, verdict="corrected", texts=["Hulp"])
    page = body(reviewer, f"/en/translations/nl/{FIND}/", verdict="corrected", **{"text-0": "Mijn tekst", "seen": "0"})
    assert "Somebody else said something of this text meanwhile" in page
    assert "Mijn tekst" in page
    assert f'name="seen" value="{other.pk}"' in page


def test_a_doubt_without_words_is_asked_for_them(reviewer: Client) -> None:
    page = body(reviewer, f"/en/translations/nl/{FIND}/", verdict="doubt", remark=" ", seen="0")
    assert "Write what you doubt." in page


@pytest.mark.parametrize("fields", [{"verdict": ""}, {"verdict": "perfect"}, {"verdict": "right", "seen": "x" * 40}])
def test_what_no_button_sends_breaks_nothing(reviewer: Client, fields: dict[str, str]) -> None:
    assert reviewer.post(f"/en/translations/nl/{FIND}/", fields).status_code in (302, 422)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/translations/ar/", 403),
        (f"/en/translations/ar/{FIND}/", 403),
        ("/en/translations/en/", 403),
        ("/en/translations/xx/", 404),
        ("/en/translations/nl/no-such-text/", 404),
        ("/en/translations/nl/?part=urgent", 200),
        ("/en/translations/nl/?part=no-such-part", 200),
        ("/en/translations/nl/?page=999", 200),
    ],
)
def test_a_reviewer_judges_only_the_languages_that_were_given(reviewer: Client, address: str, status: int) -> None:
    assert reviewer.get(address).status_code == status


def test_urgent_texts_wait_first(reviewer: Client) -> None:
    page = body(reviewer, "/en/translations/nl/")
    assert page.index("Danger now?") < page.index("Previous page" if "Previous page" in page else "Next page")
    assert "Begin with the first" in page


def test_a_person_and_what_they_said_show_to_reviewers_only(
    visitor: Client, reviewer: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        reviewer.post(f"/en/translations/nl/{FIND}/", {"verdict": "doubt", "remark": "te stijf", "seen": "0"})
    assert "reviewer@example.org" in body(reviewer, f"/en/translations/nl/{FIND}/")
    assert "in doubt: 1" in body(visitor, "/en/translations/")
    assert "example.org" not in body(visitor, "/en/translations/")


def test_the_note_that_a_computer_made_the_words_goes_when_all_are_reviewed(visitor: Client) -> None:
    note = "A computer made the first version of these words"
    assert note not in body(visitor, "/en/about/")
    drafted = body(visitor, "/nl/about/")
    Judgement.objects.bulk_create(
        Judgement(language="nl", key=one.key, english=one.english, verdict="right", texts=[])
        for one in messages().values()
    )
    standing.rebuild("nl")
    reviewed = body(visitor, "/nl/about/")
    assert "nog geen vertaler" in drafted
    assert "nog geen vertaler" not in reviewed
