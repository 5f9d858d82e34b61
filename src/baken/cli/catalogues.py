"""What the compiled catalogues of the complete languages lack, found without the tools that make them."""

import struct
from collections.abc import Collection
from pathlib import Path

from django.utils.translation import to_locale


def missing_messages(folder: Path, tags: Collection[str]) -> dict[str, int]:
    """How many messages each language lacks of those that it or another says; those that lack none are not in it.

    A message is known by any compiled catalogue, or written in the language's own source: then a translation that
    is empty, doubtful or not compiled yet counts as lacking.
    """
    places = {tag: folder / to_locale(tag) / "LC_MESSAGES" for tag in tags}
    said = {tag: _translated(place / "django.mo") for tag, place in places.items()}
    every = frozenset[bytes]().union(*said.values())
    lacking = {
        tag: max(len(every - said[tag]), _written(place / "django.po") - len(said[tag]))
        for tag, place in places.items()
    }
    return {tag: number for tag, number in lacking.items() if number > 0}


def _translated(compiled: Path) -> frozenset[bytes]:
    """The msgids (with context and plural) of a .mo file, its header among them; none where there is no file."""
    if not compiled.is_file():
        return frozenset()
    data = compiled.read_bytes()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    number, start = struct.unpack_from(f"{order}II", data, 8)
    spans = struct.iter_unpack(f"{order}II", data[start : start + 8 * number])
    return frozenset(data[at : at + length] for length, at in spans)


def _written(source: Path) -> int:
    """How many messages a .po file holds, its header among them; an installed package may come without."""
    if not source.is_file():
        return 0
    return sum(line.startswith('msgid "') for line in source.read_text().splitlines())
