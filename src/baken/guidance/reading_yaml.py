"""The YAML of a file that anybody may have written: what is not plain is refused with its place, before it is built."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any, Final

import yaml

from baken.guidance.checking import BadGuidance, Refused, said

MOST_BYTES: Final = 1_000_000
MOST_DEEP: Final = 30  # the parser in C breaks the process on thousands
_LONGEST_NAME: Final = 100
_LONGEST_FIGURE: Final = 40  # of what is no text; Python takes very long over very long numbers
_TEXT: Final = "tag:yaml.org,2002:str"
_OPENS: Final = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSES: Final = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
# What the constructors of PyYAML raise on `2026-13-45`, `!!bool zz`, `!!timestamp zz`, `!!int ""`.
_NOT_BUILT: Final = (yaml.YAMLError, ValueError, KeyError, AttributeError, IndexError, OverflowError)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def document(path: Path) -> dict[str, Any]:
    """Raises BadGuidance."""
    try:
        read = _built(_text(path))
    except OSError as error:
        raise BadGuidance(path, [f"the file cannot be read: {error.strerror}"]) from error
    except Refused as refusal:
        raise BadGuidance(path, [str(refusal)]) from refusal
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadGuidance(path, [f"the file is not YAML in UTF-8: {error}"]) from error
    if not isinstance(read, dict):
        raise BadGuidance(path, ["the file must be a mapping; docs/rooms/guidance.md has its shape"])
    return read


def _text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(f"the file is larger than {MOST_BYTES // 1_000_000} MB; make several of it")
    return content.decode("utf-8")


def _built(text: str) -> Any:
    _check_shape(text)
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _check_node(loader, node, "")
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _check_shape(text: str) -> None:
    """Event by event, so that nothing is nested or repeated yet."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        where = f"line {event.start_mark.line + 1}" if event.start_mark else "somewhere"
        if getattr(event, "anchor", None) is not None:
            raise Refused(f"{where}: names (&x) and references (*x) are not taken; write it out")
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
        if depth > MOST_DEEP:
            raise Refused(f"{where}: more than {MOST_DEEP} things inside each other")


def _check_node(loader: Any, node: yaml.Node, where: str) -> None:
    if isinstance(node, yaml.MappingNode):
        for name, value in _fields(node, where).items():
            _check_node(loader, value, f"{where}.{name}" if where else name)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _check_node(loader, value, f"{where}.{index}" if where else str(index))
    else:
        _check_scalar(loader, node, where)


def _fields(node: yaml.MappingNode, where: str) -> dict[str, yaml.Node]:
    names = [name.value for name, _value in node.value]
    for name in names:
        if not isinstance(name, str) or len(name) > _LONGEST_NAME or _control(name):
            raise Refused(f"{where or 'the file'}: {said(name)} is no name of a field")
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise Refused(f"{where}.{twice[0]}: stands there twice".removeprefix("."))
    return {name.value: value for name, value in node.value}


def _check_scalar(loader: Any, node: yaml.Node, where: str) -> None:
    if _control(node.value):
        raise Refused(f"{where}: there is a sign in it that is no letter")
    if node.tag == _TEXT:
        return
    try:
        if len(node.value) > _LONGEST_FIGURE:
            raise ValueError("too long")
        loader.construct_object(node)
    except _NOT_BUILT as error:
        kind = node.tag.rpartition(":")[2]
        raise Refused(f"{where}: {said(node.value)} is no {kind}; put a text in quotes") from error


def _control(text: str) -> bool:
    return any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text)
