"""The read API of HSDS in the small town: pages, parameters, one language, what is new, and what never comes out."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.api.hsds.parameters import ALLOWED
from baken.directory.export import published
from baken.directory.export.published import Wanted

pytestmark = pytest.mark.usefixtures("in_town")

Get = Callable[..., Any]
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


@pytest.fixture
def get(client: Client) -> Get:
    def ask(path: str, **parameters: Any) -> Any:
        return client.get(f"/hsds/{path}", parameters).json()

    return ask


def every(get: Get, name: str, **parameters: Any) -> list[Any]:
    contents: list[Any] = get(name, per_page=1000, **parameters)["contents"]
    return contents


def test_it_announces_version_profile_and_description(client: Client, get: Get) -> None:
    about = get("")
    assert about["version"] == "3.2.3"
    for name in ("profile", "openapi_url"):
        assert client.get(about[name]).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_pages_together_are_the_whole_list(get: Get, name: str) -> None:
    whole = every(get, name)
    first = get(name, per_page=7)
    pages = [get(name, per_page=7, page=page) for page in range(1, first["total_pages"] + 1)]
    assert [one["id"] for page in pages for one in page["contents"]] == [one["id"] for one in whole]
    assert first["total_items"] == len(whole)
    assert (pages[0]["first_page"], pages[-1]["last_page"], pages[-1]["empty"]) == (True, True, False)
    beyond = get(name, page=10**6)
    assert (beyond["empty"], beyond["contents"], beyond["size"]) == (True, [], 0)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_answers_a_post_as_a_get_from_address_form_or_json(client: Client, name: str) -> None:
    url = f"/hsds/{name}"
    wanted = client.get(url, {"per_page": 3, "page": 2}).content
    assert client.post(f"{url}?per_page=3&page=2").content == wanted
    assert client.post(f"{url}?page=2", {"per_page": 3}).content == wanted
    body = json.dumps({"per_page": 3, "page": 2})
    assert client.post(url, body, content_type="application/json").content == wanted


@pytest.mark.parametrize("name", LISTS)
def test_lines_are_all_entries_without_pages(client: Client, get: Get, name: str) -> None:
    response: Any = client.get(f"/hsds/{name}", {"format": "ndjson"})
    assert response["Content-Type"] == "application/x-ndjson"
    lines = b"".join(response.streaming_content).splitlines()
    assert [json.loads(line) for line in lines] == every(get, name)


@pytest.mark.parametrize(
    ("path", "parameters", "named"),
    [
        ("services", {"page": "0"}, "page"),
        ("services", {"page": "one"}, "page"),
        ("services", {"page": "٣"}, "page"),
        ("services", {"page": "9" * 20}, "page"),
        ("taxonomy_terms", {"page": "9" * 400}, "page"),
        ("services", {"per_page": "1001"}, "per_page"),
        ("services", {"full": "maybe"}, "full"),
        ("services", {"format": "xml"}, "format"),
        ("services", {"modified_after": "yesterday"}, "modified_after"),
        ("services", {"modified_after": "0001-01-01T00:00:00+23:59"}, "modified_after"),
        ("service_at_locations", {"modified_after": "9999-12-31T23:59:00-23:59"}, "modified_after"),
        ("services", {"organization_id": "12"}, "organization_id"),
        ("services", {"search": "a\x00b"}, "search"),
        ("services", {"search": "a" * 501}, "search"),
        ("services", {"postcode": "9000"}, "postcode"),
        ("services", {"lang": "klingon!"}, "lang"),
        ("services", {"whatever": "1"}, "whatever"),
        ("services", {"page": ["1", "2"]}, "page"),
        ("service_at_locations", {"proximity": "5"}, "proximity"),
        ("service_at_locations", {"proximity": "nan", "postcode": "1"}, "proximity"),
        ("taxonomies", {"full": "true"}, "full"),
    ],
)
def test_a_wrong_parameter_is_named(client: Client, path: str, parameters: dict[str, Any], named: str) -> None:
    response = client.get(f"/hsds/{path}", parameters)
    assert (response.status_code, response.json()["error"]["parameter"]) == (400, named)


def test_what_is_not_there_is_told_as_json(client: Client) -> None:
    for path in ("services/12", f"services/{'0' * 32}", "taxonomies/x", "nowhere", "services/"):
        response = client.get(f"/hsds/{path}")
        assert (response.status_code, response.json()["error"]["code"]) == (404, "not-found")
    assert client.put("/hsds/services").status_code == 405


def test_each_entry_of_a_list_is_there_by_its_id(get: Get) -> None:
    for name in LISTS:
        for entry in every(get, name)[:3]:
            assert get(f"{name}/{entry['id']}")["id"] == entry["id"]


def test_the_terms_that_attributes_carry_can_be_looked_up_and_asked_for(get: Get) -> None:
    known = {term["id"] for term in every(get, "taxonomy_terms")}
    services = every(get, "services", full="true")
    for service in services:
        for attribute in service["attributes"]:
            term = attribute["taxonomy_term"]
            assert term["id"] in known, term["code"]
            if attribute["link_type"] not in ("provenance", "text_state", "text_language", "kept_field"):
                found = every(get, "services", taxonomy_term_id=term["id"])
                assert service["id"] in {one["id"] for one in found}, (attribute["link_type"], term["code"])
                assert len(found) == len({one["id"] for one in found})


def test_terms_hang_below_their_parents(get: Get) -> None:
    top = every(get, "taxonomy_terms", top_only="true")
    assert all("parent_id" not in term for term in top)
    money = next(term for term in top if term["code"] == "money")
    below = every(get, "taxonomy_terms", parent_id=money["id"])
    assert {"money.debts"} <= {term["code"] for term in below}
    assert all(term["parent_id"] == money["id"] for term in below)


def test_words_are_found_in_any_case_and_script(get: Get) -> None:
    service = every(get, "services")[0]
    found = every(get, "services", search=service["name"].upper())
    assert service["id"] in {one["id"] for one in found}
    assert every(get, "services", search="no-such-word-anywhere") == []


def test_minimal_is_short_and_whole(get: Get) -> None:
    page = get("services", minimal="true")
    assert page["total_pages"] == 1
    assert set(page["contents"][0]) == {"id", "name", "status", "last_modified"}


def test_services_of_an_organisation_changed_since(get: Get) -> None:
    whole = every(get, "services")
    one = whole[0]
    owned = every(get, "services", organization_id=one["organization_id"])
    assert {service["organization_id"] for service in owned} == {one["organization_id"]}
    latest = max(service["last_modified"] for service in whole)
    assert one["id"] in {service["id"] for service in every(get, "services", modified_after=one["last_modified"])}
    assert every(get, "services", modified_after="2999-01-01T00:00:00Z") == []
    assert latest in {service["last_modified"] for service in every(get, "services", modified_after=latest)}


def test_an_organisation_comes_with_its_services_in_brief_or_in_full(get: Get) -> None:
    organisation = every(get, "services")[0]["organization_id"]
    brief = get(f"organizations/{organisation}")["services"][0]
    full = get(f"organizations/{organisation}", full_service="true")["services"][0]
    assert "attributes" not in brief
    assert "attributes" in full


def test_an_answer_is_in_one_language_and_says_which(client: Client) -> None:
    dutch = client.get("/hsds/services", headers={"Accept-Language": "nl-BE,nl;q=0.9"})
    french = client.get("/hsds/services?lang=fr", headers={"Accept-Language": "nl"})
    assert (dutch["Content-Language"], french["Content-Language"]) == ("nl", "fr")
    assert "Accept-Language" in dutch["Vary"]
    assert dutch["ETag"] != french["ETag"]


def test_what_did_not_change_is_not_sent_again(client: Client) -> None:
    first = client.get("/hsds/services")
    again = client.get("/hsds/services", headers={"If-None-Match": f'W/{first["ETag"]}, "x"'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get("/hsds/services?page=2", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_pages_of_any_site_may_read_and_nobody_gets_a_cookie(client: Client) -> None:
    for response in (
        client.get("/hsds/services"),
        client.get("/hsds/services?page=x"),
        client.options("/hsds/services"),
        client.post("/hsds/taxonomies"),
    ):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert not response.cookies


def test_long_answers_go_out_compressed(client: Client) -> None:
    assert client.get("/hsds/services", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_the_register_for_research_never_comes_out(client: Client) -> None:
    from baken.directory.models import Organisation

    Organisation.objects.update(mobilisation="anti-migrant")
    for path in ("services", "organizations", "service_at_locations"):
        for form in ("true", "false"):
            assert b"anti-migrant" not in client.get(f"/hsds/{path}", {"full": form, "per_page": 1000}).content


LISTINGS = {
    "services": lambda: published.services(Wanted(), "nl", full=True),
    "services in brief": lambda: published.services(Wanted(), "nl"),
    "minimal": lambda: published.services(Wanted(), "nl", minimal=True),
    "organisations": lambda: published.organisations(Wanted(), "nl", full=True, full_service=True),
    "sites": lambda: published.services_at_locations(Wanted(), "nl", full=True),
}


@pytest.mark.parametrize("name", LISTINGS)
def test_a_long_page_takes_as_many_queries_as_a_short_one(name: str, django_assert_max_num_queries: Any) -> None:
    listing = LISTINGS[name]()
    assert listing.total() > 2
    with django_assert_max_num_queries(100) as short:
        listing.page(0, 2)
    with django_assert_max_num_queries(len(short)):
        assert len(listing.page(0, 1000)) > 2


def test_the_description_names_every_parameter(get: Get) -> None:
    paths = get("openapi.json")["paths"]
    for name in LISTS:
        named = {part["$ref"].rsplit("/", 1)[-1] for part in paths[f"/{name}"]["get"]["parameters"]}
        assert named == ALLOWED[name] | {"lang"}
