"""HSDS as CSV: the same directory as from the JSON of the standard, of three versions."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from baken.directory.feeds import FeedError, Report, import_feed
from baken.directory.models import Location, Organisation, Phone, Service

ORG, SERVICE, PLACE, SITE = (f"0b6c5d0e-3a4b-5c6d-8e7f-00000000000{number}" for number in (1, 2, 3, 4))
TERM, TAXONOMY = (f"0b6c5d0e-3a4b-5c6d-8e7f-00000000001{number}" for number in (1, 2))
THREE: Mapping[str, str] = {
    "organizations.csv": f"id,name,description,website\n{ORG},House,A house,https://example.org/\n",
    "services.csv": f"id,organization_id,name,status,minimum_age\n{SERVICE},{ORG},'=Tea,active,18\n",
    "locations.csv": "id,organization_id,location_type,name,latitude,longitude\n"
    f"{PLACE},{ORG},physical,Hall,51.2,'-4.4\n",
    "service_at_locations.csv": f"id,service_id,location_id\n{SITE},{SERVICE},{PLACE}\n",
    "addresses.csv": f"id,location_id,address_1,city,state_province,country\n{TERM},{PLACE},Street 1,Town,VL,BE\n",
    "phones.csv": f"id,service_id,organization_id,number\n{TERM},{SERVICE},,'+32 3\n{TAXONOMY},,{ORG},03 2\n",
    "schedules.csv": f"id,service_at_location_id,freq,byday,opens_at,closes_at\n{TERM},{SITE},WEEKLY,MO,09:00,12:00\n",
    "languages.csv": f"id,service_id,code,note\n{TERM},{SERVICE},ar,\n",
    "taxonomies.csv": f"id,name,uri\n{TAXONOMY},access-mode,https://baken.example/codes/access-mode\n",
    "taxonomy_terms.csv": f"id,code,name,description,taxonomy_id\n{TERM},walk-in,Walk in,x,{TAXONOMY}\n",
    "attributes.csv": f"id,link_id,link_entity,taxonomy_term_id\n{TERM},{SERVICE},service,{TERM}\n",
}
ONE: Mapping[str, str] = {
    "organizations.csv": "id,name,description,url\n7,House,A house,https://example.org/\n",
    "services.csv": "id,organization_id,name,status\n8,7,Tea,Active\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\n9,7,Hall,51.2,4.4\n",
    "services_at_location.csv": "id,service_id,location_id\n,8,9\n",
    "physical_addresses.csv": "id,location_id,address_1,city,state_province,country\n1,9,Street 1,Town,VL,BE\n",
    "regular_schedules.csv": "id,service_id,location_id,weekday,opens_at,closes_at\n"
    "1,8,9,1,09:00:00,17:00:00\n2,8,,Sunday,10:00,12:00\n",
    "holiday_schedules.csv": "id,service_id,closed,opens_at,closes_at,start_date,end_date\n"
    "1,8,true,,,2019-12-24,2019-12-26\n",
    "languages.csv": "id,service_id,language\n1,8,Tigrinya\n2,8,Klingonese\n",
    "eligibility.csv": "id,service_id,eligibility\n1,8,adults\n2,8,everybody\n",
    "taxonomy.csv": "id,name,vocabulary\n55,Tea rooms,AIRS\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id,taxonomy_detail\n1,8,55,warm\n",
    "payments_accepted.csv": "id,service_id,payment\n1,8,cash\n",
}

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
