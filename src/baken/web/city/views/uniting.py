"""Entries that may be the same, side by side; merging them, and undoing that."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from baken.directory import merging
from baken.directory.deciding_pairs import mark_different
from baken.directory.selectors.doubts import PairPage, merges, open_pairs, pair_page
from baken.directory.services import DirectoryError
from baken.web.city.contexts import page_number, pages, pair_view, percent
from baken.web.city.words import reason_words
from baken.web.desk.saving import refused_words
from baken.web.permitting import actor_of
from baken.web.working import BOTH, WRITE, done, not_done, working_page


@working_page("duplicates.review")
def duplicates(request: HttpRequest) -> HttpResponse:
    number = page_number(request.GET.get("page", "1"))
    cards, total = open_pairs(offset=pages(number, 0).offset)
    rows = [(card, percent(card.probability), reason_words(card.reasons)) for card in cards]
    return render(request, "city/duplicates.html", {"rows": rows, "pages": pages(number, total)})


@working_page("duplicates.review", BOTH)
def pair(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    found = pair_page(pair_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, found)
    return render(request, "city/pair.html", {"page": pair_view(found)})


@working_page("duplicates.review")
def merged(request: HttpRequest) -> HttpResponse:
    number = page_number(request.GET.get("page", "1"))
    cards, total = merges(offset=pages(number, 0).offset)
    return render(request, "city/merges.html", {"merges": cards, "pages": pages(number, total)})


@working_page("duplicates.review", WRITE)
def undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    try:
        merging.undo(merge_id=merge_id, by=actor_of(request))
    except DirectoryError as problem:
        return not_done(request, refused_words(problem), "merges")
    return done(request, _("There are two again."), "merges")


def _decided(request: HttpRequest, found: PairPage) -> HttpResponse:
    answer, by = request.POST.get("answer", ""), actor_of(request)
    card = found.card
    entries = {"first": (card.first, card.second), "second": (card.second, card.first)}
    try:
        if answer == "different":
            mark_different(pair_id=card.id, by=by)
            return done(request, _("They stay two. We do not ask again."), "duplicates")
        if answer not in entries:
            return not_done(request, _("Choose which of the two stays."), "duplicate", pair_id=card.id)
        kept, gone = entries[answer]
        merging.merge(kind=card.kind, kept_id=kept.id, gone_id=gone.id, by=by, choices=_choices(request, found, answer))
    except DirectoryError as problem:
        return not_done(request, refused_words(problem), "duplicate", pair_id=card.id)
    return done(request, _("«%(name)s»: the two are one now.") % {"name": kept.name}, "duplicates")


def _choices(request: HttpRequest, found: PairPage, kept: str) -> dict[str, str]:
    """What was chosen fact by fact, seen from the entry that stays; nothing chosen: a conflict, or both lists."""
    chosen = {fact.field: request.POST.get(f"fact-{fact.field}", "") for fact in found.facts}
    return {
        field: "kept" if side == kept else merging.OTHER
        for field, side in chosen.items()
        if side in ("first", "second")
    }
