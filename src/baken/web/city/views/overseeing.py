"""The whole landscape for its coordinators: what to mend first, and how complete each need is in each town."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from baken.directory import suggesting
from baken.directory.feeds import runs
from baken.directory.selectors.doubts import merges, open_conflicts, open_pairs
from baken.directory.selectors.quality import Judged, completeness, judged
from baken.directory.spreadsheets import escaped
from baken.web.city.contexts import PER_PAGE, CityPage, completeness_view, judged_views, page_number, pages
from baken.web.city.words import criterion_words
from baken.web.find.choices import domain_cards
from baken.web.working import reading_order, working_page


@working_page("quality.read")
def city(request: HttpRequest) -> HttpResponse:
    said = suggesting.waiting()
    page = CityPage(
        suggestions=said.new,
        passed_on=said.passed_on,
        conflicts=open_conflicts(limit=0)[1],
        pairs=open_pairs(limit=0)[1],
        merges=merges(limit=0)[1],
        incomplete=sum(bool(one.quality.missing) for one in _judged()),
        imports=runs.waiting_count(),
    )
    return render(request, "city/city.html", {"page": page})


@working_page("quality.read")
def quality(request: HttpRequest) -> HttpResponse:
    number = page_number(request.GET.get("page", "1"))
    entries = _judged()
    shown = judged_views(entries[(number - 1) * PER_PAGE : number * PER_PAGE])
    return render(request, "city/quality.html", {"entries": shown, "pages": pages(number, len(entries))})


@working_page("quality.read")
def complete(request: HttpRequest) -> HttpResponse:
    view = completeness_view(completeness(_judged()), domain_cards())
    return render(request, "city/completeness.html", {"page": view})


@working_page("quality.read")
def quality_file(request: HttpRequest) -> StreamingHttpResponse:
    """The work list as a table; what a spreadsheet would run as a formula is written so that it does not."""
    response = StreamingHttpResponse(_lines(_judged()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quality.csv"'
    return response


def _judged() -> tuple[Judged, ...]:
    return judged(today=timezone.localdate(), languages=reading_order())


class _Echo:
    """`csv` writes into something; the lines are handed on as they come."""

    def write(self, line: str) -> str:
        return line


def _lines(entries: tuple[Judged, ...]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # so that spreadsheets read it as UTF-8
    yield writer.writerow([_("Organisation"), _("Service"), _("Score"), _("Missing"), _("Towns"), "id"])
    for one in entries:
        cells = (
            one.organisation,
            one.name.text,
            f"{one.quality.score:.2f}",
            criterion_words(one.quality.missing),
            ", ".join(filter(None, one.areas)),
            str(one.id),
        )
        yield writer.writerow([escaped(cell) for cell in cells])
