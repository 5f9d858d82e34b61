"""Questions in the terminal: what comes back, and what is said when it cannot."""

import json
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import Settings
from terminal import Baken

from baken.directory.models import Service, TemporaryChange

pytestmark = pytest.mark.usefixtures("in_town")

DEBTS = "Ik heb schulden en brieven van de deurwaarder"
RESULT_FIELDS = {
    "service_id", "name", "organisation", "verdict", "reasons", "open", "walk_seconds", "travel_seconds", "way",
    "languages", "notices", "score",
}  # fmt: skip


def test_an_answer_has_the_fields_that_machines_rely_on(baken: Baken) -> None:
    answer = baken("find", DEBTS, "--near", "51.12,4.13", "--person", "age=30", "--json").json
    assert set(answer) >= {"language", "danger", "needs", "sure", "results", "took_ms"}
    assert (answer["language"], answer["danger"], answer["sure"]) == ("nl", None, True)
    assert answer["needs"][0] | {"score": 0} == {
        "code": answer["needs"][0]["code"], "label": answer["needs"][0]["label"], "score": 0, "answered": True,
    }  # fmt: skip
    first = answer["results"][0]
    assert set(first) == RESULT_FIELDS
    assert (first["name"], first["organisation"], first["verdict"]) == ("Hulp bij schulden", "Open Huis De Kade", "yes")
    assert {"code", "verdict", "text"} == set(first["reasons"][0])
    assert first["open"]["state"] in {"open", "opens-later", "closed"}
    assert isinstance(first["walk_seconds"], int)
    assert all(isinstance(milliseconds, float) for milliseconds in answer["took_ms"].values())


@pytest.mark.parametrize(
    ("words", "chosen", "answered_in"),
    [
        (DEBTS, "", "nl"),
        (DEBTS, "fr", "fr"),
        ("J'ai des dettes et des lettres de l'huissier", "", "fr"),
        ("J'ai des dettes et des lettres de l'huissier", "ar", "ar"),
        ("لدي ديون ورسائل من المحضر القضائي ولا أستطيع الدفع", "", "ar"),
        ("schuld", "ti", "ti"),
        ("🙂", "", "nl"),
    ],
)
def test_the_reading_language_is_the_chosen_one_else_that_of_the_words_else_the_local_one(
    baken: Baken, words: str, chosen: str, answered_in: str
) -> None:
    assert baken("find", words, "--language", chosen, "--json").json["answer_language"] == answered_in


def test_danger_answers_first_with_helplines_that_are_open_now(baken: Baken) -> None:
    answer = baken("find", "I want to kill myself", "--json").json
    assert "suicide" in answer["danger"]["kinds"]
    assert answer["danger"]["helplines"][0]["open"] == "open"
    assert all(line["number"] or line["chat_url"] for line in answer["danger"]["helplines"])
    assert baken("find", "I want to kill myself").out.startswith(answer["danger"]["helplines"][0]["number"])


def test_a_man_of_52_without_papers_who_speaks_tigrinya_gets_doors_that_take_him(baken: Baken) -> None:
    person = "age=52,gender=man,papers=no-papers,languages=ti"
    answer = baken("find", "--need", "money.debts", "--need", "talking.sleep", "--person", person, "--json").json
    verdicts = {result["name"]: result["verdict"] for result in answer["results"]}
    assert verdicts["Help with debts" if "Help with debts" in verdicts else "Hulp bij schulden"] == "yes"
    assert "no" not in verdicts.values()
    assert "Budgetloket" not in verdicts
    assert answer["hidden"] >= 1
    first = answer["results"][0]
    assert {"papers.none-asked", "residence.any"} <= {reason["code"] for reason in first["reasons"]}
    assert first["languages"]["ti"] in {"volunteer", "interpreter"}


def test_an_unknown_rule_is_shown_as_ask(baken: Baken) -> None:
    person = "age=52,gender=man,papers=no-papers,languages=ti"
    answer = baken("find", "--need", "family.school", "--person", person, "--json", "--language", "en").json
    school = answer["results"][0]
    assert (school["name"], school["verdict"]) == ("A school for your child", "ask")
    asked = {reason["code"]: reason["text"] for reason in school["reasons"] if reason["verdict"] == "ask"}
    assert "papers.unknown" in asked
    assert asked["papers.unknown"].startswith("Ask")


def test_a_door_that_says_no_is_left_out_and_counted_unless_all_are_asked_for(baken: Baken) -> None:
    asked = ("find", "--need", "meeting.women", "--person", "gender=man", "--json")
    hidden, shown = baken(*asked).json, baken(*asked, "--all").json
    assert hidden["hidden"] == shown["hidden"] == 1
    assert "no" not in {result["verdict"] for result in hidden["results"]}
    assert [result["verdict"] for result in shown["results"]].count("no") == 1


