"""Journey a: somebody writes in Arabic on a small phone, and leaves with a plan on paper."""

from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

WORDS = "لا أستطيع النوم بسبب الديون"


@pytest.fixture
def browser_context_args(phone: dict[str, Any]) -> dict[str, Any]:
    return {**phone, "locale": "ar"}


def test_arabic_words_become_a_plan_on_paper(page: Page, closed: None, tmp_path: Path) -> None:
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("textbox").fill(WORDS)
    page.get_by_role("button", name="ابحث عن مساعدة", exact=True).click()

    doors = page.locator("article.door")
    expect(doors.first).to_be_visible()
    assert "/ar/doors/" in page.url and "?" not in page.url
    assert no_sideways_scroll(page)
    doors.first.get_by_text("لماذا هذا المكان؟").click()
    expect(doors.first.locator("ul.reasons li").first).to_be_visible()

    doors.first.get_by_text("أضف إلى خطّتي").click()
    page.get_by_role("button", name="اصنع خطّتي").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("خطّتي")
    expect(page.locator("blockquote.local")).to_have_attribute("lang", "nl")
    assert no_sideways_scroll(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="PDF").click()
    paper = tmp_path / download.value.suggested_filename
    download.value.save_as(paper)
    assert paper.name == "plan.pdf"
    printed = "".join(pdf_page.extract_text() for pdf_page in pypdf.PdfReader(paper).pages)
    assert sum("\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff" for letter in printed) > 50
    assert WORDS not in printed


def no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
