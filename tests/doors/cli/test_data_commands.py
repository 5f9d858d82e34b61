"""Data in and out: what is said, what is written, and what is not."""

import json
from collections.abc import Callable
from http.client import BadStatusLine
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from jsonschema import Draft202012Validator, FormatChecker
from terminal import Baken

from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.directory import services
from baken.directory.feeds import runs
from baken.directory.feeds.kept import Asked
from baken.directory.feeds.pulling import Fetcher
from baken.directory.models import ExportRun, FeedRun, FeedSource, Service
from baken.needs import selectors as needs_room

pytestmark = pytest.mark.usefixtures("in_town")

SMALL_TOWN = str(Path(__file__).parents[2] / "factories/small_town.yaml")
ONE_MORE = """
language: nl
organisations:
  - key: een
    name: Een huis
    services:
      - key: taal
        name: {nl: Taal leren}
        description: Samen Nederlands oefenen aan tafel.
        needs: [%s]
        access: [walk-in]
        languages: {nl: staff}
"""


@pytest.fixture
def everything() -> Callable[[], str]:
    """All rows of the database, as text, but for the list of what was imported."""

    def dump() -> str:
        out = StringIO()
        call_command("dumpdata", natural_foreign=True, exclude=["directory.feedrun"], stdout=out)
        return out.getvalue()

    return dump


def a_need(baken: Baken) -> str:
    return str(baken("needs", "--json").json[0]["code"])


@pytest.fixture
def town_file(baken: Baken, tmp_path: Path) -> str:
    file = tmp_path / "town.yaml"
    file.write_text(ONE_MORE % a_need(baken), encoding="utf-8")
    return str(file)


def test_a_dry_run_writes_nothing(baken: Baken, town_file: str, everything: Callable[[], str]) -> None:
    before, state = everything(), needs_room.index_state()
    said = baken("import", "baken", town_file, "--dry-run")
    assert (said.code, said.out.split(",")[0]) == (0, "1 services: 1 would be added")
    assert everything() == before
    assert needs_room.index_state() == state


def test_what_is_imported_is_found_at_once_and_a_second_time_nothing_changes(
    baken: Baken, town_file: str, everything: Callable[[], str]
) -> None:
    baken("index")  # in step with this town: what tests before put there was rolled back without a commit
    assert "1 are added" in baken("import", "baken", town_file).out
    found = baken("find", "--need", a_need(baken), "--language", "nl", "--json").json
    assert "Taal leren" in {result["name"] for result in found["results"]}
    before = everything()
    said = baken("import", "baken", town_file)
    assert "0 are added, 0 are changed, 1 stay as they are (unchanged)" in said.out
    assert everything() == before


def test_a_refused_row_is_named_with_its_field_and_nothing_is_written(
    baken: Baken, tmp_path: Path, everything: Callable[[], str]
) -> None:
    file = tmp_path / "town.yaml"
    file.write_text(ONE_MORE % "no.such-need", encoding="utf-8")
    before = everything()
    said = baken("import", "baken", str(file))
    assert said.code == 1
    assert "needs" in said.err
    assert "no.such-need" in said.err
    assert "Nothing was imported" in said.err
    assert everything() == before


def test_every_import_and_every_export_is_kept_in_a_list(
    baken: Baken, town_file: str, tmp_path: Path, settings: Any
) -> None:
    before = FeedRun.objects.count()
    baken("import", "baken", town_file, "--dry-run")
    baken("import", "baken", str(tmp_path / "nothing.yaml"))
    baken("export", "hsds", str(tmp_path / "out"), "--language", "nl")
    broken, looked = FeedRun.objects.order_by("-started")[: FeedRun.objects.count() - before]
    assert (looked.dry_run, looked.report["added"], looked.problem) == (True, 1, "")
    assert "does not exist" in broken.problem
    assert looked.finished
    assert broken.finished
    assert ExportRun.objects.get().services > 0
    assert not [folder for folder in (settings.BAKEN_HOME / "imports").iterdir() if folder.is_dir()]


