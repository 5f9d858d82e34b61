"""Every message that the package says, found in its own Python files and templates.

`makemessages` needs programs that a server may lack; syntax trees and Django's own reading of templates say the same
(tests/doors/web/test_catalogues.py compares both).
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation.template import templatize

import baken
from baken.translations.kinds import Audience, Message

PACKAGE: Final = Path(baken.__file__).parent

# Which arguments of a call are its context, its words, and its words for many.
_ARGUMENTS: Final[Mapping[str, tuple[int | None, int, int | None]]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
_CALL: Final = re.compile(
    r"\b(?:n?p?gettext(?:_lazy|_noop)?|_)\((?:[^()'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")*\)", re.DOTALL
)
# A message that stands in several places is for the first of these that reads it.
_READ_BY: Final = (
    (
        Audience.URGENT,
        (
            *("web/templates/base.html", "web/templates/*/urgent*", "web/templates/parts/helplines*"),
            *("guidance/urgent_words.py", "web/*/urgent.py"),
        ),
    ),
    (Audience.PLAN, ("plans/*", "web/plan/*", "web/templates/plan/*")),
    (
        Audience.READERS,
        (
            *("web/find/*", "web/overview/*", "web/about/*", "web/said.py", "web/errors.py"),
            *(f"web/templates/{folder}/*" for folder in ("find", "overview", "about", "parts", "errors")),
        ),
    ),
)

Identity = tuple[str, str, str]


@cache
def messages() -> Mapping[str, Message]:
    """By key: urgent ones first, then those of a plan, then those that most readers see. Takes half a second, once."""
    places: defaultdict[Identity, list[str]] = defaultdict(list)
    for source in sources():
        for identity in dict.fromkeys(said_in(source)):
            places[identity].append(str(source.relative_to(PACKAGE)))
    found = [Message(*identity, tuple(sorted(at)), _audience(at)) for identity, at in places.items()]
    order = list(Audience)
    found.sort(key=lambda message: (order.index(message.audience), message.places[0], message.english))
    return {message.key: message for message in found}


def sources() -> Iterator[Path]:
    """The files of the package that can say something."""
    yield from sorted(path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".html", ".txt"})


def said_in(source: Path) -> Iterator[Identity]:
    """Context, words and words of the plural of each message in a file."""
    text = source.read_text(encoding="utf-8")
    if source.suffix == ".py":
        if "gettext" in text:
            yield from _called(ast.parse(text))
    elif "trans" in text or "_(" in text:
        for call in _CALL.finditer(templatize(text, origin=str(source))):
            yield from _called(ast.parse(call[0]))


def _called(tree: ast.AST) -> Iterator[Identity]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (where := _ARGUMENTS.get(_name(node.func))):
            said = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            parts = ["" if at is None else said[at] if at < len(said) else None for at in where]
            if all(isinstance(part, str) for part in parts) and parts[1]:
                context, english, plural = map(str, parts)
                yield context, english, plural


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def _audience(places: list[str]) -> Audience:
    for audience, patterns in _READ_BY:
        if any(fnmatch(place, pattern) for place in places for pattern in patterns):
            return audience
    return Audience.KEEPERS
