"""Nothing of what somebody asked is written to a log or an error report: words, numbers, mail addresses, sealed plans.

A log of Baken says where something broke and of which kind it is. The message of an exception is left out while a
request is answered, because it may quote what was posted, and words that were posted are taken out of all other
messages.
"""

import logging
import re
import traceback
from collections.abc import Callable, ItemsView, Iterator
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase
from django.views.debug import SafeExceptionReporterFilter

TAKEN_OUT: Final = "…"
_LEAST_LETTERS: Final = 3
_NUMBER: Final = re.compile(r"\+?\d(?:[\s./()-]?\d){5,}")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_SEALED_PLAN: Final = re.compile(r"(/p/)[^/\s]+")
_WORD: Final = re.compile(r"\w+")

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
    posted = _posted_words()
    known = _WORD.sub(lambda found: TAKEN_OUT if found[0].casefold() in posted else found[0], message)
    return _SEALED_PLAN.sub(rf"\1{TAKEN_OUT}", _MAIL.sub(TAKEN_OUT, _NUMBER.sub(TAKEN_OUT, known)))


def _posted_words() -> frozenset[str]:
    request = _asking.get()
    if request is None or request.method != "POST":
        return frozenset()
    words = (word for text in _posted(request) for word in _WORD.findall(text.casefold()))
    return frozenset(word for word in words if len(word) >= _LEAST_LETTERS)


def _posted(request: HttpRequest) -> Iterator[str]:
    try:
        yield from (str(value) for name in request.POST for value in request.POST.getlist(name))
        if request.content_type == "application/json":
            yield request.body.decode(errors="replace")
    except (SuspiciousOperation, RequestDataTooBig, RawPostDataException, OSError):
        return  # what could not be read stands in no message either


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
