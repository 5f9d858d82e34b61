"""What other sites take from us: the form in a frame, the files of the dump, the graph of a service."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from baken.directory.export.dumping import write_dump
from baken.directory.models import Service

pytestmark = pytest.mark.usefixtures("in_town")


def test_any_site_may_frame_the_form_and_nothing_else(client: Client) -> None:
    form, start = client.get("/nl/widget/"), client.get("/nl/")
    assert "frame-ancestors *" in form["Content-Security-Policy"]
    assert "X-Frame-Options" not in form
    assert "frame-ancestors 'none'" in start["Content-Security-Policy"]
    assert start["X-Frame-Options"] == "DENY"


def test_the_form_in_a_frame_sets_no_cookie_runs_no_script_and_asks_in_a_new_tab(client: Client) -> None:
    response = client.get("/ar/widget/")
    page = response.content.decode()
    assert not response.cookies
    assert "<script" not in page
    assert 'dir="rtl"' in page
    assert 'method="post" action="/ar/doors/" target="_blank"' in page
    assert client.post("/ar/doors/", {"words": "ديون"}).status_code == 200
    assert client.post("/ar/widget/", {"words": "ديون"}).status_code == 405


def test_who_asks_a_service_page_for_a_graph_is_led_to_it(client: Client) -> None:
    address = f"/nl/services/{Service.objects.all()[0].pk}/"
    graph = client.get(address, headers={"Accept": "application/ld+json"}, follow=True)
    assert graph["Content-Type"] == "application/ld+json"
    for accepted in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""):
        page = client.get(address, headers={"Accept": accepted})
        assert page["Content-Type"].startswith("text/html"), accepted
        assert "Accept" in page["Vary"]


def test_people_see_a_page_of_the_files_and_machines_a_list(client: Client) -> None:
    folder = Path(settings.BAKEN_HOME) / "dump"
    shutil.rmtree(folder, ignore_errors=True)
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get("/dump/", headers=browser, follow=True).status_code == 200
    write_dump(folder=folder, day=date(2026, 1, 2), keep_days=1)
    page = client.get("/dump/", headers={**browser, "Accept-Language": "nl"}, follow=True).content.decode()
    assert "2026-01-02" in page
    assert 'href="/dump/latest/nl/services.ndjson"' in page
    assert client.get("/dump/").json()["dumps"][0]["date"] == "2026-01-02"
