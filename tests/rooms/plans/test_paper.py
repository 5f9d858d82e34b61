"""The plan on paper: one page, our fonts only, every letter drawn, the numbers there to be called."""

import io
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from baken.core.kinds import Person, Residence
from baken.plans import paper
from baken.plans.kinds import PlanSheet, Question
from baken.plans.selectors import plan_for

LANGUAGES = [tag for tag, _name in settings.LANGUAGES]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ADDRESS = "https://baken.example/ar/p/" + "A" * 420


def _sheet(language: str, *, needs: tuple[str, ...] = ("money.debts", "talking.sleep", "family.school")) -> PlanSheet:
    person = Person(age=52, residence=Residence.NO_PAPERS, languages=(language,))
    return plan_for(Question(when=MONDAY, language=language, needs=needs, person=person))


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_one_page_in_every_language(language: str, small_town: None) -> None:
    pdf = paper.plan_pdf(_sheet(language), languages=(language, "nl"), address=ADDRESS)
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == paper.pages(pdf) == 1
    assert reader.trailer["/Root"]["/Lang"] == language.split("-")[0]
    assert "03 000 01 01" in _text(pdf)
    assert "Goeie" in _text(pdf) or "Hallo" in _text(pdf) or "Goedendag" in _text(pdf) or "Dag" in _text(pdf)


@pytest.mark.parametrize(
    ("language", "font"),
    [
        ("ar", "NotoSansArabic"),
        ("fa", "NotoSansArabic"),
        ("ps", "NotoSansArabic"),
        ("ti", "NotoSansEthiopic"),
        ("uk", "NotoSans"),
    ],
)
def test_the_letters_are_drawn_by_our_own_fonts(language: str, font: str, small_town: None, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(paper.plan_pdf(_sheet(language), languages=(language, "nl"), address=ADDRESS))
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout
    names = [line.split()[0].split("+")[-1] for line in listed.splitlines()[2:]]
    assert any(name.startswith(font) for name in names)
    assert all(name.startswith("NotoSans") for name in names)


def test_a_letter_that_no_font_has_becomes_a_square_and_an_emoji_goes() -> None:
    assert paper._clean({"name": ["Huis 漢 🎉 é ትግርኛ"]}) == {"name": ["Huis \N{WHITE SQUARE}  é ትግርኛ"]}


def test_the_paper_names_no_person_and_keeps_no_words(small_town: None) -> None:
    words = "Mijn naam is Zebedeus en ik heb schulden"
    sheet = plan_for(Question(when=MONDAY, words=words, language="nl", needs=("money.debts",)))
    assert "Zebedeus" not in _text(paper.plan_pdf(sheet, languages=("nl", "nl")))


def test_the_hours_of_two_weeks_stand_on_the_paper(small_town: None) -> None:
    text = _text(paper.plan_pdf(_sheet("en", needs=("money.debts",)), languages=("en", "nl")))
    for days in (0, 13):
        day = MONDAY + timedelta(days=days)
        assert f"{day.day}/{day.month}" in text


def test_a_plan_without_a_door_is_still_a_paper(small_town: None) -> None:
    pdf = paper.plan_pdf(_sheet("en", needs=("mobility.driving",)), languages=("en", "nl"))
    assert "no door" in _text(pdf)
