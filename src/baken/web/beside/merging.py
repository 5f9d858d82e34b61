"""Two renderings of one page, in two languages, made into one.

Both come from the same template and the same facts, so their elements stand in the same order: the words of the second
are put beside those of the first, marked with their language. Only words are taken over, never a field, a link or an
id, so nothing stands twice in the form. Where the two differ in shape, the words of the whole part follow it as one
block: later than ideal, but never beside the wrong sentence.
"""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, tostring

_STARTS, _ENDS = '<main id="content"', "</main>"
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_WORDLESS: Final = frozenset({"svg", "textarea", "input", "script", "template"})
# These hold a sentence, also where it is made of several elements.
_SENTENCES: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "dt", "td", "th", "legend", "summary", "caption", "label", "button", "a"}
)
ONCE: Final = "data-once"  # marks what stands on the page in the second language already


def in_two_languages(first: str, second: str, *, language: str, direction: str) -> str:
    """The page `first` with the words of `second`, which is the same page in `language`."""
    before, mine, after = _parted(first)
    _before, theirs, _after = _parted(second)
    page = _read(mine)
    _pair(page, _read(theirs), {"class": "second", "lang": language, "dir": direction})
    return before + "".join(tostring(part, encoding="unicode", method="html") for part in page) + after


def _parted(html: str) -> tuple[str, str, str]:
    starts, ends = html.index(_STARTS), html.rindex(_ENDS) + len(_ENDS)
    return html[:starts], html[starts:ends], html[ends:]


class _Reader(HTMLParser):
    """Our own pages close what they open, so a tree is simply built."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tree = TreeBuilder()
        self._tree.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self._tree.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        self._tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._tree.end(tag)

    def handle_data(self, data: str) -> None:
        self._tree.data(data)

    def tree(self) -> Element:
        self._tree.end("div")
        return self._tree.close()


def _read(html: str) -> Element:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tree()


def _pair(mine: Element, theirs: Element, mark: Mapping[str, str]) -> None:
    if ONCE in mine.attrib or not _words(theirs):
        return
    if mine.tag == "select":
        _pair_options(mine, theirs)
    elif _is_sentence(mine) or _is_sentence(theirs):
        _say_both(mine, theirs, mark)
    elif [_shape(part) for part in mine] == [_shape(part) for part in theirs]:
        for part, same in zip(mine, theirs, strict=True):
            _pair(part, same, mark)
    else:
        _say_after(mine, theirs, mark)


def _shape(part: Element) -> tuple[str, str]:
    return part.tag, part.get("class", "")


def _is_sentence(part: Element) -> bool:
    """Words of its own, or several pieces of one sentence."""
    own = [part.text, *(child.tail for child in part)]
    if any(text and text.strip() for text in own):
        return True
    return part.tag in _SENTENCES and len([child for child in part if _words(child) and not _is_unseen(child)]) > 1


def _say_both(mine: Element, theirs: Element, mark: Mapping[str, str]) -> None:
    if _words(mine) == _words(theirs):
        return
    first = Element("span", {"class": "mine"})
    first.text, mine.text = mine.text, None
    first.extend(mine)
    for child in list(mine):
        mine.remove(child)
    first.tail = " "
    mine.append(first)
    _copy_words(theirs, SubElement(mine, "span", dict(mark)))


def _say_after(mine: Element, theirs: Element, mark: Mapping[str, str]) -> None:
    block = SubElement(mine, "div", dict(mark))
    for part in theirs:
        if _words(part):
            _copy_words(part, SubElement(block, "p"))


def _copy_words(source: Element, target: Element) -> None:
    """Words with what sets them apart inside them: language, direction, weight, a new line."""
    _add(target, source.text)
    for child in source:
        if not _is_wordless(child) and not _is_unseen(child):
            _copy_words(child, _setting_apart(child, target))
        _add(target, child.tail)


def _setting_apart(child: Element, target: Element) -> Element:
    marks: dict[str, str] = {name: child.attrib[name] for name in ("lang", "dir") if name in child.attrib}
    if child.tag == "br":
        return SubElement(target, "br")
    if marks or child.tag == "bdi":
        return SubElement(target, "bdi", marks)
    return SubElement(target, "strong") if child.tag == "strong" else target


def _add(target: Element, text: str | None) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def _pair_options(mine: Element, theirs: Element) -> None:
    """An option holds plain text only, and its order may be another in another language."""
    named = {option.get("value", ""): _words(option) for option in theirs.iter("option")}
    for option in mine.iter("option"):
        words, other = _words(option), named.get(option.get("value", ""), "")
        if other and other != words:
            option.text = f"{words} · {other}"


def _words(part: Element) -> str:
    return " ".join(" ".join(_texts(part)).split())


def _texts(part: Element) -> Iterator[str]:
    if not _is_wordless(part):
        yield part.text or ""
        for child in part:
            yield from _texts(child)
            yield child.tail or ""


def _is_wordless(part: Element) -> bool:
    unsaid = part.tag == "span" and part.get("class") == "hidden-visually"
    return unsaid or part.tag in _WORDLESS or part.get("aria-hidden") == "true"


def _is_unseen(part: Element) -> bool:
    """Until a script shows it: it has a second language of its own, and is never copied into that of another part."""
    return "hidden" in part.attrib
