"""What the pages weigh, and how long a cheap phone on a slow network waits for the first words.

    ./baken bench pages [--language ar] [--runs 7] [--address http://127.0.0.1:8000]

The demonstration town is served in a process of its own (or `--address` names a running one). Each page is opened in a
fresh browser with nothing kept, on «slow 3G» (400 kbit/s, 400 ms) and a processor four times slower. The peer is a page
of Python's own http.server that says one word and has no stylesheet: the least that this network and browser can do.
Printed: kilobytes over the wire, first contentful paint (median), that as a multiple of the peer's, hosts asked.
"""

import argparse
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit

from finding.serving import Server
from playwright.sync_api import Browser, Page, sync_playwright

KILOBIT: Final = 1000 / 8
SLOW_3G: Final = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * KILOBIT,
    "uploadThroughput": 400 * KILOBIT,
}
SLOWER: Final = 4
MOST_KB, MOST_WITH_MAP_KB, MOST_PAINT_MS = 60, 120, 1500
PAINT: Final = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"

Open = Callable[[Page, str], Any]


@dataclass
class Seen:
    """One opening of one page. `hosts`: every host that was asked for something."""

    bytes: int = 0
    paint_ms: float = -1
    hosts: set[str] = field(default_factory=set)


def _at(path: str) -> Open:
    return lambda page, language: page.goto(f"/{language}/{path}", wait_until="load")


def _posted(path: str, **values: str) -> Open:
    """The answer to a form, asked as a browser does: by a form of the page itself."""
    script = """([path, values]) => { const form = document.createElement("form");
        form.method = "post"; form.action = path;
        for (const [name, value] of values) { const part = document.createElement("input");
            part.type = "hidden"; part.name = name; part.value = value; form.append(part); }
        document.body.append(form); form.submit(); }"""

    def open_it(page: Page, language: str) -> None:
        page.goto(f"/{language}/about/")
        with page.expect_navigation(wait_until="load"):
            page.evaluate(script, [f"/{language}/{path}", list(values.items())])

    return open_it


PAGES: Final[dict[str, Open]] = {
    "start": _at(""),
    "pictograms": _at("pictograms/"),
    "ticks": _at("ticks/"),
    "who": _at("who/"),
    "doors (map)": _posted("doors/", need="money.debts"),
    "plan": _posted("plan/", need="money.debts"),
    "services": _at("services/"),
    "organisations": _at("organisations/"),
    "urgent": _at("urgent/"),
    "about": _at("about/"),
}


def main() -> int:
    arguments = _arguments()
    with _baken(arguments.address) as address, _plainest() as plainest, sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell"),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        peer = _runs(browser, plainest, lambda page, _language: page.goto("/", wait_until="load"), "", arguments.runs)
        print(f"{'a word of http.server':24} {_kb(peer):6.1f} KB  {_paint(peer):6.0f} ms")
        good = [_said(name, _runs(browser, address, open_it, arguments.language, arguments.runs), _paint(peer))
                for name, open_it in PAGES.items()]  # fmt: skip
        print(f"{sum(good)} of {len(good)} pages within {MOST_KB} KB ({MOST_WITH_MAP_KB} with a map), "
              f"{MOST_PAINT_MS} ms and our own host")  # fmt: skip
        browser.close()
    return 0


def _runs(browser: Browser, address: str, open_it: Open, language: str, runs: int) -> list[Seen]:
    return [_opened(browser, address, open_it, language) for _ in range(runs)]


def _opened(browser: Browser, address: str, open_it: Open, language: str) -> Seen:
    """With nothing kept: for an answer to a form, the page before it is opened first and not counted."""
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    page, seen = context.new_page(), Seen()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Network.emulateNetworkConditions", SLOW_3G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def begins(event: dict[str, Any]) -> None:
        if event.get("type") == "Document":
            seen.bytes, seen.hosts = 0, set()
        if host := urlsplit(event["request"]["url"]).netloc:  # a drawing written in the stylesheet is on no host
            seen.hosts.add(host)

    wire.on("Network.requestWillBeSent", begins)
    wire.on(
        "Network.loadingFinished", lambda event: setattr(seen, "bytes", seen.bytes + int(event["encodedDataLength"]))
    )
    open_it(page, language)
    page.wait_for_load_state("networkidle")
    seen.paint_ms = float(page.evaluate(PAINT))
    context.close()
    return seen


def _said(name: str, seen: list[Seen], peer_ms: float) -> bool:
    most = MOST_WITH_MAP_KB if "map" in name else MOST_KB
    hosts = sorted(set().union(*(one.hosts for one in seen)))
    good = _kb(seen) <= most and _paint(seen) <= MOST_PAINT_MS and len(hosts) == 1
    print(f"{name:24} {_kb(seen):6.1f} KB  {_paint(seen):6.0f} ms  {_paint(seen) / peer_ms:4.1f} x  "
          f"{'' if good else 'TOO MUCH  '}{' '.join(hosts)}", flush=True)  # fmt: skip
    return good


def _kb(seen: list[Seen]) -> float:
    return max(one.bytes for one in seen) / 1024


def _paint(seen: list[Seen]) -> float:
    return median(one.paint_ms for one in seen)


@contextmanager
def _baken(given: str) -> Iterator[str]:
    if given:
        yield given
        return
    with TemporaryDirectory(prefix="baken-bench-pages-") as home:
        environment = {**os.environ, "BAKEN_HOME": home, "BAKEN_ENCODERS": "hash"}
        subprocess.run(
            [sys.executable, "-m", "baken", "demo", "--no-serve"], env=environment, check=True, capture_output=True
        )
        with Server(environment, workers=2) as server:
            server.first_page_seconds()
            yield f"http://127.0.0.1:{server.port}"


@contextmanager
def _plainest() -> Iterator[str]:
    with TemporaryDirectory(prefix="baken-bench-pages-") as folder:
        Path(folder, "index.html").write_text("<!doctype html><title>word</title><p>word", encoding="utf-8")
        handler = partial(_Quiet, directory=folder)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: the figures alone are printed."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", default="ar")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--address", default="", help="a running Baken; else one is set up for this")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
