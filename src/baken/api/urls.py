"""`POST /api/find` and `POST /api/plan`; the description is at `/api/openapi.json`.

Questions come by POST only, so that no need ever stands in an address or a log.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI

from baken import __version__
from baken.api.errors import handle_errors
from baken.api.formats import OrjsonParser, OrjsonRenderer, require_json
from baken.api.schemas import ErrorOut, FindingsOut, PlanOut, QuestionIn
from baken.plans import records, selectors
from baken.plans.asking import question_from
from baken.plans.kinds import Question

api = NinjaAPI(
    title="Baken",
    version=__version__,
    description="From a person's own words to a few doors they can really go through. Nothing of a question is stored.",
    renderer=OrjsonRenderer(),
    parser=OrjsonParser(),
    docs_url=None,  # its page loads scripts from another host
    urls_namespace="api",
)
handle_errors(api)

_ERRORS = dict.fromkeys((400, 413, 415, 503), ErrorOut)


@api.post("/find", response={200: FindingsOut, **_ERRORS}, operation_id="find", summary="Doors for a question")
def find(request: HttpRequest, question: QuestionIn) -> tuple[int, dict[str, Any]]:
    return 200, records.findings_record(selectors.find_for(_question(request, question)))


@api.post("/plan", response={200: PlanOut, **_ERRORS}, operation_id="plan", summary="A plan for a question")
def plan(request: HttpRequest, question: QuestionIn) -> tuple[int, dict[str, Any]]:
    return 200, records.plan_record(selectors.plan_for(_question(request, question)))


def _question(request: HttpRequest, question: QuestionIn) -> Question:
    require_json(request)
    return question_from(question.dict(exclude_unset=True), now=timezone.now())
