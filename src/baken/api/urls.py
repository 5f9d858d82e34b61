"""`POST /api/find` and `POST /api/plan`; the description is at `/api/openapi.json`.

Questions come by POST only, so that no need ever stands in an address or a log.
"""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from baken import __version__
from baken.api.rendering import OrjsonRenderer
from baken.api.schemas import ErrorOut, FindingsOut, PlanOut, QuestionIn
from baken.plans import records, selectors
from baken.plans.asking import AskError, question_from
from baken.plans.kinds import Question

logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="Baken",
    version=__version__,
    description="From a person's own words to a few doors they can really go through. Nothing of a question is stored.",
    renderer=OrjsonRenderer(),
    docs_url=None,  # its page loads scripts from another host
    urls_namespace="api",
)

_ERRORS = {400: ErrorOut, 503: ErrorOut}


@api.post("/find", response={200: FindingsOut, **_ERRORS}, operation_id="find", summary="Doors for a question")
def find(request: HttpRequest, question: QuestionIn) -> tuple[int, dict[str, Any]]:
    return 200, records.findings_record(selectors.find_for(_question(question)))


@api.post("/plan", response={200: PlanOut, **_ERRORS}, operation_id="plan", summary="A plan for a question")
def plan(request: HttpRequest, question: QuestionIn) -> tuple[int, dict[str, Any]]:
    return 200, records.plan_record(selectors.plan_for(_question(question)))


def _question(question: QuestionIn) -> Question:
    return question_from(question.dict(exclude_unset=True), now=timezone.now())


def _error(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    return api.create_response(request, {"error": {"code": code, "message": message}}, status=status)


@api.exception_handler(AskError)
def _bad_question(request: HttpRequest, error: AskError) -> HttpResponse:
    return _error(request, 400, "bad-question", str(error))


@api.exception_handler(ValidationError)
def _bad_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _error(request, 400, "bad-json", 'send a JSON object such as {"words": "…"}')


@api.exception_handler(HttpError)
def _bad_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _error(request, error.status_code, "bad-json", str(error))


@api.exception_handler(DatabaseError)
def _database_fault(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    logger.exception("The database did not answer")
    return _error(request, 503, "database", "the database did not answer; try again in a moment")


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("A request failed")
    return _error(request, 500, "failed", "this failed on our side; try again, or tell who runs this site")
