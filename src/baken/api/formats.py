"""JSON in and out, by orjson: it refuses what is not UTF-8, not a number, or nested without end."""

from typing import Any, cast

import orjson
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


class OrjsonParser(Parser):
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast(dict[str, Any], orjson.loads(request.body))


def require_json(request: HttpRequest) -> None:
    """Raises HttpError 415: a page of another site could send a form here without asking, JSON it cannot."""
    if request.content_type != "application/json":
        raise HttpError(415, "send JSON, with the header Content-Type: application/json")
