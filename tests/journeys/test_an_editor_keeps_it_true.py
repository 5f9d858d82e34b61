"""An editor on a phone: all still true, a waiting list, closed tomorrow. The public finder says each at once, and the
closure lapses when the clock passes it. Only the clock is another one; signed in by the cookie of a session."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from wrong_with import wrong_with

DEBTS = "Hulp bij schulden"


class Clock:
    """Begins on a Tuesday at ten; `passes` moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, days: int) -> None:
        self.moment += timedelta(days=days)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(timezone, "now", moved)
    return moved


@pytest.fixture
def town(transactional_db: None, tmp_path: Path, small_town_loader: Callable[[], None], clock: Clock) -> Iterator[None]:
    for part in ("cache", "index", "logs", "static"):
        (tmp_path / part).mkdir()
    files = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(BAKEN_HOME=tmp_path, BAKEN_ENCODERS=("hash",), STORAGES={**settings.STORAGES, **files}):
        small_town_loader()
        yield


@pytest.fixture
def editor(town: None, live_server: Any, browser: Browser) -> Iterator[Page]:
    """Of one organisation; the finder is asked in a page of its own, without that cookie."""
    from baken.directory.models import Membership, Organisation

    user = get_user_model().objects.create_user("editor@example.org")
    Membership.objects.create(user=user, organisation=Organisation.objects.get(name="Open Huis De Kade"))
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=live_server.url)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def visitor(town: None, live_server: Any, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=live_server.url)
    yield context.new_page()
    context.close()


def door_of_debts(page: Page) -> Any:
    """What the finder says of it now."""
    page.goto("/nl/ticks/")
    page.locator("details[data-domain=money] > summary").click()
    page.locator("input[value='money.debts']").check()
    page.get_by_role("button", name="Toon de plekken").click()
    return page.locator("article.door").filter(has_text=DEBTS).first


def test_what_an_editor_taps_stands_in_the_finder_at_once(editor: Page, visitor: Page, clock: Clock) -> None:
    editor.goto("/nl/desk/")  # straight to the one organisation
    expect(editor.get_by_role("heading", level=1)).to_have_text("Open Huis De Kade")
    expect(door_of_debts(visitor)).not_to_contain_text("vandaag bevestigd")
    editor.get_by_role("button", name="Ja, alles klopt nog").click()
    expect(editor.locator("main").get_by_role("status")).to_contain_text("3")
    expect(door_of_debts(visitor)).to_contain_text("Vandaag bevestigd")

    editor.get_by_role("link", name=DEBTS).click()
    editor.get_by_label("Hoeveel weken wachten mensen?").fill("4")
    editor.keyboard.press("Enter")
    expect(editor.locator("main").get_by_role("status")).to_contain_text(DEBTS)
    expect(door_of_debts(visitor)).to_contain_text("Wachtlijst: ongeveer 4 weken")

    editor.get_by_role("button", name="Morgen gesloten").click()
    expect(door_of_debts(visitor)).to_contain_text("2 december")

    clock.passes(days=1)
    expect(door_of_debts(visitor)).to_contain_text("Gesloten")
    clock.passes(days=1)
    expect(door_of_debts(visitor)).to_contain_text("Nu open")
    editor.reload()
    expect(editor.get_by_text("2 december")).to_have_count(0)


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_page_of_the_desk_is_for_everyone_with_its_mistakes_too(editor: Page, language: str) -> None:
    """A screen reader, a phone 360 wide, a thumb. All pages without mistakes: test_keepers_pages_in_a_browser.py."""
    from baken.directory.models import Service

    debts = next(service for service in Service.objects.all() if str(service) == DEBTS)
    editor.goto(f"/{language}/desk/{debts.organisation_id}/services/{debts.pk}/changes/")
    with editor.expect_navigation():
        editor.locator("main form button.main").last.click()
    assert wrong_with(editor) == []
