"""A page read aloud, with voices of our own making: what is said, in which language, and what is said when none can."""

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

# A device with these voices; what it says is written down, and each sentence takes no time but one turn.
DEVICE: Final = """
window.heard = [];
const voices = LANGUAGES.map((lang) => ({ lang, name: lang }));
const device = {
  getVoices: () => voices,
  addEventListener: () => {},
  cancel: () => {},
  speak: (words) => {
    heard.push([words.lang, words.text]);
    if (!window.held) setTimeout(() => words.onend && words.onend());
  },
};
Object.defineProperty(window, "speechSynthesis", { value: device });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def device(page: Page, *languages: str) -> None:
    page.add_init_script(DEVICE.replace("LANGUAGES", str(list(languages))))


def heard(page: Page) -> list[list[str]]:
    said: list[list[str]] = page.evaluate("heard")
    return said


def test_a_page_is_read_in_its_languages_with_telephone_numbers_digit_by_digit(page: Page, closed: None) -> None:
    device(page, "ar-EG", "nl_BE")
    page.goto("/ar/urgent/")
    start = page.locator("[data-listen-start]")
    start.focus()
    page.keyboard.press("Enter")
    expect(start).to_be_visible()
    page.wait_for_function("document.querySelector('.being-read') === null && heard.length > 5")
    said = heard(page)
    assert said[0] == ["ar-EG", page.locator("h1").inner_text()]
    assert any(text.startswith("1, ") for _language, text in said)
    assert not any("Baken" in text for _language, text in said)


def test_reading_can_be_stopped_from_the_keyboard(page: Page, closed: None) -> None:
    device(page, "nl")
    page.add_init_script("window.held = true")
    page.goto("/nl/about/")
    page.locator("[data-listen-start]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-listen-stop]")).to_be_focused()
    expect(page.locator("h1.being-read")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-listen-start]")).to_be_focused()
    expect(page.locator(".being-read")).to_have_count(0)
    assert len(heard(page)) == 1


def test_each_picture_can_be_heard_before_it_is_chosen(page: Page, closed: None) -> None:
    device(page, "fr-FR")
    page.goto("/fr/pictograms/")
    tile = page.locator("li:has(> button.tile[value=money])")
    tile.locator(".hear").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert heard(page) == [["fr-FR", tile.locator(".tile").inner_text()]]
    box = tile.locator(".hear").bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 48


@pytest.mark.parametrize(
    ("languages", "path", "said"),
    [(("nl", "fr"), "/en/about/", "This device has no voice for this language."), ((), "/en/about/", "no voice")],
)
def test_a_device_without_a_voice_says_so(
    page: Page, closed: None, languages: tuple[str, ...], path: str, said: str
) -> None:
    device(page, *languages)
    page.goto(path)
    page.locator("[data-listen-start]").click()
    expect(page.locator("[data-listen] [role=status]")).to_contain_text(said)
    assert heard(page) == []


def test_a_tile_that_cannot_be_heard_says_so_beside_it_and_no_tile_promises_it_any_more(
    page: Page, closed: None
) -> None:
    device(page, "nl")
    page.goto("/fr/pictograms/")
    tile = page.locator("li:has(> button.tile[value=money])")
    tile.locator(".hear").click()
    expect(tile.get_by_role("status")).not_to_be_empty()
    expect(tile.locator(".tile")).to_be_focused()
    expect(page.locator(".hear")).to_have_count(0)
    crossed = page.locator("[data-listen] template").evaluate("parts => parts.innerHTML")
    assert page.locator("[data-listen-start] svg").evaluate("drawn => drawn.outerHTML") == crossed


def test_a_browser_that_cannot_speak_says_so_at_once(page: Page, closed: None) -> None:
    page.add_init_script("delete Object.getPrototypeOf(window).speechSynthesis; delete window.speechSynthesis")
    page.goto("/en/about/")
    expect(page.locator("[data-listen]")).to_contain_text("This device cannot read aloud.")
    expect(page.locator("[data-listen-start]")).to_be_hidden()


def test_without_scripts_nothing_is_promised(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/en/about/")
    expect(page.locator("[data-listen]")).to_be_hidden()
    context.close()