def test_what_was_asked_on_the_page_is_carried_out_once_and_found(baken: Baken, town_file: str) -> None:
    upload = SimpleUploadedFile("town.yaml", Path(town_file).read_bytes())
    looked = runs.ask(asked=Asked("baken", language="nl"), uploads=[upload], by=None)
    assert baken("import", "kept", str(looked)).code == 0
    done = runs.ask_to_apply(run_id=looked, retire=False, even_so=False, by=None)
    assert baken("import", "kept", str(done)).code == 0
    found = baken("find", "--need", a_need(baken), "--language", "nl", "--json").json
    assert "Taal leren" in {result["name"] for result in found["results"]}
    again = baken("import", "kept", str(done))
    assert again.code == 2
    assert "nothing is left to do" in again.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "hsds", "/no/such/file.json"), 2),
        (("import", "excel", SMALL_TOWN), 2),
        (("import", "hsds"), 2),
        (("import", "hsds", SMALL_TOWN), 1),
        (("import", "baken", SMALL_TOWN, "--language", "not a language"), 2),
        (("export", "hsds", SMALL_TOWN), 2),
        (("export", "json", SMALL_TOWN), 2),
    ],
)
def test_what_cannot_be_read_or_written_is_said_in_one_line_or_by_row(
    baken: Baken, arguments: tuple[str, ...], code: int
) -> None:
    said = baken(*arguments)
    assert said.code == code
    assert len(said.err) > 10


def test_the_export_holds_a_pair_of_files_for_each_language(baken: Baken, tmp_path: Path) -> None:
    said = baken("export", "hsds", str(tmp_path / "out"), "--language", "nl", "--language", "ar")
    assert said.code == 0
    written = sorted(str(file.relative_to(tmp_path / "out")) for file in (tmp_path / "out").rglob("*.ndjson"))
    assert written == [f"{tag}/{kind}.ndjson" for tag in ("ar", "nl") for kind in ("organizations", "services")]
    assert all(name in said.out for name in written)


@pytest.mark.shared
def test_the_export_is_valid_hsds(baken: Baken, tmp_path: Path, shared: Path) -> None:
    assert baken("export", "hsds", str(tmp_path), "--language", "nl").code == 0
    for kind in ("service", "organization"):
        validator = _validator(shared / f"data/hsds-3.2.3/schema/compiled/{kind}.json")
        lines = (tmp_path / f"nl/{kind}s.ndjson").read_text(encoding="utf-8").splitlines()
        assert lines
        faults = [
            f"{fault.json_path}: {fault.message}" for line in lines for fault in validator.iter_errors(json.loads(line))
        ]
        assert faults == []


def _validator(schema: Path) -> Draft202012Validator:
    """As the standard's own checker does."""
    found: Any = json.loads(schema.read_text(encoding="utf-8"))
    return Draft202012Validator(found, format_checker=FormatChecker())


@pytest.mark.shared
def test_562_services_of_jordan_answer_an_arabic_question_with_arabic_reasons(baken: Baken, shared: Path) -> None:
    folder = shared / "data/unhcr-jordan-services"
    files = [str(folder / f"services_{tag}.json") for tag in ("en", "ar")]
    assert baken("import", "unhcr", *files).out.startswith("562 services: 562 are added")
    answer = baken("find", "أحتاج إلى طبيب", "--near", "31.95,35.93", "--json").json
    assert (answer["language"], answer["answer_language"]) == ("ar", "ar")
    assert answer["needs"][0]["code"] == "health.doctor"
    assert any(result["name"] == "الخدمات الصحية" for result in answer["results"])
    texts = [reason["text"] for result in answer["results"] for reason in result["reasons"]]
    assert texts
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in text) for text in texts)


def test_the_index_is_built_again_when_it_is_gone(baken: Baken, own_home: Path) -> None:
    (own_home / "index/current").unlink()
    assert baken("check").code == 1
    assert "NOT OK  index" in baken("check").out
    assert "services, full" in baken("index").out
    (own_home / "index/current").unlink()
    assert baken("find", "--need", "money.debts", "--json").json["results"]
    assert "NOT OK  index" not in baken("check").out


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "lijst.csv"
    file.write_text("Organisatie;Dienst;Talen\nHuis;Thee;nl\n", encoding="utf-8")
    return file


def test_a_table_is_guessed_looked_at_and_imported(baken: Baken, table: Path) -> None:
    assert baken("import", "table", str(table)).code == 2
    guessed = baken("import", "table", str(table), "--guess")
    assert "Dienst: service.name" in guessed.out
    written = table.with_name("lijst.csv.mapping.yaml")
    assert "service.name" in written.read_text(encoding="utf-8")
    assert "exists already" in baken("import", "table", str(table), "--guess").err
    dry = baken("import", "table", str(table), "--dry-run")
    assert "1 would be added" in dry.out
    assert "added service Thee (lijst.csv 2)" in dry.out
    assert "1 are added" in baken("import", "table", str(table)).out


