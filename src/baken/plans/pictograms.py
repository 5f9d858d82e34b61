"""Pictograms as drawings for paper: icons of `lucide` by name, our own as `own:<name>`. Always beside words."""

from functools import lru_cache
from typing import Final

from django.conf import settings
from lucide import IconDoesNotExist, _render_icon

_OWN: Final = "own:"
_INK: Final = "#1F2933"
_UNKNOWN: Final = "circle-question-mark"


@lru_cache(maxsize=1024)
def drawing(name: str) -> str:
    """An SVG in the colour of ink; a taxonomy may name a drawing that we lack: a plain mark stands in."""
    if name.startswith(_OWN):
        file = settings.BAKEN_DRAWINGS / f"{name.removeprefix(_OWN)}.svg"
        drawn = file.read_text(encoding="utf-8") if file.is_file() else drawing(_UNKNOWN)
    else:
        drawn = _icon(name)
    return drawn.replace("currentColor", _INK)


def _icon(name: str) -> str:
    try:
        drawn = str(_render_icon(name, 24))
    except IconDoesNotExist:
        drawn = str(_render_icon(_UNKNOWN, 24))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
