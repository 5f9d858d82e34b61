"""Journey e: at a shared desk, in Arabic and Dutch; handing over, an idle screen, forgetting."""

from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

NAMED: Final = ("money", "debts", "schuld", "ديون")
TEN_MINUTES, ONE_MINUTE, TWO_MINUTES = 600_000, 60_000, 121_000


@pytest.fixture
def beside(page: Page, closed: None) -> Page:
    """The doors for debts, in Arabic with Dutch beside it."""
    page.clock.install()
    page.goto("/nl/")
    page.locator("a.way[href='/nl/beside/']").click()
    page.locator("button.tile[lang=ar]").click()
    page.locator("main button[formaction='/ar/pictograms/']").click()
    page.locator("button.tile[value=money]").click()
    page.locator("button.tile[value='money.debts']").click()
    page.locator("main button[formaction='/ar/doors/']").click()
    expect(page.locator("article.door").first).to_be_visible()
    return page


def entries(page: Page) -> list[str]:
    addresses: list[str] = page.evaluate("navigation.entries().map(entry => entry.url || '')")
    return addresses


def nothing_is_left(page: Page) -> None:
    page.wait_for_url("**/nl/")
    assert all("doors" not in address and "pictograms" not in address for address in entries(page))
    page.go_back()
    assert page.locator("article.door, .chip, .second").count() == 0
    page.go_forward()
    assert page.locator("article.door, .chip, .second").count() == 0


def test_two_languages_hand_over_and_forget_leaves_nothing_to_go_back_to(beside: Page) -> None:
    title = beside.locator("#understood + .chips .chip").first
    expect(title.locator(".second[lang=nl]")).to_have_text("Schulden")
    assert Axe().run(beside).violations_count == 0
    assert beside.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not any(name in address for address in entries(beside) for name in NAMED)
    assert not any(name in beside.title().lower() for name in NAMED)

    beside.locator("button[name=turn][value=alone]").click()
    expect(beside.locator("main .second")).to_have_count(0)
    beside.locator("button[name=turn][value=turned]").click()
    expect(beside.locator("main.turned")).to_have_css("rotate", "180deg")
    beside.locator("header .tongues summary").click(trial=True)
    beside.locator("[data-listen-start]").click(trial=True)
    assert Axe().run(beside).violations_count == 0
    beside.locator("button[name=turn][value=both]").click()
    expect(beside.locator("main .second").first).to_be_visible()

    beside.evaluate("Promise.all(['kept', 'shell-1'].map(name => caches.open(name)))")
    beside.evaluate("localStorage.setItem('a', '1')")
    beside.locator("[data-forget]").click()
    nothing_is_left(beside)
    assert beside.evaluate("caches.keys()") == ["shell-1"]
    assert beside.evaluate("localStorage.length + sessionStorage.length") == 0


def test_an_idle_screen_asks_waits_and_forgets(beside: Page) -> None:
    asks = beside.get_by_role("alertdialog")
    beside.clock.fast_forward(TEN_MINUTES - ONE_MINUTE)
    expect(asks).to_be_hidden()
    beside.clock.fast_forward(ONE_MINUTE)
    expect(asks).to_be_visible()
    expect(asks.get_by_role("button")).to_be_focused()
    beside.clock.fast_forward(ONE_MINUTE)
    expect(asks).to_be_visible()
    assert Axe().run(beside).violations_count == 0

    beside.keyboard.press("Enter")
    expect(asks).to_be_hidden()
    expect(beside.locator("article.door").first).to_be_visible()
    beside.clock.fast_forward(TEN_MINUTES - ONE_MINUTE)
    expect(asks).to_be_hidden()

    beside.clock.fast_forward(ONE_MINUTE)
    expect(asks).to_be_visible()
    beside.clock.fast_forward(TWO_MINUTES)
    nothing_is_left(beside)
