"""Files to records, each with the row it stands in. Nothing here knows what a record means."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from baken.directory.feeds.fields import Fields
from baken.directory.feeds.keeping import is_sound, mended, problems
from baken.directory.feeds.report import FeedError, Refusal

_TOO_LONG_NUMBER: Final = "holds a number of thousands of digits; shorten it"


@dataclass(frozen=True, slots=True)
class Record:
    """`row` names file and number; `file` is where it was read."""

    row: str
    file: Path
    content: Any


def files_below(paths: Sequence[Path | str], endings: Sequence[str]) -> list[Path]:
    """The files themselves, and those with one of the endings below each folder, by name. Raises FeedError."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            below = sorted(file for file in path.rglob("*") if file.suffix.lower() in endings and file.is_file())
            if not below:
                raise FeedError(f"{path} holds no {' or '.join(endings)} file")
            found += below
        elif path.is_file():
            found.append(path)
        else:
            raise FeedError(f"{path} {_no_file(path)}")
    if not found:
        raise FeedError("give a file or a folder to import")
    return found


def _no_file(path: Path) -> str:
    if path.is_symlink() and not path.exists():
        return f"is a link to {path.readlink()}, which does not exist"
    for is_one, name in ((path.is_fifo, "a pipe"), (path.is_socket, "a socket"), (path.exists, "a device")):
        if is_one():
            return f"is {name} and not a file; save what comes out of it as a file, and give that"
    return "does not exist"


def text_of(file: Path) -> str:
    """UTF-8, with or without a byte-order mark. Raises FeedError naming the byte."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise FeedError(f"{file.name}: byte {problem.start + 1} is not UTF-8; save the file as UTF-8") from problem
    except OSError as problem:
        raise FeedError(f"{file} cannot be read: {problem.strerror}") from problem


def json_records(file: Path, refusals: list[Refusal]) -> Iterator[Record]:
    """One object, an array, a page (`{"contents": [...]}`) or one object a line; refuses what cannot be kept.

    One object a line is read line by line, whatever the length of the file. Raises FeedError.
    """
    if is_lines(file):
        yield from _lines(file, refusals)
        return
    text = text_of(file)
    if not text.strip():
        refusals.append(Refusal(file.name, "", "the file is empty"))
        return
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as problem:
        refusals.append(_broken(file.name, problem))
        return
    except ValueError:  # Python reads no longer ones
        refusals.append(Refusal(file.name, "", _TOO_LONG_NUMBER))
        return
    except RecursionError:
        refusals.append(Refusal(file.name, "", "the JSON is nested too deeply"))
        return
    if isinstance(whole, dict) and isinstance(whole.get("contents"), list):
        whole = whole["contents"]
    for number, content in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield _kept(Record(f"{file.name} {number}", file, content), refusals)


def is_lines(file: Path) -> bool:
    """One object a line: whether the first line that holds anything is JSON by itself, and another one follows."""
    lines = (line for _, line in lines_of(file) if line.strip())
    try:
        json.loads(next(lines, ""))
    except json.JSONDecodeError as problem:
        if problem.msg != "Extra data":
            return False
    except (ValueError, RecursionError):
        return False
    return next(lines, None) is not None


def lines_of(file: Path) -> Iterator[tuple[int, str]]:
    """Every line with its number, from 1; UTF-8, with or without a byte-order mark. Raises FeedError with the byte."""
    read = 0
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
                read += len(line)
    except UnicodeDecodeError as problem:
        at = read + problem.start + 1
        raise FeedError(f"{file.name}: byte {at} is not UTF-8; save the file as UTF-8") from problem
    except OSError as problem:
        raise FeedError(f"{file} cannot be read: {problem.strerror}") from problem


def _lines(file: Path, refusals: list[Refusal]) -> Iterator[Record]:
    for number, line in lines_of(file):
        if (record := line_record(file, number, line, refusals)) is not None:
            yield record


def line_record(file: Path, number: int, line: str, refusals: list[Refusal]) -> Record | None:
    """What one line holds; None where it is empty or refused."""
    row = f"{file.name} {number}"
    if (content := _sound(line)) is not None:
        return Record(row, file, content)
    try:
        return _kept(Record(row, file, json.loads(line)), refusals) if line.strip() else None
    except json.JSONDecodeError as problem:
        refusals.append(_broken(row, problem))
    except ValueError:
        refusals.append(Refusal(row, "", _TOO_LONG_NUMBER))
    except RecursionError:
        refusals.append(Refusal(row, "", "the JSON is nested too deeply"))
    return None


def _sound(line: str) -> Any:
    """What nearly every line holds, read faster; None where something is wrong with it, or may be: orjson refuses more
    than JSON does, and reads whole numbers that are too long to keep as fractions."""
    try:
        content = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return content if is_sound(content) else None


def _kept(record: Record, refusals: list[Refusal]) -> Record:
    """The record as it can be kept; every place that had to be mended for it is refused."""
    said = Fields({}, record.row, refusals)
    found = list(problems(record.content))
    for path, problem in found:
        said.refuse(path, problem)
    return Record(record.row, record.file, mended(record.content)) if found else record


def _broken(row: str, problem: json.JSONDecodeError) -> Refusal:
    where = f"line {problem.lineno}, column {problem.colno}"
    return Refusal(row, "", f"not valid JSON ({problem.msg} at {where}); is the file whole?")
