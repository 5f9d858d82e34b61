"""The API: the same answers as the terminal, and every failure as JSON with its status."""

import json
import logging
from typing import Any

import orjson
import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client, override_settings

from baken.cli.main import main
from baken.config.wordless import WordlessFormatter
from baken.plans import asking

pytestmark = pytest.mark.usefixtures("in_town")

DEBTS = {"words": "Ik heb schulden en brieven van de deurwaarder", "near": "51.12,4.13"}


def post(path: str, question: Any, **headers: Any) -> Any:
    body = question if isinstance(question, bytes) else orjson.dumps(question)
    return Client().post(path, body, **{"content_type": "application/json", **headers})


def error_of(response: Any) -> tuple[int, str]:
    assert response["Content-Type"].startswith("application/json")
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message"}
    assert len(response.json()["error"]["message"]) > 10
    return response.status_code, response.json()["error"]["code"]


def test_the_api_and_the_terminal_give_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    answer = post("/api/find", {**DEBTS, "seed": 7}).json()
    with pytest.raises(SystemExit):
        main(["find", DEBTS["words"], "--near", DEBTS["near"], "--seed", "7", "--json"])
    in_terminal = json.loads(capsys.readouterr().out)
    for spoken in (answer, in_terminal):
        assert spoken.pop("took_ms")
    assert answer == in_terminal


def test_a_plan_comes_with_steps_and_reasons() -> None:
    plan = post("/api/plan", {"needs": ["money.debts", "talking.sleep"], "language": "ar"}).json()
    assert {code for step in plan["steps"] for code in step["needs"]} == {"money.debts", "talking.sleep"}
    assert plan["answer_language"] == "ar"


def test_an_answer_is_never_stored_and_sets_no_cookie() -> None:
    response = post("/api/find", DEBTS)
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({}, "words"),
        ({"words": "\0"}, "words"),
        ({"words": "a" * 10_000}, "words"),
        ({"words": {"text": "a"}}, "words"),
        ({"words": "a", "near": {"lat": 120, "lon": 4}}, "near"),
        ({"words": "a", "near": {"lat": "51", "lon": "4"}}, "near"),
        ({"words": "a", "person": {"shoe": 1}}, "person.shoe"),
        ({"words": "a", "person": {"municipality": "a" * 200}}, "person.municipality"),
        ({"words": "a", "person": {"languages": ["ti", 5]}}, "person.languages"),
        ({"needs": [["money.debts"]]}, "needs"),
        ({"needs": {"money.debts": 1}}, "needs"),
        ({"words": "a", "language": "xx"}, "language"),
        ({"words": "a", "at": "2001-01-01"}, "at"),
        ({"words": "a", "colour": 1}, "colour"),
    ],
)
def test_a_wrong_question_names_its_field(question: dict[str, Any], field: str) -> None:
    response = post("/api/find", question)
    assert error_of(response) == (400, "bad-question")
    assert response.json()["error"]["message"].startswith(f"{field}: ")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"words"',
        b"null",
        b'{"words": "\xff"}',
        b'{"words": "\\ud800"}',
        b'{"limit": NaN}',
        b"[" * 9000,
    ],
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    assert error_of(post("/api/find", body)) == (400, "bad-json")


def test_only_json_is_taken_so_that_no_page_of_another_site_can_ask() -> None:
    assert error_of(Client().post("/api/find", {"words": "a"})) == (415, "not-json")
    assert error_of(post("/api/find", DEBTS, content_type="text/plain")) == (415, "not-json")


@pytest.mark.parametrize("path", ["/api/find", "/api/plan"])
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_questions_go_by_post_only(path: str, method: str) -> None:
    response = getattr(Client(), method)(path)
    assert error_of(response) == (405, "method-not-allowed")
    assert response["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api/find/more", "/api/docs"])
def test_an_unknown_address_says_so_in_json(path: str) -> None:
    assert error_of(Client().get(path)) == (404, "not-found")
    assert error_of(post(path, DEBTS)) == (404, "not-found")


def test_a_body_that_is_too_large_is_refused() -> None:
    assert error_of(post("/api/find", {"words": "a" * 300_000})) == (413, "too-large")


def test_a_host_we_do_not_serve_is_refused_in_json() -> None:
    assert error_of(Client().get("/api/openapi.json", HTTP_HOST="elsewhere.example")) == (400, "bad-request")


def test_a_missing_index_is_said_with_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("without-index")
    (home / "cache").mkdir()
    with override_settings(BAKEN_HOME=home):
        response = post("/api/find", DEBTS)
    assert error_of(response) == (503, "index")
    assert "baken index" in response.json()["error"]["message"]


def test_a_database_that_does_not_answer_is_never_no_results() -> None:
    connection.cursor().execute("ALTER TABLE needs_needcause RENAME TO needs_elsewhere")
    assert error_of(post("/api/find", DEBTS)) == (503, "database")


def test_the_description_lists_every_language_and_is_served_without_a_page() -> None:
    description = Client().get("/api/openapi.json").json()
    assert set(description["paths"]) == {"/api/find", "/api/plan"}
    body = description["paths"]["/api/find"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["properties"]) == set(asking.FIELDS)
    assert all(tag in body["properties"]["language"]["description"] for tag, _ in settings.LANGUAGES)
    assert set(body["properties"]["person"]["anyOf"][0]["properties"]) == set(asking.PERSON_FIELDS)


@pytest.mark.parametrize("path", ["/api/find", "/api/plan"])
def test_a_question_gets_a_seed_and_with_it_the_same_answer_again(path: str) -> None:
    first = post(path, DEBTS).json()
    again = post(path, {**DEBTS, "seed": first["seed"]}).json()
    assert 0 <= first["seed"] < 2**31
    assert {post(path, DEBTS).json()["seed"], first["seed"]} != {first["seed"]}  # another question, another number
    for one in (first, again):
        one.pop("took_ms")
        for door in (*one.get("results", ()), *one.get("steps", ())):
            door.pop("way", None)
    assert first == again


@pytest.mark.parametrize("seed", [-1, 2**31, "x", 1.5, True, [1]])
def test_what_is_no_seed_is_refused(seed: object) -> None:
    refused = post("/api/find", {**DEBTS, "seed": seed})
    assert refused.status_code == 400
    assert "seed" in refused.json()["error"]["message"]


def test_escaped_words_stand_in_no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    line = logging.makeLogRecord({"msg": "understood زوجي يضربني"})
    written: list[str] = []

    def understand(*_: Any, **__: Any) -> None:
        written.append(WordlessFormatter().format(line))
        raise DatabaseError

    monkeypatch.setattr("baken.plans.selectors.needs_room.understand", understand)
    assert post("/api/find", json.dumps({"words": "زوجي يضربني"}).encode()).status_code == 503
    assert written == ["understood … …"]
