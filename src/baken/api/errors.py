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

from baken.api.formats import BadJson, NotJson
from baken.needs import selectors as needs_room
from baken.plans.asking import AskError

logger = logging.getLogger(__name__)

PREFIX: Final = "/api/"
# What Django itself refuses before, or instead of, an endpoint.
MESSAGES: Final = {
    400: ("bad-request", "this request cannot be read"),
    404: ("not-found", "there is nothing at this address; /api/openapi.json says what there is"),
    405: ("method-not-allowed", "questions go by POST, so that no need stands in an address or a log"),
}
_FAILED: Final = ("failed", "this failed on our side; try again, or tell who runs this site")


def error_response(status: int, code: str, message: str) -> HttpResponse:
    body = orjson.dumps({"error": {"code": code, "message": message}})
    return HttpResponse(body, status=status, content_type="application/json")


class ApiErrorsMiddleware:
    """Under /api/ every error is JSON, also Django's own, and no answer is kept anywhere on its way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith("application/json"):
            response = _as_json(response)
        if request.method == "POST":
            response["Cache-Control"] = "no-store"
        return response


def _as_json(response: HttpResponseBase) -> HttpResponse:
    answer = error_response(response.status_code, *MESSAGES.get(response.status_code, _FAILED))
    if allowed := response.get("Allow"):
        answer["Allow"] = allowed
    return answer


def handle_errors(api: NinjaAPI) -> None:
    """Each kind of failure with its status; the most specific handler wins."""

    @api.exception_handler(AskError)
    def _bad_question(request: HttpRequest, error: AskError) -> HttpResponse:
        return error_response(400, "bad-question", str(error))

    @api.exception_handler(BadJson)
    def _bad_json(request: HttpRequest, error: BadJson) -> HttpResponse:
        return error_response(400, "bad-json", str(error))

    @api.exception_handler(NotJson)
    def _not_json(request: HttpRequest, error: NotJson) -> HttpResponse:
        return error_response(415, "not-json", str(error))

    @api.exception_handler(RequestDataTooBig)
    def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return error_response(413, "too-large", "the question is larger than we can read at once")

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
