"""JSON in and out, by orjson: it refuses what is not UTF-8, not a number, or nested without end."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.renderers import BaseRenderer


class NotJson(ValueError):
    """The request is not said to be JSON."""


class BadJson(ValueError):
    """The body is not a JSON object."""


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The body of the request. Raises NotJson, BadJson, and Django's RequestDataTooBig.

    A page of another site can send a form here without asking, JSON it cannot.
    """
    if request.content_type != "application/json":
        raise NotJson("send JSON, with the header Content-Type: application/json")
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise BadJson(f"this is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise BadJson('send a JSON object such as {"words": "…"}')
    return body
