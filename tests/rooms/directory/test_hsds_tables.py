"""HSDS as CSV: the same directory as from the JSON of the standard, of three versions."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hsds_packages import ONE, ORG, PLACE, SERVICE, SITE, TERM, THREE

from baken.directory.feeds import FeedError, Report, import_feed
from baken.directory.models import Location, Organisation, Phone, Service

Load = Callable[..., Report]


@pytest.fixture
def load(needs: None, tmp_path: Path) -> Load:
    """A package of these files, with some of them other."""

    def load(files: Mapping[str, str], *, zipped: bool = False, dry_run: bool = False, **other: str) -> Report:
        all_files = {**files, **{f"{name}.csv": text for name, text in other.items()}}
        folder = tmp_path / "package"
        folder.mkdir(exist_ok=True)
        for name, text in all_files.items():
            (folder / name).write_text(text, encoding="utf-8")
        if zipped:
            with zipfile.ZipFile(tmp_path / "package.zip", "w") as archive:
                for name, text in all_files.items():
                    archive.writestr(f"data/{name}", text)
        path = tmp_path / "package.zip" if zipped else folder
        return import_feed(kind="hsds", paths=[path], language="en", dry_run=dry_run)

    return load


@pytest.mark.parametrize("zipped", [False, True])
def test_the_tables_of_hsds_3_make_the_services_of_its_json(load: Load, zipped: bool) -> None:
    report = load(THREE, zipped=zipped)
    assert report.refused == ()
    service = Service.objects.get()
    assert (str(service), service.organisation.url, service.minimum_age) == ("=Tea", "https://example.org/", 18)
    (site,) = service.service_at_locations.all()
    assert (site.location.address, site.location.longitude) == ("Street 1", -4.4)
    assert [(one.byday, f"{one.opens_at:%H:%M}") for one in site.schedules.all()] == [("MO", "09:00")]
    assert [one.code for one in service.languages.all()] == ["ar"]
    assert [one.mode for one in service.access_modes.all()] == ["walk-in"]
    assert sorted(Phone.objects.values_list("number", "service__pk")) == [("'+32 3"[1:], service.pk), ("03 2", None)]
    again = load(THREE, zipped=zipped)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    assert (again.organisations.unchanged, again.locations.unchanged) == (1, 1)


def test_the_tables_of_hsds_1_make_services_with_ids_that_stay(load: Load) -> None:
    report = load(ONE)
    assert report.refused == ()
    service = Service.objects.get()
    assert (service.status, service.source_id, service.organisation.source_id) == ("active", "8", "7")
    assert service.eligibility_description["en"]["text"] == "adults; everybody"
    assert [one.code for one in service.languages.all()] == ["ti"]
    assert service.extra["languages"][0]["name"] == "Klingonese"
    (site,) = service.service_at_locations.all()
    assert (site.location.address, site.location.source_id) == ("Street 1", "9")
    assert [one.byday for one in site.schedules.all()] == ["MO"]
    assert [one.byday for one in service.schedules.all()] == ["SU"]
    assert [f"{one.first} {one.last}" for one in service.schedule_exceptions.all()] == ["2019-12-24 2019-12-26"]
    assert service.extra["attributes"][0]["taxonomy_term"]["name"] == "Tea rooms"
    assert service.extra["payments_accepted"][0]["payment"] == "cash"
    assert load(ONE).unchanged == 1


SERVICES = "id,organization_id,name,status\n"
SITES = "id,service_id,location_id\n"
TERMS = "id,link_id,taxonomy_term_id\n"
BROKEN = [
    ("services", f"{SERVICES}{SERVICE},{TERM},Tea,active\n", "services.csv 2", "organization_id", "no organisation"),
    ("services", f"{SERVICES}{SERVICE},{ORG},,active\n", "services.csv 2", "name", "missing"),
    ("services", f"{SERVICES}{SERVICE},{ORG},Tea\n", "services.csv 2", "", "3 cells"),
    ("services", f'{SERVICES}{SERVICE},{ORG},"Tea,active\n', "services.csv 2", "", "whole"),
    ("service_at_locations", f"{SITES}{SITE},{PLACE},{PLACE}\n", "service_at_locations.csv 2", "service_id", "no row"),
    ("phones", f"id,service_id,number\n{TERM},{SERVICE},\n", "phones.csv 2", "number", "missing"),
    ("phones", f"id,service_id,number\n{TERM},{TERM},03\n", "phones.csv 2", "service_id", "no row of services"),
    ("locations", f"id,name,latitude,location_type\n{PLACE},x,up,physical\n", "locations.csv 2", "latitude", "number"),
    ("attributes", f"{TERMS}{TERM},{SERVICE},{SITE}\n", "attributes.csv 2", "taxonomy_term_id", "no row"),
    ("stock", "id,name\n1,x\n", "stock.csv", "", "not a table of HSDS"),
]


@pytest.mark.parametrize(("table", "text", "row", "field", "words"), BROKEN)
def test_broken_tables_are_refused_by_the_row_they_stand_in(
    load: Load, table: str, text: str, row: str, field: str, words: str
) -> None:
    report = load(THREE, **{table: text})
    found = [refusal for refusal in report.refused if (refusal.row, refusal.field) == (row, field)]
    assert words in found[0].message
    assert not Organisation.objects.exists()


def test_a_service_given_twice_is_refused(load: Load) -> None:
    rows = THREE["services.csv"] + THREE["services.csv"].splitlines()[1] + "\n"
    assert "twice" in load(THREE, services=rows).refused[0].message


def test_other_encodings_are_refused_with_what_would_read_them(needs: None, tmp_path: Path) -> None:
    file = tmp_path / "organizations.csv"
    file.write_bytes(f"id;name;description\n{ORG};Café;x\n".encode("cp1252"))
    with pytest.raises(FeedError, match="--encoding cp1252"):
        import_feed(kind="hsds", paths=[file])
    import_feed(kind="hsds", paths=[file], encoding="cp1252")
    assert Organisation.objects.get().name == "Café"
    file.write_bytes(f"id,name,description\n{ORG},Caf\u0142,x\n".encode("utf-16"))
    with pytest.raises(FeedError, match="--encoding utf-16"):
        import_feed(kind="hsds", paths=[file])


def _zip(**files: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (_zip(**{"../services.csv": b"id\n1\n"}), "outside"),
        (_zip(**{"/services.csv": b"id\n1\n"}), "outside"),
        (_zip(**{"inner.zip": _zip(a=b"x")}), "archive in an archive"),
        (_zip(**{"services.csv": b"0" * (64 << 20)}), "times its size"),
        (_zip(**{f"{number}.csv": b"x" for number in range(400)}), "at most 300"),
        (_zip(**{"readme.txt": b"x"}), "no CSV file of HSDS"),
        (_zip(**{"services.csv": b"id\n1\n"})[:40], "not a zip file"),
        (_zip(**{"services.csv": b"id\n1\n"}).replace(b"id\n1\n", b"id\n2\n"), "cannot be unpacked|not a zip"),
        (b"", "not a zip file"),
    ],
)
def test_zips_made_to_hurt_are_refused(needs: None, tmp_path: Path, raw: bytes, words: str) -> None:
    file = tmp_path / "package.zip"
    file.write_bytes(raw)
    try:
        report = import_feed(kind="hsds", paths=[file])
    except FeedError as problem:
        assert any(word in str(problem) for word in words.split("|"))
    else:
        assert report.refused, words


@pytest.mark.shared
def test_the_example_of_the_standard_is_refused_where_it_points_to_nothing(needs: None, shared: Path) -> None:
    report = import_feed(kind="hsds", paths=[shared / "data/hsds-3.2.3/examples/csv"], language="en")
    assert {refusal.row for refusal in report.refused} >= {"attributes.csv 2", "contacts.csv 2", "locations.csv 2"}
    assert not Location.objects.exists()
