"""`POST /api/find` and `POST /api/plan`; the description is at `/api/openapi.json`.

Questions come by POST only, so that no need ever stands in an address or a log.
"""

from typing import Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from baken import __version__
from baken.api.errors import MESSAGES, error_response, handle_errors
from baken.api.formats import OrjsonRenderer, json_object
from baken.api.schemas import ErrorOut, FindingsOut, PlanOut, QuestionIn
from baken.plans import records, selectors
from baken.plans.asking import question_from
from baken.plans.kinds import Question

api = NinjaAPI(
    title="Baken",
    version=__version__,
    description="From a person's own words to a few doors they can really go through. Nothing of a question is stored.",
    renderer=OrjsonRenderer(),
    docs_url=None,  # its page loads scripts from another host
    urls_namespace="api",
)
handle_errors(api)

_ERRORS: Final = dict.fromkeys((400, 413, 415, 503), ErrorOut)
_QUESTION: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": QuestionIn.model_json_schema()}},
    }
}


@api.post(
    "/find",
    response={200: FindingsOut, **_ERRORS},
    operation_id="find",
    summary="Doors for a question",
    openapi_extra=_QUESTION,
)
def find(request: HttpRequest) -> HttpResponse:
    return _answer(records.findings_record(selectors.find_for(_question(request))))


@api.post(
    "/plan",
    response={200: PlanOut, **_ERRORS},
    operation_id="plan",
    summary="A plan for a question",
    openapi_extra=_QUESTION,
)
def plan(request: HttpRequest) -> HttpResponse:
    return _answer(records.plan_record(selectors.plan_for(_question(request))))


def _answer(record: records.Record) -> HttpResponse:
    """Written at once: checking our own answer against its schema took as long as ranking it. A test does that."""
    return HttpResponse(orjson.dumps(record), content_type="application/json")


@csrf_exempt  # it changes nothing
def nothing_here(request: HttpRequest) -> HttpResponse:
    """For every other address under /api/."""
    return error_response(404, *MESSAGES[404])


def _question(request: HttpRequest) -> Question:
    return question_from(json_object(request), now=timezone.now())