@pytest.mark.parametrize("words", ["🙂🙂🙂", "asdf", "?!?", "...."])
def test_what_is_no_question_gets_urgent_numbers_and_no_random_doors(baken: Baken, words: str) -> None:
    said = baken("find", words, "--json")
    assert said.code == 0
    assert (said.json["sure"], said.json["results"]) == (False, [])
    assert "112" in {line["number"] for line in said.json["danger"]["helplines"]}
    assert "not sure" in baken("find", words).out


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("",), "words"),
        (("  ",), "words"),
        (("a" * 10_000,), "words"),
        (("a\0b",), "words"),
        (("schulden \udce9",), "words"),
        (("x", "--language", "xx"), "language"),
        (("x", "--language", "\udce9"), "language"),
        (("x", "--near", "95,4"), "near"),
        (("x", "--near", "here"), "near"),
        (("x", "--at", "2001-01-01T10:00"), "at"),
        (("x", "--at", "soon"), "at"),
        (("x", "--person", "shoe=42"), "person.shoe"),
        (("x", "--person", "old"), "person"),
        (("x", "--person", "age=5,age=6"), "person.age"),
        (("x", "--person", "age=-1"), "person.age"),
        (("x", "--person", "papers=green"), "person.papers"),
        (("x", "--limit", "0"), "limit"),
        (("x", "--limit", "1e3"), "limit"),
        (("--need", "money.nothing"), "needs"),
    ],
)
@pytest.mark.parametrize("command", ["find", "plan"])
def test_a_wrong_question_names_its_field_and_ends_with_2(
    baken: Baken, command: str, arguments: tuple[str, ...], field: str
) -> None:
    said = baken(command, *arguments, "--json")
    assert said.code == 2
    assert said.json["error"]["code"] == "bad-question"
    assert said.json["error"]["message"].startswith(f"{field}: ")
    in_words = baken(command, *arguments)
    assert (in_words.code, in_words.out) == (2, "")
    assert in_words.err.startswith(f"baken: {field}: ")


