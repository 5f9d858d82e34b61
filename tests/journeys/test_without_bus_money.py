"""In an outer quarter with an hourly bus: who cannot pay for it gets other doors first."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

OUTER_QUARTER = "Containerpolder"


def _a_tuesday() -> str:
    """In the coming two weeks, and no public holiday that we know of in this part of the year."""
    today = timezone.localdate()
    return (today + timedelta(days=(1 - today.weekday()) % 7 or 7)).isoformat()


def _ask(page: Page, *, walk_only: bool) -> tuple[str, str]:
    """The first door and the way to it."""
    page.goto("/nl/ticks/")
    page.locator("details[data-domain=money] > summary").click()
    page.get_by_label("Schulden", exact=True).check()
    page.get_by_label("In welke buurt ben je?").select_option(label=OUTER_QUARTER)
    page.get_by_label("Een andere dag of een ander uur").check()
    page.get_by_label("Welke dag?").fill(_a_tuesday())
    page.get_by_label("Hoe laat?").fill("10:00")
    if walk_only:
        page.get_by_label("Ik kan de bus of tram niet betalen").check()
    page.get_by_role("button", name="Toon de plekken").click()
    first = page.locator("article.door").first
    expect(first).to_be_visible()
    return first.get_by_role("heading").inner_text(), first.locator(".way-there").inner_text()


def test_the_first_doors_differ_with_and_without_the_bus(page: Page, closed: None) -> None:
    ridden, by_bus = _ask(page, walk_only=False)
    page.get_by_role("button", name="Maak mijn plan").click()
    expect(page.locator("ol.legs").first).to_be_visible()
    walked, on_foot = _ask(page, walk_only=True)
    assert "bus" in by_bus
    assert "te voet" in on_foot and "bus" not in on_foot
    assert ridden != walked
    expect(page.get_by_text("alleen te voet")).to_be_visible()
