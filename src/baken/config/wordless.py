"""Nothing of what somebody asked is written to a log or an error report: words, numbers, mail addresses, sealed plans.

A log of Baken says where something broke and of which kind it is. The message of an exception is left out while a
request is answered, because it may quote what was posted, and words that were posted are taken out of all other
messages, however they are spelt there: composed or not, folded as the search folds them, or escaped.
"""

import logging
import re
import traceback
import unicodedata
from collections.abc import Callable, ItemsView, Iterator
from contextvars import ContextVar
from itertools import groupby
from types import TracebackType
from typing import Any, Final

import orjson
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase
from django.views.debug import SafeExceptionReporterFilter

from baken.core.wording import fold

TAKEN_OUT: Final = "…"
_LEAST_LETTERS: Final = 2
_NUMBER: Final = re.compile(r"\+?\d(?:[\s./()-]?\d){5,}")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_SEALED_PLAN: Final = re.compile(r"(/p/)[^/\s]+")
# as Python, JSON and addresses escape what is not ASCII or not to be seen
_BYTES: Final = r"(?P<bytes>(?:(?:\\+x|%)[0-9a-fA-F]{2})+)"
_PAIRS: Final = r"(?P<pairs>(?:\\+u[0-9a-fA-F]{4})+)"
_ESCAPED: Final = re.compile(rf"{_BYTES}|{_PAIRS}|\\+U(?P<whole>[0-9a-fA-F]{{8}})|\\+[abfnrtv]")
_NOT_HEX: Final = re.compile("[^0-9a-fA-F]+")

_asking: ContextVar[HttpRequest | None] = ContextVar("asking", default=None)


class WordsAtHand:
    """Middleware: while a request is answered, the log knows which words must not stand in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _asking.set(request)
        try:
            return self.get_response(request)
        finally:
            _asking.reset(token)


class WordlessFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Not from `exc_text`: another handler may have written the message of the exception there."""
        line = self._line(record)
        if not record.exc_info or record.exc_info[1] is None:
            return line
        return f"{line}\n{_traceback(record.exc_info[1])}"

    def _line(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
        bare.msg, bare.args = masked(record.getMessage()), ()
        return super().format(bare)


class NothingPosted(SafeExceptionReporterFilter):
    """For error pages and reports, also while debugging: neither what was posted nor the variables that hold it."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        return dict.fromkeys(request.POST, TAKEN_OUT) if request else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> ItemsView[str, Any]:
        return dict.fromkeys(tb_frame.f_locals, TAKEN_OUT).items()


def masked(message: str) -> str:
    """Without words that were posted, telephone numbers, mail addresses and the tokens of sealed plans."""
    known = _without(_posted_words(), message)
    return _SEALED_PLAN.sub(rf"\1{TAKEN_OUT}", _MAIL.sub(TAKEN_OUT, _NUMBER.sub(TAKEN_OUT, known)))


def _without(words: frozenset[str], message: str) -> str:
    if not words:
        return message
    return "".join(TAKEN_OUT if fold(piece) in words else piece for piece in _pieces(message))


def _posted_words() -> frozenset[str]:
    request = _asking.get()
    if request is None or request.method != "POST":
        return frozenset()
    words = (fold(piece) for text in _posted(request) for piece in _pieces(text))
    return frozenset(word for word in words if _is_telling(word))


def _is_telling(word: str) -> bool:
    """One letter says nothing, but where a letter is a word."""
    return word[:1].isalnum() and (len(word) >= _LEAST_LETTERS or not word.isascii())


def _posted(request: HttpRequest) -> Iterator[str]:
    try:
        yield from (str(value) for name in request.POST for value in request.POST.getlist(name))
        if request.content_type == "application/json":
            yield from _said_in_json(request.body)
    except (SuspiciousOperation, RequestDataTooBig, RawPostDataException, OSError, BadRequest, MultiPartParserError):
        return  # what could not be read stands in no message either


def _said_in_json(body: bytes) -> Iterator[str]:
    """Every name and value; of what is no JSON, all of it."""
    try:
        left = [orjson.loads(body)]
    except orjson.JSONDecodeError:
        left = [body.decode(errors="replace")]
    while left:
        match left.pop():
            case dict() as some:
                left += [*some.keys(), *some.values()]
            case list() as some:
                left += some
            case one:
                yield str(one)


def _pieces(text: str) -> Iterator[str]:
    """Its words, each with its marks, and what stands between them."""
    return ("".join(letters) for _, letters in groupby(_unescaped(text), key=_in_a_word))


def _in_a_word(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN"


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_as_letters, text)


def _as_letters(escaped: re.Match[str]) -> str:
    """A control character becomes a space: it may not begin another line of the log."""
    letters = _decoded(escaped)
    return "".join(letter if letter.isprintable() else " " for letter in letters) or " "


def _decoded(escaped: re.Match[str]) -> str:
    digits = _NOT_HEX.sub("", escaped["bytes"] or escaped["pairs"] or escaped["whole"] or "")
    if escaped["pairs"]:
        return bytes.fromhex(digits).decode("utf-16-be", errors="replace")
    if escaped["whole"]:
        return bytes.fromhex(digits).decode("utf-32-be", errors="replace")
    try:
        return bytes.fromhex(digits).decode()
    except UnicodeDecodeError:
        return bytes.fromhex(digits).decode("latin-1")


def _traceback(error: BaseException) -> str:
    """Kinds of failure and places in the code, from the first cause; messages only outside of requests."""
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    return "\n".join(f"{_places(one.__traceback__)}{_kind(one)}" for one in reversed(chain))


def _places(where: TracebackType | None) -> str:
    return "".join(traceback.format_tb(where))


def _kind(error: BaseException) -> str:
    said = "" if _asking.get() else f": {masked(str(error))}"
    return f"{type(error).__module__}.{type(error).__qualname__}{said}"
