"""Pictograms that exist, one visual grammar, a stylesheet that keeps its own rules."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import baken.web
from baken.needs.taxonomy_files import read_taxonomy
from baken.web.pictograms import OWN_FOLDER, UnknownPictogram, own_names, pictogram_svg

WEB = Path(baken.web.__file__).parent
STYLE = (WEB / "static/baken/baken.css").read_text()
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
OUTER = {
    "viewBox": "0 0 24 24", "fill": "none", "stroke": "currentColor", "stroke-width": "2",
    "stroke-linecap": "round", "stroke-linejoin": "round", "width": "24", "height": "24",
}  # fmt: skip


def test_every_need_and_domain_has_a_drawing_that_exists() -> None:
    for domain in read_taxonomy():
        for drawn in (domain, *domain.needs):
            assert pictogram_svg(drawn.pictogram, 24).startswith("<svg"), drawn.code


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_pictogram_of_a_template_exists_and_stands_beside_words(template: Path) -> None:
    for name in re.findall(r'{% pictogram "([^"]+)"', template.read_text()):
        assert 'aria-hidden="true"' in pictogram_svg(name, 24)


@pytest.mark.parametrize("name", sorted(own_names()))
def test_our_own_drawings_share_one_grammar(name: str) -> None:
    svg = ElementTree.parse(OWN_FOLDER / f"{name}.svg").getroot()
    assert dict(svg.attrib) == OUTER
    for part in svg.iter():
        assert not {"style", "class", "fill", "onload"} & set(part.attrib) - ({"fill"} if part is svg else set())


@pytest.mark.parametrize("name", ["no-such-icon", "own:no-such-drawing", "own:../base", "../secret"])
def test_a_drawing_that_does_not_exist_is_named(name: str) -> None:
    with pytest.raises(UnknownPictogram):
        pictogram_svg(name, 24)


def test_no_template_holds_script_or_style_of_its_own() -> None:
    for template in TEMPLATES:
        text = template.read_text()
        assert not re.search(r"<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))", text), template
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text), template


def test_the_stylesheet_is_free_of_left_and_right() -> None:
    physical = r"(?<![-\w])(?:margin|padding|border|inset)?-?(?:left|right)\s*:|text-align:\s*(?:left|right)"
    assert re.findall(physical, STYLE) == []


def test_there_are_four_sizes_of_type() -> None:
    sizes = set(re.findall(r"font-size:\s*([^;]+);", STYLE)) - {"62.5%"}  # the base of print
    assert sizes <= {"var(--small)", "var(--body)", "var(--lead)", "var(--title)"}


LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6});", part))
    for part in re.findall(r":root \{(.*?)\}", STYLE, re.S)[:2]
)
TEXT_ON = [
    ("ink", "paper"), ("ink", "card"), ("muted", "paper"), ("muted", "card"), ("beacon", "paper"), ("beacon", "card"),
    ("beacon", "beacon-light"), ("ink", "beacon-light"), ("beacon-ink", "beacon"), ("warm", "warm-light"),
    ("ask", "ask-light"), ("ink", "ask-light"), ("stop", "stop-light"), ("stop", "card"), ("ink", "stop-light"),
]  # fmt: skip
CONTROLS_ON = [("control", "paper"), ("control", "card"), ("beacon", "paper"), ("stop", "paper"), ("ask", "paper")]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [*((front, back, 4.5) for front, back in TEXT_ON), *((front, back, 3.0) for front, back in CONTROLS_ON)],
)
def test_every_pair_of_colours_can_be_read(tokens: dict[str, str], front: str, back: str, least: float) -> None:
    assert contrast(tokens[front], tokens[back]) >= least


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
