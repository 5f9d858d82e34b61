"""The way in pictures: one question a screen, each answer a tile that leads on.

Papers are not asked in pictures: no drawing tells one situation from another, a drawing of papers frightens those who
have none, and a door whose rule we cannot judge says «ask» anyway.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy

from baken.needs.selectors import DomainCard, NeedCard
from baken.web.find.forms import QuestionForm

MORE: Final = "more"
_YES_NO: Final = ("check", "x")


@dataclass(frozen=True, slots=True)
class Answer:
    """A tile: what it posts, its drawing and its words. An empty value says nothing of the person."""

    value: str
    pictogram: str
    words: Any


@dataclass(frozen=True, slots=True)
class PictureStep:
    """A question with its drawing. `fields` are forgotten when it is skipped; answers post the first of them."""

    code: str
    fields: tuple[str, ...]
    pictogram: str
    question: Any
    answers: tuple[Answer, ...] = ()

    @property
    def name(self) -> str:
        return self.fields[0]


def _yes_or_no() -> tuple[Answer, ...]:
    yes, no = _YES_NO
    return (Answer("on", yes, gettext_lazy("Yes")), Answer("", no, gettext_lazy("No")))


STEPS: Final = (
    PictureStep(MORE, (), "list-checks", gettext_lazy("One more thing?")),
    PictureStep(
        "whom",
        ("gender",),
        "user-round",
        gettext_lazy("Who is it for?"),
        (
            Answer("woman", "own:person-woman", gettext_lazy("A woman")),
            Answer("man", "own:person-man", gettext_lazy("A man")),
        ),
    ),
    PictureStep(
        "children", ("children",), "own:family-parenting", gettext_lazy("Do children come along?"), _yes_or_no()
    ),
    PictureStep("wheelchair", ("wheelchair",), "accessibility", gettext_lazy("Do you use a wheelchair?"), _yes_or_no()),
    PictureStep("where", ("area", "start", "start_at", "near"), "map-pin", gettext_lazy("Where are you?")),
    PictureStep(
        "going",
        ("walk_only",),
        "signpost",
        gettext_lazy("How do you go?"),
        (
            Answer("", "bus", gettext_lazy("By bus or tram")),
            Answer("on", "footprints", gettext_lazy("On foot")),
        ),
    ),
)
BY_CODE: Final = {step.code: step for step in STEPS}
# What is chosen before: a topic, then a need.
BEFORE_STEPS: Final = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """The how manieth of all screens this is."""

    number: int

    @property
    def steps(self) -> int:
        return BEFORE_STEPS + len(STEPS)

    @property
    def marks(self) -> tuple[bool, ...]:
        return tuple(place < self.number for place in range(self.steps))


@dataclass(frozen=True, slots=True)
class PictogramPage:
    """Domains to choose from, or the needs of one of them."""

    form: QuestionForm
    hidden: tuple[tuple[str, str], ...]
    domains: tuple[DomainCard, ...]
    domain: DomainCard | None

    @property
    def progress(self) -> Progress:
        return Progress(BEFORE_STEPS if self.domain else 1)


@dataclass(frozen=True, slots=True)
class PictureStepPage:
    """`chosen`: the needs so far. `before` and `after` are codes of steps; None: the topics, the doors."""

    form: QuestionForm
    hidden: tuple[tuple[str, str], ...]
    step: PictureStep
    chosen: tuple[NeedCard, ...]
    before: str | None
    after: str | None
    progress: Progress


def topics_page(form: QuestionForm, domains: tuple[DomainCard, ...], wanted: str) -> PictogramPage:
    domain = next((card for card in domains if card.code == wanted), None)
    return PictogramPage(form=form, hidden=form.pairs(without=("pictures",)), domains=domains, domain=domain)


def step_page(form: QuestionForm, domains: Iterable[DomainCard], code: str) -> PictureStepPage:
    place = STEPS.index(BY_CODE[code])
    chosen = set(form.cleaned_data.get("need", ()))
    return PictureStepPage(
        form=form,
        hidden=form.pairs(without=("pictures", *BY_CODE[code].fields)),
        step=BY_CODE[code],
        chosen=tuple(need for domain in domains for need in domain.needs if need.code in chosen),
        before=STEPS[place - 1].code if place else None,
        after=STEPS[place + 1].code if place + 1 < len(STEPS) else None,
        progress=Progress(BEFORE_STEPS + place + 1),
    )
