"""The booklet of a neighbourhood: in every language, by our own fonts, numbers to be called, the same every time."""

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from baken.core.kinds import LatLon
from baken.directory.models import Location
from baken.localities import services as localities
from baken.plans import booklet

LANGUAGES = [tag for tag, _name in settings.LANGUAGES]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HERE = LatLon(51.12, 4.13)
AREAS = Path(__file__).parents[3] / "demo/areas.geojson"


def _pdf(language: str, *, km: float = 40) -> bytes:
    found = booklet.near_booklet(HERE, km, language=language, when=MONDAY)
    return booklet.booklet_pdf(found, language=language, when=MONDAY)


def _text(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.paper
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_booklet_is_drawn_by_our_own_fonts_in_every_language(language: str, town: None, tmp_path: Path) -> None:
    """PDF/UA refuses a missing glyph; a stand-in for one would be seen here."""
    file = tmp_path / "booklet.pdf"
    file.write_bytes(pdf := _pdf(language))
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout
    names = [line.split()[0].split("+")[-1] for line in listed.splitlines()[2:]]
    assert names and all(name.startswith("NotoSans") for name in names)
    text = _text(pdf)
    assert "\N{REPLACEMENT CHARACTER}" not in text
    assert "Open Huis De Kade" in text
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == language.split("-")[0]


def test_urgent_numbers_stand_before_every_door(town: None) -> None:
    text = _text(_pdf("en"))
    assert text.index("Urgent help") < text.index("112") < text.index("What is in it") < text.index("Open Huis De Kade")
    assert "Do not go there" in text


def test_numbers_say_when_somebody_answers_in_any_week_and_not_at_this_moment(town: None) -> None:
    text = _text(_pdf("en")).split("What is in it")[0]
    assert "1712 Mon–Fri 09:00–17:00 · On public holidays: closed · Dutch" in text
    assert "until" not in text


def test_a_door_says_what_it_gives_how_when_and_what_to_ask(town: None) -> None:
    text = _text(_pdf("en"))
    for words in ("Debts", "Kadestraat 12", "03 000 01 01", "No papers asked.", "Free.", "08:00", "Arabic"):
        assert words in text


@pytest.mark.paper
@pytest.mark.parametrize("language", ["ar", "fa", "ps"])
def test_telephone_numbers_stand_left_to_right(language: str, town: None, tmp_path: Path) -> None:
    file = tmp_path / "booklet.pdf"
    file.write_bytes(_pdf(language))
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    page = next(page for page in boxes.split("<page ") if ">000<" in page)
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)".*?>(.*?)</word>', page)
    top = next(float(y) for _x, y, word in words if word == "000")
    row = sorted((float(x), word) for x, y, word in words if abs(float(y) - top) < 1 and word.isdigit())
    numbers = " ".join(word for _x, word in row)
    assert re.search("03 000 [0-9]{2} [0-9]{2}", numbers), numbers


def test_the_same_facts_on_the_same_day_give_the_same_bytes(town: None) -> None:
    assert _pdf("ar") == _pdf("ar")


def test_doors_farther_away_are_not_in_it(town: None) -> None:
    far = booklet.near_booklet(LatLon(50.0, 5.5), 5, language="en", when=MONDAY)
    assert far.doors == ()
    assert "We know no door here yet." in _text(booklet.booklet_pdf(far, language="en", when=MONDAY))


def test_a_neighbourhood_is_named_as_people_write_it(town: None) -> None:
    localities.load_areas(path=AREAS)
    area = booklet.area_named("containerpolder")
    assert booklet.area_named(area.code) == area
    Location.objects.filter(municipality="Voorbeeldstad").update(neighbourhood=area.code)
    found = booklet.area_booklet("Containerpolder", language="nl", when=MONDAY)
    assert found.name == "Containerpolder"
    assert found.doors
    with pytest.raises(booklet.UnknownArea, match="Nergenshuizen"):
        booklet.area_named("Nergenshuizen")
