"""Journey c: from pictures to doors, in French, without reading or writing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def browser_context_args(phone: dict[str, Any]) -> dict[str, Any]:
    return {**phone, "locale": "fr"}


def test_pictures_become_a_plan_with_one_question_a_screen(page: Page, closed: None) -> None:
    page.goto("/")
    page.get_by_role("button", name="Choisir des images").click()
    page.locator("button.tile[value=health]").click()
    page.locator("button.tile[value='health.doctor']").click()
    page.locator("button.tile.main").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pour qui est-ce ?")
    page.locator("button.tile[value=woman]").click()
    page.locator("button.tile[name=children]").first.click()
    page.locator("button[name=skip]").click()
    page.locator("select[name=area]").select_option(index=12)
    page.locator("main button.main").click()
    page.locator("button.tile[name=walk_only][value=on]").click()
    expect(page.locator("article.door .sign").first).to_be_visible()
    assert "/fr/doors/" in page.url
    page.locator(".plan-bar button").click()
    expect(page.locator("li.step .sign").first).to_be_visible()


def test_every_picture_has_a_word_and_a_large_target(page: Page, closed: None) -> None:
    page.goto("/fr/pictograms/")
    tiles = page.locator("button.tile")
    assert tiles.count() >= 12
    for tile in tiles.all():
        box = tile.bounding_box()
        assert box is not None and box["width"] >= 48 and box["height"] >= 48
        assert tile.inner_text().strip()
        assert tile.locator("svg").get_attribute("aria-hidden") == "true"


def test_two_things_can_be_chosen(page: Page, closed: None) -> None:
    page.goto("/fr/pictograms/")
    page.locator("button.tile[value=money]").click()
    page.locator("button.tile[value='money.debts']").click()
    page.get_by_role("button", name="Encore une chose", exact=True).click()
    page.locator("button.tile[value=talking]").click()
    page.locator("button.tile[value='talking.sleep']").click()
    page.locator("main button[formaction='/fr/doors/']").click()
    expect(page.locator("section[aria-labelledby=understood] .chip")).to_have_count(2)
