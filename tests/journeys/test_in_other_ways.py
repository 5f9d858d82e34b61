"""The same pages in other ways: very large, with wider spacing, in the device's own colours, by keyboard, by ear."""

import re
from itertools import pairwise
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from test_for_everyone import PAGES

# What WCAG 2.2, 1.4.12, says a reader may set.
WIDER: Final = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
# Who cannot see it must not lose it: what is cut off by a box of fixed size.
CUT_OFF: Final = """[...document.querySelectorAll("main :is(button, a, label, p, h1, h2, h3, li, td, span)")]
.filter((part) => part.offsetParent && !part.closest(".hidden-visually, .map, .scrolls"))
.filter((part) => part.scrollWidth > part.clientWidth + 1
    && ["hidden", "clip"].includes(getComputedStyle(part).overflowX))
.map((part) => part.textContent.trim().slice(0, 40))"""
# Words that stand above, below or beside the button they are of.
OUT_OF_ITS_BUTTON: Final = """[...document.querySelectorAll(".button, .chip, .tile, .way, .choice")]
.filter((part) => part.offsetParent)
.filter((part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1)
.map((part) => part.textContent.trim().slice(0, 40))"""
SIDEWAYS: Final = "document.documentElement.scrollWidth > innerWidth"
NARROW: Final = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %


def at_rest(page: Page, name: str, language: str) -> None:
    """The page with its stylesheet: before that is there, everything is small and bare."""
    PAGES[name](page, language)
    page.wait_for_load_state("load")


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_at_four_hundred_percent_and_with_wider_spacing_nothing_is_lost(
    page: Page, closed: None, language: str
) -> None:
    """All pages in one go: each is reached as a visitor reaches it, then enlarged."""
    lost = {}
    for name in PAGES:
        page.set_viewport_size({"width": 1280, "height": 1024})
        at_rest(page, name, language)
        page.set_viewport_size(NARROW)
        before = page.evaluate(SIDEWAYS)
        _with_style(page, WIDER)
        lost[name] = (before, page.evaluate(SIDEWAYS), page.evaluate(CUT_OFF))
    assert {name: found for name, found in lost.items() if found != (False, False, [])} == {}


@pytest.mark.parametrize("language", ["nl", "pl", "ar"])
def test_with_letters_twice_as_large_a_narrow_phone_never_scrolls_sideways(
    page: Page, closed: None, language: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    lost = {}
    for name in PAGES:
        at_rest(page, name, language)
        _with_style(page, ":root { font-size: 200% }")
        lost[name] = (page.evaluate(SIDEWAYS), page.evaluate(OUT_OF_ITS_BUTTON))
    assert {name: found for name, found in lost.items() if found != (False, [])} == {}


def _with_style(page: Page, rules: str) -> None:
    """As a reader's own stylesheet: the site's policy on styles is not asked."""
    page.evaluate(
        "(rules) => { const own = new CSSStyleSheet(); own.replaceSync(rules); document.adoptedStyleSheets = [own]; }",
        rules,
    )


@pytest.mark.parametrize("name", ["start", "pictograms", "ticks", "doors", "plan"])
def test_in_the_devices_own_colours_every_control_keeps_a_border(page: Page, closed: None, name: str) -> None:
    page.emulate_media(forced_colors="active")
    at_rest(page, name, "nl")
    bare = page.evaluate(
        """[...document.querySelectorAll("main :is(.button, .tile, .chip, .choice, textarea, select, .door, .panel)")]
        .filter((part) => part.offsetParent && parseFloat(getComputedStyle(part).borderTopWidth) < 1)
        .map((part) => part.className || part.tagName)"""
    )
    assert bare == ["button quiet"] * len(bare)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", ["start", "doors", "plan"])
def test_nothing_moves_for_who_asks_for_stillness(page: Page, closed: None, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    at_rest(page, name, "nl")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter((part) => { const style = getComputedStyle(part);
        return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0; })
        .map((part) => part.className)"""
    )
    assert moving == []


def _tab_to(page: Page, selector: str, most: int = 120) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never comes to {selector}")


def test_with_the_keyboard_alone_from_the_first_question_to_the_plan_on_paper(page: Page, closed: None) -> None:
    page.goto("/nl/")
    _tab_to(page, "textarea[name=words]")
    page.keyboard.type("Ik heb schulden")
    _tab_to(page, "button.main")
    page.keyboard.press("Enter")
    expect(page.locator("article.door").first).to_be_visible()
    _tab_to(page, "input[name=chosen]")
    page.keyboard.press("Space")
    expect(page.locator("input[name=chosen]:checked")).to_have_count(1)
    _tab_to(page, ".plan-bar button")
    page.keyboard.press("Enter")
    expect(page.locator("li.step").first).to_be_visible()
    _tab_to(page, "button[formaction$='/plan/paper/']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "plan.pdf"


@pytest.mark.parametrize("name", ["start", "ticks", "who", "doors", "plan", "services", "urgent", "design"])
def test_a_screen_reader_hears_a_name_for_every_control_and_headings_in_order(
    page: Page, closed: None, name: str
) -> None:
    at_rest(page, name, "nl")
    heard = page.locator("body").aria_snapshot()
    nameless = re.findall(
        r"^\s*- (?:button|link|textbox|checkbox|radio|combobox|img)(?: \[[^\]]*\])*:?\s*$", heard, re.MULTILINE
    )
    assert nameless == []
    levels = [int(level) for level in re.findall(r"heading .*\[level=(\d)\]", heard)]
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_two_doors_are_told_apart_by_ear(page: Page, closed: None) -> None:
    """«Add to my plan» ten times over says nothing to who hears one control after the other."""
    at_rest(page, "doors", "nl")
    names = [page.locator("input[name=chosen]").nth(at).evaluate("(part) => part.labels[0].innerText.trim()")
             for at in range(page.locator("input[name=chosen]").count())]  # fmt: skip
    assert len(names) > 1
    assert len(set(names)) == len(names)
