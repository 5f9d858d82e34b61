"""Journey b: a companion ticks what is going on, in Dutch, in a browser without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "java_script_enabled": False, "locale": "nl"}


def test_ticks_become_a_plan_without_javascript(page: Page, closed: None) -> None:
    page.goto("/nl/")
    page.get_by_role("button", name="Ik help iemand").click()
    page.locator("details[data-domain=money] > summary").click()
    page.get_by_label("Schulden", exact=True).check()
    page.locator("details[data-domain=talking] > summary").click()
    page.get_by_label("Slecht slapen", exact=True).check()
    page.get_by_label("Hoe oud ben je?").fill("52")
    page.get_by_label("Een man", exact=True).check()
    page.get_by_label("geen papieren", exact=True).check()
    page.get_by_role("button", name="Toon de plekken").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Plekken voor jou")
    expect(page.get_by_text("52 jaar")).to_be_visible()
    assert page.locator("#map").is_hidden()

    page.get_by_role("button", name="Schulden").first.click()
    chips = page.locator("section[aria-labelledby=understood] .chip")
    expect(chips).to_have_count(1)

    page.locator(".tongues > summary").click()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_text("52 ans")).to_be_visible()
    page.get_by_role("button", name="Faire mon plan").click()
    expect(page.locator("li.step").first).to_be_visible()
    page.get_by_role("button", name="Retour aux lieux").click()
    expect(chips).to_have_count(1)


def test_what_was_typed_survives_a_change_of_language(page: Page, closed: None) -> None:
    page.goto("/nl/")
    page.get_by_role("textbox").fill("Mijn kind hoest door de schimmel")
    page.locator(".tongues > summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("textbox")).to_have_value("Mijn kind hoest door de schimmel")
    expect(page.get_by_role("heading", level=1)).to_have_text("Find help near you")


def test_a_mistake_is_named_beside_its_field_and_nothing_is_lost(page: Page, closed: None) -> None:
    page.goto("/nl/ticks/")
    page.locator("details[data-domain=money] > summary").click()
    page.get_by_label("Schulden", exact=True).check()
    page.get_by_label("Hoe oud ben je?").fill("200")
    page.get_by_role("button", name="Toon de plekken").click()
    expect(page.get_by_label("Hoe oud ben je?")).to_have_value("200")
    expect(page.locator("#id_age_error")).to_be_visible()
    page.get_by_label("Hoe oud ben je?").fill("20")
    page.get_by_role("button", name="Toon de plekken").click()
    expect(page.locator("section[aria-labelledby=understood] .chip")).to_have_count(1)
