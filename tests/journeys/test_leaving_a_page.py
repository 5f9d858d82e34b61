"""Somebody comes into the room: the page is gone, with what was typed."""

import re

import pytest
from playwright.sync_api import Page, expect


def write(page: Page) -> None:
    page.goto("/nl/")
    page.get_by_role("textbox").fill("mijn man slaat mij")


@pytest.mark.parametrize("how", ["tap", "escape"])
def test_leaving_replaces_the_page_and_what_was_typed_is_gone(page: Page, closed: None, how: str) -> None:
    page.goto("/nl/about/")
    write(page)
    if how == "tap":
        page.locator("[data-leave]").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("**/nl/today/")
    expect(page.locator("body")).not_to_contain_text("Baken")
    page.go_back()
    expect(page).to_have_url(re.compile("/nl/about/$"))
    page.go_forward()
    expect(page).to_have_url(re.compile("/nl/today/$"))


def test_doors_can_be_left_and_going_back_shows_no_words(page: Page, closed: None) -> None:
    write(page)
    page.locator("main button.main").click()
    expect(page.locator("#danger-title")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("[data-leave]")).to_be_in_viewport()
    page.locator("[data-leave]").click()
    page.wait_for_url("**/nl/today/")
    page.go_back()
    expect(page.get_by_role("textbox")).to_have_value("")


def test_escape_twice_or_between_other_keys_leaves_nothing(page: Page, closed: None) -> None:
    write(page)
    for key in ("Escape", "Escape", "a", "Escape"):
        page.keyboard.press(key)
    expect(page.get_by_role("textbox")).to_have_value("mijn man slaat mija")


def test_the_way_out_has_a_name_for_a_screen_reader_and_is_reached_by_keyboard(page: Page, closed: None) -> None:
    page.goto("/en/urgent/")
    way = page.get_by_role("link", name="Leave this page")
    expect(way).to_have_accessible_description(
        "Goes at once to a page with a calendar. Pressing Escape three times does the same."
    )
    way.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/today/")


def test_by_pictures_to_a_number_to_call(page: Page, closed: None) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/nl/pictograms/")
    page.locator("p.alarm button").click()
    page.locator("button.tile[value=homeless-tonight]").click()
    call = page.locator("a.call").first
    expect(call).to_be_in_viewport()
    box = call.bounding_box()
    assert box is not None and box["height"] >= 48
    assert "homeless" not in page.url and "?" not in page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", ["nl", "ru", "fa-af"])
def test_on_the_narrowest_phone_the_way_out_covers_nothing(page: Page, closed: None, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/{language}/")
    way, beacon = page.locator("[data-leave]").bounding_box(), page.locator(".brand svg").bounding_box()
    assert way is not None and beacon is not None
    assert way["x"] + way["width"] <= beacon["x"] or beacon["x"] + beacon["width"] <= way["x"]
    expect(page.locator(".brand")).to_have_accessible_name("Baken")
    expect(page.locator(".brand > span")).to_have_css("inline-size", "1px")
