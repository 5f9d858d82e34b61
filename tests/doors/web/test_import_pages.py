"""A file is brought in on a page: first looked at, then done, by those who may."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from baken.accounts import services as accounts
from baken.accounts.permissions import Actor
from baken.accounts.roles import Role
from baken.directory import services
from baken.directory.feeds import kept, runs
from baken.directory.models import Conflict, FeedRun, FeedSource, Membership, Organisation, Service
from baken.web.city.imports import views

NEW = "/en/city/imports/new/"
LIST = "/en/city/imports/"
HEADER = ("nr", "Organisation", "Service", "Address", "Postal code", "Town")
ROWS = (
    ("1", "North House", "Soup", "Quay 1", "2000", "Antwerp"),
    ("2", "North House", "A bed", "Quay 1", "2000", "Antwerp"),
    ("3", "South House", "Advice", "Quay 3", "2000", "Antwerp"),
)
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    for part in ("cache", "imports", "index"):
        (tmp_path / part).mkdir()
    settings.BAKEN_HOME = tmp_path
    return tmp_path


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The import runs in this process, so that it sees the database of the test."""

    def carry_out(run_id: UUID) -> None:
        with kept.lock_of(run_id):
            runs.carry_out(run_id)

    monkeypatch.setattr(views, "launch", carry_out)


def client_of(*roles: Role, email: str = "somebody@example.org") -> Client:
    user = accounts.account_for(email=email)
    for role in roles:
        accounts.grant_role(user_id=user.pk, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def coordinator(db: None, at_once: None) -> Client:
    return client_of(Role.COORDINATOR, email="coordinator@example.org")


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, name: str = "table.csv") -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return SimpleUploadedFile(name, text.getvalue().encode())


def send(client: Client, *files: SimpleUploadedFile, kind: str = "table", **said: str) -> Any:
    data = {"kind": kind, "upload": list(files), "language": "en", "source": "the test", **said}
    return client.post(NEW, data)


def choices(html: str) -> dict[str, str]:
    """The fields of the columns' form as a browser would send them."""
    found = {}
    for select in html.split("<select ")[1:]:
        name = select.split('name="')[1].split('"')[0]
        chosen = select.split(" selected")[0].rsplit('value="', 1)[1].split('"')[0]
        found[name] = unescape(chosen)
    return found


def look(client: Client, *rows: tuple[str, ...]) -> str:
    """The address of the dry run."""
    address = send(client, table(*rows or ROWS)).headers["Location"]
    answer = client.post(address, choices(client.get(address).content.decode()))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def do(client: Client, looked: str, **said: str) -> str:
    return str(client.post(f"{looked}apply/", said).headers["Location"])


