"""Data and a template to a PDF by typst, with the fonts of installed packages only: every machine prints the same."""

import re
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import orjson
import typst
from fontTools.ttLib import TTFont

TEMPLATES: Final = Path(__file__).parent
_FONT_PACKAGES: Final = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "justmytype_intl_africa")
_FONT_FILES: Final = ("NotoSans[wdth,wght].ttf", "NotoSansArabic[wdth,wght].ttf", "NotoSansEthiopic[wdth,wght].ttf")
_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
_DRAWING: Final = ("<?xml", "<svg")
_PAGE: Final = re.compile(rb"/Type ?/Page\b")

Record = dict[str, Any]


def pdf(template: str, record: Record) -> bytes:
    """PDF/UA-1. `template`: the name of a file beside this one; `record`: what it reads as `sys.inputs.data`.

    A text with a letter our fonts lack gets a question mark in its place rather than no paper at all.
    """
    inputs = {"data": orjson.dumps(clean(record)).decode()}
    compiled = compiler(template).compile(sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"])
    assert isinstance(compiled, bytes)
    return compiled


def compiler(template: str) -> typst.Compiler:
    """A compiler is not shared between threads; making one costs about a millisecond once fonts are known."""
    return typst.Compiler(input=TEMPLATES / template, font_paths=_typst_fonts(), ignore_system_fonts=True)


def font_folders() -> tuple[Path, ...]:
    """The folders that hold the fonts we print with, and no others."""
    return tuple(dict.fromkeys(font.parent for font in _fonts()))


def pages(document: bytes) -> int:
    """How many pages a PDF of typst's has; its page objects stand uncompressed."""
    return len(_PAGE.findall(document))


def clean(value: Any) -> Any:
    """Texts without letters that no font of ours has; PDF/UA refuses a missing glyph. Drawings stay as they are."""
    if isinstance(value, str):
        return value if value.startswith(_DRAWING) else printable(value)
    if isinstance(value, dict):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list):
        return [clean(part) for part in value]
    return value


def printable(text: str) -> str:
    letters = _letters()
    kept = (c if ord(c) in letters or c == "\n" else _stand_in(c) for c in unicodedata.normalize("NFC", text))
    return "".join(kept)


def _stand_in(character: str) -> str:
    """Nothing for what has no shape (emoji, joiners, controls), a question mark in a diamond for a letter."""
    return _REPLACED if unicodedata.category(character)[0] in "LN" else ""


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
    letters: set[int] = set()
    for file in _fonts():
        with TTFont(file, lazy=True) as font:
            letters |= font.getBestCmap().keys()
    return frozenset(letters)
