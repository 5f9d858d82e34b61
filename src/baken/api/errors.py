"""Failures as JSON, `{"error": {"code", "message"}}`, also those that no endpoint of ours ever sees."""

import logging
from collections.abc import Callable
from typing import Final

import orjson
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from baken.needs import selectors as needs_room
from baken.plans.asking import AskError

logger = logging.getLogger(__name__)

PREFIX: Final = "/api/"
_SHAPE: Final = 'send a JSON object such as {"words": "…"}'
# What Django itself refuses before, or instead of, an endpoint.
_MESSAGES: Final = {
    400: ("bad-request", "this request cannot be read"),
    403: ("forbidden", "this is closed"),
    404: ("not-found", "there is nothing at this address; /api/openapi.json describes what there is"),
    405: ("method-not-allowed", "questions go by POST, so that no need stands in an address or a log"),
    413: ("too-large", "the question is larger than we can read at once"),
    415: ("not-json", "send JSON, with the header Content-Type: application/json"),
    503: ("unavailable", "the service does not answer now; try again in a moment"),
}
_FAILED: Final = ("failed", "this failed on our side; try again, or tell who runs this site")


def error_response(status: int, code: str, message: str) -> HttpResponse:
    body = orjson.dumps({"error": {"code": code, "message": message}})
    return HttpResponse(body, status=status, content_type="application/json")


class ApiErrorsMiddleware:
    """Under /api/ every error is JSON; the pages of the site are for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_ours = response.get("Content-Type", "").startswith("application/json")
        if not request.path.startswith(PREFIX) or response.status_code < 400 or is_ours:
            return response
        answer = error_response(response.status_code, *_MESSAGES.get(response.status_code, _FAILED))
        if allowed := response.get("Allow"):
            answer["Allow"] = allowed
        return answer


def handle_errors(api: NinjaAPI) -> None:
    """Each kind of failure with its status; the most specific handler wins."""

    @api.exception_handler(AskError)
    def _bad_question(request: HttpRequest, error: AskError) -> HttpResponse:
        return error_response(400, "bad-question", str(error))

    @api.exception_handler(ValidationError)
    def _bad_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return error_response(400, "bad-json", _SHAPE)

    @api.exception_handler(HttpError)
    def _bad_request(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 400:
            return error_response(400, "bad-json", f"this is not JSON; {_SHAPE}")
        return error_response(error.status_code, _MESSAGES[error.status_code][0], str(error))

    @api.exception_handler(RequestDataTooBig)
    def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return error_response(413, *_MESSAGES[413])

    @api.exception_handler(needs_room.IndexProblem)
    def _no_index(request: HttpRequest, error: needs_room.IndexProblem) -> HttpResponse:
        logger.error("The index cannot be used: %s", error)
        return error_response(503, "index", str(error))

    @api.exception_handler(DatabaseError)
    def _database_fault(request: HttpRequest, error: DatabaseError) -> HttpResponse:
        logger.exception("The database did not answer")
        return error_response(503, "database", "the database did not answer; try again in a moment")

    @api.exception_handler(Exception)
    def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.exception("A request failed")
        return error_response(500, *_FAILED)
