"""Every kind of page, in both directions: for a screen reader, a keyboard, a small screen, a slow phone."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

LARGEST_PAGE, LARGEST_WITH_MAP = 60 * 1024, 120 * 1024

Reach = Callable[[Page, str], Any]


def at(path: str) -> Reach:
    return lambda page, language: page.goto(f"/{language}/{path}")


def doors(page: Page, language: str) -> None:
    ask(page, language, "money.debts", "talking.sleep")


def ask(page: Page, language: str, *needs: str) -> None:
    page.goto(f"/{language}/ticks/")
    for need in needs:
        page.locator(f"details[data-domain={need.split('.')[0]}] > summary").click()
        page.locator(f"input[value='{need}']").check()
    page.locator("select[name=area]").select_option(index=12)
    page.locator("button.main").click()


def say(words: str) -> Reach:
    def reach(page: Page, language: str) -> None:
        page.goto(f"/{language}/")
        page.get_by_role("textbox").fill(words)
        page.locator("button.main").click()

    return reach


def plan(page: Page, language: str) -> None:
    doors(page, language)
    page.locator(".plan-bar button").click()


def opened_link(page: Page, language: str) -> None:
    plan(page, language)
    page.locator(".address-box a").click()
    page.locator("main button.main").click()


def service(page: Page, language: str) -> None:
    page.goto(f"/{language}/services/")
    page.locator("ul.list a").first.click()


def service_from_doors(page: Page, language: str) -> None:
    doors(page, language)
    page.locator("article.door h3 button").first.click()


def organisation(page: Page, language: str) -> None:
    page.goto(f"/{language}/organisations/")
    page.locator("ul.list a").first.click()


def needs_of_a_domain(page: Page, language: str) -> None:
    page.goto(f"/{language}/pictograms/")
    page.locator("button.tile[value=safety]").click()


def one_more_in_pictures(page: Page, language: str) -> None:
    needs_of_a_domain(page, language)
    page.locator("button.tile").first.click()


def for_whom_in_pictures(page: Page, language: str) -> None:
    one_more_in_pictures(page, language)
    page.locator("button.tile.main").click()


def doors_in_pictures(page: Page, language: str) -> None:
    one_more_in_pictures(page, language)
    page.locator("main .buttons button[formaction*=doors]").click()


def one_question(page: Page, language: str) -> None:
    page.goto(f"/{language}/who/spoken/")
    page.locator("button.main").click()


def too_long(page: Page, language: str) -> None:
    say("word " * 400)(page, language)


def guidance_found(page: Page, language: str) -> None:
    page.goto(f"/{language}/guidance/")
    page.get_by_role("textbox").fill("stress")
    page.locator("button.main").click()


def guidance_item(page: Page, language: str) -> None:
    page.goto(f"/{language}/guidance/materials/")
    page.locator("ul.list h3 a").first.click()


def rights_to_ask(page: Page, language: str) -> None:
    page.goto(f"/{language}/guidance/rights/")
    page.locator("button[value='no-papers/flanders']").click()


PAGES: Final[dict[str, Reach]] = {
    "start": at(""),
    "pictograms": at("pictograms/"),
    "needs": needs_of_a_domain,
    "pictograms-more": one_more_in_pictures,
    "pictograms-whom": for_whom_in_pictures,
    "pictograms-doors": doors_in_pictures,
    "legend": at("legend/"),
    "beside": at("beside/"),
    "ticks": at("ticks/"),
    "who": at("who/"),
    "who-step": one_question,
    "doors": doors,
    "danger": say("I want to kill myself"),
    "unsure": say("asdf"),
    "too-long": too_long,
    "plan": plan,
    "kept": at("p/abc/"),
    "opened": opened_link,
    "services": at("services/"),
    "service": service,
    "service-from-doors": service_from_doors,
    "organisations": at("organisations/"),
    "organisation": organisation,
    "urgent": at("urgent/"),
    "about": at("about/"),
    "accessibility": at("accessibility/"),
    "design": at("design/"),
    "guidance-found": guidance_found,
    "guidance-materials": at("guidance/materials/"),
    "guidance-item": guidance_item,
    "guidance-rights": rights_to_ask,
    "guidance-interpreter": at("guidance/interpreter/"),
    "not-found": at("nothing/"),
}
WITH_MAP: Final = frozenset({"doors", "danger"})


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_nothing_scrolls_sideways_and_nothing_stays_behind(
    page: Page, closed: None, name: str, language: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    PAGES[name](page, language)
    page.wait_for_load_state()  # with the map, which its script asks for
    expect(page.locator("main h1")).to_have_count(1)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert errors == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert "money" not in page.url and "?" not in page.url


@pytest.mark.parametrize("name", ["start", "doors", "plan", "service", "danger"])
def test_axe_finds_nothing_in_the_dark(page: Page, closed: None, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    PAGES[name](page, "nl")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", ["start", "ticks", "doors", "plan", "service"])
def test_a_page_is_light(page: Page, closed: None, name: str) -> None:
    PAGES[name](page, "ar")
    page.wait_for_load_state("networkidle")
    watch = page.context.new_cdp_session(page)
    watch.send("Network.enable")
    watch.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    watch.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.reload(wait_until="networkidle")
    most = LARGEST_WITH_MAP if name in WITH_MAP else LARGEST_PAGE
    assert 0 < sum(sizes) <= most, sizes


def test_the_keyboard_alone_finds_help(page: Page, closed: None) -> None:
    page.goto("/nl/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Naar de inhoud")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "words")
    page.keyboard.type("Ik heb schulden")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("article.door").first).to_be_visible()


def test_enter_in_a_field_shows_doors_and_not_another_language(page: Page, closed: None) -> None:
    page.goto("/nl/ticks/")
    page.locator("details[data-domain=money] > summary").click()
    page.get_by_label("Schulden", exact=True).check()
    page.get_by_label("Hoe oud ben je?").fill("30")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("article.door").first).to_be_visible()


def test_the_map_shows_the_doors_of_the_list(page: Page, closed: None) -> None:
    doors(page, "nl")
    expect(page.locator("#map .map-pin").first).to_be_visible()
    assert page.locator("#map .map-pin").count() == page.locator("article[data-lat]").count()


@pytest.mark.parametrize("answered", ["not at all", "with something else"])
def test_where_the_map_does_not_come_the_list_stands_alone_and_nothing_speaks_of_a_map(
    page: Page, closed: None, answered: str
) -> None:
    page.route(
        "**/leaflet*.js", lambda route: route.abort() if answered == "not at all" else route.fulfill(body="<p>Sign in")
    )
    doors(page, "nl")
    page.wait_for_load_state()
    page.wait_for_function("document.querySelector('script[src*=leaflet], link[href*=leaflet]')")
    expect(page.locator("article.door").first).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    expect(page.get_by_role("complementary", name="Kaart")).to_have_count(0)
    expect(page.get_by_role("link", name="Kaart")).to_have_count(0)


def test_on_a_phone_the_map_below_the_doors_is_one_tap_away(page: Page, closed: None) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    doors(page, "nl")
    page.get_by_role("link", name="Kaart").click()
    expect(page.locator("#map .map-pin").first).to_be_in_viewport()


def test_on_the_map_a_pin_leads_to_its_door_and_only_by_keys_that_press(page: Page, closed: None) -> None:
    doors(page, "nl")
    pin = page.locator("#map .map-pin").first
    pin.focus()
    page.keyboard.press("x")
    expect(pin).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article[data-lat] button:focus")).to_have_count(1)


def test_targets_are_large_enough_for_a_thumb(page: Page, closed: None) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    doors(page, "nl")
    expect(page.locator("article.door").first).to_be_visible()
    page.wait_for_load_state("load")  # before its stylesheet is there, everything is small
    small = page.evaluate(
        """[...document.querySelectorAll("main button, main a, main summary, main label.choice")]
        .filter((part) => part.offsetParent && part.getBoundingClientRect().height < 47.5 && !part.closest("#map"))
        .map((part) => part.textContent.trim())"""
    )
    assert small == []


def test_a_kept_plan_says_nothing_before_it_is_opened(page: Page, closed: None) -> None:
    plan(page, "nl")
    link = page.locator(".address-box a").get_attribute("href")
    assert link is not None
    page.goto(link)
    words = page.locator("main").inner_text()
    assert "Schulden" not in words and "plan" not in words.lower()
    page.get_by_role("button", name="Open ze").click()
    expect(page.locator("li.step").first).to_be_visible()
