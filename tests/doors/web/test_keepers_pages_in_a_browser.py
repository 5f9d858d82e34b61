"""Every kind of page of those who keep entries, on a phone, in both directions: for a screen reader and for a thumb.

A real browser shows them, and the test client answers it: no server has to start, and the town is that of the module.
"""

import re
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, Route
from pytest_django.fixtures import Settings

from every_page import let_work_wait, pages, sign_in_keeper
from wrong_with import wrong_with

pytestmark = pytest.mark.browser

HERE: Final = "http://localhost:1"
OF_KEEPERS: Final = re.compile(r"/(desk|city|account|suggestions|translations)/|/(sources|suggest)/$")
FEWEST: Final = 45


class Answered:
    """What the browser asks for: the page in hand, or a file of the site's own."""

    def __init__(self) -> None:
        self.page = HttpResponse()
        self.outside: list[str] = []

    def __call__(self, route: Route) -> None:
        address = route.request.url
        if not address.startswith(HERE):
            self.outside.append(address)
            route.abort()
        elif file := finders.find(address.removeprefix(f"{HERE}/static/")):
            route.fulfill(path=str(file))
        elif route.request.resource_type == "document":
            route.fulfill(status=200, headers=dict(self.page.items()), body=self.page.content)
        else:
            route.fulfill(status=404)


@pytest.fixture(scope="session")
def base_url() -> str:
    return HERE


@pytest.fixture
def keeper(visitor: Client, town: dict[str, UUID], settings: Settings, tmp_path: Path) -> Client:
    """Somebody who may see all of it, with work waiting."""
    let_work_wait(visitor, town, sign_in_keeper(visitor, town))
    return visitor


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_axe_finds_nothing_and_nothing_is_too_small_or_too_wide(keeper: Client, page: Page, language: str) -> None:
    answered = Answered()
    page.route("**/*", answered)
    page.set_viewport_size({"width": 360, "height": 740})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    theirs = {address: reply for address, reply in pages(keeper, language) if OF_KEEPERS.search(address)}
    assert len(theirs) >= FEWEST
    wrong = {}
    for address, reply in theirs.items():
        answered.page = reply
        page.goto(HERE + address, wait_until="load")
        wrong[address] = wrong_with(page)
    assert {address: found for address, found in wrong.items() if found} == {}
    assert (errors, answered.outside) == ([], [])