def test_the_report_is_written_as_a_file(baken: Baken, town_file: str, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    assert baken("import", "baken", town_file, "--dry-run", "--report", str(report)).code == 0
    assert "Taal leren" in report.read_text(encoding="utf-8")
    assert baken("import", "baken", town_file, "--dry-run", "--report", str(tmp_path / "r.pdf")).code == 2


@pytest.mark.parametrize(("answer", "code", "written"), [("y\n", 0, True), ("n\n", 130, False), ("", 130, False)])
def test_on_a_terminal_it_asks_first(
    baken: Baken, town_file: str, monkeypatch: pytest.MonkeyPatch, everything: Callable[[], str],
    answer: str, code: int, written: bool,
) -> None:  # fmt: skip
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    before = everything()
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("baken.cli.importing._on_a_terminal", lambda: True)
    said = baken("import", "baken", town_file)
    assert said.code == code
    assert "1 would be added" in said.out
    assert ("Taal leren" in everything()) == written
    assert (everything() == before) != written


def test_yes_does_not_ask(baken: Baken, town_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baken.cli.importing._on_a_terminal", lambda: True)
    assert "1 are added" in baken("import", "baken", town_file, "--yes").out


def test_a_dry_run_counts_and_names_what_would_become_a_conflict(baken: Baken, town_file: str) -> None:
    baken("import", "baken", town_file)
    service = Service.objects.get(name__nl__text="Taal leren")
    named = {"nl": {"text": "Taaltafel", "state": "original"}}
    services.update_service(service_id=service.pk, by=Actor(None, frozenset({Role.COORDINATOR})), name=named)
    file = Path(town_file)
    file.write_text(file.read_text(encoding="utf-8").replace("Taal leren", "Taal oefenen"), encoding="utf-8")
    said = baken("import", "baken", town_file, "--dry-run").out
    assert "1 entries of which somebody else said otherwise: that stays, and what is offered would wait" in said
    assert "disputed service Taaltafel" in said
    assert "name.nl: stands Taaltafel (coordinator, " in said
    assert "offered Taal oefenen" in said


def test_what_is_gone_is_retired_only_when_asked(baken: Baken, tmp_path: Path, town_file: str) -> None:
    baken("import", "baken", town_file)
    other = tmp_path / "other.yaml"
    more = ONE_MORE.replace("key: een", "key: twee").replace("key: taal", "key: taal-twee") % a_need(baken)
    other.write_text(more, encoding="utf-8")
    assert "no longer in the feed; they stay as they are" in baken("import", "baken", str(other)).out
    refused = baken("import", "baken", str(other), "--retire-missing")
    assert (refused.code, "more than a fifth" in refused.err) == (1, True)
    assert "inactive" in baken("import", "baken", str(other), "--retire-missing", "--even-so").out


@pytest.mark.parametrize("problem", [BadStatusLine("garbage"), KeyError("ours")])
def test_a_source_that_fails_keeps_no_other_back(
    baken: Baken, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    for name in ("first", "second"):
        FeedSource.objects.create(name=name, address=f"https://{name}.example/hsds")
    asked = []

    def fail(fetcher: Fetcher, address: str, *, accept: str) -> None:
        asked.append(address)
        raise problem

    monkeypatch.setattr(Fetcher, "get", fail)
    said = baken("pull")
    assert (said.code, len(asked)) == (1, 2)
    assert ["first:" in said.out, "second:" in said.out] == [True, True]
    assert FeedRun.objects.exclude(problem="").count() == 2


def test_sources_are_set_listed_and_refused(baken: Baken) -> None:
    assert "No source is due" in baken("pull").out
    refused = baken("pull", "city", "--address", "http://127.0.0.1:9/hsds")
    assert (refused.code, "open internet" in refused.err) == (2, True)
    set_ = baken("pull", "city", "--address", "https://93.184.215.14/hsds", "--every", "12", "--disabled")
    assert "city is set" in set_.out
    assert "city: hsds, every 12 hours, looked at, disabled; last pulled: never" in baken("pull", "--list").out
    assert baken("pull", "--address", "https://93.184.215.14/").code == 2
    assert "no source is called" in baken("pull", "nowhere").err
    assert "No source is due" in baken("pull").out
