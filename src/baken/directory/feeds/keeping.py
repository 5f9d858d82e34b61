"""What no database keeps, and what nobody means to be kept: found in whatever a file holds, before it is read."""

from collections.abc import Collection, Iterator
from math import isfinite
from typing import Any, Final

LONGEST_NAME: Final = 255
LONGEST_ADDRESS: Final = 2_000  # of a page
_LONGEST_KEY: Final = 2_000  # coded answers of surveys have whole sentences as names
LONGEST_TEXT: Final = 20_000  # a description of some ten pages
LONGEST_KEPT: Final = 200_000  # of what is only given back
_DEEPEST: Final = 60
_MOST_DIGITS: Final = 2**63
_SHORT, _MOST_NAMES = 80, 2_000
_SOUND_NAMES: Final[set[str]] = set()  # of properties, as they come again in every record


def text_problem(value: str) -> str:
    """Why no database keeps this text; empty if it does. PostgreSQL refuses NUL, UTF-8 has no lone surrogates."""
    if "\x00" in value:
        return "holds a NUL character; remove it"
    try:
        value.encode()
    except UnicodeEncodeError:
        return "holds half a character (a lone surrogate); write the text again"
    return ""


def length_problem(value: str, longest: int) -> str:
    return f"is {len(value)} characters long; at most {longest} fit" if len(value) > longest else ""


def problems(value: object) -> Iterator[tuple[str, str]]:
    """Where in the content (`contacts[0].name`) stands what cannot be kept, and why."""
    return iter(()) if is_sound(value) else _problems(value, "", 0)


def is_sound(value: object) -> bool:
    """The same question without the places, in a fifth of the time: nearly every record is sound."""
    level: list[Any] = [value]
    try:
        for _ in range(_DEEPEST + 1):
            below: list[Any] = []
            for one in level:
                kind = type(one)
                if kind is str:
                    if "\x00" in one or len(one) > LONGEST_KEPT or not (one.isascii() or one.encode()):
                        return False
                elif kind is dict:
                    if not (one.keys() <= _SOUND_NAMES or _are_sound(one)):
                        return False
                    below += one.values()
                elif kind is list:
                    below += one
                elif one is not None and not _is_sound_otherwise(one):
                    return False
            if not below:
                return True
            level = below
    except UnicodeEncodeError:
        return False
    return False


def _are_sound(names: Collection[str]) -> bool:
    if any("\x00" in name or len(name) > _LONGEST_KEY or not name.isascii() for name in names):
        return False
    if len(_SOUND_NAMES) < _MOST_NAMES:
        _SOUND_NAMES.update(name for name in names if len(name) <= _SHORT)
    return True


def _is_sound_otherwise(one: object) -> bool:
    """What is rare: numbers, and containers of other kinds, of which each is asked for itself."""
    if isinstance(one, dict | list | str):
        return False
    # an infinity or NaN is in no range either; a large fraction is looked at again
    return not isinstance(one, int | float) or -_MOST_DIGITS < one < _MOST_DIGITS


def _problems(value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if problem := text_problem(value) or length_problem(value, LONGEST_KEPT):
            yield path, problem
    elif isinstance(value, int) and abs(value) >= _MOST_DIGITS:
        yield path, "is a number too long to keep"
    elif isinstance(value, float) and not isfinite(value):
        yield path, f"{value} is not a number"
    elif isinstance(value, dict | list) and depth > _DEEPEST:
        yield path[:80], f"is nested more than {_DEEPEST} levels deep"
    elif isinstance(value, dict):
        for name, part in value.items():
            below = f"{path}.{name}" if path else name
            if problem := text_problem(name) or length_problem(name, _LONGEST_KEY):
                yield below, f"its name {problem}"
            yield from _problems(part, below, depth + 1)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _problems(part, f"{path}[{number}]", depth + 1)


def mended(value: Any, depth: int = 0) -> Any:
    """The same without what `problems` names, so that the rest can be read for more mistakes."""
    if isinstance(value, str):
        return readable(value)[:LONGEST_KEPT]
    if isinstance(value, int) and abs(value) >= _MOST_DIGITS:
        return 0
    if isinstance(value, float):
        return value if isfinite(value) else 0.0
    if isinstance(value, dict | list) and depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {readable(name)[:_LONGEST_KEY]: mended(part, depth + 1) for name, part in value.items()}
    return [mended(part, depth + 1) for part in value] if isinstance(value, list) else value


def readable(text: str) -> str:
    """As UTF-8 without characters that steer a terminal, those written as an escape."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    return "".join(sign if sign.isprintable() or sign in "\n\t" else ascii(sign)[1:-1] for sign in whole)
