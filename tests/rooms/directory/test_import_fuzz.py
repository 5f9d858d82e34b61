"""Whatever a file holds, an import ends in a report or in a clear refusal, and a refused one changes nothing.

FUZZ_EXAMPLES=5000 tries more of them (bench/feeds.py).
"""

import io
import json
import os
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import transaction
from hsds_packages import ONE, THREE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutating import HURTING, ON_BYTES, ON_JSON, ON_TABLES, Mutation

from baken.directory.feeds import FeedError, Report, guess_mapping, import_feed
from baken.directory.feeds.report_files import report_csv, report_json

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))
many = settings(
    max_examples=EXAMPLES,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(min_value=0, max_value=2**32)
LIST = (
    "Nr,Organisatie,Naam dienst,Adres,Postcode,Telefoon,Talen,Openingsuren,Gratis,Leeftijd\n"
    "1,Huis,Thee,Straat 1,2060,03 000 01 01,nl; fr,ma 9-12u,ja,18+\n2,Huis,Soep,,,,,,,\n"
)

Files = Mapping[str, bytes]


def dump() -> dict[str, list[Any]]:
    """Every row of every table of the directory but those of runs, in order."""
    models = [model for model in apps.get_app_config("directory").get_models() if not model.__name__.endswith("Run")]
    return {model.__name__: sorted(map(repr, model.objects.order_by().values_list())) for model in models}


def ends_well(kind: str, files: Files, *, mapping: Mapping[str, Any] | None = None, whole_folder: bool = True) -> str:
    """How it ended. Fails where a refused import changed something, or where an accepted one is not the same twice."""
    with TemporaryDirectory() as made, transaction.atomic():
        folder = Path(made)
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
        paths = [folder] if whole_folder else [folder / name for name in files]

        def once() -> Report:
            return import_feed(kind=kind, paths=paths, language="en", mapping=mapping)

        before = dump()
        try:
            report = once()
        except FeedError as problem:
            assert len(str(problem)) < 1_000
            assert str(problem).strip()
            assert dump() == before
            return "error"
        _tells_well(report)
        if report.refused:
            assert dump() == before
        else:
            again = once()
            assert (again.added, again.changed, again.refused) == (0, 0, ())
        transaction.set_rollback(True)
        return "refused" if report.refused else "imported"


def _tells_well(report: Report) -> None:
    for refusal in report.refused:
        assert refusal.message
        assert len(refusal.message) + len(refusal.field) < 1_000
        assert (refusal.message + refusal.field).isprintable()
    json.loads(report_json(report))
    assert report_csv(report).encode()


def mutated(raw: bytes, seed: int, mutations: Sequence[Mutation], most: int = 3) -> bytes:
    """Up to three things happen to it; what no longer is JSON has things happen to its bytes only."""
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, most)):
        try:
            raw = chance.choice([*mutations, *mutations, *ON_BYTES])(chance, raw)
        except (ValueError, IndexError, AttributeError, TypeError, RecursionError):
            raw = chance.choice(ON_BYTES)(chance, raw)
    return raw


@many
@given(seed=seeds)
def test_hsds_as_json_ends_in_a_report_or_a_refusal(needs: None, seed: int) -> None:
    ends_well("hsds", {"services.json": mutated(_nested(), seed, ON_JSON)})


