"""The coordinator's queue of suggestions, and what was passed on to the editors of an organisation."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from baken.directory import selectors as directory
from baken.directory import suggesting
from baken.needs.selectors import need_cards
from baken.web.permitting import permitted

LONGEST_ANSWER = 1000


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    card: suggesting.SuggestionCard
    need: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """`organisation_id` and `name`: of the desk; None and empty for the coordinator."""

    rows: tuple[SuggestionRow, ...]
    organisation_id: UUID | None = None
    name: str = ""
    mistake: str = ""


@never_cache
@permitted("suggestion.moderate")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    return _queue(request)


@permitted("suggestion.moderate")
@require_POST
def decide(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """`what`: pass-on with a note, done or declined with an answer."""
    what, words = request.POST.get("what", ""), request.POST.get("words", "")[:LONGEST_ANSWER]
    try:
        if what == "pass-on":
            suggesting.pass_on(suggestion_id=suggestion_id, by=request.user.pk, note=words)
        else:
            suggesting.close(suggestion_id=suggestion_id, by=request.user.pk, done=what == "done", answer=words)
    except suggesting.SuggestionProblem as problem:
        return _queue(request, _mistake(problem))
    return redirect("suggestions")


@never_cache
@permitted("suggestion.answer")
@require_safe
def at_the_desk(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    return _desk(request, organisation_id)


@permitted("suggestion.answer")
@require_POST
def answer(request: HttpRequest, organisation_id: UUID, suggestion_id: UUID) -> HttpResponse:
    """Only what was passed on to this organisation."""
    words = request.POST.get("words", "")[:LONGEST_ANSWER]
    try:
        suggesting.close(
            suggestion_id=suggestion_id,
            by=request.user.pk,
            done=request.POST.get("what") == "done",
            answer=words,
            organisation_id=organisation_id,
        )
    except suggesting.SuggestionProblem as problem:
        return _desk(request, organisation_id, _mistake(problem))
    return redirect("desk-suggestions", organisation_id)


def _mistake(problem: suggesting.SuggestionProblem) -> str:
    if str(problem).startswith("answer"):
        return _("Write why not: whoever said it can read your answer.")
    return _("This was decided already, or there is nobody to pass it on to.")


def _queue(request: HttpRequest, mistake: str = "") -> HttpResponse:
    page = QueuePage(_rows(suggesting.queue()), mistake=mistake)
    return render(request, "suggest/queue.html", {"page": page}, status=400 if mistake else 200)


def _desk(request: HttpRequest, organisation_id: UUID, mistake: str = "") -> HttpResponse:
    page = QueuePage(
        _rows(suggesting.passed_on_to(organisation_id)),
        organisation_id,
        directory.organisation_name(organisation_id) or "",
        mistake,
    )
    return render(request, "suggest/desk.html", {"page": page}, status=400 if mistake else 200)


def _rows(cards: tuple[suggesting.SuggestionCard, ...]) -> tuple[SuggestionRow, ...]:
    domains = need_cards(get_language() or settings.LANGUAGE_CODE, settings.BAKEN_LOCAL_LANGUAGE)
    named = {need.code: need.label.text for domain in domains for need in domain.needs}
    return tuple(SuggestionRow(card, named.get(card.need, "")) for card in cards)
