"""The shapes of the API, for its OpenAPI description.

What comes in is read by `plans.asking`, which the terminal uses too, so that both refuse in the same words;
`QuestionIn` only describes what that takes.
"""

from typing import Annotated, Any, Final

from django.conf import settings
from ninja import Field, Schema
from pydantic import ConfigDict, WithJsonSchema

from baken.core.hours import State
from baken.core.kinds import Gender, Residence, Verdict
from baken.core.planning import SEEDS
from baken.core.planning.kinds import SpokenBy
from baken.plans import asking

_UNSAID: Final = {"type": "null"}


def _any_of(*kinds: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [*kinds, _UNSAID]})


def _whole_number(lowest: int, highest: int) -> WithJsonSchema:
    number = {"type": "integer", "minimum": lowest, "maximum": highest}
    return _any_of(number, {"type": "string", "pattern": "^[0-9]{0,3}$"})


_SEED: Final = _any_of(
    {"type": "integer", "minimum": 0, "maximum": SEEDS - 1},
    {"type": "string", "pattern": "^([0-9]{0,9}|1[0-9]{9}|20[0-9]{8}|21[0-3][0-9]{7})$"},
)


def _text(longest: int) -> WithJsonSchema:
    return _any_of({"type": "string", "maxLength": longest})


_YES_NO: Final = _any_of(
    {"type": "boolean"},
    {"type": "string", "pattern": "^([yY][eE][sS]|[nN][oO]|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|1|0|)$"},
)
_NEAR: Final = _any_of(
    {"type": "string", "pattern": f"^({asking.COORDINATES}|)$"},
    {
        "type": "object",
        "properties": {
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "lon": {"type": "number", "minimum": -180, "maximum": 180},
        },
        "required": ["lat", "lon"],
        "additionalProperties": False,
    },
)
_LANGUAGES: Final = _any_of(
    {"type": "string", "pattern": "^[A-Za-z0-9+ -]*$"},
    {
        "type": "array",
        "maxItems": asking.MAX_LANGUAGES,
        "items": {"type": "string", "pattern": f"^{asking.LANGUAGE_TAG}$"},
    },
)


class PersonIn(Schema):
    """Who the question is about; whatever is left out stays unsaid."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    age: Annotated[Any, _whole_number(0, asking.MAX_AGE)] = None
    gender: Annotated[Any, _any_of({"type": "string", "enum": [*Gender, ""]})] = None
    papers: Annotated[Any, _any_of({"type": "string", "enum": [*Residence, ""]})] = Field(
        None, description="The residence situation."
    )
    municipality: Annotated[Any, _text(asking.MAX_MUNICIPALITY)] = None
    languages: Annotated[Any, _LANGUAGES] = Field(None, description="BCP-47 tags, best first.", examples=["ti+nl"])
    wheelchair: Annotated[Any, _YES_NO] = None
    children: Annotated[Any, _YES_NO] = Field(None, description="Whether there are children along.")
    insured: Annotated[Any, _YES_NO] = Field(None, description="Whether there is a health insurance.")
    walk_only: Annotated[Any, _YES_NO] = Field(None, description="Cannot pay a bus or tram: all ways on foot.")


class QuestionIn(Schema):
    """A question. Everything may be left out, but `words` and `needs` not both."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    words: Annotated[Any, _text(asking.MAX_WORDS)] = Field(
        None, description="Own words, any language.", examples=["Ik heb schulden en ik slaap niet meer"]
    )
    language: Annotated[Any, _any_of({"type": "string", "pattern": f"^({asking.LANGUAGE_TAG}|)$"})] = Field(
        None,
        description=f"To answer in: {', '.join(dict(settings.LANGUAGES))}. Default: that of the words.",
        examples=["nl"],
    )
    needs: Annotated[Any, _any_of({"type": "array", "items": {"type": "string"}}, {"type": "string"})] = Field(
        None, description="Codes of needs.", examples=[["money.debts"]]
    )
    near: Annotated[Any, _NEAR] = Field(None, description="WGS84: `lat,lon`, or an object.", examples=["51.12,4.13"])
    at: Annotated[Any, _any_of({"type": "string"})] = Field(
        None, description="ISO 8601, from today to a year from now; without an offset local time. Default: now."
    )
    at_opening: Annotated[Any, _YES_NO] = Field(False, description="Ways that arrive when a door opens.")
    person: Annotated[Any, _any_of(PersonIn.model_json_schema())] = None
    limit: Annotated[Any, _whole_number(1, asking.MAX_LIMIT)] = Field(asking.DEFAULT_LIMIT, description="Of doors.")
    all: Annotated[Any, _YES_NO] = Field(False, description="Also the doors that would say no.")
    seed: Annotated[Any, _SEED] = Field(
        None, description="Of an earlier answer, for the same order of equally good doors. Default: a new one."
    )


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
    verdict: Verdict | None = Field(description="None: information, it neither opens nor closes the door.")
    text: str


class HelplineOut(Schema):
    name: str
    number: str
    whatsapp: str
    chat_url: str
    languages: list[str]
    open: State
    source: str
    source_date: str | None
    confirmed: bool


class DangerOut(Schema):
    kinds: list[str] = Field(description="suicide, violence, homeless-tonight, medical; empty when we are not sure.")
    helplines: list[HelplineOut]


class OpenOut(Schema):
    state: State = Field(description="When you arrive.")
    now: State
    until: str | None
    next: str | None


class LegOut(Schema):
    """On foot: `seconds` and `to` (a stop; empty: the place). In a vehicle: all the others."""

    by: str = Field(description="foot, bus, tram, metro, train, ferry or another kind.")
    leaves: str
    seconds: int | None = None
    to: str | None = None
    line: str | None = None
    headsign: str | None = None
    board: str | None = None
    alight: str | None = None
    arrives: str | None = None
    wheelchair: bool | None = None


class WayOut(Schema):
    minutes: int = Field(description="Door to door, the wait counted.")
    leaves: str
    arrives: str
    legs: list[LegOut]


class WayHomeOut(Schema):
    back: WayOut | None = Field(description="The first way back after an hour there.")
    last: WayOut | None = Field(description="The last way of that day.")


class DoorOut(Schema):
    service_id: str
    name: str
    organisation: str
    verdict: Verdict
    reasons: list[ReasonOut]
    open: OpenOut
    walk_seconds: int | None = Field(description="All the way on foot.")
    travel_seconds: int | None = Field(description="By the way we advise: `way`, else on foot.")
    way: WayOut | None = Field(description="With a bus, a tram or a train in it; None: on foot.")
    languages: dict[str, SpokenBy]
    notices: list[str] = Field(description="What the house says about a temporary change.")


class ResultOut(DoorOut):
    score: float


class AnswerOut(Schema):
    language: str = Field(description="Of the words, BCP-47, or und.")
    answer_language: str
    engine: str = Field(description="full, without-e5 or lexical.")
    danger: DangerOut | None
    needs: list[NeedOut]
    sure: bool
    times_unknown: bool = Field(description="No timetable holds for that day: all ways are on foot.")
    invented: list[str] = Field(description="What is made up for a demonstration: places, times. Do not go there.")
    seed: int = Field(description="Give it back to get the same order of equally good doors.")
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
    way_home: WayHomeOut | None
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
