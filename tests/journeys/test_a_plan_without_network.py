"""A plan is kept on the phone by a tap, opens with the network off, and is gone when it is told to go."""

import re

from playwright.sync_api import BrowserContext, Page, expect

KEPT = re.compile(r"/nl/kept/\d+/$")


def _make_a_plan(page: Page) -> None:
    page.goto("/nl/ticks/")
    page.locator("details[data-domain=money] > summary").click()
    page.get_by_label("Schulden", exact=True).check()
    page.get_by_role("button", name="Toon de plekken").click()
    page.get_by_role("button", name="Maak mijn plan").click()


def _caches(page: Page) -> list[str]:
    names: list[str] = page.evaluate("caches.keys()")
    return sorted(name.split("-")[0] for name in names)


def _cached(page: Page) -> list[str]:
    paths: list[str] = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())))
            .flat().map((request) => new URL(request.url).pathname)"""
    )
    return paths


def _workers(page: Page) -> int:
    count: int = page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)")
    return count


def _first_step(page: Page) -> str:
    """Its words: where lines break depends on the stylesheet, which may come later."""
    return " ".join((page.locator(".step h2").first.text_content() or "").split())


def test_a_kept_plan_survives_a_reload_without_network_and_forget_removes_it(
    page: Page, context: BrowserContext, closed: None
) -> None:
    _make_a_plan(page)
    first = _first_step(page)
    assert (_caches(page), _workers(page)) == ([], 0), "nothing is kept before the tap"
    page.locator("[data-keep]").click()
    page.locator("[data-said=kept] a").click()
    link = page.locator("[data-kept-items] a")
    expect(link).to_have_count(1)
    expect(page.locator("[data-offline]")).to_be_hidden()
    assert _caches(page) == ["kept", "shell"]
    assert [path for path in _cached(page) if not re.match("/static/|/nl/kept/|/nl/urgent/kept/$", path)] == [], (
        "no page of the site"
    )

    context.set_offline(True)
    link.click()
    expect(page).to_have_url(KEPT)
    assert page.title() == "Baken"
    page.reload()
    assert _first_step(page) == first
    assert page.locator(".badge.open, .badge.asks").count() == 0, "what was true then is not said of now"
    assert page.evaluate("getComputedStyle(document.querySelector('.step')).borderRadius") != "0px", "with its style"
    address = page.url

    page.goto("/nl/")
    expect(page.locator("[data-offline]")).to_be_visible()
    page.locator("header").get_by_role("link", name="Dringende hulp").click()
    expect(page.locator("h1")).to_have_text("Dringende hulp")
    assert page.locator(".helpline a[href^='tel:']").count() > 1
    assert "Gemaakt op" in page.locator(".panel.asks").inner_text(), "numbers of a day, not of now"
    assert page.locator(".badge").count() == 0
    page.goto(address)
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    expect(page.get_by_text(first)).to_have_count(0)
    assert (_caches(page), _workers(page)) == ([], 0)

    context.set_offline(False)
    page.goto(address)
    expect(page).to_have_url(re.compile("/nl/kept/$"))
    expect(page.locator("[data-kept-none]")).to_be_visible()


def test_two_taps_at_once_keep_two_plans_and_an_address_with_more_behind_it_still_leads_somewhere(
    page: Page, context: BrowserContext, closed: None
) -> None:
    _make_a_plan(page)
    expect(page.locator("[data-keep]")).to_be_visible()
    page.evaluate("Promise.all([keep(part('keeping').dataset), keep(part('keeping').dataset)])")
    assert sorted(path for path in _cached(page) if KEPT.search(path)) == ["/nl/kept/1/", "/nl/kept/2/"]
    context.set_offline(True)
    page.goto("/nl/kept/1/?x")
    expect(page.locator(".step h2").first).to_be_visible()
    page.goto("/nl/kept/9/?x")
    expect(page.locator("[data-kept-items] a")).to_have_count(2)
