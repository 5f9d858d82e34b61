"""Pictograms as inline SVG: `lucide` icons by name, our own drawings as `own:<name>`. Always beside words."""

from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist, _render_icon

OWN_PREFIX = "own:"
OWN_FOLDER = Path(__file__).parent / "templates" / "pictograms"
_SVG = "{http://www.w3.org/2000/svg}"


class UnknownPictogram(ValueError):
    """No drawing has this name; the message says which."""


@lru_cache(maxsize=1024)
def pictogram_svg(name: str, size: int) -> SafeString:
    """An SVG of `size` CSS pixels, hidden from screen readers: the words beside it are the name."""
    drawn = _own(name.removeprefix(OWN_PREFIX), size) if name.startswith(OWN_PREFIX) else _lucide(name, size)
    return mark_safe(drawn)


def own_names() -> frozenset[str]:
    return frozenset(file.stem for file in OWN_FOLDER.glob("*.svg"))


def _lucide(name: str, size: int) -> str:
    try:
        return _render_icon(name, size, aria_hidden="true", focusable="false")
    except IconDoesNotExist as error:
        raise UnknownPictogram(f"«{name}» is not a lucide icon; own drawings are written {OWN_PREFIX}name") from error


def _own(name: str, size: int) -> str:
    if name not in own_names():
        raise UnknownPictogram(f"there is no own drawing «{name}»; draw templates/pictograms/{name}.svg")
    svg = ElementTree.fromstring((OWN_FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    for node in svg.iter():
        node.tag = node.tag.removeprefix(_SVG)
    svg.attrib |= {"width": str(size), "height": str(size), "aria-hidden": "true", "focusable": "false"}
    return "".join(line.strip() for line in ElementTree.tostring(svg, encoding="unicode").splitlines())
