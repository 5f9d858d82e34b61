"""The plan on one page of A4: the person's language beside the local one, made by typst.

Nothing on it names the person. Fonts come from installed packages only, so that every machine prints the same.
"""

import io
import re
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import orjson
import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from fontTools.ttLib import TTFont

from baken.core.hours.opening import DayHours
from baken.core.kinds import Reason
from baken.guidance.selectors import HelplineCard
from baken.plans import formats
from baken.plans.kinds import PlanSheet, StepView
from baken.plans.phrasing import desk_sentence, left_out_sentence, sentence

TEMPLATE: Final = Path(__file__).with_name("plan.typ")
_FONT_PACKAGES: Final = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "justmytype_intl_africa")
_FONT_FILES: Final = ("NotoSans[wdth,wght].ttf", "NotoSansArabic[wdth,wght].ttf", "NotoSansEthiopic[wdth,wght].ttf")
# Tried from large to small until the plan fits one page (points).
_SIZES: Final = (11.0, 10.0, 9.2, 8.5, 7.8, 7.2)
_REASONS_SHOWN: Final = 6
_REPLACED: Final = "\N{WHITE SQUARE}"
_PAGE: Final = re.compile(rb"/Type ?/Page\b")

Record = dict[str, Any]


def plan_pdf(sheet: PlanSheet, *, languages: tuple[str, str], address: str = "") -> bytes:
    """The plan as PDF/UA-1. `languages`: the person's and the local one; `address`: the sealed link, or none.

    A text with a letter our fonts lack gets a square in its place rather than no paper at all.
    """
    record = _clean(_record(sheet, languages, address))
    pdf = b""
    for size in _SIZES:
        pdf = _compile({**record, "size": size})
        if pages(pdf) == 1:
            break
    return pdf


def font_folders() -> tuple[Path, ...]:
    """The folders that hold the fonts we print with, and no others."""
    return tuple(dict.fromkeys(font.parent for font in _fonts()))


def pages(pdf: bytes) -> int:
    """How many pages a PDF of typst's has; its page objects stand uncompressed."""
    return len(_PAGE.findall(pdf))


def _compile(record: Record) -> bytes:
    compiled = _compiler().compile(
        sys_inputs={"data": orjson.dumps(record).decode()}, format="pdf", pdf_standards=["ua-1"]
    )
    assert isinstance(compiled, bytes)
    return compiled


def _compiler() -> typst.Compiler:
    """A compiler is not shared between threads; making one costs about a millisecond once fonts are known."""
    return typst.Compiler(input=TEMPLATE, font_paths=_typst_fonts(), ignore_system_fonts=True)


@lru_cache(maxsize=1)
def _typst_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))


@lru_cache(maxsize=1)
def _fonts() -> tuple[Path, ...]:
    found = []
    for package in _FONT_PACKAGES:
        spec = find_spec(package)
        assert spec is not None and spec.origin is not None, f"the font package {package} is not installed"
        found += [file for name in _FONT_FILES for file in Path(spec.origin).parent.rglob(_literal(name))]
    return tuple(found)


def _literal(name: str) -> str:
    return name.replace("[", "[[]")


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """Every code point that our fonts can draw."""
    return frozenset(code for font in _fonts() for code in TTFont(font, lazy=True).getBestCmap())


def _clean(value: Any) -> Any:
    """Texts without letters that no font of ours has; PDF/UA refuses a missing glyph."""
    if isinstance(value, str):
        return value if value.startswith(("<?xml", "<svg")) else _printable(value)
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return value


def _printable(text: str) -> str:
    letters = _letters()
    kept = (c if ord(c) in letters or c == "\n" else _stand_in(c) for c in unicodedata.normalize("NFC", text))
    return "".join(kept)


def _stand_in(character: str) -> str:
    """Nothing for what has no shape (emoji, joiners, controls), a square for a letter."""
    return _REPLACED if unicodedata.category(character)[0] in "LN" else ""


def _record(sheet: PlanSheet, languages: tuple[str, str], address: str) -> Record:
    mine, local = languages
    two = mine != local
    return {
        "person": {**_column(sheet, mine), "qr-words": _qr_words(mine)},
        "local": _column(sheet, local) if two else None,
        "local-title": _title(local) if two else "",
        "local-made": _made(sheet, local) if two else "",
        "local-foot": _foot(local) if two else "",
        "local-say-title": _say_title(local),
        "steps": [_step(step, sheet, mine, local) for step in sheet.steps],
        "notes": _notes(sheet, mine),
        "help": [_helpline(card) for card in sheet.findings.helplines[:3]],
        "qr": _qr(address) if address else "",
    }


def _column(sheet: PlanSheet, language: str) -> Record:
    return {
        "lang": language.split("-")[0],
        "rtl": language in settings.LANGUAGES_BIDI,
        "title": _title(language),
        "made": _made(sheet, language),
        "foot": _foot(language),
    }


def _title(language: str) -> str:
    with override(language):
        return _("My plan")


def _made(sheet: PlanSheet, language: str) -> str:
    with override(language):
        return _("Made on %(date)s") % {"date": formats.long_date(sheet.made_on, language)}


def _foot(language: str) -> str:
    with override(language):
        return _("Your name is not on this paper and nothing was kept. A tick means yes; a question mark means: ask.")


def _qr_words(language: str) -> str:
    with override(language):
        return _("The same plan on a phone: scan this code")


def _say_title(language: str) -> str:
    with override(language):
        return _("To show or say at the desk")


def _step(step: StepView, sheet: PlanSheet, mine: str, local: str) -> Record:
    candidate = step.door.candidate
    return {
        "gives": formats.listed([chip.label for chip in step.needs], mine) or step.card.name.text,
        "organisation": step.card.organisation_name,
        "address": list(step.card.address_lines),
        "phones": [phone.number for phone in step.card.phones][:2],
        "mine": _reasons((*step.reasons, *step.door.reasons), mine),
        "say": desk_sentence(
            needs=[chip.code for chip in step.needs],
            languages=sheet.findings.question.person.languages or (sheet.findings.question.language,),
            language=local,
        ),
        "hours": [_day(day, mine) for day in step.hours] if candidate.opening.rules else [],
    }


def _reasons(reasons: tuple[Reason, ...], language: str) -> list[Record]:
    lines = {sentence(reason, language): reason for reason in reasons}
    return [
        {"text": text, "mark": reason.verdict.value if reason.verdict else ""}
        for text, reason in list(lines.items())[:_REASONS_SHOWN]
    ]


def _day(day: DayHours, language: str) -> Record:
    spans = [f"{formats.clock(opens)}–{formats.clock(closes)}" for opens, closes in day.spans]
    with override(language):
        if not day.known:
            note = _("ask")
        elif not spans:
            note = _("closed")
        else:
            note = _("by appointment") if day.by_appointment else ""
    return {"day": formats.short_day(day.day, language), "spans": spans, "note": note}


def _notes(sheet: PlanSheet, language: str) -> list[str]:
    left = [left_out_sentence(view, language) for view in sheet.left_out if view.need is not None]
    return [*(sentence(reason, language) for reason in sheet.own_network), *left]


def _helpline(card: HelplineCard) -> Record:
    return {"number": card.number, "name": card.name}


def _qr(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="l", micro=False).save(drawing, kind="svg", scale=4, border=2)
    return drawing.getvalue().decode()
