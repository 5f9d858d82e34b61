"""The shapes of the API, for its OpenAPI description; `plans.asking` checks what comes in."""

from typing import Any

from ninja import Field, Schema
from pydantic import ConfigDict


class QuestionIn(Schema):
    """A question. Everything may be left out, but `words` and `needs` not both."""

    model_config = ConfigDict(extra="allow")

    words: Any = Field(None, description="Own words, any language.", examples=["Ik heb schulden en ik slaap niet meer"])
    language: Any = Field(None, description="Answer in this language; default: that of the words.")
    needs: Any = Field(None, description="Codes of needs.", examples=[["money.debts"]])
    near: Any = Field(None, description="`lat,lon` or an object with lat and lon.")
    at: Any = Field(None, description="ISO 8601; default: now.")
    person: Any = Field(
        None, description="age, gender, papers, municipality, languages, ..."
    )
    limit: Any = Field(10, description="1 to 100.")
    all: Any = Field(False, description="Also the doors that would say no.")


class ErrorBody(Schema):
    code: str
    message: str


class ErrorOut(Schema):
    error: ErrorBody


class NeedOut(Schema):
    code: str
    label: str
    score: float
    answered: bool = Field(description="False: the words may mean this besides; no doors were looked for.")


class ReasonOut(Schema):
    code: str
    verdict: str | None
    text: str


class HelplineOut(Schema):
    name: str
    number: str
    languages: list[str]
    open: str
    source: str
    source_date: str | None
    confirmed: bool


class DangerOut(Schema):
    kinds: list[str]
    helplines: list[HelplineOut]


class OpenOut(Schema):
    state: str
    now: str
    until: str | None
    next: str | None


class DoorOut(Schema):
    service_id: str
    name: str
    organisation: str
    verdict: str
    reasons: list[ReasonOut]
    open: OpenOut
    walk_seconds: int | None
    languages: dict[str, str]


class ResultOut(DoorOut):
    score: float


class AnswerOut(Schema):
    language: str = Field(description="Of the words, BCP-47, or und.")
    answer_language: str
    engine: str = Field(description="full, without-e5 or lexical.")
    danger: DangerOut | None
    needs: list[NeedOut]
    sure: bool
    took_ms: dict[str, float]


class FindingsOut(AnswerOut):
    results: list[ResultOut]
    hidden: int = Field(description="How many doors would say no.")


class PlaceOut(Schema):
    lat: float
    lon: float


class StepOut(DoorOut):
    address: list[str]
    place: PlaceOut | None
    phones: list[str]
    needs: list[str]
    why: list[ReasonOut]


class LeftOutOut(Schema):
    need: str | None
    service: str | None
    text: str


class PlanOut(AnswerOut):
    made_on: str
    steps: list[StepOut]
    left_out: list[LeftOutOut]
    own_network: list[ReasonOut]