def _nested() -> bytes:
    """A service with everything a record may have below it."""
    number = iter(range(1, 1000))

    def with_id(**said: Any) -> dict[str, Any]:
        return {"id": f"0b6c5d0e-3a4b-5c6d-8e7f-{next(number):012}", **said}

    weekly = {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00", "valid_from": "2026-01-01"}
    term = with_id(code="walk-in", name="x", taxonomy_detail=with_id(uri="https://baken.example/codes/access-mode"))
    place = with_id(
        location_type="physical",
        name="Hall",
        latitude=51.2,
        longitude=4.4,
        addresses=[with_id(address_1="Street 1", city="Town", state_province="VL", postal_code="2060", country="BE")],
        phones=[with_id(number="03 1")],
    )
    site = with_id(location=place, schedules=[with_id(**weekly)], phones=[with_id(number="03 2")])
    house = with_id(name="House", description="x", website="https://example.org/", funding=[with_id(source="city")])
    tea = with_id(
        name="Tea",
        status="active",
        description="Warm",
        minimum_age=18,
        organization=house,
        service_at_locations=[site],
        schedules=[with_id(**weekly)],
        languages=[with_id(code="ar", note="staff")],
        phones=[with_id(number="03 3", type="voice")],
        cost_options=[with_id(amount=5, currency="EUR")],
        service_areas=[with_id(name="Town")],
        attributes=[with_id(taxonomy_term=term)],
        assured_date="2026-01-31",
        last_modified="2026-01-31T09:30:00+01:00",
    )
    return json.dumps([tea]).encode()


@many
@given(seed=seeds, zipped=st.booleans())
@pytest.mark.parametrize("package", [THREE, ONE], ids=["3.x", "1.1"])
def test_hsds_as_tables_ends_in_a_report_or_a_refusal(
    needs: None, package: Mapping[str, str], seed: int, zipped: bool
) -> None:
    chance = random.Random(seed)
    files = {name: text.encode() for name, text in package.items()}
    name = chance.choice(sorted(files))
    files[name] = mutated(files[name], seed, ON_TABLES)
    if chance.random() < 0.2:
        del files[chance.choice(sorted(files))]
    if zipped:
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            for each, content in files.items():
                archive.writestr(each, content)
        packed = raw.getvalue()
        files = {"package.zip": mutated(packed, seed, ON_BYTES) if chance.random() < 0.5 else packed}
    ends_well("hsds", files, whole_folder=not zipped)


@many
@given(seed=seeds)
def test_a_table_ends_in_a_report_or_a_refusal(needs: None, tmp_path: Path, seed: int) -> None:
    raw = mutated(LIST.encode(), seed, ON_TABLES)
    mapping = _guessed(tmp_path, LIST.encode())
    ends_well("table", {"list.csv": raw}, mapping=mapping, whole_folder=False)
    try:
        anew = _guessed(tmp_path, raw)
    except FeedError:
        return
    ends_well("table", {"list.csv": raw}, mapping=anew, whole_folder=False)


def _guessed(folder: Path, raw: bytes) -> dict[str, Any]:
    (folder / "guess.csv").write_bytes(raw)
    return guess_mapping(folder / "guess.csv")


@many
@given(seed=seeds)
def test_a_workbook_ends_in_a_report_or_a_refusal(needs: None, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    for line in LIST.splitlines():
        cells: list[Any] = line.split(",")
        if chance.random() < 0.5:
            value = chance.choice(HURTING)
            plain = isinstance(value, str | int | float) and not (isinstance(value, str) and not value.isprintable())
            cells[chance.randrange(len(cells))] = value if plain else None
        book.active.append(cells)
    raw = io.BytesIO()
    book.save(raw)
    whole = raw.getvalue()
    mapping = _guessed(tmp_path, LIST.encode())
    for content in (whole, mutated(whole, seed, ON_BYTES)):
        ends_well("table", {"list.xlsx": content}, mapping=mapping, whole_folder=False)


@many
@given(seed=seeds)
def test_our_yaml_ends_in_a_report_or_a_refusal(needs: None, example_yaml: str, seed: int) -> None:
    ends_well("baken", {"town.yaml": mutated(example_yaml.encode(), seed, ON_BYTES)})


SHARED_FILES = {
    "hsds-3.2.3/example-baken-service.json": "hsds",
    "hsds-3.2-detroit-sample/services.json": "hsds",
    "hsds-3.2.3/examples/service_full.json": "hsds",
    "hsds-3.2.3/examples/organization_full.json": "hsds",
    "hsds-3.2.3/examples/service_list.json": "hsds",
    "unhcr-jordan-services/services_en.json": "unhcr",
}


@pytest.mark.shared
@settings(many, max_examples=max(EXAMPLES // 3, 10))
@given(seed=seeds)
@pytest.mark.parametrize("path", SHARED_FILES)
def test_open_data_that_was_damaged_ends_in_a_report_or_a_refusal(
    needs: None, shared: Path, path: str, seed: int
) -> None:
    raw = (shared / "data" / path).read_bytes()
    if path.startswith("unhcr"):
        raw = json.dumps(json.loads(raw)[:4]).encode()
    ends_well(SHARED_FILES[path], {"file.json": mutated(raw, seed, ON_JSON)})


@pytest.mark.shared
@settings(many, max_examples=max(EXAMPLES // 3, 10))
@given(seed=seeds)
def test_the_tables_of_the_standard_that_were_damaged_end_in_a_report_or_a_refusal(
    needs: None, shared: Path, seed: int
) -> None:
    files = {file.name: file.read_bytes() for file in (shared / "data/hsds-3.2.3/examples/csv").glob("*.csv")}
    name = random.Random(seed).choice(sorted(files))
    ends_well("hsds", {**files, name: mutated(files[name], seed, ON_TABLES)})


@pytest.mark.shared
@pytest.mark.parametrize("path", [*SHARED_FILES, "hsds-3.2.3/examples/csv"])
def test_the_open_data_itself_ends_in_a_report(needs: None, shared: Path, path: str) -> None:
    found = shared / "data" / path
    report = import_feed(kind=SHARED_FILES.get(path, "hsds"), paths=[found], language="en", dry_run=True)
    _tells_well(report)


def test_a_file_that_is_not_mutated_is_imported(needs: None, tmp_path: Path, example_yaml: str) -> None:
    said: dict[str, Callable[[], str]] = {
        "json": lambda: ends_well("hsds", {"services.json": _nested()}),
        "three": lambda: ends_well("hsds", {name: text.encode() for name, text in THREE.items()}),
        "one": lambda: ends_well("hsds", {name: text.encode() for name, text in ONE.items()}),
        "yaml": lambda: ends_well("baken", {"town.yaml": example_yaml.encode()}),
        "table": lambda: ends_well(
            "table", {"list.csv": LIST.encode()}, mapping=_guessed(tmp_path, LIST.encode()), whole_folder=False
        ),
    }
    assert {name: end() for name, end in said.items()} == dict.fromkeys(said, "imported")