def test_many_questions_are_answered_in_order_a_line_each(baken: Baken, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [
        {"words": DEBTS},
        {"words": "I sleep badly because of stress", "language": "fr"},
        {"words": "🙂"},
        {"needs": ["family.school"], "limit": 1},
    ]
    file.write_text("\ufeff" + "\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    said = baken("find", "--batch", str(file), "--json")
    assert said.code == 0
    assert [answer["answer_language"] for answer in said.lines] == ["nl", "fr", "nl", "nl"]
    assert [answer["sure"] for answer in said.lines] == [True, True, False, True]
    assert said.lines[3]["needs"][0]["code"] == "family.school"


def test_a_broken_line_is_named_by_its_number_and_the_others_are_answered(baken: Baken, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [
        json.dumps({"words": DEBTS}).encode(),
        b'{"words": "a',
        b"[1]",
        b'{"words": "\xff"}',
        b'{"words": "\\ud800"}',
        b'{"words": "x", "colour": "red"}',
        b"[" * 5000,
        json.dumps({"words": DEBTS}).encode(),
    ]
    file.write_bytes(b"\n".join(lines))
    said = baken("find", "--batch", str(file), "--json", "--language", "en")
    assert said.code == 1
    codes = [answer.get("error", {}).get("code") for answer in said.lines]
    assert codes == [None, "bad-json", "bad-question", "bad-json", "bad-json", "bad-question", "bad-json", None]
    for number, answer in enumerate(said.lines, start=1):
        assert "error" not in answer or answer["error"]["message"].startswith(f"line {number}: ")
    assert said.lines[-1]["answer_language"] == "en"
    assert "6 of the lines" in said.err


def test_a_folder_given_as_batch_is_told_to_be_one(baken: Baken, tmp_path: Path) -> None:
    said = baken("find", "--batch", str(tmp_path))
    assert said.code == 2
    assert "is a folder and not a file" in said.err


def test_a_batch_with_words_besides_is_refused(baken: Baken, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.touch()
    assert baken("find", "hello", "--batch", str(file)).code == 2
    assert baken("find", "--batch", str(tmp_path / "missing.jsonl"), "--json").json["error"]["code"] == "usage"


def test_people_read_doors_with_reasons_and_the_rest_is_counted(baken: Baken) -> None:
    said = baken("find", DEBTS, "--person", "papers=no-papers", "--language", "en")
    assert "1. Help with debts" in said.out
    assert "✓ No papers asked." in said.out
    assert "more would say no" in said.out


def test_a_plan_goes_to_few_places_and_says_why(baken: Baken) -> None:
    plan = baken("plan", "--need", "money.debts", "--need", "talking.sleep", "--language", "nl", "--json").json
    assert {"language", "needs", "sure", "steps", "left_out", "own_network", "made_on", "took_ms"} <= set(plan)
    assert {code for step in plan["steps"] for code in step["needs"]} == {"money.debts", "talking.sleep"}
    assert all(step["why"] is not None and step["address"] for step in plan["steps"])
    in_words = baken("plan", "--need", "money.debts", "--language", "nl").out
    assert "1. Hulp bij schulden" in in_words
    assert "03 000 01 01" in in_words


def test_a_plan_is_written_as_a_pdf(baken: Baken, tmp_path: Path) -> None:
    paper = tmp_path / "plan.pdf"
    said = baken("plan", "--need", "money.debts", "--language", "ar", "--pdf", str(paper))
    assert said.code == 0
    assert paper.read_bytes().startswith(b"%PDF-")
    assert str(paper) in said.out


def test_who_prints_without_an_address_is_told_why_there_is_no_code(
    baken: Baken, tmp_path: Path, settings: Settings
) -> None:
    order = ("plan", "--need", "money.debts", "--pdf", str(tmp_path / "plan.pdf"))
    settings.BAKEN_SITE_URL = ""
    assert "BAKEN_SITE_URL" in baken(*order).err
    settings.BAKEN_SITE_URL = "https://baken.example"
    assert "BAKEN_SITE_URL" not in baken(*order).err


@pytest.mark.parametrize("command", ["find", "plan"])
def test_a_door_is_shown_with_its_numbers_and_its_notices(baken: Baken, command: str) -> None:
    note = {"nl": {"text": "Bel drie keer", "state": "original"}}
    for service in Service.objects.all():
        TemporaryChange.objects.create(service=service, kind="notice", starts=timezone.now(), note=note)
    said = baken(command, "--need", "money.debts", "--language", "en").out
    assert "03 000 01 01" in said
    assert "! Good to know" in said
    assert "Bel drie keer" in said


def test_a_number_reads_from_left_to_right_in_arabic(baken: Baken) -> None:
    assert "\N{LEFT-TO-RIGHT ISOLATE}03 000 01 01" in baken("find", "--need", "money.debts", "--language", "ar").out


def test_a_pdf_that_cannot_be_written_is_said_with_its_path(baken: Baken, tmp_path: Path) -> None:
    missing = tmp_path / "no" / "plan.pdf"
    said = baken("plan", "--need", "money.debts", "--pdf", str(missing), "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == "file"
    assert str(missing) in said.json["error"]["message"]
    assert baken("plan", "--need", "money.debts", "--pdf", str(tmp_path), "--json").code == 2


def test_the_needs_are_listed_with_their_codes(baken: Baken) -> None:
    listed = baken("needs", "--json", "--language", "fr").json
    assert len(listed) >= 70
    assert {"code", "label", "domain"} == set(listed[0])
    assert "money.debts" in baken("needs").out
    assert baken("needs", "--language", "xx").code == 2


def test_a_plan_is_printed_for_a_small_printer_too(baken: Baken, tmp_path: Path) -> None:
    paper = tmp_path / "plan.pdf"
    assert baken("plan", "--need", "money.debts", "--pdf", str(paper), "--receipt").code == 0
    assert float(PdfReader(paper).pages[0].mediabox.width) < 230


def test_the_first_door_is_said_as_a_text_message(baken: Baken) -> None:
    said = baken("plan", "--need", "money.debts", "--language", "ar", "--sms")
    assert said.out.splitlines()[0] == "Open Huis De Kade"
    assert "030000101" in said.out
    assert "of at most 3 messages (UCS-2)" in said.err
    assert baken("plan", "--need", "mobility.driving", "--sms").code != 0


def test_a_booklet_is_written_for_a_place_and_a_language(baken: Baken, tmp_path: Path) -> None:
    out = tmp_path / "booklet.pdf"
    said = baken("booklet", "--near", "51.12,4.13", "--km", "40", "--language", "ar", "--out", str(out))
    assert said.code == 0, said.err
    assert "Open Huis De Kade" in PdfReader(out).pages[2].extract_text()


def test_who_asks_for_a_booklet_of_nowhere_is_told_what_to_give(baken: Baken) -> None:
    assert "Nergenshuizen" in baken("booklet", "--area", "Nergenshuizen").err
    assert "--area" in baken("booklet").err
    assert baken("booklet", "--area", "x", "--near", "51.1,4.1").code == 2
    assert baken("booklet", "--near", "here").code == 2
