"""Files as they come: cut short, in other encodings, with columns swapped, joins broken, texts that hurt."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

HURTING: Final[tuple[Any, ...]] = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=alert(1)>', "=HYPERLINK(1)", "@SUM(1)",
    "+1", "-1", "\t=1", "'=1", "\x00", "\ud800", "\u202e\u0000", "\x1b[2J", "'; DROP TABLE directory_service; --",
    "x" * 300, "x" * 25_000, "", " ", None, True, False, 0, -1, 10**30, 1.5, 1e308, float("nan"), float("inf"), [], {},
    [[]], {"a": {"b": []}}, "2026-02-30", "25:61", "24:00", "9999-12-31", "0001-01-01", "nul", "NaN", "🏠", "مرحبا",
    "00000000-0000-0000-0000-000000000000", "not-a-uuid", "ar", "xx-yy", "{{ 7*7 }}", "%s%s%n", "../../etc/passwd",
)  # fmt: skip
_ENCODINGS: Final = ("cp1252", "iso-8859-1", "utf-16", "utf-16-le", "utf-32", "utf-8-sig")

Mutation = Callable[[random.Random, bytes], bytes]


def cut(chance: random.Random, raw: bytes) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def without_a_part(chance: random.Random, raw: bytes) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + raw[start + chance.randrange(1, 200) :]


def with_a_part_twice(chance: random.Random, raw: bytes) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[: start + chance.randrange(1, 200)] + raw[start:]


def flipped(chance: random.Random, raw: bytes) -> bytes:
    found = bytearray(raw)
    for _ in range(chance.randrange(1, 6)):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def in_another_encoding(chance: random.Random, raw: bytes) -> bytes:
    return raw.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def with_other_line_ends(chance: random.Random, raw: bytes) -> bytes:
    return raw.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b"\x00"]))


ON_BYTES: Final[tuple[Mutation, ...]] = (
    cut, without_a_part, with_a_part_twice, flipped, in_another_encoding, with_other_line_ends,
)  # fmt: skip


def json_with_another_value(chance: random.Random, raw: bytes) -> bytes:
    """One value, or the name of one, is another; or it is gone."""
    whole = json.loads(raw)
    places = list(_places(whole))
    for _ in range(chance.randrange(1, 4)):
        holder, key = chance.choice(places)
        try:
            if chance.random() < 0.2:
                del holder[key]
            elif isinstance(holder, dict) and chance.random() < 0.1:
                holder[str(chance.choice(HURTING))[:300]] = holder.pop(key)
            else:
                holder[key] = chance.choice(HURTING)
        except (KeyError, IndexError):  # it went with one before
            continue
    return json.dumps(whole).encode("utf-8", "surrogatepass")


def json_with_values_swapped(chance: random.Random, raw: bytes) -> bytes:
    """Joins are broken, columns stand for others."""
    whole = json.loads(raw)
    places = list(_places(whole))
    (one, key), (other, name) = chance.choice(places), chance.choice(places)
    one[key], other[name] = other[name], one[key]
    try:
        return json.dumps(whole).encode()
    except ValueError:  # it holds itself now
        return raw


def json_with_a_record_twice(chance: random.Random, raw: bytes) -> bytes:
    whole = json.loads(raw)
    records = whole if isinstance(whole, list) else [whole]
    return json.dumps([*records, chance.choice(records)]).encode()


def json_that_hurts_everywhere(chance: random.Random, raw: bytes) -> bytes:
    """Every text is HTML, a script or a formula, but ids, dates and codes."""
    whole = json.loads(raw)
    for holder, key in list(_places(whole)):
        value = holder[key]
        if isinstance(value, str) and key in ("name", "description", "title", "note", "url", "email", "address_1"):
            holder[key] = str(chance.choice(HURTING[:13]))
    return json.dumps(whole).encode("utf-8", "surrogatepass")


ON_JSON: Final[tuple[Mutation, ...]] = (
    json_with_another_value, json_with_values_swapped, json_with_a_record_twice, json_that_hurts_everywhere,
)  # fmt: skip


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every key of every object and list, however deep."""
    for key, below in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(below, dict | list):
            yield from _places(below)


def table_with_columns_swapped(chance: random.Random, raw: bytes) -> bytes:
    lines = [line.split(b",") for line in raw.split(b"\n")]
    width = len(lines[0])
    one, other = chance.randrange(width), chance.randrange(width)
    for cells in lines if chance.random() < 0.5 else lines[1:]:
        if len(cells) == width:
            cells[one], cells[other] = cells[other], cells[one]
    return b"\n".join(map(b",".join, lines))


def table_with_another_cell(chance: random.Random, raw: bytes) -> bytes:
    lines = [line.split(b",") for line in raw.split(b"\n")]
    cells = chance.choice(lines)
    said = str(chance.choice(HURTING)).encode("utf-8", "replace")
    cells[chance.randrange(len(cells))] = said if chance.random() < 0.5 else b'"' + said.replace(b'"', b'""') + b'"'
    return b"\n".join(map(b",".join, lines))


def table_without_a_column(chance: random.Random, raw: bytes) -> bytes:
    lines = [line.split(b",") for line in raw.split(b"\n")]
    gone = chance.randrange(len(lines[0]))
    return b"\n".join(b",".join(cells[:gone] + cells[gone + 1 :]) for cells in lines)


def table_with_a_row_twice(chance: random.Random, raw: bytes) -> bytes:
    lines = raw.split(b"\n")
    return b"\n".join([*lines[:-1], chance.choice(lines), b""])


ON_TABLES: Final[tuple[Mutation, ...]] = (
    table_with_columns_swapped, table_with_another_cell, table_without_a_column, table_with_a_row_twice,
)  # fmt: skip
