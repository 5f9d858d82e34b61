"""The plan on paper, A4 and a narrow roll: our fonts only, every letter drawn, the numbers there to be called."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import orjson
import pytest
import segno
import zxingcpp
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from numpy.typing import NDArray
from pypdf import PdfReader

from baken.core.hours import day_hours
from baken.core.hours.opening import ChangeKind, DayHours, HolidayRule, TemporaryChange
from baken.core.kinds import Person, Reason, Residence, Text, TextState
from baken.core.planning.kinds import AccessMode, LeftOut
from baken.directory.selectors import Notice
from baken.plans import paper, typesetting
from baken.plans.kinds import LeftOutView, PlanSheet, Question
from baken.plans.sealing import SealedPlan, SealedStep, seal
from baken.plans.selectors import plan_for, sealed

pytestmark = pytest.mark.paper

LANGUAGES = [tag for tag, _name in settings.LANGUAGES]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ADDRESS = "https://baken.example/ar/p/" + "A" * 420
NEEDS = ("money.debts", "talking.sleep", "family.school", "health.doctor")
LONG = "Samenwerkingsverband Voor Buurtgerichte Ondersteuning En Ontmoeting Van De Zeven Granaatappels "


def _sheet(language: str, *, needs: tuple[str, ...] = NEEDS[:3], words: str = "") -> PlanSheet:
    person = Person(age=52, residence=Residence.NO_PAPERS, languages=(language,))
    return plan_for(Question(when=MONDAY, words=words, language=language, needs=needs, person=person))


def _pdf(sheet: PlanSheet, language: str = "en", *, address: str = ADDRESS) -> bytes:
    return paper.plan_pdf(sheet, languages=(language, "nl"), address=address)


def _reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in _reader(pdf).pages)


def _steps(sheet: PlanSheet, count: int) -> PlanSheet:
    """The same plan with as many steps as asked."""
    return replace(sheet, steps=(sheet.steps * count)[:count])


def _receipt(sheet: PlanSheet, language: str = "en", *, address: str = ADDRESS) -> bytes:
    return paper.receipt_pdf(sheet, languages=(language, "nl"), address=address)


FORMATS = {"plan.typ": _pdf, "receipt.typ": _receipt}
SHEETS = [*((tag, 3) for tag in LANGUAGES), *((tag, steps) for tag in ("ar", "ti", "nl", "so") for steps in (1, 2, 4))]


@pytest.mark.parametrize(("language", "steps"), SHEETS)
def test_a_plan_is_one_page_or_two_in_every_language_whatever_its_steps(language: str, steps: int, town: None) -> None:
    pdf = _pdf(_steps(_sheet(language), steps), language)
    assert len(_reader(pdf).pages) == typesetting.pages(pdf)
    assert typesetting.pages(pdf) == 1 if steps < 3 else typesetting.pages(pdf) <= 2
    text = _text(pdf)
    assert "03 000 01 01" in text
    assert "Goedendag" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_is_80_mm_wide_and_as_long_as_it_has_to_be(language: str, town: None) -> None:
    (page,) = _reader(_receipt(_sheet(language), language)).pages
    assert float(page.mediabox.width) == pytest.approx(80 / 25.4 * 72, abs=0.1)
    (shorter,) = _reader(_receipt(_steps(_sheet(language), 1), language)).pages
    assert page.mediabox.height > shorter.mediabox.height
    text = page.extract_text()
    assert "03 000 01 01" in text
    assert "Goedendag" in text


@pytest.mark.parametrize("language", ["ar", "ti", "nl", "so"])
def test_no_letter_that_has_to_be_read_is_smaller_than_eight_points(language: str, town: None) -> None:
    """Words of the plan stand in nine points or more; asides and the names on the map may be a little smaller."""
    for steps in (1, 3, 4):
        for make in FORMATS.values():
            sizes = _sizes(make(_steps(_sheet(language), steps), language))
            assert min(sizes) >= 6.7
            assert sum(share for size, share in sizes.items() if size < 7.9) < 0.1 * sum(sizes.values())


def _sizes(pdf: bytes) -> dict[float, int]:
    """How many characters stand in which size, in points."""
    sizes: dict[float, int] = {}

    def visit(text: str, _cm: Any, matrix: list[float], _font: Any, size: float) -> None:
        if text.strip():
            points = round(abs(size * matrix[3]), 1)
            sizes[points] = sizes.get(points, 0) + len(text.strip())

    for page in _reader(pdf).pages:
        page.extract_text(visitor_text=visit)
    return sizes


def test_names_and_notices_of_any_length_are_still_a_paper(town: None) -> None:
    sheet = _steps(_sheet("fr"), 4)
    notice = Notice(ChangeKind.NOTICE, MONDAY, None, Text("nl", LONG * 8, TextState.ORIGINAL))
    steps = [
        replace(
            step, card=replace(step.card, organisation_name=LONG * 6, address_lines=(LONG,) * 4, notices=(notice,) * 3)
        )
        for step in sheet.steps
    ]
    pdf = _pdf(replace(sheet, steps=tuple(steps)), "fr")
    assert typesetting.pages(pdf) <= len(steps) + 1
    assert "Granaatappels" in _text(pdf)


SCRIPTS = {
    "ar": ("NotoSansArabic", "\u0600-\u06ff"),
    "fa": ("NotoSansArabic", "\u0600-\u06ff"),
    "fa-af": ("NotoSansArabic", "\u0600-\u06ff"),
    "ps": ("NotoSansArabic", "\u0600-\u06ff"),
    "ti": ("NotoSansEthiopic", "\u1200-\u137f"),
    "uk": ("NotoSans", "\u0400-\u04ff"),
    "ru": ("NotoSans", "\u0400-\u04ff"),
}


@pytest.mark.parametrize("template", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_drawn_by_our_own_fonts_in_every_language(
    language: str, template: str, town: None, tmp_path: Path
) -> None:
    """PDF/UA refuses a missing glyph, so that a paper that is made has none; stand-ins would be seen here."""
    font, letters = SCRIPTS.get(language, ("NotoSans", "a-z"))
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf := FORMATS[template](_sheet(language), language))
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout
    names = [line.split()[0].split("+")[-1] for line in listed.splitlines()[2:]]
    assert any(name.startswith(font) for name in names)
    assert all(name.startswith("NotoSans") for name in names)
    text = _text(pdf)
    first, last = (ord(end) for end in letters.split("-"))
    assert sum(first <= ord(letter) <= last or ord(letter) >= 0xFB50 for letter in text) > 150
    assert "\N{REPLACEMENT CHARACTER}" not in text


@pytest.mark.parametrize("template", FORMATS)
@pytest.mark.parametrize("language", ["ar", "fa", "fa-af", "ps"])
def test_telephone_numbers_stand_left_to_right_between_right_to_left_words(
    language: str, template: str, town: None, tmp_path: Path
) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(FORMATS[template](_sheet(language), language))
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)".*?>(.*?)</word>', boxes)
    groups = [(float(y), float(x), word) for x, y, word in words if re.fullmatch(r"\d{2,3}", word)]
    numbers = {" ".join(word for _y, _x, word in sorted(row, key=lambda one: one[1])) for row in _rows(groups)}
    assert any("03 000 01 01" in number for number in numbers), numbers


def _rows(groups: list[tuple[float, float, str]]) -> list[list[tuple[float, float, str]]]:
    """Words of one line: their tops are alike."""
    rows: list[list[tuple[float, float, str]]] = []
    for group in sorted(groups):
        if not rows or abs(rows[-1][0][0] - group[0]) > 1:
            rows.append([])
        rows[-1].append(group)
    return rows


@pytest.mark.parametrize("template", FORMATS)
@pytest.mark.parametrize("language", ["ar", "ti", "nl", "uk"])
def test_typst_has_nothing_to_warn_about(language: str, template: str, town: None) -> None:
    maps = {"map": (70.0, 60.0), "map-large": (184.0, 92.0)}
    record = paper.sheet_record(_sheet(language), languages=(language, "nl"), address=ADDRESS, maps=maps)
    inputs = {"data": orjson.dumps(typesetting.clean(record)).decode()}
    _compiled, warnings = typesetting.compiler(template).compile_with_warnings(sys_inputs=inputs, format="pdf")
    assert warnings == []


@pytest.mark.parametrize(("language", "title"), [("ar", "خطّتي"), ("nl", "Mijn plan")])
def test_the_paper_can_be_read_aloud(language: str, title: str, town: None) -> None:
    reader = _reader(_pdf(_sheet(language), language))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (pypdf's own boolean)
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert reader.metadata.title == title


def test_a_letter_that_no_font_has_becomes_a_question_mark_and_an_emoji_goes() -> None:
    assert typesetting.clean({"name": ["Huis 漢 🎉 é ትግርኛ"]}) == {"name": ["Huis \N{REPLACEMENT CHARACTER}  é ትግርኛ"]}


def test_a_name_in_letters_we_have_not_still_gives_a_paper(town: None) -> None:
    sheet = _sheet("en")
    step = replace(sheet.steps[0], card=replace(sheet.steps[0].card, organisation_name="漢字の家 🎉"))
    assert "\N{REPLACEMENT CHARACTER}" in _text(_pdf(replace(sheet, steps=(step,))))


def test_the_paper_names_no_person_and_keeps_no_words(town: None) -> None:
    words = "Mijn naam is Zebedeus en ik heb schulden"
    sheet = plan_for(Question(when=MONDAY, words=words, language="nl", needs=("money.debts",)))
    assert "Zebedeus" not in _text(_pdf(sheet, "nl"))


def test_an_invented_town_is_said_in_both_languages(town: None) -> None:
    sheet = _sheet("en")
    assert sheet.invented
    text = " ".join(_text(_pdf(sheet)).split())
    assert "Do not go there." in text
    assert "Ga er niet naartoe." in text
    assert "Do not go there." not in _text(_pdf(replace(sheet, invented=False)))


def test_what_a_machine_drafted_is_said_in_that_language_but_not_of_english(town: None) -> None:
    dutch, french = "Een computer heeft de woorden", "Une machine a"
    beside_english = " ".join(_text(_pdf(_sheet("en"))).split())
    assert beside_english.count(dutch) == 1 and "A machine drafted" not in beside_english
    beside_french = " ".join(_text(_pdf(_sheet("fr"), "fr")).split())
    assert (beside_french.count(dutch), beside_french.count(french)) == (1, 1)


def test_the_local_language_beside_itself_is_one_column(town: None) -> None:
    assert _text(_pdf(_sheet("nl"), "nl")).count("Mijn plan") == 1


def test_the_hours_of_two_weeks_stand_on_the_paper(town: None) -> None:
    text = _text(_pdf(_sheet("en", needs=("money.debts",))))
    for days in (0, 13):
        day = MONDAY + timedelta(days=days)
        assert f"{day.day}/{day.month}" in text


def test_what_is_true_today_only_is_not_on_a_paper_that_is_read_tomorrow(town: None) -> None:
    sheet = _sheet("en")
    (step, *_) = sheet.steps
    assert "open.now-until" in [reason.code for reason in step.door.reasons]
    assert "until 20:00" not in _text(_pdf(sheet))


def test_a_plan_without_a_door_is_still_a_paper(town: None) -> None:
    text = " ".join(_text(_pdf(_sheet("en", needs=("mobility.driving",)))).split())
    assert "We found no door for this plan today" in text
    assert "We found no door for this. Ask at any desk" in text


@pytest.mark.parametrize("language", ["so", "uk", "ti"])
def test_what_to_show_is_said_in_the_language_of_the_person_at_every_step(language: str, town: None) -> None:
    """Two steps, three, and four, of which at least one is set in the tight way."""
    with translation.override(language):
        heading = translation.gettext("To show or say at the desk")
    for steps in (2, 3, 4):
        headings = _letters(_text(_pdf(_steps(_sheet(language), steps), language))).count(_letters(heading))
        assert headings == steps


def _letters(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("template", FORMATS)
def test_where_there_is_no_desk_nothing_is_to_be_shown_there(template: str, town: None) -> None:
    sheet = _steps(_sheet("en"), 1)
    step = sheet.steps[0]
    assert "at the desk" in _text(FORMATS[template](sheet))
    called = replace(step.door.candidate, access=frozenset({AccessMode.PHONE}))
    sheet = replace(sheet, steps=(replace(step, door=replace(step.door, candidate=called)),))
    assert "at the desk" not in _text(FORMATS[template](sheet))


def test_in_danger_the_helplines_stand_first(town: None) -> None:
    text = _text(_pdf(_sheet("en", needs=("talking.sleep",), words="I want to kill myself")))
    assert text.index("Call first") < text.index("1813") < text.index("De Kade")


def test_a_helpline_that_is_open_now_says_its_hours_of_any_week(town: None) -> None:
    text = _text(_pdf(_sheet("en", needs=("talking.sleep",), words="my husband hits me")))
    assert "Mon–Fri 09:00–17:00" in text
    assert "open until" not in text.split("What you can say")[0].lower()


def test_the_link_says_until_when_it_opens(town: None) -> None:
    assert "23 December 2026" in _text(_pdf(_sheet("en")))
    assert "It opens until" not in _text(_pdf(_sheet("en"), address=""))


def test_a_door_that_only_does_what_a_step_does_is_not_on_the_paper(town: None) -> None:
    sheet = _sheet("en", needs=("money.debts",))
    same = LeftOutView(LeftOut(Reason("left-out.answered-by-step", None, {"step": 1}), service_id="x"), None, None)
    assert "can help with this too" not in _text(_pdf(replace(sheet, left_out=(*sheet.left_out, same))))


# ---- the code ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_the_code_is_wide_enough_for_a_cheap_phone(steps: int, town: None) -> None:
    needs = ("health.insurance", "safety.exploitation", "isolation.far-family")
    plan = SealedPlan(
        "fa-af", date(2026, 11, 23), tuple(SealedStep(uuid4(), uuid4(), needs[: 1 + at % 3]) for at in range(steps))
    )
    address = "https://doorway.antwerpen.example.be/fa-af/p/" + seal(plan, now=MONDAY)
    dots = segno.make(address, error="l", micro=False).symbol_size(border=0)[0]
    millimetres = paper._code(paper._Paper.of(_sheet("en"), ("en", "nl")), address)["mm"]
    dot = millimetres / (dots + 2 * paper._BORDER_DOTS)
    assert dot >= 0.38
    assert dot * dots >= 30
    assert millimetres <= 45


def test_the_code_holds_the_address(town: None) -> None:
    drawn = paper._code(paper._Paper.of(_sheet("en"), ("en", "nl")), ADDRESS)["drawing"]
    again = io.BytesIO()
    segno.make(ADDRESS, error="l", micro=False, mask=paper._MASK).save(again, kind="svg", scale=4, border=4)
    assert drawn == again.getvalue().decode()


@pytest.mark.parametrize("language", ["ar", "nl"])
def test_the_code_on_the_paper_is_read_as_the_link(language: str, town: None, tmp_path: Path) -> None:
    sheet = _sheet(language)
    with translation.override(language):
        path = reverse("kept-plan", args=[seal(sealed(sheet), now=MONDAY)])
    address = "https://baken.example" + path
    file = tmp_path / "plan.pdf"
    file.write_bytes(_pdf(sheet, language, address=address))
    drawn = subprocess.run(["pdftoppm", "-gray", "-r", "200", file], capture_output=True, check=True).stdout
    (code,) = zxingcpp.read_barcodes(_grey(drawn))
    assert code.text == address


def _grey(image: bytes) -> NDArray[np.uint8]:
    """A binary PGM as uint8 (height, width)."""
    _kind, width, height, _white, *_rest = image.split(maxsplit=4)
    return np.frombuffer(image[-int(width) * int(height) :], np.uint8).reshape(int(height), int(width))


# ---- the table of hours -----------------------------------------------------------------------------------------

NINE_TO_FIVE = ((time(9), time(17)),)
MORNING = (time(9), time(12))
ENGLISH = paper._Paper(None, "en", "en", {})  # type: ignore[arg-type] # hours need no sheet
ARABIC = paper._Paper(None, "ar", "nl", {})  # type: ignore[arg-type]


def _fortnight(**changed: DayHours) -> tuple[DayHours, ...]:
    """Two weeks of nine to five; `d3=...` is another day, three days from Monday."""
    start = MONDAY.date()
    days = (DayHours(start + timedelta(days=number), NINE_TO_FIVE, known=True) for number in range(14))
    return tuple(changed.get(f"d{number}", day) for number, day in enumerate(days))


def _cells(days: tuple[DayHours, ...]) -> Iterator[dict[str, Any]]:
    return (cell for week in paper._hours(days, ENGLISH)["weeks"] for cell in week)


def test_two_weeks_alike_stand_as_one_with_both_dates() -> None:
    (week,) = paper._hours(_fortnight(), ENGLISH)["weeks"]
    assert week[0]["dates"] == ["23/11", "30/11"]
    assert week[6]["dates"] == ["29/11", "6/12"]


def test_weekdays_stand_in_the_language_of_the_person_and_of_the_desk() -> None:
    assert paper._hours(_fortnight(), ARABIC)["weekdays"][0] == {"mine": "الاثنين", "local": "ma"}
    assert paper._hours(_fortnight(), ENGLISH)["weekdays"][0] == {"mine": "Mon", "local": ""}


@pytest.mark.parametrize("language", ["ar", "ti", "nl"])
def test_hours_are_printed_to_be_read_at_arms_length(language: str, town: None) -> None:
    sizes = []

    def visit(text: str, _cm: Any, matrix: list[float], _font: Any, size: float) -> None:
        if re.search(r"\d\d:\d\d–\d\d:\d\d", text):
            sizes.append(abs(size * matrix[3]))

    _reader(_pdf(_sheet(language), language)).pages[0].extract_text(visitor_text=visit)
    assert sizes and min(sizes) >= 9.5


def test_the_name_of_the_service_stands_beside_its_organisation(town: None) -> None:
    sheet = _sheet("en", needs=("money.debts",))
    card = sheet.steps[0].card
    text = " ".join(_text(_pdf(sheet)).split())
    assert f"{card.name.text} · {card.organisation_name}" in text


def test_a_service_called_like_its_organisation_is_named_once(town: None) -> None:
    step = _sheet("en", needs=("money.debts",)).steps[0]
    same = replace(step.card, organisation_name=step.card.name.text)
    assert paper._own_name(step) is not None
    assert paper._own_name(replace(step, card=same)) is None


def test_a_week_that_differs_stands_below_the_other() -> None:
    closed = DayHours(date(2026, 12, 2), (), known=True)
    first, second = paper._hours(_fortnight(d9=closed), ENGLISH)["weeks"]
    assert first[2]["spans"] and not second[2]["spans"]
    assert second[2]["note"] == "closed"


def test_a_public_holiday_of_unknown_hours_is_asked_about_with_its_usual_hours() -> None:
    holiday = DayHours(date(2026, 11, 25), NINE_TO_FIVE, known=False, holiday=True)
    cell = list(_cells(_fortnight(d2=holiday)))[2]
    assert cell["asks"]
    assert cell["note"] == "ask: public holiday"
    assert cell["spans"][0]["text"] == "09:00–17:00"


def test_hours_that_need_an_appointment_have_a_star_that_is_explained() -> None:
    some = DayHours(date(2026, 11, 24), (MORNING, (time(13), time(17))), known=True, booked=(MORNING,))
    hours = paper._hours(_fortnight(d1=some), ENGLISH)
    assert [span["booked"] for span in hours["weeks"][0][1]["spans"]] == [True, False]
    assert hours["legend"] == "* by appointment"
    assert paper._hours(_fortnight(), ENGLISH)["legend"] == ""


def test_a_day_of_a_temporary_closure_is_marked() -> None:
    change = TemporaryChange(ChangeKind.CLOSED, MONDAY, MONDAY + timedelta(days=1))
    cell = next(_cells(_fortnight(d0=DayHours(MONDAY.date(), (), known=True, change=change))))
    assert cell["changed"]
    assert cell["note"] == "closed"


def test_hours_that_have_lapsed_stand_in_the_words_of_the_source(town: None) -> None:
    sheet = _sheet("en")
    step = next(step for step in sheet.steps if step.door.candidate.opening.rules)
    asked = tuple(replace(day, known=False, spans=()) for day in step.hours)
    card = replace(step.card, hours_in_words=(Text("en", "Sun-Thurs, 8:30am", TextState.ORIGINAL),))
    record = paper._step(replace(step, card=card, hours=asked), paper._Paper.of(sheet, ("en", "nl")))
    assert (record["hours"], record["hours-words"]) == (None, ["Sun-Thurs, 8:30am"])


@pytest.mark.parametrize("template", FORMATS)
def test_holidays_and_closures_of_the_coming_weeks_stand_on_the_paper(template: str, town: None) -> None:
    """Christmas, which a house does not speak of, is one to ask about; a closure is said with its days."""
    before_christmas = datetime(2026, 12, 21, 10, 0, tzinfo=UTC)
    sheet = plan_for(Question(when=before_christmas, language="en", needs=("money.debts",)))
    step = sheet.steps[0]
    (rule, *_others) = step.door.candidate.opening.rules
    midnight = datetime(2026, 12, 27, 23, 0, tzinfo=UTC)
    closed = TemporaryChange(ChangeKind.CLOSED, midnight, midnight + timedelta(days=2))
    opening = replace(step.door.candidate.opening, rules=(rule,), holidays=HolidayRule.UNKNOWN, changes=(closed,))
    hours = day_hours(opening, date(2026, 12, 21), 14)
    text = " ".join(_text(FORMATS[template](replace(sheet, steps=(replace(step, hours=hours),)))).split())
    assert text.count("ask: public holiday") == 2  # Christmas and New Year
    assert "closed" in text
    for day in ("25/12", "28/12", "1/1"):
        assert day in text