def words(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def test_a_file_is_looked_at_and_then_done(coordinator: Client) -> None:
    looked = look(coordinator)
    page = words(coordinator, looked)
    assert "Looked at; nothing imported yet" in page
    assert "Added (7)" in page
    assert not Service.objects.exists()
    done = words(coordinator, do(coordinator, looked))
    assert "<h1>Imported</h1>" in done
    assert sorted(service.name["en"]["text"] for service in Service.objects.all()) == ["A bed", "Advice", "Soup"]
    assert "Otherwise than when you looked" not in done


def test_once_it_is_done_its_files_are_gone(coordinator: Client, home: Path) -> None:
    do(coordinator, look(coordinator))
    assert [file.name for file in (home / "imports").rglob("*") if file.is_file()] == ["turn.lock"]


def test_the_list_says_who_brought_in_what(coordinator: Client) -> None:
    do(coordinator, look(coordinator))
    page = words(coordinator, LIST)
    assert "coordinator@example.org" in page
    assert "services: 3 added, 0 changed, 0 no longer in it" in page


def test_the_same_file_a_second_time_has_nothing_to_do(coordinator: Client) -> None:
    do(coordinator, look(coordinator))
    again = words(coordinator, look(coordinator))
    assert "there is nothing to do" in again
    assert "Do it" not in again


def test_what_changes_is_told_from_old_to_new(coordinator: Client) -> None:
    do(coordinator, look(coordinator))
    page = words(
        coordinator, look(coordinator, ("1", "North House", "Hot soup", "Quay 1", "2000", "Antwerp"), *ROWS[1:])
    )
    assert "<del><bdi>Soup</bdi></del>" in page
    assert "<ins><bdi>Hot soup</bdi></ins>" in page


def test_what_an_editor_said_otherwise_is_shown_and_doing_it_makes_a_conflict(coordinator: Client) -> None:
    do(coordinator, look(coordinator))
    soup = Service.objects.get(name__en__text="Soup")
    by = Actor(None, frozenset({Role.COORDINATOR}))
    services.update_service(service_id=soup.pk, by=by, name={"en": {"text": "Warm soup", "state": "original"}})
    looked = look(coordinator, ("1", "North House", "Hot soup", "Quay 1", "2000", "Antwerp"), *ROWS[1:])
    page = words(coordinator, looked)
    assert "there is nothing to do" not in page
    assert "Sources that disagree (1)" in page
    assert "<bdi>Warm soup</bdi>" in page
    assert "a coordinator" in page
    assert "<bdi>Hot soup</bdi>" in page
    assert not Conflict.objects.exists()
    done = words(coordinator, do(coordinator, looked))
    assert "Sources that disagree (1)" in done
    assert "Otherwise than when you looked" not in done
    assert Conflict.objects.get().field == "name"


def test_what_is_refused_stands_first_with_row_and_field_and_cannot_be_done(coordinator: Client) -> None:
    address = send(coordinator, SimpleUploadedFile("a.json", b'[{"name": "No id"}]'), kind="hsds").headers["Location"]
    page = words(coordinator, address)
    assert "Refused: mend this first" in page
    assert "a.json 1" in page
    assert "Do it" not in page
    answer = coordinator.post(f"{address}apply/", follow=True)
    assert "This cannot be done any more" in answer.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("roles", [(), (Role.COMPANION,), (Role.RESEARCHER,)])
def test_others_are_told_that_it_is_closed_also_when_they_guess_the_run(
    coordinator: Client, roles: tuple[Role, ...]
) -> None:
    looked = look(coordinator)
    client = client_of(*roles, email="other@example.org")
    for address in (LIST, NEW, looked, f"{looked}columns/", f"{looked}report.csv", f"{looked}report.json"):
        assert client.get(address).status_code == 403
    for address in (NEW, f"{looked}columns/", f"{looked}apply/", f"{looked}again/", f"{looked}leave/"):
        assert client.post(address).status_code == 403
    assert not Service.objects.exists()
    assert "Do it" in words(coordinator, looked)


def test_an_editor_is_told_that_it_is_closed(coordinator: Client) -> None:
    do(coordinator, look(coordinator))
    editor = accounts.account_for(email="editor@example.org")
    Membership.objects.create(organisation=Organisation.objects.all()[0], user=editor)
    client = Client()
    client.force_login(editor)
    assert client.get(LIST).status_code == 403


def test_an_administrator_may_go_on_with_what_a_coordinator_began(coordinator: Client) -> None:
    looked = look(coordinator)
    administrator = client_of(Role.ADMINISTRATOR, email="admin@example.org")
    assert "<h1>Imported</h1>" in words(administrator, do(administrator, looked))
    assert FeedRun.objects.get(dry_run=False).by.email == "admin@example.org"  # type: ignore[union-attr]


def test_a_form_of_another_site_does_nothing(coordinator: Client) -> None:
    looked = look(coordinator)
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = coordinator.cookies
    for address in (NEW, f"{looked}apply/", f"{looked}leave/"):
        assert forged.post(address).status_code == 403
    assert not Service.objects.exists()


def test_no_answer_may_be_stored(coordinator: Client) -> None:
    looked = look(coordinator)
    answers = [coordinator.get(address) for address in (LIST, NEW, looked, f"{looked}report.csv", f"{looked}nothing/")]
    answers += [coordinator.post(f"{looked}apply/"), coordinator.get(f"{looked}apply/")]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


@pytest.mark.parametrize(
    ("kind", "file", "why"),
    [
        ("table", SimpleUploadedFile("page.html", b"<script>"), "none of the files this kind is made of"),
        ("table", SimpleUploadedFile("table.csv", b""), "is empty"),
        ("table", SimpleUploadedFile("table.csv", b"PK\x03\x04 and more"), "in truth a zip file"),
        ("table", SimpleUploadedFile("table.xlsx", b"a,b\n1,2\n"), "is not a zip file"),
        ("hsds", SimpleUploadedFile("package.zip", b"not a zip"), "is not a zip file"),
        ("baken", SimpleUploadedFile("town.json", b"{}"), "none of the files this kind is made of"),
        ("unhcr", SimpleUploadedFile("run.exe", b"MZ"), "none of the files this kind is made of"),
    ],
)
def test_a_file_that_is_none_of_its_kind_is_refused_and_not_kept(
    coordinator: Client, home: Path, kind: str, file: SimpleUploadedFile, why: str
) -> None:
    answer = send(coordinator, file, kind=kind)
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert not FeedRun.objects.exists()
    assert not list((home / "imports").iterdir())


def test_a_kind_that_does_not_exist_and_no_file_are_said_beside_their_field(coordinator: Client) -> None:
    answer = coordinator.post(NEW, {"kind": "../../etc", "language": "en"})
    assert answer.status_code == 400
    assert "Choose a file." in answer.content.decode()


def test_files_that_are_too_large_together_are_refused(coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 100)
    answer = send(
        coordinator, SimpleUploadedFile("a.json", b"1" * 60), SimpleUploadedFile("b.json", b"1" * 60), kind="hsds"
    )
    assert answer.status_code == 400
    assert "baken import" in answer.content.decode()


def test_more_than_an_import_may_be_is_not_even_read(coordinator: Client) -> None:
    length = str(kept.MOST_BYTES * 2)
    answer = coordinator.post(NEW, {"upload": table(*ROWS)}, CONTENT_LENGTH=length)
    assert answer.status_code == 413


def test_a_zip_bomb_ends_in_a_refusal(coordinator: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * (64 << 20))
    address = send(coordinator, SimpleUploadedFile("bomb.zip", packed.getvalue()), kind="hsds").headers["Location"]
    page = words(coordinator, address)
    assert "Could not be read; nothing was imported" in page
    assert "times its size" in page


@pytest.mark.parametrize(
    "name",
    [
        "../../../evil.csv",
        "/etc/passwd.csv",
        "..\\..\\evil.csv",
        ".hidden.csv",
        "a/../../b.csv",
        "a" * 300 + ".csv",
        "é ;rm -rf.csv",
        "..csv",
    ],
)
def test_a_name_never_leads_out_of_the_folder(coordinator: Client, home: Path, name: str) -> None:
    upload = table(*ROWS)
    upload._name = name  # type: ignore[attr-defined]  # past what would mend it on the way
    with_name = kept._own_name(upload)
    assert Path(with_name).name == with_name
    assert not with_name.startswith(".")
    assert len(with_name) < 100
    send(coordinator, upload)
    files = [file for file in home.rglob("*.csv") if file.is_file()]
    assert len(files) == 1
    assert files[0].parent.parent.parent == home / "imports"
    assert not list(home.parent.glob("*.csv"))


def test_two_files_of_one_name_are_both_kept(coordinator: Client, home: Path) -> None:
    send(coordinator, SimpleUploadedFile("a.json", b"[]"), SimpleUploadedFile("a.json", b"[]"), kind="hsds")
    assert {file.name for file in home.rglob("*.json")} >= {"a.json", "2-a.json"}


def test_html_in_every_cell_and_column_comes_out_as_words(coordinator: Client) -> None:
    header = tuple(f"{name} {HOSTILE}" for name in HEADER)
    rows = [tuple(f"{cell} {HOSTILE}" for cell in row) for row in ROWS]
    address = send(coordinator, table(*rows, header=header)).headers["Location"]
    page = words(coordinator, address)
    chosen = choices(page) | {"column-1": "organisation.name", "column-2": "service.name", "save_as": HOSTILE}
    looked = coordinator.post(address, chosen).headers["Location"]
    pages = [page, words(coordinator, looked), words(coordinator, NEW), words(coordinator, do(coordinator, looked))]
    for shown in (*pages, words(coordinator, LIST)):
        assert "<script>alert" not in shown
        assert "<img" not in shown
    assert "&lt;script&gt;" in pages[1]


def test_a_formula_is_no_formula_in_the_report_as_a_table(coordinator: Client) -> None:
    looked = look(coordinator, ("1", "=cmd|' /C calc'!A0", "@SUM(A1)", "Quay 1", "2000", "Antwerp"))
    answer = coordinator.get(f"{looked}report.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]
    report = json.loads(coordinator.get(f"{looked}report.json").content)
    assert "@SUM(A1)" in [line["name"] for line in report["lines"]]


def test_of_two_who_do_it_at_once_one_does_and_the_other_is_led_to_it(coordinator: Client) -> None:
    looked = look(coordinator)
    other = client_of(Role.ADMINISTRATOR, email="admin@example.org")
    done = do(coordinator, looked)
    answer = other.post(f"{looked}apply/", follow=True).content.decode()
    assert "This cannot be done any more" in answer
    assert done in answer
    assert FeedRun.objects.filter(dry_run=False).count() == 1


def test_an_import_that_was_stopped_says_that_nothing_was_written_and_can_be_tried_again(
    coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = look(coordinator)

    def killed(run_id: UUID) -> None:
        with kept.lock_of(run_id), pytest.raises(KeyboardInterrupt):
            runs.carry_out(run_id)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(views, "launch", killed)
        patched.setattr(kept, "progress_writer", lambda run_id: stop)
        stopped = do(coordinator, looked)
    page = words(coordinator, stopped)
    assert "Stopped before the end; nothing was imported" in page
    assert not Service.objects.exists()
    assert not Organisation.objects.exists()
    again = coordinator.post(f"{stopped}again/").headers["Location"]
    assert "<h1>Imported</h1>" in words(coordinator, again)
    assert Service.objects.count() == 3


def test_while_it_is_under_way_the_page_says_how_far_and_looks_by_itself_only_when_asked(coordinator: Client) -> None:
    looked = look(coordinator)
    run_id = runs.ask_to_apply(run_id=UUID(looked.split("/")[-2]), retire=False, even_so=False, by=None)
    with kept.lock_of(run_id):
        kept.progress_writer(run_id)(1_200, 5_000)
        page = words(coordinator, f"{LIST}{run_id}/")
        watched = words(coordinator, f"{LIST}{run_id}/?watch")
        assert coordinator.post(f"{LIST}{run_id}/leave/").status_code == 302
        assert kept.files_of(run_id)
    assert "1200 of 5000 services so far" in page
    assert "http-equiv" not in page
    assert 'http-equiv="refresh"' in watched


def test_a_mistake_of_ours_is_said_without_its_insides(coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: object) -> None:
        raise RuntimeError("secret insides")

    monkeypatch.setattr(runs, "import_feed", breaks)

    def launch(run_id: UUID) -> None:
        with kept.lock_of(run_id), pytest.raises(RuntimeError):
            runs.carry_out(run_id)

    monkeypatch.setattr(views, "launch", launch)
    page = words(coordinator, look(coordinator))
    assert "something of ours failed; nothing was imported" in page
    assert "secret" not in page
    assert "Try again" in page


def test_more_than_a_fifth_is_taken_out_of_use_only_when_asked_again(coordinator: Client) -> None:
    do(coordinator, look(coordinator))
    looked = look(coordinator, ROWS[0])
    assert "No longer in the file (4)" in words(coordinator, looked)
    asks = do(coordinator, looked, retire="on")
    page = words(coordinator, asks)
    assert "More than a fifth" in page
    assert Service.objects.in_use().count() == 3
    assert "This cannot be done" in coordinator.post(f"{asks}apply/", {"retire": "on"}, follow=True).content.decode()
    done = do(coordinator, asks, retire="on", even_so="on")
    assert "Taken out of use (2)" in words(coordinator, done)
    assert Service.objects.in_use().count() == 1


def test_without_being_asked_nothing_is_taken_out_of_use(coordinator: Client) -> None:
    do(coordinator, look(coordinator))
    do(coordinator, look(coordinator, ROWS[0]))
    assert Service.objects.in_use().count() == 3


def test_what_changed_between_looking_and_doing_is_said(coordinator: Client) -> None:
    do(coordinator, look(coordinator))
    changed = ("1", "North House", "Hot soup", "Quay 1", "2000", "Antwerp")
    looked = look(coordinator, changed, *ROWS[1:])
    do(coordinator, look(coordinator, ROWS[0], ("2", "North House", "A cot", "Quay 1", "2000", "Antwerp"), ROWS[2]))
    page = words(coordinator, do(coordinator, looked))
    assert "Otherwise than when you looked" in page
    otherwise = page.split('id="otherwise"')[1].split("</section>")[0]
    assert "A cot" in otherwise
    assert "Hot soup" not in otherwise


def test_files_are_deleted_after_a_day(coordinator: Client, home: Path) -> None:
    looked = look(coordinator)
    folder = home / "imports" / looked.split("/")[-2]
    a_day_ago = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(folder, (a_day_ago, a_day_ago))
    coordinator.get(LIST)
    assert not folder.exists()
    page = words(coordinator, looked)
    assert "Added (7)" in page
    assert "Do it" not in page


def test_who_leaves_it_leaves_no_file(coordinator: Client, home: Path) -> None:
    looked = look(coordinator)
    answer = coordinator.post(f"{looked}leave/", follow=True)
    assert "The files are deleted. Nothing was imported." in answer.content.decode()
    assert not list(home.rglob("*.csv"))
    assert "Do it" not in words(coordinator, looked)


def test_what_was_left_before_its_columns_were_chosen_is_listed_as_left(coordinator: Client) -> None:
    asked = send(coordinator, table(*ROWS)).headers["Location"].removesuffix("columns/")
    looked = look(coordinator)
    for address in (asked, looked):
        coordinator.post(f"{address}leave/")
        assert "<h1>Left, and its file deleted; nothing was imported</h1>" in words(coordinator, address)
    page = words(coordinator, LIST)
    assert page.count("Left, and its file deleted") == 2
    assert "Could not be read" not in page


def test_a_choice_of_columns_is_kept_under_a_name_and_used_again(coordinator: Client) -> None:
    address = send(coordinator, table(*ROWS)).headers["Location"]
    assert address.endswith("/columns/")
    coordinator.post(address, choices(words(coordinator, address)) | {"save_as": "Our table"})
    form = words(coordinator, NEW)
    saved = form.split(">Our table<")[0].rsplit('value="', 1)[1].split('"')[0]
    looked = send(coordinator, table(*ROWS), mapping=saved).headers["Location"]
    assert not looked.endswith("/columns/")
    assert "Added (7)" in words(coordinator, looked)


def test_columns_that_do_not_go_together_are_said_and_kept_as_chosen(coordinator: Client) -> None:
    address = send(coordinator, table(*ROWS)).headers["Location"]
    chosen = choices(words(coordinator, address)) | {"column-0": "service.name", "column-3": "-"}
    answer = coordinator.post(address, chosen)
    assert answer.status_code == 400
    assert "choose one" in answer.content.decode()
    assert choices(answer.content.decode())["column-3"] == "-"
    assert coordinator.post(address, {"column-0": "no such field"}).status_code == 400


def test_a_table_that_cannot_be_read_is_said(coordinator: Client) -> None:
    upload = SimpleUploadedFile("table.csv", "Naam;Café\n1;é\n".encode("utf-16"))
    answer = coordinator.get(send(coordinator, upload).headers["Location"], follow=True)
    assert "Could not be read; nothing was imported" in answer.content.decode()
    assert "UTF-16" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "2", "99999999999999", "x", "١"])
def test_a_page_that_does_not_exist_is_the_nearest_that_does(coordinator: Client, page: str) -> None:
    assert coordinator.get(look(coordinator), {"page": page}).status_code == 200
    assert coordinator.get(LIST, {"page": page}).status_code == 200


def test_a_long_report_has_pages(coordinator: Client) -> None:
    rows = [(str(at), f"House {at}", f"Help {at}", "Quay 1", "2000", "Antwerp") for at in range(80)]
    looked = look(coordinator, *rows)
    first, last = words(coordinator, looked), words(coordinator, f"{looked}?page=3")
    assert "page 1 of 3" in first
    assert "Help 79" in last
    assert "Help 79" not in first


def test_a_run_that_does_not_exist_is_not_found(coordinator: Client) -> None:
    for part in ("", "columns/", "report.csv"):
        assert coordinator.get(f"{LIST}{uuid4()}/{part}").status_code == 404
    assert coordinator.get(f"{look(coordinator)}report.exe").status_code == 404


def test_the_list_asks_the_database_as_often_for_many_runs_as_for_one(
    coordinator: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    FeedRun.objects.bulk_create(FeedRun(kind="hsds", finished=timezone.now()) for _ in range(29))
    with django_assert_max_num_queries(14):
        coordinator.get(LIST)


SOURCE = "/en/city/imports/source/"
ASKED = {"name": "City list", "kind": "hsds", "address": "https://93.184.216.34/hsds", "every_hours": "24"}


@pytest.fixture
def administrator(db: None, at_once: None) -> Client:
    return client_of(Role.ADMINISTRATOR, email="admin@example.org")


def test_an_administrator_sets_a_source_and_a_coordinator_only_sees_it(
    administrator: Client, coordinator: Client
) -> None:
    assert administrator.post(SOURCE, {**ASKED, "enabled": "on"}).status_code == 302
    for client in (administrator, coordinator):
        page = words(client, LIST)
        assert "City list" in page
        assert "every 24 hours" in page
        assert ("?name=City" in page) is (client is administrator)
    assert coordinator.get(SOURCE).status_code == 403
    assert coordinator.post(SOURCE, {**ASKED, "address": "https://93.184.216.34/other"}).status_code == 403


def test_a_source_is_changed_and_no_longer_pulled(administrator: Client) -> None:
    administrator.post(SOURCE, {**ASKED, "enabled": "on"})
    changed = {**ASKED, "name": "ignored", "every_hours": "48"}
    assert administrator.post(f"{SOURCE}?name=City list", changed).status_code == 302
    page = words(administrator, LIST)
    assert "every 48 hours" in page
    assert "not pulled" in page
    assert "ignored" not in page
    assert administrator.get(f"{SOURCE}?name=nobody").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd"],
)
def test_a_source_inside_the_house_is_refused_and_said(administrator: Client, address: str) -> None:
    answer = administrator.post(SOURCE, {**ASKED, "address": address, "enabled": "on"})
    assert answer.status_code == 400
    assert "This source is not set." in answer.content.decode()
    assert not FeedSource.objects.exists()


def test_a_new_source_never_takes_the_place_of_another(administrator: Client) -> None:
    administrator.post(SOURCE, ASKED)
    answer = administrator.post(SOURCE, {**ASKED, "address": "https://93.184.216.34/other"})
    assert answer.status_code == 400
    assert FeedSource.objects.get().address == ASKED["address"]
