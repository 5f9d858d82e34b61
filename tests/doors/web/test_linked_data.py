"""What machines read beside the pages: schema.org, CPSV-AP, the sitemap and robots.txt."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from baken.directory.models import Organisation, Service
from baken.web import sitemap

pytestmark = pytest.mark.usefixtures("in_town")

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(page: str) -> dict[str, Any]:
    (found,) = DATA.findall(page)
    content: dict[str, Any] = json.loads(found)
    return content


def test_a_service_page_tells_search_engines_what_it_tells_people(client: Client) -> None:
    service = Service.objects.filter(service_at_locations__location__latitude__isnull=False).first()
    assert service is not None
    data = data_of(client.get(f"/nl/services/{service.pk}/").content.decode())
    assert data["@type"] == "Service"
    assert data["name"] == service.name["nl"]["text"]
    assert data["provider"]["name"] == service.organisation.name
    assert data["availableChannel"][0]["serviceLocation"]["geo"]["@type"] == "GeoCoordinates"


def test_a_name_cannot_break_out_of_the_data(client: Client) -> None:
    organisation = Organisation.objects.all()[0]
    organisation.name = "</script><script>alert(1)</script><!--"
    organisation.save()
    page = client.get(f"/nl/organisations/{organisation.pk}/").content.decode()
    assert "<script>alert" not in page
    assert data_of(page)["name"] == organisation.name


def test_the_sitemap_names_every_page_in_every_language(client: Client) -> None:
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    addresses = [entry.text for entry in found.iter(f"{SITEMAP}loc")]
    languages = len(settings.LANGUAGES)
    assert len(addresses) == (len(sitemap._NAMES) + Service.objects.count() + Organisation.objects.count()) * languages
    others = found[0].findall("{http://www.w3.org/1999/xhtml}link")
    assert len(others) == languages
    for address in addresses[::97]:
        assert client.get(str(address)).status_code == 200


def test_a_long_sitemap_is_split(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "_MOST_ADDRESSES", 90)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    parts = [str(entry.text) for entry in index.iter(f"{SITEMAP}loc")]
    assert len(parts) > 1
    for part in parts:
        found = ElementTree.fromstring(client.get(part).content)
        assert 0 < len(list(found.iter(f"{SITEMAP}loc"))) <= 90
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_robots_learn_where_the_sitemap_is(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the validator, about its own parts
def test_every_service_conforms_to_cpsv_ap(client: Client, shared: Path) -> None:
    from pyshacl import validate
    from rdflib import Graph

    shapes = Graph().parse(str(shared / "data/cpsv-ap/cpsv-ap-SHACL.ttl"))
    for service in Service.objects.all():
        response = client.get(f"/services/{service.pk}.jsonld")
        graph = Graph().parse(data=response.content, format="json-ld")
        assert len(graph) > 20
        conforms, _report, text = validate(graph, shacl_graph=shapes)
        assert conforms, text
    assert client.get("/services/00000000-0000-0000-0000-000000000000.jsonld").status_code == 404
