"""An editor on a phone without scripts: a mail, its link, a button, the account; and an invitation to a colleague."""

import email
import email.policy
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from conftest import _environment

EDITOR = "editor@example.org"


def body_of_the_last_mail(home: Path) -> str:
    newest = max((home / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    written = [part for part in newest.read_text(encoding="utf-8").split("-" * 79) if part.strip()][-1]
    message = email.message_from_string(written.strip(), policy=email.policy.default)
    assert message["To"] == EDITOR
    return str(message.get_content())  # type: ignore[attr-defined]


def test_by_the_link_of_a_mail_in_another_browser(
    browser: Browser, site: str, town_home: Path, phone: dict[str, Any]
) -> None:
    command = [sys.executable, "-m", "baken", "account", "add", EDITOR]
    subprocess.run(command, env=_environment(town_home), check=True, timeout=120)
    asking = browser.new_context(**{**phone, "java_script_enabled": False}).new_page()
    asking.goto(f"{site}/nl/account/login/")
    asking.get_by_label("Je e-mailadres").fill(EDITOR)
    asking.get_by_role("button", name="Mail me een link en een code").click()
    expect(asking.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    link = re.search(r"^http\S+/link/\S+$", body_of_the_last_mail(town_home), re.MULTILINE)
    assert link

    reading = browser.new_context(**phone).new_page()
    reading.goto(link[0])
    assert reading.context.cookies() == [] or "sessionid" not in str(reading.context.cookies())
    reading.get_by_role("button", name="Aanmelden").click()
    expect(reading.get_by_role("heading", level=1)).to_have_text("Je account")
    assert not reading.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert Axe().run(reading).response["violations"] == []
    reading.get_by_role("button", name="Afmelden").click()
    reading.goto(f"{site}/nl/account/")
    expect(reading.get_by_role("heading", level=1)).to_have_text("Aanmelden")
