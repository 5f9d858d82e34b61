"""What is wrong with a page for a screen reader, on a narrow screen or under a thumb."""

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SMALL: Final = """[...document.querySelectorAll("main :is(button:not([aria-hidden]), a, summary, label.choice)")]
.filter((part) => part.offsetParent && part.getBoundingClientRect().height < 47.5)
.map((part) => part.textContent.trim().slice(0, 40))"""
SIDEWAYS: Final = "document.documentElement.scrollWidth > innerWidth"


def wrong_with(page: Page) -> list[Any]:
    """Empty where axe finds nothing, no target is small, nothing scrolls sideways and one heading is the first."""
    found = Axe().run(page)
    report = [found.generate_report()] if found.violations_count else []
    headings = page.locator("main h1").count()
    return [
        *report,
        *page.evaluate(SMALL),
        *(["scrolls sideways"] if page.evaluate(SIDEWAYS) else []),
        *([f"{headings} first headings"] if headings != 1 else []),
    ]
