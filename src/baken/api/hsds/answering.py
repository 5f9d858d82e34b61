"""How every answer under /hsds/ goes out: JSON or NDJSON, one language, an ETag, open to pages of other sites."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from hashlib import sha256
from typing import Any, Final

import orjson
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from baken.api.hsds.parameters import Asked, BadParameter, asked_of
from baken.directory.export.vocabulary import Unsearchable

logger = logging.getLogger(__name__)

Record = dict[str, Any]
Answer = Callable[..., HttpResponseBase]
_READING: Final = ("GET", "HEAD", "OPTIONS")
_JSON: Final = "application/json"
_LINES: Final = "application/x-ndjson"
# Lines go out some at a time: a chunk of its own for each took longer than making it.
_LINES_AT_ONCE: Final = 100


class NotFound(LookupError):
    """There is no such entry, or no such address."""


def endpoint(name: str, *, post: bool = False) -> Callable[[Answer], Answer]:
    """A view that takes `Asked`; wrong parameters, unknown ids and other methods are told as JSON."""
    methods = (*_READING, "POST") if post else _READING

    def decorate(view: Answer) -> Answer:
        @csrf_exempt  # it only reads
        @wraps(view)
        def answer(request: HttpRequest, **address: Any) -> HttpResponseBase:
            return _opened(_answered(view, request, name, methods, address), methods)

        return answer

    return decorate


def _answered(
    view: Answer, request: HttpRequest, name: str, methods: tuple[str, ...], address: dict[str, Any]
) -> HttpResponseBase:
    if request.method not in methods:
        return _refusal(405, "method-not-allowed", f"this address answers {', '.join(methods)}")
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    try:
        asked = asked_of(request, name)
        response = view(asked, request=request, **address)
    except BadParameter as problem:
        return _refusal(400, "bad-parameter", str(problem), parameter=problem.name)
    except Unsearchable as problem:
        return _refusal(400, "bad-parameter", str(problem), parameter="taxonomy_id")
    except NotFound as problem:
        return _refusal(404, "not-found", str(problem))
    except DatabaseError:
        logger.exception("The database did not answer")
        return _refusal(503, "database", "the database did not answer; try again in a moment")
    response["Content-Language"] = asked.language
    return _unless_known(request, response)


def _refusal(status: int, code: str, message: str, **more: str) -> HttpResponse:
    body = {"error": {"code": code, "message": message, **more}}
    return HttpResponse(orjson.dumps(body), status=status, content_type=_JSON)


def _opened(response: HttpResponseBase, methods: tuple[str, ...]) -> HttpResponseBase:
    """Pages of any site may read; nothing here depends on who asks."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = response["Allow"] = ", ".join(methods)
    response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type, If-None-Match"
    response["Access-Control-Expose-Headers"] = "Content-Language, ETag"
    response["Access-Control-Max-Age"] = "86400"
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 where the reader has just this already. The tag is of the content, so that it changes with it."""
    if not isinstance(response, HttpResponse):
        return response
    language = response["Content-Language"].encode()
    tag = f'"{sha256(language + response.content).hexdigest()[:32]}"'
    known = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    if request.method in ("GET", "HEAD") and (tag in known or known == ["*"]):
        unchanged = HttpResponse(status=304)
        unchanged["Content-Language"] = response["Content-Language"]
        response = unchanged
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"  # it may be kept, but is asked for again each time
    return response


def one(record: Record) -> HttpResponse:
    return HttpResponse(orjson.dumps(record), content_type=_JSON)


def listed(asked: Asked, total: int, page: Callable[[int, int], list[Record]]) -> HttpResponse:
    """A page as the standard describes it; `page` gives records from an offset. Beyond the last page it is empty."""
    size = asked.per_page or max(1, total)
    pages = -(-total // size)
    records = page((asked.page - 1) * size, size) if asked.page <= pages else []
    if asked.ndjson:
        return HttpResponse(b"".join(_lines(records)), content_type=_LINES)
    return one(
        {
            "total_items": total,
            "total_pages": pages,
            "page_number": asked.page,
            "size": len(records),
            "first_page": asked.page == 1,
            "last_page": asked.page >= pages,
            "empty": not records,
            "contents": records,
        }
    )


def streamed(records: Iterable[Record]) -> StreamingHttpResponse:
    """All of them, one a line."""
    return StreamingHttpResponse(_in_chunks(_lines(records)), content_type=_LINES)


def _lines(records: Iterable[Record]) -> Iterator[bytes]:
    return (orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)


def _in_chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    some: list[bytes] = []
    for line in lines:
        some.append(line)
        if len(some) == _LINES_AT_ONCE:
            yield b"".join(some)
            some = []
    yield b"".join(some)
