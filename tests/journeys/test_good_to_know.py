"""Journey: who may interpret, and what somebody has a right to, without a script; from there to a door."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def browser_context_args(phone: dict[str, Any]) -> dict[str, Any]:
    return {**phone, "java_script_enabled": False, "locale": "nl"}


def test_a_gp_asks_who_may_interpret_and_comes_to_doors_with_interpreters(page: Page, closed: None) -> None:
    page.goto("/nl/guidance/")
    page.locator("a.way[href$='/interpreter/']").click()
    page.locator("button[value=no]").click()
    page.locator("button[value=unsure]").click()
    page.locator("button[value='language.interpreter']").click()
    expect(page.locator("section[aria-labelledby=understood] .chip")).to_have_count(1)
    assert page.url.endswith("/nl/doors/")


def test_somebody_looks_up_what_is_not_known_and_finds_whom_to_ask(page: Page, closed: None) -> None:
    page.goto("/nl/guidance/rights/")
    page.locator("select[name=residence]").select_option("eu-resident")
    page.locator("select[name=region]").select_option("netherlands")
    page.locator("button.main").click()
    assert page.url.endswith("/nl/guidance/rights/")
    expect(page.locator("dl.factlist .asks-word")).to_have_count(8)
    page.locator("button[value='housing.find']").click()
    expect(page.locator("article.door").first).to_be_visible()
